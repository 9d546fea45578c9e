"""``sozialraum migrate``: bring the database up to date, as its owner."""

from __future__ import annotations

import typer

from sozialraum.commands.console import say
from sozialraum.commands.installation import installation_of


def migrate(context: typer.Context) -> None:
    """Bring the database up to date; `serve` does it too, a server with its own owner needs it at upgrades."""
    with installation_of(context).opened():
        say("The database is up to date.")
