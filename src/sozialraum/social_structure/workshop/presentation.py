"""A computed draft as its page says it: sentence, map, ranges, who moves, what hangs together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from sozialraum.analytics.indices import Recipe
from sozialraum.errors import filled
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.foundation.ui.drawing import number
from sozialraum.foundation.ui.maps import ColoredMap, colored_map
from sozialraum.social_structure import wording
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.queries.areas import EDITION, AreaFacts, area_systems, areas_of, sheet_of
from sozialraum.social_structure.queries.run_inputs import age_text, dates_sentence, inputs_of
from sozialraum.social_structure.queries.run_standings import (
    span_of,
    span_text,
    standing_coloring,
    standing_of,
)
from sozialraum.social_structure.queries.runs import REASONS, Excluded
from sozialraum.social_structure.services.runs import figures_of
from sozialraum.social_structure.workshop.drawing import RankRow, rank_chart
from sozialraum.social_structure.workshop.influence import Influence, influence_of
from sozialraum.social_structure.workshop.queries import AssetLine, Choice, assets_beside
from sozialraum.social_structure.workshop.services import Reckoning

MOST_ROWS: Final = 40
MOST_MOVERS: Final = 12
MOST_LISTED: Final = 200
"""Areas in a folded table; a recorded run has all of them, to search and to sort."""
STRONG: Final = 0.8


@dataclass(frozen=True, slots=True)
class RankedArea:
    """An area in the table of ranks."""

    area: AreaFacts
    rank: int
    span: str
    standing: str
    class_name: str
    kept_class: str


@dataclass(frozen=True, slots=True)
class Mover:
    """An area that changes its place against another run."""

    area: AreaFacts
    before: int
    now: int
    places: str
    span: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One cell of the correlations."""

    text: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Together:
    """An indicator in the table of correlations: with each other one, and with the index."""

    title: str
    pairs: tuple[Pair, ...]
    index: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything of a draft's page that follows its recipe; ``most`` is how many lines a folded table has."""

    answer: str
    rest: str
    map: ColoredMap | None
    map_title: str
    chart: SafeString
    chart_narrow: SafeString
    chart_note: str
    ranked: tuple[RankedArea, ...]
    others: tuple[RankedArea, ...]
    assets: tuple[AssetLine, ...]
    movers: tuple[Mover, ...]
    compared: str
    together: tuple[Together, ...]
    together_said: str
    notes: Mapping[str, str]
    influence: Influence | None
    total: str
    excluded: tuple[Excluded, ...]
    doubt: str
    provenance: str
    level: str
    classed: bool
    most: int = MOST_LISTED


@kept(EDITION, size=4)
def sheet(found: Reckoning, areas: str, places: int, reach: float, compared: Run | None) -> Sheet:
    """The page's contents for a computed draft; kept, since it is opened more often than changed."""
    place = Choice.of(areas)
    system = next(each for each in area_systems() if each.id == found.draft.system.id)
    known = areas_of(system, place.level)
    recipe, figures = found.draft.recipe, found.figures
    part = recipe.roots[0].code
    standing = {code: standing_of(figures.figure(code), part, places) for code in known}
    sure = [code for code, each in standing.items() if each == "in"]
    doubtful = [code for code, each in standing.items() if each == "open"]
    before = ranks_of(compared, place.level) if compared else {}
    ranked = sorted(_ranked(known, figures, recipe, places), key=lambda row: row.rank)
    chosen = [row for row in ranked if row.standing in {"in", "open"}]
    rows = {
        each: [_chart_row(row.area, figures, part, before, sure=each == "in") for row in chosen if row.standing == each]
        for each in ("in", "open")
    }  # fmt: skip
    shown = {each: found_rows[:MOST_ROWS] for each, found_rows in rows.items()}
    title = gettext("Rank with range for %(count)s areas; the table has the same values.") % {
        "count": number(sum(map(len, shown.values())))
    }
    answer, rest = answer_of(len(sure), len(doubtful), places, system.level(place.level).plural, found)
    drawn = sheet_of(system.id, place.level, system.levels[0].code)
    map_title = gettext("Map: %(answer)s %(rest)s") % {"answer": answer, "rest": rest}
    return Sheet(
        answer=answer, rest=rest,
        map=None if drawn is None else colored_map(
            drawn, figures, standing_coloring(part, places), title=map_title, prefix="draft",
            labels={
                "missing": gettext("left out, see the list"), "suppressed": gettext("suppressed"),
                "blank": gettext("under 300 people"),
            },
        ),
        map_title=map_title,
        chart=rank_chart(shown["in"], shown["open"], places, title=title),
        chart_narrow=rank_chart(shown["in"], shown["open"], places, title=title, narrow=True),
        chart_note=_chart_note(found, reach, places, before=bool(before)),
        ranked=tuple(chosen), others=tuple(row for row in ranked if row.standing not in {"in", "open"}),
        assets=tuple(assets_beside(system, place.level, sure, doubtful)),
        movers=tuple(movers(known, figures, part, compared, before)), compared=compared.title if compared else "",
        together=_together(found), together_said=_together_said(found), notes=_notes(found),
        influence=influence_of(found, place.level),
        total=number(sum(entry.weight for entry in recipe.indicators), 1).removesuffix(",0").removesuffix(".0"),
        excluded=tuple(
            Excluded(
                known[each["area_code"]].name if each["area_code"] in known else "", each["area_code"],
                gettext(REASONS[each["reason"]]),
            )
            for each in found.draft.result.excluded.to_pylist()
        ),
        doubt=_told(found) if found.doubt else "", provenance=_provenance(found), level=system.level(place.level).singular,
        classed=bool(recipe.roots[0].all_classes),
    )  # fmt: skip


