"""What the workshop reads: drafts, what may be chosen, what stands beside the quarters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext

from sozialraum.analytics.indices import Dates, Recipe
from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.revisions import Plain
from sozialraum.social_structure import rules, wording
from sozialraum.social_structure.enums import IndicatorKind
from sozialraum.social_structure.models import Indicator
from sozialraum.social_structure.queries.areas import EDITION, SystemFacts, area_system, areas_of
from sozialraum.social_structure.queries.dates import InputDate, StoredDate, input_date, stored_dates
from sozialraum.social_structure.queries.figures import released, released_dates
from sozialraum.social_structure.queries.indicators import PREFIX, IndicatorFacts, released_indicators
from sozialraum.social_structure.queries.inputs import indicators_by
from sozialraum.social_structure.workshop.models import IndexDraft
from sozialraum.social_structure.workshop.recipes import Candidate, values_of

MOST_ASSETS: Final = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """A cut and a level."""

    system_code: str
    vintage: int
    level: str

    @classmethod
    def of(cls, text: str) -> Choice:
        """Read ``code:vintage:level``.

        >>> Choice.of("quartiere:2023:quarter").vintage
        2023
        """
        code, vintage, level = text.split(":")
        return cls(code, int(vintage), level)

    def system(self) -> SystemFacts | None:
        """The cut; None where it is not there."""
        return area_system(self.system_code, self.vintage)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list."""

    id: UUID
    title: str
    indicators: int
    reference_date: date
    changed_at: object
    by: str


@dataclass(frozen=True, slots=True)
class NotToChoose:
    """An indicator that may not enter, or cannot now, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class AssetLine:
    """An asset's mean in two groups of areas and in all of them."""

    name: str
    sure: str
    open: str
    whole: str


def draft_lines() -> list[DraftLine]:
    """Every draft, the one changed last first."""
    found = list(IndexDraft.objects.all())
    names = names_of(each.changed_by for each in found if each.changed_by)
    return [
        DraftLine(
            each.id, each.title, len(each.recipe["indicators"]), each.reference_date, each.changed_at,
            names.get(each.changed_by, "") if each.changed_by else "",
        )
        for each in found
    ]  # fmt: skip


def draft_of(draft_id: UUID) -> IndexDraft | None:
    """A draft; None where there is none (any more)."""
    return IndexDraft.objects.filter(id=draft_id).first()


def candidates_for(draft: IndexDraft) -> list[Candidate]:
    """The recipe's own indicators, then those of the catalogue that measure a need and have values it may take."""
    return candidates(Recipe.model_validate(draft.recipe), draft.areas, draft.reference_date)


def candidates(recipe: Recipe, areas: str, reference_date: date) -> list[Candidate]:
    """As :func:`candidates_for`, for a recipe, a level and a date."""
    stored = dates_in(areas)
    known = indicators_by({each.code: each.columns for each in recipe.indicators})
    own = [
        Candidate(
            each.code, each.title_de, each.title_en, each.columns[0], each.direction,
            _until(stored, known[each.code].code, reference_date) if each.code in known else (),
        )
        for each in recipe.indicators
    ]  # fmt: skip
    taken = {name.casefold() for each in recipe.indicators for name in (each.code, *each.columns)}
    others = [
        Candidate(
            need.code.replace("-", "_"), need.name_de, need.name_en, need.code, need.direction,
            _until(stored, need.code, reference_date),
        )
        for need in _needs()
        if not taken & {name.casefold() for name in (need.code, *need.columns)}
        and _usable(need.code, need.rhythm_months, recipe, areas, reference_date)
    ]  # fmt: skip
    return own + others


def not_to_choose(recipe: Recipe, areas: str, reference_date: date) -> tuple[NotToChoose, ...]:
    """What an index of burdens may not take, and needs without values that are new enough."""
    refused: list[NotToChoose] = []
    named = [
        (wording.in_language(each.name_de, each.name_en), each)
        for each in Indicator.objects.filter(kind__in=["output", "asset", "need"])
    ]
    for name, each in sorted(named, key=lambda pair: (pair[1].kind, german_sort_key(pair[0]))):
        decision = rules.in_need_index(IndicatorKind(each.kind))
        found = _dated(each.code, each.rhythm_months, recipe, areas, reference_date)
        if each.kind == "output":
            refused.insert(0, NotToChoose(name, gettext(decision.reason)))
        elif not decision and found.day:
            refused.append(NotToChoose(name, gettext(decision.reason)))
        elif decision and each.unit != "category" and not found.day:
            refused.append(NotToChoose(name, gettext("No values were delivered up to this date.")))
        elif decision and found.day and found.late and recipe.dates.older == "refuse":
            said = gettext("Its newest values are of %(day)s: older than the recipe allows.")
            refused.append(NotToChoose(name, said % {"day": date_format(found.day, "SHORT_DATE_FORMAT")}))
    return tuple(refused)


