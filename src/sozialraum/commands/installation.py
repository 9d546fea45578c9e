"""One installation as the commands see it: its data directory, its database, its keys, Django set up on them."""

from __future__ import annotations

import gc
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from sozialraum.commands.console import say
from sozialraum.foundation.database.directory import DataDirectory, default_data_directory, ensure_private
from sozialraum.foundation.database.environment import text


@dataclass
class Installation:
    """A data directory and how it is used; ``served`` where DATABASE_URL names a server of its own."""

    directory: DataDirectory
    debug: bool = False
    database: str = "sozialraum"

    @property
    def served(self) -> bool:
        """Whether a real server is used in place of the embedded one."""
        return bool(os.environ.get("DATABASE_URL"))

    @contextmanager
    def opened(self, *, migrate: bool = True, quick: bool = False) -> Iterator[None]:
        """Run the block with a reachable, current database and Django set up on it.

        Starts the embedded server where it does not run and stops it behind the last user; makes roles and keys
        that are missing; applies migrations as the owner. ``quick`` trades durability of the last moments for
        speed, for data that are built again when the build is interrupted.
        """
        self.directory.prepare()
        if self.served:
            yield from self._opened(migrate=migrate, quick=quick)
            return
        from sozialraum.foundation.database.embedded import Cluster
        from sozialraum.foundation.database.roles import bootstrap

        cluster = Cluster(self.directory.root)
        with cluster.attached():
            bootstrap(cluster, database=self.database)
            yield from self._opened(migrate=migrate, quick=quick)

    def _opened(self, *, migrate: bool, quick: bool) -> Iterator[None]:
        self.set_up(quick=quick)
        from django.db import connections

        try:
            self.verify_role()
            if migrate:
                self.migrate()
            yield
        finally:
            connections.close_all()

    def revive(self) -> None:
        """Start the embedded server again where it was killed; costs a glance where it runs."""
        if not self.served:
            from sozialraum.foundation.database.embedded import Cluster

            Cluster(self.directory.root).revive()

    def set_up(self, *, quick: bool = False) -> None:
        """Make missing keys, then import Django with the settings of this installation."""
        os.environ["SOZIALRAUM_DATA_DIR"] = str(self.directory.root)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialraum.site.settings")
        if not text("SOZIALRAUM_SECRET_KEY_FILE"):
            ensure_private(self.directory.secret_key_file, lambda: secrets.token_urlsafe(50) + "\n")
        import django
        from django.apps import apps

        if not apps.ready:
            with loading():
                django.setup()
        from sozialraum.foundation.privacy.encryption import make_key

        if not any(self.directory.entrusted_keys.glob("*.key")):
            make_key(self.directory.entrusted_keys)
        self._point_at_database(quick=quick)

    def _point_at_database(self, *, quick: bool) -> None:
        from django.db import connections

        for alias in connections:
            values: dict[str, Any] = connections[alias].settings_dict
            if not self.served:
                values["NAME"] = self.database
            if quick:
                values["OPTIONS"] = {**values["OPTIONS"], "options": "-c synchronous_commit=off"}

    def verify_role(self) -> None:
        """Refuse to work as a role that could undo the locks on people's data."""
        from django.db import connection

        from sozialraum.foundation.database.roles import verify_application_role

        connection.ensure_connection()
        verify_application_role(connection.connection)

    def migrate(self) -> None:
        """Apply missing migrations as the owner; two starts at once wait for each other."""
        from sozialraum.foundation.database.migration import bring_up_to_date

        bring_up_to_date(notice=lambda _waiting: say("Bringing the database up to date …"))


@contextmanager
def loading() -> Iterator[None]:
    """Load code inside the block without looking for garbage meanwhile: what is loaded stays, and there is much of it.

    Looking through it again and again only delays the start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def long_work() -> Iterator[None]:
    """Look for garbage seldom inside the block: work that makes many things leaves little of it."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def installation_of(context: typer.Context) -> Installation:
    """Return the installation that the options of the command line name."""
    found = context.find_object(Installation)
    return found or Installation(DataDirectory(default_data_directory().absolute()))


def at(folder: Path | None, *, debug: bool) -> Installation:
    """Return the installation in ``folder``, or in this user's data directory."""
    root = folder.expanduser() if folder else default_data_directory()
    return Installation(DataDirectory(root.absolute()), debug=debug)
