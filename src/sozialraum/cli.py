"""``sozialraum``: the one command-line program."""

from __future__ import annotations

import signal
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from typer._click.exceptions import NoArgsIsHelpError
from typer._click.exceptions import UsageError as Misspelled

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
from sozialraum.commands.failures import explained
from sozialraum.commands.language import gettext as _
from sozialraum.commands.usage import Command, Program, refused
from sozialraum.errors import SozialraumError

STOPPED = 130

app = typer.Typer(
    name="sozialraum",
    cls=Program,
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
            # whether it may be used is told in our own words when it is opened
            readable=False,
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


app.command(cls=Command, help=serve.HELP)(serve.serve)
app.command(cls=Command, help=demo.HELP)(demo.demo)
app.command("import", cls=Command, help=import_.HELP)(import_.import_)
app.command("import-cases", cls=Command, help=import_cases.HELP)(import_cases.import_cases)
app.command(cls=Command, help=index.HELP)(index.index)
app.command(cls=Command, help=budget.HELP)(budget.budget)
app.command(cls=Command, help=backup.HELP)(backup.backup)
app.command(cls=Command, help=restore.HELP)(restore.restore)
app.command(cls=Command, help=check.HELP)(check.check)
app.command(cls=Command, help=register.HELP)(register.register)
app.command(cls=Command, help=_("Bring the database up to date (serve does it too)."))(migrate.migrate)
app.command(
    cls=Command, help=_("Do background work as a service of its own (serve runs one beside the pages).")
)(worker.worker)


def main() -> None:
    """Run the program; an error is one sentence and what to do, and a traceback only with ``--debug``."""
    debug = "--debug" in sys.argv
    signal.signal(signal.SIGTERM, _end_in_order)
    try:
        ended = app(standalone_mode=False)
    except NoArgsIsHelpError:
        # the help stands there already
        ended = 2
    except (typer.Abort, KeyboardInterrupt):
        ended = STOPPED
    except Misspelled as slip:
        ended = _told(refused(slip))
    except Exception as problem:
        if debug:
            raise
        ended = _told(explained(problem))
    if ended == STOPPED:
        err.print(_("Stopped."))
    sys.exit(ended if isinstance(ended, int) else 0)


def _told(error: SozialraumError) -> int:
    tell(error)
    return error.exit_code


def _end_in_order(_number: int, _frame: FrameType | None) -> None:
    # as an exception it passes every `with` on its way: locks, the database, half-written files
    raise SystemExit(143)
