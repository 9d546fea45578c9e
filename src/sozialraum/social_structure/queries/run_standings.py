"""Where an area stands to the places to be given: surely among them, surely not, or not to be told apart."""

from __future__ import annotations

from django.utils.translation import gettext

from sozialraum.foundation.privacy.release import Figure
from sozialraum.foundation.ui.drawing import TEAL
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.foundation.ui.maps import Coloring, MapClass

STANDINGS = ("in", "open", "out")


def standing_words(places: int) -> dict[str, str]:
    """How the page says where an area stands to the places to be given."""
    return {
        "in": gettext("surely among the first %(places)s") % {"places": in_figures(places)},
        "open": gettext("cannot be told apart"),
        "out": gettext("surely not among them"),
    }


def span_of(figure: Figure, part: str) -> tuple[int, int] | None:
    """The range of an area's rank; None where there is none."""
    low, high = figure.extra.get(f"{part}_rank_low"), figure.extra.get(f"{part}_rank_high")
    return None if low is None or high is None else (low, high)


def span_text(span: tuple[int, int] | None) -> str:
    """A range of ranks: ``4 bis 11``."""
    return "–" if span is None else gettext("%(lower)s to %(upper)s") % {"lower": span[0], "upper": span[1]}


def standing_of(figure: Figure, part: str, places: int) -> str:
    """``in``, ``open`` or ``out``; empty without a range of ranks or without places."""
    span = span_of(figure, part)
    if span is None or not places:
        return ""
    return "in" if span[1] <= places else "out" if span[0] > places else "open"


def standing_coloring(part: str, places: int) -> Coloring:
    """Dark for areas surely among the places, a ring where they cannot be told apart, pale for the others."""
    words = standing_words(places)

    def said(figure: Figure) -> str:
        low, high = span_of(figure, part) or (0, 0)
        rank = figure.extra.get(f"{part}_rank") or 0
        return gettext("rank %(rank)s (%(low)s to %(high)s), %(standing)s") % {
            "rank": in_figures(rank), "low": in_figures(low), "high": in_figures(high), "standing": words[standing_of(figure, part, places)],
        }  # fmt: skip

    return Coloring(
        classes=[MapClass(words["in"], TEAL[4]), MapClass(words["open"], TEAL[2]), MapClass(words["out"], TEAL[0])],
        place=lambda figure: STANDINGS.index(found) if (found := standing_of(figure, part, places)) else None,
        words=said,
        ring=lambda figure: standing_of(figure, part, places) == "open",
    )  # fmt: skip
