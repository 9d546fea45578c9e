"""``sozialraum``: the one command-line program."""

from __future__ import annotations

import signal
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FrameType
from typing import Annotated

import psycopg
import typer
from rich.console import Console

from sozialraum.commands import (
    backup,
    budget,
    check,
    demo,
    import_,
    import_cases,
    index,
    installation,
    migrate,
    register,
    restore,
    serve,
    worker,
)
from sozialraum.commands.console import err, tell
from sozialraum.commands.language import gettext as _
from sozialraum.errors import SozialraumError

app = typer.Typer(
    name="sozialraum",
    help=_("The open platform for social-space orientation in child and youth welfare."),
    epilog=_("Every command explains itself: sozialraum COMMAND --help"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:  # noqa: FBT001 (a callback of typer)
    if value:
        try:
            found = version("sozialraum")
        except PackageNotFoundError:
            found = "0"
        Console().print(f"sozialraum {found}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    data_dir: Annotated[
        Path | None,
        typer.Option(
            "--data-dir",
            envvar="SOZIALRAUM_DATA_DIR",
            help=_(
                "The one folder that holds everything: database, keys, tables. Default: this user's data folder."
            ),
            show_default=False,
        ),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help=_("Show the traceback of an error."))] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=_("Show the version."))
    ] = False,
) -> None:
    """Read the options that every command shares."""
    context.obj = installation.at(data_dir, debug=debug)


app.command(help=_("Run the platform: database, web pages and job worker, until Ctrl+C."))(serve.serve)
app.command(help=_("Run the platform on the demo city of Lindenfurt; nobody in it is real."))(demo.demo)
app.command("import", help=import_.HELP)(import_.import_)
app.command("import-cases", help=import_cases.HELP)(import_cases.import_cases)
app.command(help=index.HELP)(index.index)
app.command(help=budget.HELP)(budget.budget)
app.command(help=_("Write everything into one backup file."))(backup.backup)
app.command(help=_("Put a backup file in place of what is there, after checking all of it."))(restore.restore)
app.command(help=_("Check settings, database, keys and audit trail."))(check.check)
app.command(help=_("Write the register of processing (Art. 30 GDPR)."))(register.register)
app.command(help=_("Bring the database up to date (serve does it too)."))(migrate.migrate)
app.command(help=_("Do background work as a service of its own (serve runs one beside the pages)."))(
    worker.worker
)


def main() -> None:
    """Run the program; an error is one sentence and what to do, and a traceback only with ``--debug``."""
    debug = "--debug" in sys.argv
    signal.signal(signal.SIGTERM, _end_in_order)
    try:
        app()
    except SozialraumError as error:
        if debug:
            raise
        tell(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        err.print(_("Stopped."))
        sys.exit(130)
    except Exception as problem:
        if debug:
            raise
        tell(_explained(problem))
        sys.exit(1)


def _end_in_order(_number: int, _frame: FrameType | None) -> None:
    # as an exception it passes every `with` on its way: locks, the database, half-written files
    raise SystemExit(143)


def _explained(problem: Exception) -> SozialraumError:
    """Return the sentence for a failure of the database or of ourselves."""
    cause = problem if isinstance(problem, psycopg.Error) else problem.__cause__
    if isinstance(cause, psycopg.OperationalError):
        told = " ".join(str(cause).split())
        if "read-only" in told:
            return SozialraumError(
                "The database is read-only.", "Connect to the primary server or end its maintenance."
            )
        if "No space left" in told:
            return SozialraumError("The disk of the database is full.", "Make room on the database server.")
        return SozialraumError(
            "The database cannot be reached: {reason}.",
            "Check DATABASE_URL and whether the server runs; `sozialraum check` says more.",
            reason=told.split(" Is the server")[0].rstrip("."),
        )
    if isinstance(cause, psycopg.errors.ReadOnlySqlTransaction):
        return SozialraumError(
            "The database is read-only.", "Connect to the primary server or end its maintenance."
        )
    if isinstance(cause, psycopg.errors.DiskFull):
        return SozialraumError("The disk of the database is full.", "Make room on the database server.")
    return SozialraumError(
        "Something went wrong that should not: {kind}: {text}.",
        "Run the command again with --debug and send us what it prints.",
        kind=type(problem).__name__,
        text=str(problem).rstrip("."),
    )
