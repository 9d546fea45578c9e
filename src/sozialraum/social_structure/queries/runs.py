"""Stored runs as pages show them: classes on the map, table, parameters, exclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop, ngettext

from sozialraum.analytics.indices import Recipe
from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.release import Figure, ReleasedTable, Withheld
from sozialraum.foundation.ui.drawing import TEAL
from sozialraum.foundation.ui.maps import ColoredMap, Coloring, MapClass, colored_map
from sozialraum.social_structure import wording
from sozialraum.social_structure.access import can_see_parts
from sozialraum.social_structure.models import Release, Run
from sozialraum.social_structure.queries.areas import (
    EDITION,
    AreaFacts,
    Level,
    SystemFacts,
    area_systems,
    areas_of,
    sheet_of,
)
from sozialraum.social_structure.queries.figures import ReleaseFacts, release_facts, released
from sozialraum.social_structure.queries.run_figures import Reading, reading_for
from sozialraum.social_structure.queries.run_inputs import InputFacts, dates_sentence, inputs_of
from sozialraum.social_structure.queries.run_standings import (
    STANDINGS,
    span_of,
    standing_coloring,
    standing_of,
    standing_words,
)

RUN_PREFIX = "run:"
REASONS = {
    "key_missing": gettext_noop("the key is missing"),
    "key_malformed": gettext_noop("the key is none of this kind of area"),
    "period_missing": gettext_noop("the reference date is missing"),
    "excluded_by_recipe": gettext_noop("the recipe leaves this area out by name"),
    "population_unknown": gettext_noop("the number of inhabitants is unknown"),
    "population_below_minimum": gettext_noop("fewer inhabitants than the recipe asks for"),
    "marked_invalid": gettext_noop("marked as not valid by the publisher"),
    "not_in_valid_list": gettext_noop("not in the publisher's list of valid areas"),
    "no_values": gettext_noop("published without values"),
    "outlier": gettext_noop("a value is far from all others"),
    "too_few_known": gettext_noop("too few of its values are known"),
    "indicator_unknown": gettext_noop("an indicator is unknown"),
}


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in a list."""

    id: UUID
    number: str
    title: str
    recipe: str
    areas: str
    reference_date: date
    created_at: datetime
    by: str
    published: bool


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One part of an index: its words and the words of its classes by code, from the lowest index to the highest."""

    code: str
    title: str
    classes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One area of a run: for each part its index, rank and class in words.

    ``span`` is the range of its rank in the first index, ``standing`` whether it is surely among the places to be
    given (``in``), surely not (``out``) or cannot be told apart (``open``); empty without ranges or places.
    """

    area: AreaFacts
    figure: Figure
    parts: tuple[tuple[float | None, int | None, str], ...]
    span: tuple[int, int] | None = None
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Excluded:
    """An area that the recipe left out, and why."""

    area: str
    area_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many areas a class has."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class IndexView:
    """An index as page, PDF and download show it: the map, the rows, the counts, what it was computed from.

    ``withheld`` is the number of areas whose index would tell a hidden count to this reader; where there are any, the
    indices of the others are coarse and nothing has a rank.
    """

    recipe: Recipe
    recipe_title: str
    system: SystemFacts
    level: Level
    reference_date: date
    parts: tuple[PartFacts, ...]
    figures: ReleasedTable
    map: ColoredMap | None
    map_title: str
    rows: tuple[RunRow, ...]
    counts: tuple[ClassCount, ...]
    excluded: tuple[Excluded, ...]
    inputs: tuple[InputFacts, ...]
    withheld: int = 0

    @property
    def dates_said(self) -> str:
        """Whether everything is of one date, and if not, how old the oldest input is."""
        return dates_sentence(self.inputs, self.reference_date)


@dataclass(frozen=True, slots=True)
class RunView:
    """A stored run with everything by which it can be recomputed.

    Where indices are withheld from the reader, ``snapshot_hash`` is empty and ``result_hash`` is that of the figures
    shown: against the hash of exact values guesses at a hidden count could be tried.
    """

    id: UUID
    number: str
    title: str
    reason: str
    created_at: datetime
    by: str
    snapshot_hash: str
    result_hash: str
    code_version: str
    recipe_fingerprint: str
    sources: tuple[str, ...]
    release: ReleaseFacts | None
    places: int
    interval_parameters: Mapping[str, Any]
    index: IndexView


