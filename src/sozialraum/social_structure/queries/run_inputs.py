"""What a run was computed from, indicator by indicator: its words, its weight, and of which date its values are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sozialraum.analytics.indices import Recipe
from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure import wording
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.queries.dates import InputDate
from sozialraum.social_structure.queries.inputs import POPULATION, indicators_by


@dataclass(frozen=True, slots=True)
class InputFacts:
    """One input of a run. ``weight`` is None for the inhabitants, which decide who counts and how much.

    ``months`` is by how much its values are older than the reference date of the run, ``late`` whether that is more
    than its rhythm explains (the recipe then allowed it).
    """

    code: str
    title: str
    part: str
    direction: str
    weight: float | None
    day: date
    months: int
    late: bool

    @property
    def age(self) -> str:
        """How much older it is, in words; empty where it is not."""
        return age_text(self.months, late=self.late)

    @property
    def dated(self) -> str:
        """Date and age: ``31.12.2022, 24 Monate älter``."""
        return ", ".join(part for part in (date_format(self.day, "SHORT_DATE_FORMAT"), self.age) if part)


def age_text(months: int, *, late: bool) -> str:
    """By how much values are older than the index, in words; empty where they are of its own date."""
    if not months:
        return ""
    said = ngettext("%(count)d month older", "%(count)d months older", months) % {"count": months}
    return f"{said} {gettext('(more than usual)')}" if late else said


def inputs_of(recipe: Recipe, stored: Sequence[Mapping[str, Any]], reference_date: date) -> tuple[InputFacts, ...]:  # fmt: skip
    """The inputs of a run in the order of its recipe, the inhabitants last.

    ``stored`` is what the run keeps of their dates; where it keeps nothing they are of its own reference date.
    """
    dates = {each.code: each for each in map(InputDate.of, stored)}
    titles = {part.code: wording.in_language(part.title_de, part.title_en) for part in recipe.parts}

    def facts(code: str, title: str, part: str, direction: str, weight: float | None) -> InputFacts:
        found = dates.get(code)
        day = found.day if found and found.day else reference_date
        months, late = (found.months, found.late) if found else (0, False)
        return InputFacts(code, title, part, direction, weight, day, months, late)

    entries = [
        facts(
            each.code, wording.in_language(each.title_de, each.title_en), titles[each.part], each.direction, each.weight
        )
        for each in recipe.indicators
    ]  # fmt: skip
    if POPULATION in dates:
        entries.append(facts(POPULATION, gettext("Inhabitants"), "", "", None))
    return tuple(entries)


def indicator_days(run: Run) -> frozenset[tuple[str, date]]:
    """The stored indicators that a run was computed from, each by its code and the date at which it entered."""
    recipe = Recipe.model_validate(run.parameters)
    known = indicators_by({each.code: each.columns for each in recipe.indicators})
    dates = {each.code: each.day for each in map(InputDate.of, run.inputs)}
    return frozenset((each.code, dates.get(code) or run.reference_date) for code, each in known.items())


def dates_sentence(inputs: Sequence[InputFacts], reference_date: date) -> str:
    """Whether everything is of one date, and if not, how old the oldest is; empty without inputs."""
    older = [each for each in inputs if each.months]
    if not inputs:
        return ""
    said_day = date_format(reference_date, "SHORT_DATE_FORMAT")
    if not older:
        return gettext("All values are of %(day)s or less than a month older.") % {"day": said_day} if any(
            each.day != reference_date for each in inputs
        ) else gettext("All values are of %(day)s.") % {"day": said_day}  # fmt: skip
    oldest = max(older, key=lambda each: each.months)
    return ngettext(
        "%(count)s of %(all)s inputs is older than %(day)s: “%(title)s”, of %(oldest)s.",
        "%(count)s of %(all)s inputs are older than %(day)s, the oldest “%(title)s”, of %(oldest)s.",
        len(older),
    ) % {
        "count": number(len(older)), "all": number(len(inputs)), "day": said_day, "title": oldest.title,
        "oldest": date_format(oldest.day, "SHORT_DATE_FORMAT"),
    }  # fmt: skip
