"""Models and migrations agree, and no app has two ends that a merge has left behind."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation


def test_every_model_is_as_its_migrations_say() -> None:
    loader = MigrationLoader(None)
    questioner = NonInteractiveMigrationQuestioner(specified_apps=set(), dry_run=True)
    with translation.override(None):  # names of fields are compared as they stand in the code
        present = ProjectState.from_apps(apps)
        missing = MigrationAutodetector(loader.project_state(), present, questioner).changes(
            graph=loader.graph
        )
    ours = {app for app in missing if apps.get_app_config(app).name.startswith("sozialraum.")}
    assert {app: missing[app][0].operations for app in sorted(ours)} == {}


def test_no_app_has_two_ends() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}


def test_every_migration_is_reached_from_the_end_of_its_app() -> None:
    loader = MigrationLoader(None)
    ends = [key for app in apps.get_app_configs() for key in loader.graph.leaf_nodes(app.label)]
    reached = {key for end in ends for key in loader.graph.forwards_plan(end)}
    assert set(loader.disk_migrations) - reached == set()
