"""``sozialraum register``: the register of processing (Art. 30 GDPR) as a table or as a document."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sozialraum.commands.console import out, say
from sozialraum.commands.installation import installation_of
from sozialraum.commands.language import gettext as _
from sozialraum.errors import UsageError


class Shape(StrEnum):
    """How the register is written."""

    CSV = "csv"
    MARKDOWN = "md"


class Language(StrEnum):
    """The languages that have a complete catalogue."""

    GERMAN = "de"
    ENGLISH = "en"


HELP = "\n\n".join(
    (
        _("Write the register of processing (Art. 30 GDPR)."),
        _(
            "It is made from the purposes, classes and periods that the program gives to each field, so it is always that of this version."
        ),
        "sozialraum register --to verzeichnis.md",
    )
)


def register(
    context: typer.Context,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", help=_("File to write, ending .csv or .md. Default: the document on the screen.")
        ),
    ] = None,
    language: Annotated[
        Language, typer.Option("--language", help=_("Language of the register: de or en."))
    ] = Language.GERMAN,
) -> None:
    """Write the register of processing, generated from the classes of the stored fields."""
    if to is not None and to.suffix.removeprefix(".") not in set(Shape):
        raise UsageError(
            "The register is written as .csv or .md, not as {name}.", "Choose another ending.", name=to.name
        )
    installation_of(context).set_up()
    from django.utils.translation import gettext, override

    from sozialraum.foundation.privacy.register import register_of_processing, register_rows

    with override(language):
        activities = register_of_processing()
        titles, rows = register_rows(activities)
        document = as_document(gettext("Register of processing (Art. 30 GDPR)"), titles, rows)
        if to is None:
            out.print(document, markup=False, soft_wrap=True)
            return
        if to.suffix == ".csv":
            table = io.StringIO(newline="")
            csv.writer(table, delimiter=";").writerows([titles, *rows])
            _write(to, table.getvalue(), encoding="utf-8-sig")
        else:
            _write(to, document, encoding="utf-8")
    say("The register with {count} kinds of records stands in {path}.", count=len(rows), path=to)


def _write(to: Path, text: str, *, encoding: str) -> None:
    """Write the file whole or not at all."""
    partial = to.with_name(f".{to.name}.part")
    try:
        partial.write_text(text, encoding, newline="")
        partial.replace(to)
    except OSError as problem:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        problem.filename = str(to)
        raise


def as_document(title: str, titles: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """The register as a Markdown text: a chapter an activity, a list of its kinds of records.

    >>> print(as_document("Register", ("Activity", "Basis", "P", "R", "Kind", "Kept"), [("Help", "law", "all", "none", "Case", "1 year")]))
    # Register
    <BLANKLINE>
    ## Help
    <BLANKLINE>
    - Basis: law
    - P: all
    - R: none
    <BLANKLINE>
    ### Case
    <BLANKLINE>
    - Kept: 1 year
    <BLANKLINE>
    """
    lines = [f"# {title}", ""]
    activity = ""
    for row in rows:
        if row[0] != activity:
            activity = row[0]
            lines += [
                f"## {activity}",
                "",
                *(f"- {title}: {text}" for title, text in zip(titles[1:4], row[1:4], strict=True)),
                "",
            ]
        facts = zip(titles[5:], row[5:], strict=True)
        lines += [f"### {row[4]}", "", *(f"- {title}: {text}" for title, text in facts if text), ""]
    return "\n".join(lines)
