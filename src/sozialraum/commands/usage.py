"""How the program is spoken to: help in the shell's language, and a slip of the pen told as one sentence and a remedy."""

from __future__ import annotations

from difflib import get_close_matches

from typer import _click as click
from typer._click import exceptions as slips
from typer.core import TyperCommand, TyperGroup, TyperOption

from sozialraum.analytics.messages import gettext_noop
from sozialraum.commands.language import gettext as _
from sozialraum.errors import UsageError

SHOWN = "Show this message and exit."
WHAT_FITS = gettext_noop("`{command} --help` says what belongs there.")
DID_YOU_MEAN = gettext_noop("Did you mean {near}?")
COMMANDS = gettext_noop("`sozialraum --help` lists the commands.")
OPTIONS = gettext_noop("`{command} --help` lists the options.")
NO_VALUE = gettext_noop("{option} takes no value.")
VALUE_MISSING = gettext_noop("Behind {option} its value is missing.")


class _Speaking(click.Command):
    """The words of the help that the library does not translate itself."""

    def get_help_option(self, ctx: click.Context) -> TyperOption | None:
        found = super().get_help_option(ctx)
        if found is not None and found.help == SHOWN:
            found.help = _("Show this help and end.")
        return found

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage:") + " ")


class Command(_Speaking, TyperCommand):
    """A command of the program."""


class Program(_Speaking, TyperGroup):
    """The program itself, which knows its commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which ones come near to what was written."""
        written = args[0]
        if self.get_command(ctx, written) is None and not written.startswith("-"):
            near = get_close_matches(written, self.commands)
            raise UsageError(
                "There is no command “{command}”.",
                DID_YOU_MEAN if near else COMMANDS,
                command=written, near=", ".join(near),
            )  # fmt: skip
        return super().resolve_command(ctx, args)


def refused(error: slips.UsageError) -> UsageError:
    """Return the sentence for what the library could not read of a command line."""
    context = error.ctx
    program = context.find_root() if context else None
    command = context.command_path if context else "sozialraum …"
    if isinstance(error, slips.NoSuchOption):
        option = error.option_name
        of_program = {name for each in program.command.params for name in each.opts} if program else set()
        if program is not context and option in of_program:
            return UsageError(
                "{option} belongs to the whole program and stands before the command.",
                "Write: {program} {option} … {name}",
                option=option, program=program.command_path if program else command, name=context.info_name if context else "",
            )  # fmt: skip
        near = sorted(error.possibilities or ())
        return UsageError(
            "There is no option {option}.",
            DID_YOU_MEAN if near else OPTIONS,
            option=option, near=", ".join(near), command=command,
        )  # fmt: skip
    if isinstance(error, slips.MissingParameter):
        return UsageError("{parameter} is missing.", WHAT_FITS, parameter=_hint(error), command=command)
    if isinstance(error, slips.BadOptionUsage):
        sentence = NO_VALUE if "does not take" in error.message else VALUE_MISSING
        return UsageError(sentence, WHAT_FITS, option=error.option_name, command=command)
    if isinstance(error, slips.BadParameter):
        return _unfit(error, command)
    if "unexpected extra argument" in error.message:
        return UsageError(
            "There is more than {command} takes: {rest}.",
            WHAT_FITS,
            rest=error.message.rpartition("(")[2].rstrip(")."),
            command=command,
        )
    return UsageError(
        "The command cannot be understood as it is written.",
        "`{command} --help` shows how it is written.",
        command=command,
    )


def _hint(error: slips.BadParameter) -> str:
    """The option or argument as it is written on a command line."""
    parameter = error.param
    if parameter is None:
        return "…"
    if parameter.opts and parameter.opts[0].startswith("-"):
        return " / ".join(parameter.opts)
    return str(parameter.metavar or parameter.name or "…").strip("{}[].").upper()


def _unfit(error: slips.BadParameter, command: str) -> UsageError:
    """The sentence for a value that the library refuses; its validator keeps what was written."""
    findings: list[dict[str, object]] = getattr(error.__cause__, "errors", list)()
    if findings:
        return UsageError(
            "“{value}” does not fit {parameter}.", WHAT_FITS, value=str(findings[0]["input"]),
            parameter=_hint(error), command=command,
        )  # fmt: skip
    return UsageError(
        "{parameter} cannot be used: {reason}.", WHAT_FITS, parameter=_hint(error),
        reason=error.message.rstrip("."), command=command,
    )  # fmt: skip
