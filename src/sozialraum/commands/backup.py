"""``sozialraum backup``: one file that holds everything."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

import sozialraum
from sozialraum.commands.console import progress, say, warn
from sozialraum.commands.installation import Installation, installation_of
from sozialraum.commands.language import gettext as _
from sozialraum.errors import UsageError
from sozialraum.foundation.database.backup import Maintenance, write_backup
from sozialraum.foundation.database.embedded import Cluster

PASSPHRASE = "SOZIALRAUM_BACKUP_PASSPHRASE"  # noqa: S105 (the name of a variable)
LEAST_CHARACTERS = 12

HELP = "\n\n".join(
    (
        _("Write everything into one backup file."),
        _(
            "The platform may go on running. Entrusted texts are encrypted: without the keys nobody can read them again, so take the keys in under a passphrase or keep a copy of the folder of keys."
        ),
        "sozialraum backup monday.backup --with-keys",
    )
)


def backup(
    context: typer.Context,
    to: Annotated[
        Path | None, typer.Argument(help=_("The file to write; default: sozialraum-DATE.backup here."))
    ] = None,
    with_keys: Annotated[
        bool,
        typer.Option(
            "--with-keys",
            help=_(
                "Put the keys in as well, under a passphrase (asked for, or SOZIALRAUM_BACKUP_PASSPHRASE)."
            ),
        ),
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Write over an older file of this name."))
    ] = False,
) -> None:
    """Write everything into one backup file while the platform goes on running."""
    installation = installation_of(context)
    now = datetime.now(UTC)
    target = (to or Path(f"sozialraum-{now:%Y-%m-%d-%H%M}.backup")).absolute()
    if target.exists() and not replace:
        raise UsageError(
            "The file {path} is there already.", "Choose another name or add --replace.", path=target
        )
    if not target.parent.is_dir():
        raise UsageError(
            "There is no folder {path}.", "Make it first, or choose another one.", path=target.parent
        )
    passphrase = new_passphrase() if with_keys else None
    with installation.opened(migrate=False), progress() as report:
        manifest = write_backup(
            to=target, directory=installation.directory, maintenance=maintenance_of(installation),
            program=sozialraum.__version__, at=now, passphrase=passphrase, report=report,
        )  # fmt: skip
    say("Backup written: [bold]{path}[/] ({size} MB, {parts} parts)", path=target,
        size=f"{target.stat().st_size / 1e6:.1f}", parts=len(manifest.parts))  # fmt: skip
    if passphrase is None:
        warn(
            "The backup does not hold the keys. Entrusted texts can be read again only with the files in {path}: "
            "keep a copy of them in another safe place, or back up with --with-keys.",
            path=installation.directory.keys,
        )


def maintenance_of(installation: Installation) -> Maintenance:
    """Return the superuser's way into the installation's server."""
    if not installation.served:
        return Maintenance.of_cluster(Cluster(installation.directory.root), installation.database)
    url = os.environ.get("DATABASE_BACKUP_URL")
    if not url:
        raise UsageError(
            "A backup reads every row, which the application's role may not.",
            "Set DATABASE_BACKUP_URL to the address of a superuser (or use your server's own backup).",
        )
    return Maintenance.of_url(url)


def new_passphrase() -> str:
    """Return a new passphrase from the environment or, asked for twice, from the terminal."""
    given = asked_passphrase(confirm=True)
    if len(given) < LEAST_CHARACTERS:
        raise UsageError(
            "The passphrase is too short.", "Use at least {least} characters.", least=LEAST_CHARACTERS
        )
    return given


def asked_passphrase(*, confirm: bool = False) -> str:
    """Return the passphrase of the keys from the environment or, without an echo, from the terminal."""
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise UsageError(
            "The passphrase of the keys is asked for in a terminal, and there is none.",
            "Set SOZIALRAUM_BACKUP_PASSPHRASE.",
        )
    return str(typer.prompt(_("Passphrase for the keys"), hide_input=True, confirmation_prompt=confirm))
