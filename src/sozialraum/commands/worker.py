"""``sozialraum worker``: the job worker as its own service."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from sozialraum.commands.installation import installation_of
from sozialraum.commands.language import gettext as _


def worker(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help=_("Do what waits, then end."))] = False,
) -> None:
    """Do background work; `serve` runs one beside the pages, a large installation runs it as its own service."""
    with installation_of(context).opened(migrate=False):
        from sozialraum.foundation.jobs.worker import Worker

        parent = os.environ.get("SOZIALRAUM_PARENT")
        Worker(parent=int(parent) if parent else None).run(once=once)
