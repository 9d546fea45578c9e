"""Money as whole cents: exact sums, and rounding that loses and invents nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray
from sozialraum.errors import SozialraumError

CentArray = NDArray[np.int64]
# beyond a millionth of a unit a remainder is noise of the floating point and must not decide who gets a cent
_NOISE_DIGITS = 6
_NUMBER = re.compile(r"[-+]?\d[\d.,_ \u00a0\u202f]*\s*[%€]?")


class BudgetError(SozialraumError):
    """A budget that cannot be computed as it was asked for; nothing was cut in silence."""


def euros(cents: int) -> Decimal:
    """An amount in euros with two decimals.

    >>> euros(665_000_050)
    Decimal('6650000.50')
    """
    return Decimal(int(cents)).scaleb(-2)


def cents(amount: Decimal | int | str) -> int:
    """An amount in euros as whole cents; BudgetError where it has parts of a cent.

    >>> cents("6650000.5")
    665000050
    """
    scaled = Decimal(amount).scaleb(2)
    if scaled != scaled.to_integral_value():
        raise BudgetError(
            gettext_noop("{amount} is no amount in euros and cents."),
            gettext_noop("Give at most two decimals."),
            amount=amount,
        )
    return int(scaled)


@dataclass(frozen=True)
class Told:
    """Cents as a figure in a sentence; a floor above may write it with the marks of the reader's language.

    >>> str(Told(123456780)), Told(-4500).told({"1,234.56": "1.234,56"}.get)
    ('1,234,567.80', '-45,00')
    """

    cents: int

    def __str__(self) -> str:
        return f"{euros(self.cents):,.2f}"

    def told(self, translate: Callable[[str], str | None]) -> str:
        """The figure with the marks that `translate` gives to the pattern 1,234.56."""
        pattern = translate(gettext_noop("1,234.56")) or "1,234.56"
        marks = {",": pattern[1], ".": pattern[5]}
        return "".join(marks.get(sign, sign) for sign in str(self))


def apportion(
    values: FloatArray,
    total: int,
    *,
    at_least: FloatArray | CentArray | None = None,
    at_most: FloatArray | CentArray | None = None,
) -> CentArray:
    """Round to whole units that sum exactly to `total`, by largest remainder (Hare–Niemeyer).

    `values` are amounts in units that sum to about `total`. Ties go to the earlier place, so whoever wants a result
    that is free of the order of the rows sorts by key first. `at_least` and `at_most` are held wherever whole units
    allow it: an amount that would be rounded below its lower bound is rounded up first.

    >>> apportion(np.array([1.4, 2.4, 3.2]), 7).tolist()
    [2, 2, 3]
    >>> apportion(np.array([1.4, 2.4, 3.2]), 7, at_least=np.array([0.0, 0.0, 3.1])).tolist()
    [1, 2, 4]
    """
    exact = np.round(values, _NOISE_DIGITS)
    whole = np.floor(exact)
    remainder = exact - whole
    units = whole.astype(np.int64)
    if at_least is not None:
        short = units < np.round(at_least, _NOISE_DIGITS)
        units[short] += 1
        remainder[short] -= 1
    missing = total - int(units.sum())
    if abs(missing) > units.size:
        raise ValueError(f"amounts that sum to {values.sum()} cannot be rounded to {total}")
    if missing >= 0:
        room = (
            np.ones(units.size, np.bool_)
            if at_most is None
            else units + 1 <= np.round(at_most, _NOISE_DIGITS)
        )
        order = np.lexsort((np.arange(units.size), -remainder, ~room))
        units[order[:missing]] += 1
    else:
        held = (
            np.zeros(units.size, np.bool_)
            if at_least is None
            else units - 1 < np.round(at_least, _NOISE_DIGITS)
        )
        order = np.lexsort((-np.arange(units.size), remainder, held))
        units[order[:-missing]] -= 1
    return units


def read_amount(text: str) -> Decimal | None:
    """A number as people write it, in German or English notation; None for anything else.

    One mark followed by exactly three digits separates thousands; the last of two different marks is the decimal one.

    >>> [str(read_amount(each)) for each in ("6.650.000", "6650000,50 €", "1,234.5", "0,4", "3 %", "about 3")]
    ['6650000', '6650000.50', '1234.5', '0.4', '0.03', 'None']
    """
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        return None
    percent = bare.endswith("%")
    digits = re.sub(r"[\s_%€\u00a0\u202f]", "", bare)
    marks = [sign for sign in digits if sign in ".,"]
    if marks:
        decimal = marks[-1]
        whole, _, fraction = digits.rpartition(decimal)
        other = "," if decimal == "." else "."
        if len(set(marks)) == 1 and _grouped(digits, decimal):
            digits = digits.replace(decimal, "")
        elif decimal in whole or (other in whole and not _grouped(whole, other)):
            return None
        else:
            digits = f"{whole.replace(other, '')}.{fraction or '0'}"
    value = Decimal(digits)
    return value / 100 if percent else value


def _grouped(digits: str, mark: str) -> bool:
    first, *groups = digits.lstrip("+-").split(mark)
    return 1 <= len(first) <= 3 and first != "0" and all(len(group) == 3 for group in groups)
