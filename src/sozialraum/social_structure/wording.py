"""How figures and signs are said in the reader's language: numbers with their unit, intervals, reasons."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language, gettext, ngettext

from sozialraum.foundation.privacy.release import Figure, Withheld
from sozialraum.foundation.ui.drawing import MINUS, NO_BREAK_SPACE, number
from sozialraum.social_structure.enums import Comparison, Unit


def in_language(german: str, english: str) -> str:
    """The text in the reader's language; German is the house's first."""
    return english if (get_language() or "de").startswith("en") and english else german


def value_text(value: float, unit: Unit) -> str:
    """A value with its unit: ``54,1 %``, ``+1,4 Punkte``, ``1.070``."""
    match unit:
        case Unit.PERCENT:
            return f"{number(value, 1)}{NO_BREAK_SPACE}%"
        case Unit.POINTS:
            sign = "+" if value > 0 else ""
            return gettext("%(number)s points") % {"number": f"{sign}{number(value, 1)}"}
        case Unit.PER_1000:
            return number(value, 1)
        case Unit.COUNT | Unit.CATEGORY:
            return number(value)


def figure_text(figure: Figure, unit: Unit) -> str:
    """A released figure, or why there is none, in one or two words."""
    if figure.value is not None:
        return value_text(figure.value, unit)
    if figure.withheld is Withheld.FEW_INHABITANTS:
        return gettext("too few people")
    if figure.withheld is Withheld.SMALL_GROUP:
        return gettext("group too small")
    if figure.withheld or figure.status == "suppressed":
        return gettext("suppressed")
    return gettext("not applicable") if figure.status == "not_applicable" else gettext("missing")


def reason_text(figure: Figure, *, threshold: int) -> str:
    """Why a figure is not there, as a sentence; empty where it is."""
    match figure.withheld:
        case Withheld.SMALL_COUNT:
            return gettext("Fewer than %(threshold)d cases.") % {"threshold": threshold}
        case Withheld.PROTECTS_OTHERS:
            return gettext("Kept back so that a smaller number cannot be worked out.")
        case Withheld.SMALL_GROUP:
            return gettext("The group is too small for a percentage.")
        case Withheld.FEW_INHABITANTS:
            return gettext("Fewer than 300 people live here.")
        case Withheld.BY_PUBLISHER:
            return gettext("Kept back by the publisher.")
        case None:
            return "" if figure.value is not None else gettext("No value was delivered.")


def interval_text(figure: Figure) -> str:
    """The interval in whole numbers where it is wide, with one decimal where it is narrow: ``33 bis 48``."""
    if figure.lower is None or figure.upper is None:
        return "–"
    decimals = 0 if figure.upper - figure.lower >= 5 else 1
    return gettext("%(lower)s to %(upper)s") % {
        "lower": number(figure.lower, decimals),
        "upper": number(figure.upper, decimals),
    }


def comparison_text(comparison: Comparison) -> str:
    """How an area stands to the whole, in a few words for a table."""
    return {
        Comparison.HIGHER: gettext("higher"),
        Comparison.LOWER: gettext("lower"),
        Comparison.SAME: gettext("cannot be told apart"),
        Comparison.UNKNOWN: "–",
    }[comparison]


def comparison_sentence(comparison: Comparison, whole: str) -> str:
    """The same as a sentence for the profile."""
    said = {
        Comparison.HIGHER: gettext("Certainly higher than in %(whole)s."),
        Comparison.LOWER: gettext("Certainly lower than in %(whole)s."),
        Comparison.SAME: gettext("Cannot be told apart from %(whole)s."),
        Comparison.UNKNOWN: "",
    }[comparison]
    return said % {"whole": whole} if said else ""


def class_labels(breaks: Sequence[float], unit: Unit) -> list[str]:
    """The classes of a key from the highest to the lowest: ``40 % und mehr``, ``30 bis unter 40 %``."""
    if not breaks:
        return [gettext("all values")]
    end = {Unit.PERCENT: f"{NO_BREAK_SPACE}%", Unit.POINTS: gettext(" points")}.get(unit, "")
    decimals = max(_decimals(each) for each in breaks)
    written = [number(each, decimals) for each in breaks]
    labels = [gettext("%(value)s and more") % {"value": written[-1] + end}]
    for lower, upper in zip(reversed(written[:-1]), reversed(written[1:]), strict=True):
        labels.append(gettext("%(lower)s to under %(upper)s") % {"lower": lower, "upper": upper + end})
    labels.append(gettext("under %(value)s") % {"value": written[0] + end})
    return labels


def _decimals(value: float) -> int:
    return next((places for places in range(4) if round(value, places) == value), 4)


def joined(names: Sequence[str]) -> str:
    """Names as a list in a sentence: ``Hafen, Nord und Ost``."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def counted_areas(count: int, singular: str, plural: str) -> str:
    """A number of areas in the words of the cut: ``1 Quartier``, ``48 Quartiere``."""
    return f"{number(count)} {singular if count == 1 else plural}"


def signed(value: float, decimals: int = 2) -> str:
    """An index value with its sign."""
    return ("+" if value > 0 else MINUS if value < 0 else "") + number(abs(value), decimals)


def finding_text(kind: str, count: int, column: str) -> str:
    """What an import noticed, as a sentence."""
    said = {
        "unmatched_key": ngettext("%(count)s row has a key that no area has.", "%(count)s rows have a key that no area has.", count),
        "repaired_key": ngettext("%(count)s key had lost its leading zero and was completed.", "%(count)s keys had lost their leading zero and were completed.", count),
        "duplicate_key": ngettext("%(count)s area stands twice with different values.", "%(count)s areas stand twice with different values.", count),
        "impossible_value": ngettext("%(count)s value in “%(column)s” cannot exist and becomes “missing”.", "%(count)s values in “%(column)s” cannot exist and become “missing”.", count),
        "unreadable_value": ngettext("%(count)s cell in “%(column)s” is no number and becomes “missing”.", "%(count)s cells in “%(column)s” are no numbers and become “missing”.", count),
        "area_without_row": ngettext("%(count)s area has no row and stays “missing”.", "%(count)s areas have no row and stay “missing”.", count),
    }.get(kind, "")  # fmt: skip
    return said % {"count": number(count), "column": column} if said else ""
