"""The catalogue of indicators as pages show it: definitions, whose they are, how they changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.social_structure import rules, wording
from sozialraum.social_structure.enums import IndicatorKind, Unit
from sozialraum.social_structure.models import Indicator, IndicatorRevision


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """One definition in the reader's language; ``fields`` are all its values by name."""

    code: str
    name: str
    question: str
    caution: str
    numerator: str
    denominator: str
    kind: str
    unit: Unit
    direction: str
    source: str
    licence: str
    review_on: date | None
    edited: bool
    in_index: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One state of a definition: when, by whom, why, and what changed against the state before (field, before, after)."""

    made_at: datetime
    by: str
    reason: str
    changed: tuple[tuple[str, str, str], ...]


DEFINED = (
    "code", "name_de", "name_en", "question_de", "question_en", "caution_de", "caution_en", "numerator_de", "numerator_en",
    "denominator_de", "denominator_en", "unit", "direction", "kind", "counts_people", "breaks", "columns", "categories",
    "count_columns", "ages", "denominator_code", "rhythm_months", "source", "licence", "review_on",
)  # fmt: skip


def indicator_entries() -> list[IndicatorEntry]:
    """Every indicator, by name."""
    return sorted(
        (_entry(each) for each in Indicator.objects.all()), key=lambda each: german_sort_key(each.name)
    )


def indicator_entry(code: str) -> IndicatorEntry | None:
    """The indicator of that code."""
    found = Indicator.objects.filter(code=code).first()
    return None if found is None else _entry(found)


def _entry(row: Indicator) -> IndicatorEntry:
    say = wording.in_language
    allowed = rules.in_need_index(IndicatorKind(row.kind))
    return IndicatorEntry(
        code=row.code, name=say(row.name_de, row.name_en), question=say(row.question_de, row.question_en),
        caution=say(row.caution_de, row.caution_en), numerator=say(row.numerator_de, row.numerator_en),
        denominator=say(row.denominator_de, row.denominator_en), kind=row.kind, unit=Unit(row.unit),
        direction=row.direction, source=row.source, licence=row.licence, review_on=row.review_on,
        edited=row.edited_at is not None, in_index="" if allowed else allowed.reason,
        fields={name: getattr(row, name) for name in DEFINED},
    )  # fmt: skip


def revisions_of(code: str) -> list[RevisionLine]:
    """How a definition came to be what it is, the newest state first."""
    rows = list(IndicatorRevision.objects.filter(indicator__code=code).order_by("id"))
    names = names_of(each.made_by_id for each in rows if each.made_by_id)
    lines = []
    before: Mapping[str, Any] = {}
    for row in rows:
        changed = tuple(
            (name, _plain(before.get(name)), _plain(row.definition.get(name)))
            for name in DEFINED
            if before and before.get(name) != row.definition.get(name)
        )
        by = names.get(row.made_by_id, "") if row.made_by_id else ""
        lines.append(RevisionLine(row.made_at, by, row.reason, changed))
        before = row.definition
    return lines[::-1]


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def need_indicator_codes() -> list[str]:
    """The indicators that may enter a need index: needs and context, never what the office does, never assets."""
    return [each.code for each in Indicator.objects.all() if rules.in_need_index(IndicatorKind(each.kind))]
