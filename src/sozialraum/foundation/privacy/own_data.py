"""Everything that is stored about a person, as one file for the person (Art. 15 and 20 GDPR, § 83 SGB X).

Each floor registers an exporter that answers with tables for a grant of purpose ``own_data`` and action ``export``,
and names the models it covers; a test fails for a guarded table that nobody covers.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Denied, Grant
from sozialraum.foundation.vocabulary import Action, Purpose

FORMAT = "sozialraum-own-data/1"
STANDARDS = ["a-2a", "ua-1"]


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the file: ``columns`` maps the machine's name of a column to what people read.

    ``note`` is a sentence for the reader: what is not in the table, and why.
    """

    key: str
    title: str
    columns: Mapping[str, str]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""

    @property
    def readable_rows(self) -> list[list[tuple[str, str]]]:
        """Every row as pairs of column title and text; what is not stored is said."""
        return [list(zip(self.columns.values(), map(in_words, row), strict=True)) for row in self.rows]


Exporter = Callable[[Grant], Sequence[Section]]
_exporters: dict[str, tuple[Exporter, frozenset[str]]] = {}


def register_exporter(floor: str, exporter: Exporter, *, covers: Sequence[str]) -> None:
    """Let a floor answer for what it stores about a person; ``covers`` are the labels of its models."""
    _exporters[floor] = (exporter, frozenset(covers))


def covered_models() -> frozenset[str]:
    """The labels of all models that an exporter answers for."""
    return frozenset().union(*(covers for _exporter, covers in _exporters.values()))


def sections_of(grant: Grant) -> list[Section]:
    """What every floor stores about the person concerned.

    Raises :class:`Denied` for any other grant than one for exporting own data.
    """
    if grant.purpose is not Purpose.OWN_DATA or grant.action is not Action.EXPORT:
        raise Denied(Decision.no("Only the person concerned takes these data along."))
    return [section for exporter, _covers in _exporters.values() for section in exporter(grant)]


def own_data_file(grant: Grant, *, municipality: str, contact: str) -> bytes:
    """The ZIP with ``daten.pdf`` (to read and print, PDF/UA-1), ``daten.html`` (the same for a browser, no outside parts)
    and ``daten.json`` (machine-readable).
    """
    sections = sections_of(grant)
    facts = {
        "sections": sections,
        "at": grant.at,
        "young": grant.actor.young,
        "municipality": municipality,
        "contact": contact,
    }
    machine = {
        "format": FORMAT,
        "made_at": grant.at.isoformat(),
        "municipality": municipality,
        "sections": [
            {
                "key": each.key,
                "title": each.title,
                "note": each.note,
                "rows": [dict(zip(each.columns, map(_plain, row), strict=True)) for row in each.rows],
            }
            for each in sections
        ],
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("daten.pdf", _pdf(facts))
        archive.writestr("daten.html", render_to_string("privacy/own_data.html", facts))
        archive.writestr("daten.json", json.dumps(machine, ensure_ascii=False, indent=2))
    return buffer.getvalue()


def _pdf(facts: Mapping[str, Any]) -> bytes:
    """The same as an accessible document; Typst refuses to write one that is not."""
    import typst

    made: datetime = localtime(facts["at"])
    young = "young" if facts["young"] else None
    about = _in(young, "What is stored about you")
    intro = [
        _in(young, "This is everything that %(municipality)s keeps about you in Sozialraum, as of %(day)s, %(time)s. The "
            "file daten.json beside it holds the same for computers.")
        % {
            "municipality": facts["municipality"], "day": date_format(made, "DATE_FORMAT"),
            "time": date_format(made, "TIME_FORMAT"),
        },
        _in(young, "Names of other people are left out or replaced by what they are to your family. Professionals are named, "
            "because they act for the office."),
        _in(young, "If something is wrong, you can have it corrected. If you are not content with how your data are "
            "handled, you can turn to the data-protection officer or to the supervisory authority."),
        *([facts["contact"]] if facts["contact"] else []),
    ]  # fmt: skip
    content = {
        "title": about, "author": facts["municipality"], "lang": (get_language() or "de")[:2], "intro": intro,
        "year": made.year, "month": made.month, "day": made.day,
        "sections": [
            {
                "title": each.title, "note": each.note, "rows": each.readable_rows,
                "empty": _("Nothing is stored here.") if each.columns else "",
            }
            for each in facts["sections"]
        ],
    }  # fmt: skip
    fonts = Path(str(files("sozialraum.foundation.ui"))) / "fonts"
    template = files("sozialraum.foundation.privacy") / "own_data.typ"
    parts = {"main": template.read_bytes(), "data.json": json.dumps(content).encode()}
    return bytes(
        typst.compile(  # type: ignore[call-overload]  # its types lack the input by parts
            parts, format="pdf", pdf_standards=STANDARDS, font_paths=[fonts] if fonts.is_dir() else [],
            timestamp=int(made.timestamp()),
        )
    )  # fmt: skip


def _in(context: str | None, text: str) -> str:
    """A text that the page in the same file has too, as it is said to this reader."""
    return pgettext(context, text) if context else _(text)


def in_words(value: Any) -> str:
    """A stored value as people read it."""
    if value is None or value == "":
        return _("not stored")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)
