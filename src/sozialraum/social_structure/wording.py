"""How figures and signs are said in the reader's language: numbers with their unit, intervals, reasons."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language, gettext, ngettext

from sozialraum.analytics.reach import WalkerKind
from sozialraum.foundation.privacy.release import Figure, Withheld
from sozialraum.foundation.ui.drawing import MINUS, NO_BREAK_SPACE, number
from sozialraum.social_structure.enums import ClassMethod, Comparison, Direction, Together, Unit


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
        case Unit.BALANCE_PER_1000:
            return signed(value, 1)
        case Unit.SQUARE_METERS:
            return f"{number(value, 1)}{NO_BREAK_SPACE}m²"
        case Unit.MINUTES:
            return gettext("%(number)s min") % {"number": number(value)}
        case Unit.COUNT | Unit.CATEGORY:
            return number(value)


def direction_text(direction: Direction) -> str:
    """Which way an indicator points, in a few words."""
    return {
        Direction.BURDEN: gettext("more is a burden"),
        Direction.RELIEF: gettext("more is a relief"),
        Direction.NEUTRAL: gettext("neither"),
    }[direction]


def unit_text(unit: Unit) -> str:
    """A unit as a word."""
    return {
        Unit.PERCENT: gettext("per cent"),
        Unit.POINTS: gettext("percentage points"),
        Unit.PER_1000: gettext("per 1,000"),
        Unit.BALANCE_PER_1000: gettext("balance per 1,000"),
        Unit.COUNT: gettext("count"),
        Unit.CATEGORY: gettext("published class"),
        Unit.SQUARE_METERS: gettext("square meters"),
        Unit.MINUTES: gettext("minutes"),
    }[unit]


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


def interval_text(figure: Figure, *, word: str = "") -> str:
    """The interval in whole numbers where it is wide, with one decimal where it is narrow: ``33 bis 48``.

    ``word`` stands between the two instead of “to”."""
    if figure.lower is None or figure.upper is None:
        return "–"
    decimals = 0 if figure.upper - figure.lower >= 5 else 1
    lower, upper = number(figure.lower, decimals), number(figure.upper, decimals)
    if word:
        return f"{lower} {word} {upper}"
    return gettext("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}


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


def two_comparisons(whole: Comparison, whole_name: str, district: Comparison, district_name: str) -> str:
    """How an area stands to the whole and, where that is certain too, to its district: one sentence."""
    said = comparison_sentence(whole, whole_name)
    beside = {
        Comparison.HIGHER: gettext("higher than in %(district)s"),
        Comparison.LOWER: gettext("lower than in %(district)s"),
    }.get(district)
    if not said or beside is None:
        return said
    return f"{said.rstrip('.')}, {beside % {'district': district_name}}."


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


def without_common_end(names: Sequence[str]) -> list[str]:
    """Names without the words in which they all end, for a list whose heading says these words.

    >>> without_common_end(["Spielplatz in zehn Minuten", "Bücherei in zehn Minuten"])
    ['Spielplatz', 'Bücherei']
    >>> without_common_end(["Spielplatz"])
    ['Spielplatz']
    """
    words = [name.split() for name in names]
    shared = 0
    while (
        len(names) > 1
        and all(len(each) > shared + 1 for each in words)
        and len({each[-1 - shared] for each in words}) == 1
    ):
        shared += 1
    return [" ".join(each[: len(each) - shared]) for each in words]


def counted_areas(count: int, singular: str, plural: str) -> str:
    """A number of areas in the words of the cut: ``1 Quartier``, ``48 Quartiere``."""
    return f"{number(count)} {singular if count == 1 else plural}"


def signed(value: float, decimals: int = 2) -> str:
    """An index value with its sign."""
    return ("+" if value > 0 else MINUS if value < 0 else "") + number(abs(value), decimals)


def finding_remedy(kind: str) -> str:
    """What to do about a finding, as a sentence; empty where nothing is to be done."""
    return {
        "unmatched_key": gettext("Check these keys. Rows of another place or another cut can stay out; a mistyped key is corrected in the file."),
        "repaired_key": gettext("Nothing to do. Ask the sender to deliver keys as text."),
        "duplicate_key": gettext("Keep one row for each area and date, then choose the file again."),
        "impossible_value": gettext("Ask the sender for the right values and bring in the corrected file; until then they show as “missing”."),
        "unreadable_value": gettext("If it is a sign for missing or suppressed, ask the sender what it means; otherwise correct the cell."),
        "area_without_row": gettext("Ask the sender whether these areas have no value or were forgotten."),
        "row_without_key": gettext("Often what belongs to no area (“not assignable”). If a row belongs to an area, write its key into the file."),
        "unreadable_date": gettext("Write the date as 31.12.2025 or the year as 2025."),
        "total_row": gettext("Nothing to do. The total is kept beside its parts and compared with them."),
        "parts_differ": gettext("Ask the sender: a missing part, rounding, or cases that belong to no area. Both figures are kept as delivered."),
        "jump": gettext("Ask whether the count or its rule has changed. If the value is right, nothing is to be done."),
        "unknown_age": gettext("Choose the column with ages, or correct these cells in the file."),
        "unknown_sex": gettext("Choose the column with the sexes, or correct these cells in the file."),
        "neither_sex": gettext("Nothing to do. Official statistics assign them by chance."),
        "added_rows": gettext("Nothing to do where they are parts, such as nationalities. If one is a total of the others, leave it out of the file."),
        "area_not_known": gettext("A group of these areas is missing, suppressed or not readable, or they have no row. They are not shown at that date."),
        "people_jump": gettext("Ask whether homes were built or torn down, or a shelter was opened. If the number is right, nothing is to be done."),
    }.get(kind, "")  # fmt: skip


def finding_text(kind: str, count: int, column: str) -> str:
    """What an import noticed, as a sentence."""
    said = {
        "unmatched_key": ngettext("%(count)s row has a key that no area has.", "%(count)s rows have a key that no area has.", count),
        "repaired_key": ngettext("%(count)s key had lost its leading zero and was completed.", "%(count)s keys had lost their leading zero and were completed.", count),
        "duplicate_key": ngettext("%(count)s area stands twice with different values.", "%(count)s areas stand twice with different values.", count),
        "impossible_value": ngettext("%(count)s value in “%(column)s” cannot exist and becomes “missing”.", "%(count)s values in “%(column)s” cannot exist and become “missing”.", count),
        "unreadable_value": ngettext("%(count)s cell in “%(column)s” is no number and becomes “missing”.", "%(count)s cells in “%(column)s” are no numbers and become “missing”.", count),
        "area_without_row": ngettext("%(count)s area has no row and stays “missing”.", "%(count)s areas have no row and stay “missing”.", count),
        "row_without_key": ngettext("%(count)s row has no key and was left out.", "%(count)s rows have no key and were left out.", count),
        "unreadable_date": ngettext("%(count)s row has no date that can be read and was left out.", "%(count)s rows have no date that can be read and were left out.", count),
        "total_row": ngettext("%(count)s row is a total and was taken for the whole.", "%(count)s rows are totals and were taken for the whole.", count),
        "parts_differ": ngettext("%(count)s total in “%(column)s” does not agree with its parts.", "%(count)s totals in “%(column)s” do not agree with their parts.", count)
        if column
        else ngettext("The people of %(count)s larger area are not the sum of its parts.", "The people of %(count)s larger areas are not the sum of their parts.", count),
        "jump": ngettext("%(count)s value in “%(column)s” moved far more than the others since the date before.", "%(count)s values in “%(column)s” moved far more than the others since the date before.", count),
        "unknown_age": ngettext("%(count)s row in “%(column)s” names no age that somebody can have.", "%(count)s rows in “%(column)s” name no age that somebody can have.", count),
        "unknown_sex": ngettext("%(count)s row in “%(column)s” names no sex that is known here.", "%(count)s rows in “%(column)s” name no sex that is known here.", count),
        "neither_sex": ngettext("%(count)s row counts people registered as diverse or without entry; they go to women and men in turn.", "%(count)s rows count people registered as diverse or without entry; they go to women and men in turn.", count),
        "added_rows": ngettext("%(count)s row counts a group that stood before; the numbers were added up.", "%(count)s rows count groups that stood before; the numbers were added up.", count),
        "area_not_known": ngettext("%(count)s area is not wholly known at every date.", "%(count)s areas are not wholly known at every date.", count),
        "people_jump": ngettext("The people of %(count)s area moved far more than those of the others since the date before.", "The people of %(count)s areas moved far more than those of the others since the date before.", count),
    }.get(kind, "")  # fmt: skip
    return said % {"count": number(count), "column": column} if said else ""


def method_text(method: ClassMethod) -> str:
    """A way to class in a few words."""
    return {
        ClassMethod.FIXED: gettext("fixed borders"),
        ClassMethod.PUBLISHED: gettext("the publisher’s classes"),
        ClassMethod.EVEN: gettext("equally wide"),
        ClassMethod.QUANTILE: gettext("as many areas in each"),
        ClassMethod.NATURAL: gettext("at the gaps between values"),
    }[method]


def together_text(together: Together) -> str:
    """A way to compare two indicators in a few words."""
    return {
        Together.BESIDE: gettext("two maps side by side"),
        Together.CROSSED: gettext("both in one map"),
    }[together]


def walker_text(walker: WalkerKind) -> str:
    """Who walks, in a few words."""
    return {
        WalkerKind.SMALL_CHILD: gettext("small children by the hand"),
        WalkerKind.CHILD: gettext("children"),
        WalkerKind.ADULT: gettext("adults"),
        WalkerKind.OLDER: gettext("older people"),
        WalkerKind.REDUCED_MOBILITY: gettext("with wheelchair or walking frame, without steps"),
    }[walker]
