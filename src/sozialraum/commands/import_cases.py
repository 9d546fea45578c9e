"""``sozialraum import-cases``: what another case system exports, into case space."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from rich.markup import escape
from rich.progress import Progress

from sozialraum.analytics.messages import gettext_noop
from sozialraum.commands.console import err, out, say
from sozialraum.commands.installation import installation_of
from sozialraum.commands.language import gettext as _
from sozialraum.errors import UsageError

HELP = _(
    "Take over cases that another system has exported, in the name of a case worker.\n\n"
    "sozialraum import-cases export.zip --system Altsystem --user k.ahlers\n\n"
    "The file is looked at first; one fault, and nothing is taken over. Cases that came before stay as they are."
)


def import_cases(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("The export: ZIP with CSV tables, or JSON."))
    ],
    system: Annotated[
        str, typer.Option("--system", metavar="NAME", help=_("What the other system is called."))
    ],
    user: Annotated[
        str, typer.Option("--user", metavar="NAME", help=_("The case worker who takes the cases over."))
    ],
    preview: Annotated[
        bool, typer.Option("--preview", help=_("Say what would come and store nothing."))
    ] = False,
) -> None:
    """Look at an export and take it over."""
    with installation_of(context).opened():
        from sozialraum.foundation.accounts.queries import actor_by_id, case_workers_by_username
        from sozialraum.individual.presentation.case_imports import problem_in_words
        from sozialraum.individual.queries import case_import
        from sozialraum.individual.services import look_at_export, take_over_export

        now = datetime.now(UTC)
        found = case_workers_by_username([user]).get(user)
        if found is None:
            raise UsageError(
                gettext_noop("No case worker has this sign-in name."),
                gettext_noop("Name somebody who may open cases."),
            )
        actor = actor_by_id(found, today=timezone.localdate(now))
        look = case_import(
            actor, look_at_export(actor, content=file.read_bytes(), system=system, at=now)
        )  # fmt: skip
        assert look is not None  # noqa: S101 - it was made in the line above
        for each in look.findings:
            out.print(
                f"[{'red' if each.grave else 'yellow'}]{'✗' if each.grave else '!'}[/] {escape(problem_in_words(each))}"
            )
        say(
            gettext_noop("{new} new cases, {known} came before, {grave} faults."),
            new=look.counts["new"], known=look.counts["known"], grave=look.counts["grave"],
        )  # fmt: skip
        if preview:
            return
        with Progress(console=err, transient=True) as progress:
            task = progress.add_task(_("Cases"))
            count = take_over_export(
                actor, look.id, at=now,
                progress=lambda done, total: progress.update(task, completed=done, total=total),
            )  # fmt: skip
        say(gettext_noop("[bold green]{count} cases are in.[/]"), count=count)
