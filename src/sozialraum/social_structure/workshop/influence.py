"""What each indicator does to the ranks of a draft, and whether chance or the weights move them: rows, words, picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from sozialraum.analytics.uncertainty import CHANCE
from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure import wording
from sozialraum.social_structure.queries.areas import AreaFacts, area_systems, areas_of
from sozialraum.social_structure.workshop.drawing import InfluenceBar, influence_chart
from sozialraum.social_structure.workshop.services import Reckoning

CLEARLY: Final = 0.15
"""Shares closer than this are called alike: a hundred draws do not tell them apart."""


@dataclass(frozen=True, slots=True)
class InfluenceRow:
    """One indicator: its share of the weights, what moves without it, and what its weight decides of the ranks' spread.

    ``shift`` is by how many places an area moves on average without it, ``farthest`` the area that moves most and by
    how much, ``entering`` how many areas then come among the places. ``decides`` is the share of the spread of ranks
    over all draws that its weight alone decides; empty where that was not computed.
    """

    title: str
    share: str
    shift: str
    farthest: AreaFacts | None
    farthest_by: int
    entering: str
    decides: str


@dataclass(frozen=True, slots=True)
class Influence:
    """The section of the page: sentence, picture for wide and narrow screens, table."""

    said: str
    chart: SafeString
    chart_narrow: SafeString
    rows: tuple[InfluenceRow, ...]
    chance: str


def influence_of(found: Reckoning, level: str) -> Influence | None:
    """What each indicator does, the most telling first; None where it cannot be said (one indicator, no draws)."""
    rows = [] if found.without is None else found.without.to_pylist()
    known = [row for row in rows if row["mean_shift"] is not None]
    if not known:
        return None
    known.sort(key=lambda row: -row["mean_shift"])
    entries = {each.code: each for each in found.draft.recipe.indicators}
    whole = sum(each.weight for each in entries.values())
    titles = {code: wording.in_language(each.title_de, each.title_en) for code, each in entries.items()}
    shares = {code: 100 * each.weight / whole for code, each in entries.items()}
    system = next(each for each in area_systems() if each.id == found.draft.system.id)
    areas = areas_of(system, level)
    decided = _decided(found)
    bars = [
        InfluenceBar(titles[row["indicator"]], shares[row["indicator"]], row["mean_shift"]) for row in known
    ]
    title = gettext(
        "Share of the weights, and by how many places areas move without it, for %(count)d indicators; the table has the same values."
    ) % {"count": len(bars)}  # fmt: skip
    return Influence(
        said=" ".join(filter(None, [_most(known[0], titles, areas), _spread_said(decided)])),
        chart=influence_chart(bars, title=title),
        chart_narrow=influence_chart(bars, title=title, narrow=True),
        rows=tuple(
            InfluenceRow(
                titles[row["indicator"]], f"{number(shares[row['indicator']])} %", number(row["mean_shift"], 1),
                areas.get(row["largest_shift_area"]), row["largest_shift"],
                "" if row["entering"] is None else str(row["entering"]),
                _percent(decided.get(row["indicator"])),
            )
            for row in known
        ),
        chance=_percent(decided.get(CHANCE)),
    )  # fmt: skip


def _decided(found: Reckoning) -> dict[str, float]:
    """The share of the ranks' spread that each weight and chance decide by themselves; empty where not computed."""
    if found.decides is None or not found.decides.variance[0]:
        return {}
    names = [name.rpartition("/")[2] for name in found.decides.names]
    # an estimate from a sample may fall a little below nothing
    return {name: max(0.0, float(each)) for name, each in zip(names, found.decides.first[:, 0], strict=True)}


def _percent(share: float | None) -> str:
    return "" if share is None else f"{number(100 * share)} %"


def _most(row: dict[str, float], titles: dict[str, str], areas: Mapping[str, AreaFacts]) -> str:
    area = areas.get(str(row["largest_shift_area"]))
    said = ngettext(
        "“%(title)s” does most: without it an area moves by %(mean)s places on average, “%(area)s” farthest, by %(most)s place.",
        "“%(title)s” does most: without it an area moves by %(mean)s places on average, “%(area)s” farthest, by %(most)s places.",
        int(row["largest_shift"]),
    )  # fmt: skip
    return said % {
        "title": titles[str(row["indicator"])], "mean": number(row["mean_shift"], 1), "most": number(row["largest_shift"]),
        "area": area.name if area else row["largest_shift_area"],
    }  # fmt: skip


def _spread_said(decided: dict[str, float]) -> str:
    """Whether chance in the counts or the choice of weights moves the ranks more."""
    if len(decided) < 2 or CHANCE not in decided:
        return ""
    chance = decided[CHANCE]
    weights = sum(share for name, share in decided.items() if name != CHANCE)
    facts = {"chance": number(100 * chance), "weights": number(100 * weights)}
    if abs(chance - weights) < CLEARLY:
        return gettext("Chance in the counts and the choice of weights move the ranks about alike.")
    if chance > weights:
        return gettext(
            "What moves the ranks over the draws is chance in the counts (%(chance)s %%) more than the weights (%(weights)s %%): better data would help more than other weights."
        ) % facts  # fmt: skip
    return gettext(
        "What moves the ranks over the draws are the weights (%(weights)s %%) more than chance in the counts (%(chance)s %%): the choice of weights needs reasons."
    ) % facts  # fmt: skip
