"""From a recipe to a run that never changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from factories.areas import AT, DAY, QUARTERS, SHARES, bring_in, make_areas, table
from sozialraum.analytics.indices import Recipe, shipped_recipe
from sozialraum.analytics.uncertainty import RankIntervals, rank_intervals
from sozialraum.foundation.privacy.actors import NOBODY
from sozialraum.social_structure.models import Release, Run
from sozialraum.social_structure.queries.runs import run_view
from sozialraum.social_structure.services import (
    RunRefused,
    draft_run,
    record_and_release,
    record_run,
    release_counts,
)
from sozialraum.social_structure.services.runs import recompute
from sozialraum.social_structure.snapshots import fetch

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
CHOICE = {
    "recipe_name": "berlin-mss-2019",
    "system_code": "town",
    "vintage": 2023,
    "level": "quarter",
    "reference_date": DAY,
}
HEAD = "id;inhabitants;S1;S3;S4;D1;D3;D4"
ROWS = [f"{code};{200 if place == 5 else 900};{3 + place};{5 + place * place};{10 + 3 * place};{place - 2};{place % 3};{1 - place}" for place, code in enumerate(QUARTERS)]  # fmt: skip


@pytest.fixture
def values() -> None:
    make_areas()
    bring_in(table(ROWS, HEAD), name="mss.csv")


@pytest.mark.usefixtures("values")
def test_a_draft_saves_nothing() -> None:
    draft = draft_run(recipe=shipped_recipe("berlin-mss-2019"), system_code="town", vintage=2023, level="quarter", reference_date=DAY)  # fmt: skip
    assert draft.result.areas.num_rows == 5
    assert draft.result.excluded["area_code"].to_pylist() == ["0203"]
    assert not Run.objects.exists()
    assert not Release.objects.filter(subject__startswith="run:").exists()


@pytest.mark.usefixtures("values")
def test_a_run_is_recorded_with_everything_to_recompute_it() -> None:
    run = record_and_release(**CHOICE, title="Lauf", reason="Prüfung", by=None, at=AT)  # type: ignore[arg-type]
    assert run.number == "2026-11-24-01"
    assert Recipe.model_validate(run.parameters).fingerprint == run.recipe_fingerprint
    assert recompute(run, fetch(run.snapshot_hash))
    view = run_view(run.id, NOBODY)
    assert view is not None
    assert sum(each.count for each in view.index.counts) == 5
    assert (
        record_and_release(**CHOICE, title="Zweiter", reason="Prüfung", by=None, at=AT).number
        == "2026-11-24-02"
    )  # type: ignore[arg-type]


@pytest.mark.usefixtures("values")
def test_runs_and_releases_only_grow() -> None:
    run = record_and_release(**CHOICE, title="Lauf", reason="Prüfung", by=None, at=AT)  # type: ignore[arg-type]
    for change in (
        lambda: Run.objects.filter(id=run.id).update(title="anders"),
        lambda: Run.objects.filter(id=run.id).delete(),
        lambda: Release.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.usefixtures("values")
def test_what_was_never_delivered_is_named() -> None:
    with pytest.raises(RunRefused, match="S1"):
        draft_run(
            recipe=shipped_recipe("berlin-mss-2019"),
            system_code="town",
            vintage=2023,
            level="quarter",
            reference_date=date(2020, 12, 31),
        )


@pytest.mark.usefixtures("values")
def test_what_the_office_does_cannot_enter_an_index() -> None:
    bring_in(
        table([f"{code};{40 + place}" for place, code in enumerate(QUARTERS)], "key;help_density"),
        name="hze.csv",
    )
    recipe = shipped_recipe("berlin-mss-2019")
    circular = recipe.model_copy(
        update={
            "indicators": tuple(
                each.model_copy(update={"columns": ("help_density",)}) if each.code == "S1" else each
                for each in recipe.indicators
            )
        }
    )
    with pytest.raises(RunRefused, match="help_density"):
        draft_run(recipe=circular, system_code="town", vintage=2023, level="quarter", reference_date=DAY)


@pytest.mark.usefixtures("values")
def test_later_imports_leave_a_run_as_it_is() -> None:
    draft = draft_run(
        recipe=shipped_recipe("berlin-mss-2019"),
        system_code="town",
        vintage=2023,
        level="quarter",
        reference_date=DAY,
    )
    run = record_run(draft=draft, title="Lauf", reason="Prüfung", by=None, at=AT)
    bring_in(
        table([row.replace(";900;", ";1900;") for row in ROWS], HEAD),
        name="later.csv",
        at=AT.replace(hour=12),
    )
    assert recompute(run, fetch(run.snapshot_hash))


def test_counts_of_another_floor_go_through_the_same_gate() -> None:
    make_areas()
    parents = {code: code[:2] for code in QUARTERS} | {"01": "stadt", "02": "stadt"}
    counts = dict(zip(QUARTERS, (12, 3, 9, 0, 20, 15), strict=True))
    table_ = release_counts(
        subject="active_cases", system_code="town", vintage=2023, reference_date=DAY, counts=counts, parents=parents,
        by=None, at=AT, threshold=3,
    )  # fmt: skip
    assert table_.certificate.rule.threshold == 5  # never below the house's rule
    assert table_.figure("0102").value is None
    assert table_.figure("0201").value == 0.0
    assert sum(table_.figure(code).value is None for code in ("0101", "0102", "0103")) >= 2


def test_the_counts_behind_an_index_say_how_sure_its_ranks_are() -> None:
    make_areas()
    bring_in(table(SHARES))
    few = [f"{code};{3 + place};{40 + place};900" for place, code in enumerate(QUARTERS)]
    bring_in(
        table(few, "key;youth_unemployment_zaehler;youth_unemployment_nenner;inhabitants"), name="jobs.csv"
    )
    draft = draft_run(
        recipe=shipped_recipe("default"), system_code="town", vintage=2023, level="quarter", reference_date=DAY
    )  # fmt: skip
    stored = rank_intervals(draft.given.table, draft.recipe.with_any_keys(), draws=200, key="area_code")
    ranges = RankIntervals.from_arrow(stored)
    assert set(ranges.sampled) == {"basic_income_under_18", "youth_unemployment"}
    part = draft.recipe.roots[0].code
    assert ranges.table["rank"].to_pylist() == draft.result.areas[f"{part}_rank"].to_pylist()
    assert max(row["rank_high"] - row["rank_low"] for row in ranges.table.to_pylist()) > 0