@dataclass(frozen=True, slots=True)
class _Need:
    code: str
    name_de: str
    name_en: str
    direction: str
    columns: tuple[str, ...]
    rhythm_months: int


@kept(EDITION)
def _needs() -> tuple[_Need, ...]:
    rows = sorted(
        Indicator.objects.filter(kind="need").exclude(unit="category"),
        key=lambda each: german_sort_key(each.name_de),
    )
    return tuple(
        _Need(
            each.code, each.name_de, each.name_en, "relief" if each.direction == "relief" else "burden",
            tuple(each.columns), each.rhythm_months,
        )
        for each in rows
    )  # fmt: skip


def dates_in(areas: str) -> Mapping[str, tuple[StoredDate, ...]]:
    """The dates with values in a level by indicator; none where the cut is not there."""
    place = Choice.of(areas)
    system = place.system()
    return stored_dates(system.id, place.level) if system else {}


def usual_date(areas: str, codes: Collection[str]) -> date | None:
    """The date at which most of these indicators have their newest values in a level; of two such the newer one."""
    newest = Counter(days[0].day for code, days in dates_in(areas).items() if code in codes)
    return max(newest, key=lambda day: (newest[day], day), default=None)


def in_time(areas: str, reference_date: date) -> frozenset[str]:
    """The needs whose newest values up to a date are not older than their rhythm allows."""
    stored, dates = dates_in(areas), Dates()
    found = {
        each.code: input_date(each.code, stored.get(each.code, ()), reference_date, dates=dates, rhythm_months=each.rhythm_months)
        for each in _needs()
    }  # fmt: skip
    return frozenset(code for code, each in found.items() if each.day and not each.late)


def _until(stored: Mapping[str, tuple[StoredDate, ...]], code: str, reference_date: date) -> tuple[StoredDate, ...]:  # fmt: skip
    return tuple(each for each in stored.get(code, ()) if each.day <= reference_date)


def _dated(code: str, rhythm_months: int, recipe: Recipe, areas: str, reference_date: date) -> InputDate:
    stored = dates_in(areas).get(code, ())
    return input_date(code, stored, reference_date, dates=recipe.dates, rhythm_months=rhythm_months)


def _usable(code: str, rhythm_months: int, recipe: Recipe, areas: str, reference_date: date) -> bool:
    found = _dated(code, rhythm_months, recipe, areas, reference_date)
    return found.day is not None and (not found.late or recipe.dates.older == "warn")


def titles_of(codes: Sequence[str]) -> dict[str, tuple[str, str]]:
    """German and English names of indicators by code, in the order asked for."""
    found = {each.code: (each.name_de, each.name_en) for each in Indicator.objects.filter(code__in=codes)}
    return {code: found[code] for code in codes if code in found}


def fields_of(draft: IndexDraft, offered: Sequence[Candidate]) -> dict[str, Plain]:
    """A draft as the fields of its page hold it."""
    return {
        "title": draft.title, "areas": draft.areas, "reference_date": draft.reference_date.isoformat(),
        "places": draft.places, "reach": f"{draft.reach:g}",
        "compared": str(draft.compared_id) if draft.compared_id else "",
        **values_of(Recipe.model_validate(draft.recipe), offered),
    }  # fmt: skip


def assets_beside(system: SystemFacts, level: str, sure: Sequence[str], doubtful: Sequence[str]) -> list[AssetLine]:  # fmt: skip
    """What is there in these areas and in all: means of the released figures of assets."""
    lines: list[AssetLine] = []
    for each in released_indicators(system):
        if each.kind != "asset" or len(lines) == MOST_ASSETS:
            continue
        known = _asset_values(each.code, system, level)
        if len(known) < len(areas_of(system, level)) / 2:
            continue
        lines.append(
            AssetLine(
                each.name, _mean(known, sure, each), _mean(known, doubtful, each), _mean(known, list(known), each)
            )
        )  # fmt: skip
    return lines


@kept(EDITION, size=64)
def _asset_values(code: str, system: SystemFacts, level: str) -> dict[str, float]:
    dates = released_dates(PREFIX + code, system.id)
    table = released(PREFIX + code, system.id, dates[-1]) if dates else None
    if table is None:
        return {}
    figures = (table.figure(area) for area in areas_of(system, level))
    return {each.area_code: each.value for each in figures if each.value is not None}


def _mean(known: dict[str, float], codes: Sequence[str], indicator: IndicatorFacts) -> str:
    values = [known[code] for code in codes if code in known]
    return wording.value_text(sum(values) / len(values), indicator.unit) if values else "–"
