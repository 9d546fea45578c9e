"""What the command line says: notices, errors with their remedy, progress of long work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from sozialraum.commands.language import gettext as _
from sozialraum.errors import SozialraumError

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


class ProgressReport(Protocol):
    """How long work says where it is: the step in words, what is done of how much."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Report that ``done`` of ``total`` are done in ``step``; a total of 0 means not known."""


def say(message: str, **values: object) -> None:
    """Print a notice."""
    out.print(_(message).format(**{key: escape(str(value)) for key, value in values.items()}))


def warn(message: str, **values: object) -> None:
    """Print a notice that must not be overlooked."""
    err.print(f"[yellow]{_('Note')}:[/] " + escape(_(message).format(**values)))


def tell(error: SozialraumError) -> None:
    """Print an error: one sentence, then what to do."""
    sentence, remedy = error.told(_)
    err.print(f"[bold red]{_('Error')}:[/] {escape(sentence)}")
    if remedy:
        err.print(f"[bold]{_('What to do')}:[/] {escape(remedy)}")


@contextmanager
def progress() -> Iterator[ProgressReport]:
    """Show a bar per step of long work; where no terminal looks on, a line per step."""
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=32), MofNCompleteColumn(),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=err, transient=False) as bars:
        tasks: dict[str, TaskID] = {}

        def report(step: str, done: int = 0, total: int = 0) -> None:
            if step not in tasks:
                for earlier in tasks.values():
                    bars.update(
                        earlier,
                        completed=bars.tasks[earlier].total or 1,
                        total=bars.tasks[earlier].total or 1,
                    )
                tasks[step] = bars.add_task(escape(_(step)), total=total or None)
                if not err.is_terminal:
                    err.print(escape(_(step)))
            bars.update(tasks[step], completed=done, total=total or None)

        yield report
        for task in tasks.values():
            total = bars.tasks[task].total or 1
            bars.update(task, completed=total, total=total)