def run_lines(*, unpublished: bool = False) -> list[RunLine]:
    """The published runs, the newest first; with ``unpublished`` also those that are only recorded."""
    public = published_runs()
    found = [each for each in Run.objects.all() if unpublished or each.id in public]
    names = names_of(each.created_by_id for each in found if each.created_by_id)
    systems = {each.id: each for each in area_systems()}
    return [
        RunLine(
            id=each.id, number=each.number, title=each.title,
            recipe=wording.in_language(each.parameters["title_de"], each.parameters["title_en"]),
            areas=_areas_text(systems[each.system_id], each.level), reference_date=each.reference_date,
            created_at=each.created_at, by=names.get(each.created_by_id, "") if each.created_by_id else "",
            published=each.id in public,
        )
        for each in found
    ]  # fmt: skip


def is_published(run_id: UUID) -> bool:
    """Whether a run's figures were let out."""
    return Release.objects.filter(subject=f"{RUN_PREFIX}{run_id}").exists()


def published_runs() -> set[UUID]:
    """The runs whose figures were let out."""
    subjects = Release.objects.filter(subject__startswith=RUN_PREFIX).values_list("subject", flat=True)
    return {UUID(subject.removeprefix(RUN_PREFIX)) for subject in subjects}


def _areas_text(system: SystemFacts, level: str) -> str:
    return f"{system.level(level).plural} {system.vintage}"


def run_view(run_id: UUID, actor: Actor) -> RunView | None:
    """A stored and released run as this reader may see it; None where there is none."""
    # what readers with the same right see is the same, and drawing it takes half a second in a large city
    kept_view = _run_view(run_id, with_parts=bool(can_see_parts(actor)))
    if kept_view is None:
        return None
    view, by = kept_view
    return replace(view, by=_name_of(by))


@kept(EDITION, size=4)
def _run_view(run_id: UUID, *, with_parts: bool) -> tuple[RunView, UUID | None] | None:
    run = Run.objects.filter(id=run_id).first()
    if run is None:
        return None
    subject = f"{RUN_PREFIX}{run.id}"
    figures, release = (
        released(subject, run.system_id, run.reference_date),
        release_facts(subject, run.system_id, run.reference_date),
    )
    if figures is None or release is None:
        return None
    view = view_of_run(run, reading_for(run, figures, with_parts=with_parts), release)
    # names of people are never kept
    return replace(view, by=""), run.created_by_id


def _name_of(user_id: UUID | None) -> str:
    return names_of([user_id]).get(user_id, "") if user_id else ""


def view_of_run(run: Run, reading: Reading, release: ReleaseFacts | None) -> RunView:
    """A run with figures that passed the gate; ``release`` is None where they were not published."""
    figures, sealed = reading.figures, bool(reading.protected)
    places = 0 if sealed else run.places
    system = next(each for each in area_systems() if each.id == run.system_id)
    index = index_view(
        recipe=Recipe.model_validate(run.parameters), system=system, level=run.level, reference_date=run.reference_date,
        figures=figures, excluded=run.excluded, inputs=run.inputs, places=places, withheld=_withheld(figures, reading),
    )  # fmt: skip
    return RunView(
        id=run.id, number=run.number, title=run.title, reason=run.reason, created_at=run.created_at,
        by=_name_of(run.created_by_id),
        snapshot_hash="" if sealed else run.snapshot_hash,
        result_hash=figures.certificate.table_digest if sealed else run.result_hash, code_version=run.code_version,
        recipe_fingerprint=run.recipe_fingerprint, sources=tuple(run.sources), release=release, index=index,
        places=places, interval_parameters={} if sealed else run.interval_parameters,
    )  # fmt: skip


