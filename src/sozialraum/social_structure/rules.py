"""Professional rules of the floor: pure functions of values."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.social_structure.enums import Comparison, IndicatorKind, Unit

CLASSES = 5
LONGEST_DELAY_MONTHS = 24
LIMIT_WITHOUT_RHYTHM_MONTHS = 60


def comparison(lower: float | None, upper: float | None, whole: float | None) -> Comparison:
    """How a value with its interval stands to the value of the whole.

    >>> comparison(48.0, 60.0, 23.4)
    <Comparison.HIGHER: 'higher'>
    >>> comparison(20.0, 30.0, 23.4)
    <Comparison.SAME: 'same'>
    """
    if lower is None or upper is None or whole is None:
        return Comparison.UNKNOWN
    if lower > whole:
        return Comparison.HIGHER
    if upper < whole:
        return Comparison.LOWER
    return Comparison.SAME


def date_of_people(register: Sequence[date], day: date) -> date | None:
    """The date of the register that says how many people lived in the areas at ``day``: the last one until then.

    Days before the first register take that one: an area so small when it was first counted is taken to have been small
    before. ``register`` is in order.

    >>> date_of_people([date(2023, 12, 31), date(2024, 12, 31)], date(2024, 6, 9))
    datetime.date(2023, 12, 31)
    >>> date_of_people([date(2023, 12, 31), date(2024, 12, 31)], date(2022, 5, 15))
    datetime.date(2023, 12, 31)
    """
    return register[max(bisect_right(register, day) - 1, 0)] if register else None


def in_need_index(kind: IndicatorKind) -> Decision:
    """Whether an indicator may enter a need index.

    What the office does (help density and the like) never may: an area would then be in need because it is
    already helped (DOMAIN 6.1).
    """
    if kind is IndicatorKind.OUTPUT:
        return Decision.no(
            gettext_noop(
                "It shows what the office does, not what children need: the index would be circular."
            )
        )
    if kind is IndicatorKind.ASSET:
        return Decision.no(
            gettext_noop("It is an asset; assets stand beside an index and are not set off against needs.")
        )
    return Decision.yes()


def may_become(shipped: IndicatorKind, wanted: IndicatorKind) -> Decision:
    """Whether an office may give a shipped indicator another use. What the office does never becomes a need.

    >>> bool(may_become(IndicatorKind.OUTPUT, IndicatorKind.NEED)), bool(may_become(IndicatorKind.NEED, IndicatorKind.CONTEXT))
    (False, True)
    """
    if shipped is IndicatorKind.OUTPUT and wanted is not IndicatorKind.OUTPUT:
        return in_need_index(shipped)
    return Decision.yes()


def limit_months(rhythm_months: int) -> int:
    """By how many months a value may be older than the index it enters: its rhythm and two years of delay.

    What comes without a rhythm (``0``) may be five years old.

    >>> limit_months(12), limit_months(120), limit_months(0)
    (36, 144, 60)
    """
    return rhythm_months + LONGEST_DELAY_MONTHS if rhythm_months else LIMIT_WITHOUT_RHYTHM_MONTHS


def months_older(day: date, than: date) -> int:
    """By how many whole months a date lies before another; 0 where it does not.

    >>> months_older(date(2022, 6, 30), date(2024, 12, 31)), months_older(date(2024, 12, 31), date(2024, 12, 31))
    (30, 0)
    """
    months = (than.year - day.year) * 12 + than.month - day.month
    # the last days of two months are a whole number of months apart, however long these are
    if than.day < day.day and (than + timedelta(days=1)).day != 1:
        months -= 1
    return max(months, 0)


def possible_range(unit: Unit) -> tuple[float, float]:
    """Between which values anything measured in this unit lies.

    >>> possible_range(Unit.PERCENT), possible_range(Unit.POINTS), possible_range(Unit.COUNT)
    ((0.0, 100.0), (-100.0, 100.0), (0.0, inf))
    """
    if unit is Unit.PERCENT:
        return 0.0, 100.0
    if unit is Unit.POINTS:
        return -100.0, 100.0
    # more may leave an area than come: a balance is negative
    return (-math.inf if unit is Unit.BALANCE_PER_1000 else 0.0), math.inf


def rate(numerator: float, denominator: float, unit: Unit) -> float:
    """The value that numerator and denominator make in this unit.

    >>> rate(3, 12, Unit.PERCENT), rate(3, 12, Unit.PER_1000)
    (25.0, 250.0)
    """
    return factor(unit) * numerator / denominator


def factor(unit: Unit) -> float:
    """What a share of one is in this unit."""
    return {
        Unit.PERCENT: 100.0, Unit.POINTS: 100.0, Unit.PER_1000: 1000.0, Unit.BALANCE_PER_1000: 1000.0,
    }.get(unit, 1.0)  # fmt: skip


def class_of(value: float, breaks: Sequence[float]) -> int:
    """The place of a value among classes that include their lower border.

    >>> [class_of(value, [10, 20, 30, 40]) for value in (0, 9.99, 10, 45)]
    [0, 0, 1, 4]
    """
    return sum(value >= border for border in breaks)


def round_breaks(values: Sequence[float]) -> tuple[float, ...]:
    """Four round borders of five classes of equal width that cover most of these values.

    Used where the catalogue fixes no borders. The width is 1, 2, 2.5 or 5 times a power of ten, the smallest
    with which the lowest and the highest twentieth of the values fall into the open classes at most.

    >>> round_breaks([3, 8, 12, 19, 24, 31, 38, 44, 47])
    (10.0, 20.0, 30.0, 40.0)
    >>> round_breaks([7.0])
    ()
    """
    ordered = sorted(values)
    if len(ordered) < CLASSES or ordered[0] == ordered[-1]:
        return ()
    low, high = (ordered[round(place * (len(ordered) - 1))] for place in (0.05, 0.95))
    if low == high:
        low, high = ordered[0], ordered[-1]
    wanted = (high - low) / CLASSES
    power = 10.0 ** math.floor(math.log10(wanted))
    width = next(step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= wanted * 0.999)
    first = math.floor(low / width + 1) * width
    digits = max(0, 2 - math.floor(math.log10(width)))
    return tuple(round(first + width * step, digits) for step in range(CLASSES - 1))


def key_numbers(largest: float) -> tuple[float, ...]:
    """Three round numbers that explain circles up to a largest one: about all, a third and a tenth of it.

    >>> key_numbers(870), key_numbers(3), key_numbers(0)
    ((800.0, 300.0, 80.0), (3.0,), ())
    """
    found: list[float] = []
    for share in (1.0, 0.33, 0.1):
        wanted = largest * share
        if wanted < 1:
            break
        power = 10.0 ** math.floor(math.log10(wanted))
        each = max(
            step * power for step in (1.0, 2.0, 3.0, 5.0, 8.0) if step * power <= max(wanted, 1.0) * 1.1
        )
        if each <= largest and each not in found:
            found.append(each)
    return tuple(found)