def answer_of(sure: int, doubtful: int, places: int, plural: str, found: Reckoning) -> tuple[str, str]:
    """The sentence that answers the page's question, and what follows from it."""
    if found.doubt is not None:
        return gettext("How sure these ranks are cannot be said."), ""
    if not sure:
        first = gettext("We are sure of none.")
    else:
        first = ngettext("Of %(count)s area we are sure.", "Of %(count)s areas we are sure.", sure) % {
            "count": number(sure)
        }
    if not doubtful:
        return first, gettext("No other one could be among the first %(places)s.") % {
            "places": number(places)
        }
    rest = ngettext(
        "%(count)s more cannot be told apart: whether it is among the %(places)s is decided by talking on site and "
        "not by the rank.",
        "%(count)s more cannot be told apart from each other: whether they are among the %(places)s is decided by "
        "talking on site and not by the rank.",
        doubtful,
    )
    return first, rest % {"count": number(doubtful), "places": number(places), "areas": plural}


def _ranked(
    known: Mapping[str, AreaFacts], figures: ReleasedTable, recipe: Recipe, places: int
) -> list[RankedArea]:
    root = recipe.roots[0]
    classes = {each.code: wording.in_language(each.name_de, each.name_en) for each in root.all_classes}
    rows = []
    for code, area in known.items():
        figure = figures.figure(code)
        rank = figure.extra.get(f"{root.code}_rank")
        if rank is None:
            continue
        share = figure.extra.get(f"{root.code}_class_share")
        rows.append(
            RankedArea(
                area, rank, span_text(span_of(figure, root.code)), standing_of(figure, root.code, places),
                classes.get(figure.extra.get(f"{root.code}_class") or "", ""),
                "" if share is None else gettext("%(share)s of 100 draws") % {"share": number(100 * share)},
            )
        )  # fmt: skip
    return rows


def _chart_row(
    area: AreaFacts, figures: ReleasedTable, part: str, before: Mapping[str, int], *, sure: bool
) -> RankRow:
    figure = figures.figure(area.area_code)
    low, high = span_of(figure, part) or (0, 0)
    rank = figure.extra[f"{part}_rank"]
    return RankRow(area.name, area.district, rank, low, high, sure, before.get(area.area_code))


def ranks_of(run: Run, level: str) -> dict[str, int]:
    """The ranks of a run's first index by area, as they may be shown; empty where it is of another level."""
    if run.level != level:
        return {}
    part = Recipe.model_validate(run.parameters).roots[0].code
    return {
        each.area_code: each.extra[f"{part}_rank"]
        for each in figures_of(run)
        if each.extra.get(f"{part}_rank") is not None
    }


def movers(
    known: Mapping[str, AreaFacts], figures: ReleasedTable, part: str, run: Run | None, before: Mapping[str, int]
) -> list[Mover]:  # fmt: skip
    """Who changes places against a run, the widest way first; and whether that is more than chance."""
    if run is None:
        return []
    old_part = Recipe.model_validate(run.parameters).roots[0].code
    old = figures_of(run)
    ranked = sum(figures.figure(code).extra.get(f"{part}_rank") is not None for code in known)
    # ranks among sixty areas say nothing about ranks among hundred and sixty
    alike = abs(len(before) - ranked) <= 0.1 * max(ranked, 1)
    rows = []
    for code, area in known.items():
        figure = figures.figure(code)
        now, then = figure.extra.get(f"{part}_rank"), before.get(code)
        if now is None or then is None or now == then:
            continue
        span, old_span = span_of(figure, part), span_of(old.figure(code), old_part)
        rows.append((abs(now - then), Mover(
            area, then, now, f"{'↑' if now < then else '↓'} {abs(now - then)}", span_text(span),
            _verdict(then, now, span, old_span) if alike else gettext("cannot be said"),
        )))  # fmt: skip
    rows.sort(key=lambda row: (-row[0], row[1].now))
    return [row for _, row in rows]


