"""Indicators in the reader's language, and which of them have released figures."""

from __future__ import annotations

from dataclasses import dataclass

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import Unit
from sozialraum.social_structure.models import Indicator, Release
from sozialraum.social_structure.queries.areas import EDITION, SystemFacts

PREFERRED = (
    "basic_income_under_18",
    "child_poverty",
    "one_parent_families",
    "unemployment",
    "share_under_18",
)
PREFIX = "indicator:"


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator in the reader's language."""

    code: str
    name: str
    question: str
    caution: str
    numerator: str
    denominator: str
    unit: Unit
    kind: str
    direction: str
    breaks: tuple[float, ...]
    source: str
    licence: str


def indicator_facts(indicator: Indicator) -> IndicatorFacts:
    """An indicator in the reader's language."""
    say = wording.in_language
    return IndicatorFacts(
        code=indicator.code, name=say(indicator.name_de, indicator.name_en),
        question=say(indicator.question_de, indicator.question_en) or say(indicator.name_de, indicator.name_en),
        caution=say(indicator.caution_de, indicator.caution_en),
        numerator=say(indicator.numerator_de, indicator.numerator_en),
        denominator=say(indicator.denominator_de, indicator.denominator_en), unit=Unit(indicator.unit),
        kind=indicator.kind, direction=indicator.direction, breaks=tuple(indicator.breaks), source=indicator.source,
        licence=indicator.licence,
    )  # fmt: skip


def released_indicators(system: SystemFacts) -> list[IndicatorFacts]:
    """The indicators with released figures in a cut: needs first, then assets, then context."""
    return list(_released_indicators(system.id))


@kept(EDITION)
def _released_indicators(system_id: int) -> tuple[IndicatorFacts, ...]:
    codes = {
        subject.removeprefix(PREFIX)
        for subject in Release.objects.filter(system_id=system_id, subject__startswith=PREFIX)
        .order_by()
        .values_list("subject", flat=True)
        .distinct()
    }
    order = {"need": 0, "asset": 1, "context": 2, "output": 3}
    found = [indicator_facts(each) for each in Indicator.objects.filter(code__in=codes)]
    return tuple(sorted(found, key=lambda each: (order[each.kind], german_sort_key(each.name))))
