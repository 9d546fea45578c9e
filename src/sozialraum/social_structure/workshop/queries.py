"""What the workshop reads: drafts, what may be chosen, what stands beside the quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext

from sozialraum.analytics.indices import Recipe
from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.revisions import Plain
from sozialraum.social_structure import rules, wording
from sozialraum.social_structure.enums import IndicatorKind
from sozialraum.social_structure.models import Indicator, Observation
from sozialraum.social_structure.queries.areas import EDITION, SystemFacts, area_system, areas_of
from sozialraum.social_structure.queries.figures import released, released_dates
from sozialraum.social_structure.queries.indicators import PREFIX, IndicatorFacts, released_indicators
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
    """The recipe's own indicators, then those of the catalogue that measure a need and have values at the date."""
    return candidates(Recipe.model_validate(draft.recipe), draft.areas, draft.reference_date)


def candidates(recipe: Recipe, areas: str, reference_date: date) -> list[Candidate]:
    """As :func:`candidates_for`, for a recipe, a level and a date."""
    own = [
        Candidate(each.code, each.title_de, each.title_en, each.columns[0], each.direction)
        for each in recipe.indicators
    ]
    taken = {name.casefold() for each in recipe.indicators for name in (each.code, *each.columns)}
    there = delivered(areas, reference_date)
    return own + [
        Candidate(code.replace("-", "_"), german, english, code, direction)
        for code, german, english, direction, columns in _needs()
        if code in there and not taken & {name.casefold() for name in (code, *columns)}
    ]


def not_to_choose(areas: str, reference_date: date) -> tuple[NotToChoose, ...]:
    """What the catalogue holds and an index of burdens may not take, and needs without values at this date."""
    there = delivered(areas, reference_date)
    refused = []
    for each in Indicator.objects.filter(kind__in=["output", "asset", "need"]).order_by("kind", "name_de"):
        name = wording.in_language(each.name_de, each.name_en)
        decision = rules.in_need_index(IndicatorKind(each.kind))
        if each.code in there and not decision:
            refused.append(NotToChoose(name, gettext(decision.reason)))
        elif each.kind == "output":
            refused.insert(0, NotToChoose(name, gettext(decision.reason)))
        elif each.kind == "need" and each.code not in there and each.unit != "category":
            refused.append(NotToChoose(name, gettext("No values were delivered for this date.")))
    return tuple(refused)


@kept(EDITION)
def _needs() -> tuple[tuple[str, str, str, str, tuple[str, ...]], ...]:
    rows = Indicator.objects.filter(kind="need").exclude(unit="category").order_by("name_de")
    return tuple(
        (each.code, each.name_de, each.name_en, "relief" if each.direction == "relief" else "burden", tuple(each.columns))
        for each in rows
    )  # fmt: skip


@kept(EDITION)
def delivered(areas: str, reference_date: date) -> frozenset[str]:
    """The codes of the indicators with values in a level at a date."""
    place = Choice.of(areas)
    found = Observation.objects.filter(
        reference_date=reference_date, area__system__code=place.system_code, area__system__vintage=place.vintage,
        area__level=place.level, value__isnull=False,
    )  # fmt: skip
    return frozenset(found.order_by().values_list("indicator__code", flat=True).distinct())


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
