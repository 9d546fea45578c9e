"""``sozialraum restore``: a backup in place of what is there, after all of it was checked."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from sozialraum.commands.backup import asked_passphrase, maintenance_of
from sozialraum.commands.console import progress, say
from sozialraum.commands.installation import Installation, installation_of
from sozialraum.commands.language import gettext as _
from sozialraum.commands.serve import serving
from sozialraum.errors import UsageError
from sozialraum.foundation.database.backup import restore_backup, verify_backup

HELP = "\n\n".join(
    (
        _("Put a backup file in place of what is there, after checking all of it."),
        _(
            "At any error everything stays as it was. The platform must be stopped; try a file first in a directory of its own:"
        ),
        "sozialraum --data-dir probe restore monday.backup",
    )
)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("The backup file."))],
    yes: Annotated[bool, typer.Option("--yes", help=_("Replace what is there without asking."))] = False,
    check_only: Annotated[
        bool, typer.Option("--check-only", help=_("Only check the file; change nothing."))
    ] = False,
) -> None:
    """Put a backup in place of what is there; at any error everything stays as it was."""
    installation = installation_of(context)
    source = file.absolute()
    with progress() as report:
        manifest = verify_backup(source, report=report)
    say(
        "The backup of {date} is whole ({parts} parts).",
        date=manifest.created_at[:16],
        parts=len(manifest.parts),
    )
    if check_only:
        return
    if not yes:
        typer.confirm(
            _("Replace everything in {path} by it?").format(path=installation.directory.root), abort=True
        )
    passphrase = None
    if manifest.holds_keys:
        passphrase = asked_passphrase()
    if installation.served and not os.environ.get("DATABASE_OWNER_URL"):
        raise UsageError(
            "A restore into a server needs its owner's address.",
            "Set DATABASE_OWNER_URL (docs/how-to/operate.md).",
        )
    with serving(installation), installation.opened(migrate=False), progress() as report:
        known = known_migrations()
        _let_go()
        restore_backup(
            path=source, directory=installation.directory, maintenance=maintenance_of(installation),
            known_migrations=known, passphrase=passphrase, report=report,
        )  # fmt: skip
        _bring_up_to_date(installation)
    say(
        "Restored. Start it with: sozialraum --data-dir {path} serve",
        path=shlex.quote(str(installation.directory.root)),
    )


def known_migrations() -> set[str]:
    """Return the migrations of this program, as ``app.name``."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in set(loader.disk_migrations) | set(loader.replacements)}


def _let_go() -> None:
    from django.db import connections

    connections.close_all()


def _bring_up_to_date(installation: Installation) -> None:
    _let_go()
    installation.migrate()