def _verdict(then: int, now: int, span: tuple[int, int] | None, old: tuple[int, int] | None) -> str:
    if span is None:
        return gettext("cannot be said")
    outside = not span[0] <= then <= span[1] and (old is None or not old[0] <= now <= old[1])
    return gettext("probably a real change") if outside else gettext("no sure change")


def _chart_note(found: Reckoning, reach: float, places: int, *, before: bool) -> str:
    if found.doubt is not None:
        return ""
    weights = {
        0.0: gettext("and weights as they are"), 0.2: gettext("and weights changed by up to a fifth"),
        0.5: gettext("and weights changed by up to one half"),
    }.get(reach, "")  # fmt: skip
    said = gettext(
        "Dot: computed rank. Bar: range in which the rank lies in 90 of 100 draws, with chance in the data %(weights)s. "
        "Grey field: places 1 to %(places)s."
    ) % {"weights": weights, "places": number(places)}
    return f"{said} {gettext('Tick: rank in the compared run.')}" if before else said


def _notes(found: Reckoning) -> dict[str, str]:
    """For each indicator its share of the weights, what changes without it, and how old its values are."""
    whole = sum(entry.weight for entry in found.draft.recipe.indicators)
    without = {} if found.without is None else {row["indicator"]: row for row in found.without.to_pylist()}
    older = {each.code: age_text(each.months, late=each.late) for each in found.draft.given.dates}
    notes = {}
    for entry in found.draft.recipe.indicators:
        said = [gettext("%(share)s %% of the weight") % {"share": number(100 * entry.weight / whole)}]
        row = without.get(entry.code)
        if row is not None and row["entering"] is not None:
            moved = ngettext(
                "without it %(count)s place changes", "without it %(count)s places change", row["entering"]
            )
            said.append(moved % {"count": number(row["entering"])})
        said.append(older.get(entry.code, ""))
        notes[entry.code] = ", ".join(filter(None, said))
    return notes


def _together(found: Reckoning) -> tuple[Together, ...]:
    entries = found.draft.recipe.indicators
    root = found.draft.recipe.roots[0].code
    values: dict[tuple[str, str], float] = {}
    for row in found.together.to_pylist():
        if row["spearman"] is not None:
            values[row["first"], row["second"]] = values[row["second"], row["first"]] = row["spearman"]
    titles = {each.code: wording.in_language(each.title_de, each.title_en) for each in entries}
    return tuple(
        Together(
            titles[one.code],
            tuple(
                Pair("", strong=False) if one is two else Pair(
                    _correlation(values.get((one.code, two.code))),
                    strong=abs(values.get((one.code, two.code), 0.0)) >= STRONG,
                )
                for two in entries
            ),
            _correlation(values.get((one.code, root))),
        )
        for one in entries
    )  # fmt: skip


def _correlation(value: float | None) -> str:
    return "–" if value is None or isnan(value) else number(value, 2)


def _together_said(found: Reckoning) -> str:
    titles = {
        each.code: wording.in_language(each.title_de, each.title_en) for each in found.draft.recipe.indicators
    }
    strong = [
        row
        for row in found.together.to_pylist()
        if row["first"] in titles and row["second"] in titles and (row["spearman"] or 0.0) >= STRONG
    ]
    if not strong:
        return gettext("No two indicators say almost the same; each adds something of its own.")
    most = max(strong, key=lambda row: row["spearman"])
    return gettext(
        "“%(first)s” and “%(second)s” say almost the same (%(value)s): together they count nearly double."
    ) % {
        "first": titles[most["first"]], "second": titles[most["second"]], "value": number(most["spearman"], 2),
    }  # fmt: skip


def _told(found: Reckoning) -> str:
    return filled(gettext(found.doubt.template), found.doubt.values) if found.doubt else ""


def _provenance(found: Reckoning) -> str:
    return gettext("%(draws)s draws · seed %(seed)s · recipe %(recipe)s · Source: %(sources)s") % {
        "draws": number(1_000), "seed": 1, "recipe": found.draft.recipe.fingerprint[:8],
        "sources": "; ".join(found.draft.given.sources),
    } + " · " + _dates_said(found)  # fmt: skip


def _dates_said(found: Reckoning) -> str:
    draft = found.draft
    stored = [each.stored() for each in draft.given.dates]
    return dates_sentence(inputs_of(draft.recipe, stored, draft.reference_date), draft.reference_date)