def index_view(
    *, recipe: Recipe, system: SystemFacts, level: str, reference_date: date, figures: ReleasedTable,
    excluded: Sequence[Mapping[str, Any]], inputs: Sequence[Mapping[str, Any]], places: int = 0, withheld: int = 0,
) -> IndexView:  # fmt: skip
    """An index over released figures, ready to be shown; with ``places`` and ranges of ranks by who is surely among them."""
    areas = areas_of(system, level)
    parts = tuple(
        PartFacts(
            part.code, wording.in_language(part.title_de, part.title_en),
            {each.code: wording.in_language(each.name_de, each.name_en) for each in part.all_classes},
        )
        for part in recipe.roots
    )  # fmt: skip
    rows = tuple(_row(area, figures.figure(code), parts, places) for code, area in areas.items())
    standing = any(row.standing for row in rows)
    sheet = sheet_of(system.id, level, system.levels[0].code)
    title = gettext("Map of %(whole)s: %(recipe)s, by %(level)s.") % {
        "whole": system.whole_name, "recipe": wording.in_language(recipe.title_de, recipe.title_en),
        "level": system.level(level).singular,
    }  # fmt: skip
    first = parts[0]
    counted = (
        {code: sum(row.standing == code for row in rows) for code in STANDINGS}
        if standing
        else {
            code: sum(row.figure.extra.get(f"{first.code}_class") == code for row in rows)
            for code in first.classes
        }
    )
    return IndexView(
        recipe=recipe, recipe_title=wording.in_language(recipe.title_de, recipe.title_en), system=system,
        level=system.level(level), reference_date=reference_date, parts=parts, figures=figures,
        map=None if sheet is None or not (standing or first.classes) else colored_map(
            sheet, figures, standing_coloring(parts[0].code, places) if standing else _coloring(parts), title=title, labels=_labels(parts, protects=bool(withheld)), prefix="run"
        ),
        map_title=title, rows=rows,
        counts=tuple(
            ClassCount(label, counted[code])
            for code, label in (standing_words(places) if standing else first.classes).items()
        ),
        excluded=tuple(
            Excluded(
                areas[each["area_code"]].name if each["area_code"] in areas else "", each["area_code"],
                gettext(REASONS[each["reason"]]) + (f" ({each['detail']})" if each["detail"] else ""),
            )
            for each in excluded
        ),
        inputs=inputs_of(recipe, inputs, reference_date), withheld=withheld,
    )  # fmt: skip


def _withheld(figures: ReleasedTable, reading: Reading) -> int:
    return sum(figures.figure(code).withheld is Withheld.PROTECTS_OTHERS for code in reading.protected)


def withheld_sentence(index: IndexView) -> str:
    """What is withheld from this reader and why, with what follows for the others; empty where nothing is."""
    if not index.withheld:
        return ""
    said = ngettext(
        "For %(areas)s the index is withheld: a figure behind it is kept back, and the index would tell it. So that nobody can compute it from the others, these have one decimal and there are no ranks.",
        "For %(areas)s the index is withheld: a figure behind each is kept back, and the index would tell it. So that nobody can compute it from the others, these have one decimal and there are no ranks.",
        index.withheld,
    )
    return said % {"areas": wording.counted_areas(index.withheld, index.level.singular, index.level.plural)}


def _row(area: AreaFacts, figure: Figure, parts: Sequence[PartFacts], places: int) -> RunRow:
    return RunRow(
        area, figure,
        tuple(
            (
                figure.extra.get(f"{part.code}_index"), figure.extra.get(f"{part.code}_rank"),
                part.classes.get(figure.extra.get(f"{part.code}_class") or "", ""),
            )
            for part in parts
        ),
        span_of(figure, parts[0].code), standing_of(figure, parts[0].code, places),
    )  # fmt: skip


def _coloring(parts: Sequence[PartFacts]) -> Coloring:
    """The first part gives the color, the second the arrow: its highest class worsens, its lowest improves."""
    first = parts[0]
    # classes run from the lowest index, the least disadvantage; the key begins with the most
    order = list(first.classes)[::-1]
    shades = [TEAL[4], TEAL[3], TEAL[1], TEAL[0]] if len(order) == 4 else list(TEAL[::-1])
    place = {code: position for position, code in enumerate(order)}
    return Coloring(
        classes=[
            MapClass(f"{first.title} {first.classes[code]}", shades[min(position, len(shades) - 1)])
            for position, code in enumerate(order)
        ],
        place=lambda figure: place.get(figure.extra.get(f"{first.code}_class") or ""),
        words=lambda figure: ", ".join(
            f"{part.title} {part.classes.get(figure.extra.get(f'{part.code}_class') or '', '')}"
            for part in parts
        ),
        arrow=lambda figure: _arrow(figure, parts),
    )


def _arrow(figure: Figure, parts: Sequence[PartFacts]) -> int:
    if len(parts) < 2 or len(parts[1].classes) != 3:
        return 0
    found = figure.extra.get(f"{parts[1].code}_class")
    lowest, _, highest = parts[1].classes
    return -1 if found == lowest else 1 if found == highest else 0


def _labels(parts: Sequence[PartFacts], *, protects: bool) -> dict[str, str]:
    labels = {
        "missing": gettext("left out, see the list"),
        "suppressed": gettext("withheld, would tell a small number")
        if protects
        else gettext("suppressed, too few cases"),
        "blank": gettext("under 300 people"),
    }
    if len(parts) > 1 and len(parts[1].classes) == 3:
        best, _, worst = parts[1].classes.values()
        labels |= {"up": f"{parts[1].title} {worst}", "down": f"{parts[1].title} {best}"}
    return labels
