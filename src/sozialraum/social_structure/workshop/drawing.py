"""The pictures of the workshop: ranks with their ranges, and what each indicator does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.foundation.ui.drawing import (
    INK,
    INK_SOFT,
    MIST,
    PAPER,
    TEAL,
    element,
    number,
    picture,
    text_of,
    words,
)

ROW: Final = 22.0
HEAD: Final = 58.0
PAIR_ROW: Final = 30.0
NARROW_ROW: Final = 64.0


@dataclass(frozen=True, slots=True)
class RankRow:
    """One area of the chart; ``before`` is its rank in a run to compare with."""

    name: str
    district: str
    rank: int
    low: int
    high: int
    sure: bool
    before: int | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    width: float
    names: float
    last: int
    text: float

    def at(self, rank: float) -> float:
        return round(self.names + (rank - 0.5) / self.last * (self.width - self.names - 12), 1)


def rank_chart(
    sure: Sequence[RankRow],
    doubtful: Sequence[RankRow],
    places: int,
    *,
    title: str,
    narrow: bool = False,
    doubtful_head: str = "",
) -> SafeString:
    """Two groups of areas with the range of their rank; filled dots are sure, hollow ones cannot be told apart.

    A small tick is the rank in the compared run. ``narrow`` draws the same for a phone.
    """
    last = max([places + 1, *(row.high for row in (*sure, *doubtful))])
    frame = _Frame(390.0, 128.0, last, 12.0) if narrow else _Frame(1152.0, 236.0, last, 15.0)
    drawn: list[str] = []
    y = HEAD
    for heading, rows in (
        (gettext("Surely among the first %(places)s") % {"places": number(places)}, sure),
        (doubtful_head or gettext("Cannot be told apart"), doubtful),
    ):
        if not rows:
            continue
        drawn.append(words(heading, 0, y, font_size=frame.text, font_weight=600))
        y += ROW + 6
        for row in rows:
            drawn.append(_line(row, y, frame, narrow=narrow))
            y += ROW
        y += ROW - 6
    bottom = y - 4
    edge = frame.at(places + 0.5)
    ground = element("rect", x=frame.names, y=34.0, width=edge - frame.names, height=bottom - 34, fill=MIST)
    ground += element(
        "path", d=f"M{edge:g} 24V{bottom:g}", stroke=INK, stroke_width=1.5, stroke_dasharray="4 4"
    )
    said = gettext("Places 1 to %(places)s") % {"places": number(places)}
    anchored = "end" if edge - frame.names > 8 * len(said) else "start"
    ground += words(
        said, edge + (-8 if anchored == "end" else 0), 18, font_size=frame.text - 1, text_anchor=anchored
    )
    axis = "".join(
        words(
            number(tick), frame.at(tick), bottom + 18, font_size=frame.text - 2, fill=INK_SOFT, text_anchor="middle"
        )
        for tick in _ticks(last, wide=not narrow)
    )  # fmt: skip
    axis += words(gettext("Rank"), 0, bottom + 18, font_size=frame.text - 2, fill=INK_SOFT)
    return picture(
        ground + "".join(drawn) + axis, width=frame.width, height=bottom + 26, title=title,
        marker="rank-narrow" if narrow else "rank-wide",
    )  # fmt: skip


def _line(row: RankRow, y: float, frame: _Frame, *, narrow: bool) -> str:
    name = row.name if not narrow or len(row.name) <= 19 else f"{row.name[:18]}…"
    district = "" if narrow else element("tspan", text_of(f" {row.district}"), fill=INK_SOFT, font_size=13)
    label = element("text", text_of(name) + district, x=0, y=y, font_size=frame.text, fill=INK)
    middle = y - frame.text / 3
    left, right = frame.at(row.low - 0.35), frame.at(row.high + 0.35)
    span = element(
        "rect", x=left, y=middle - 4, width=max(round(right - left, 1), 2.0), height=8, fill=TEAL[2]
    )
    before = (
        element("path", d=f"M{frame.at(row.before):g} {middle - 8:g}v16", stroke=INK_SOFT, stroke_width=2)
        if row.before and row.before <= frame.last
        else ""
    )
    dot = element(
        "circle", cx=frame.at(row.rank), cy=middle, r=5.0, fill=TEAL[4] if row.sure else PAPER, stroke=TEAL[4],
        stroke_width=1.6,
    )  # fmt: skip
    return label + span + before + dot


def _ticks(last: int, *, wide: bool) -> list[int]:
    step = next(
        each for each in (5, 10, 20, 50, 100, 250, 500, 1_000, 5_000) if last / each <= (10 if wide else 5)
    )
    return [1, *range(step, last + 1, step)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class InfluenceBar:
    """An indicator with its share of the weights (per cent) and the mean shift of ranks without it (places)."""

    name: str
    share: float
    shift: float


def influence_chart(bars: Sequence[InfluenceBar], *, title: str, narrow: bool = False) -> SafeString:
    """Two bars an indicator: what weight it was given, and what it does. ``narrow`` sets them below each other."""
    longest_share, longest_shift = max(each.share for each in bars), max(each.shift for each in bars) or 1.0
    heads = gettext("Share of the weights"), gettext("Mean shift without it, in places")
    if narrow:
        return _influence_narrow(bars, longest_share, longest_shift, heads, title)
    names, first, second, room = 330.0, 340.0, 740.0, 320.0
    drawn = [
        words(head, x, 18, font_size=14, fill=INK_SOFT)
        for head, x in zip(heads, (first, second), strict=True)
    ]
    for place, each in enumerate(bars):
        y = 44 + place * PAIR_ROW
        name = each.name if len(each.name) <= 44 else f"{each.name[:43]}…"
        drawn.append(words(name, names, y, font_size=15, text_anchor="end"))
        drawn.append(
            _bar(first, y, room * each.share / longest_share, f"{number(each.share)} %", TEAL[1], 15.0)
        )
        drawn.append(_bar(second, y, room * each.shift / longest_shift, number(each.shift, 1), TEAL[3], 15.0))
    return picture(
        "".join(drawn), width=1152.0, height=44 + len(bars) * PAIR_ROW - 8, title=title, marker="rank-wide"
    )


def _influence_narrow(
    bars: Sequence[InfluenceBar], share: float, shift: float, heads: tuple[str, str], title: str
) -> SafeString:
    drawn: list[str] = []
    for place, (head, shade) in enumerate(zip(heads, (TEAL[1], TEAL[3]), strict=True)):
        drawn.append(element("rect", x=0, y=6 + 20 * place, width=14, height=10, fill=shade))
        drawn.append(words(head, 22, 16 + 20 * place, font_size=12, fill=INK_SOFT))
    for place, each in enumerate(bars):
        y = 66 + place * NARROW_ROW
        drawn.append(words(each.name if len(each.name) <= 46 else f"{each.name[:45]}…", 0, y, font_size=13))
        drawn.append(_bar(0, y + 18, 320 * each.share / share, f"{number(each.share)} %", TEAL[1], 12.0))
        drawn.append(_bar(0, y + 36, 320 * each.shift / shift, number(each.shift, 1), TEAL[3], 12.0))
    return picture(
        "".join(drawn),
        width=390.0,
        height=66 + len(bars) * NARROW_ROW - 16,
        title=title,
        marker="rank-narrow",
    )


def _bar(x: float, y: float, length: float, label: str, shade: str, size: float) -> str:
    drawn = element("rect", x=x, y=y - size * 0.8, width=round(max(length, 1.5), 1), height=size, fill=shade)
    return drawn + words(label, round(x + max(length, 1.5) + 6, 1), y, font_size=size - 1)
