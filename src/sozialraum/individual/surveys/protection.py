"""What the statistics of the protection of children know of an assessment and of a taking into care (§ 99 (2), (6) SGB VIII).

Nothing is asked for them: everything comes from the record of the protection and from the helps of the same case. What
the platform does not keep is named, so that nobody takes an empty field for a no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ProtectionLine:
    """What both surveys know: who told it, what was found, and the children of the case as month of birth and sex.

    ``born`` and ``sexes`` belong together, ``None`` where it is not on record; ``helps`` are the paragraphs that ran on
    that day, ``court`` whether the family court was called. Nobody's name and no number of a case.
    """

    reporter: str
    finding: str
    born: tuple[date | None, ...]
    sexes: tuple[str | None, ...]
    helps: tuple[str, ...]
    court: bool


@dataclass(frozen=True, slots=True)
class AssessmentLine(ProtectionLine):
    """One concluded assessment of a danger; ``repeated`` where the same family was told of before."""

    received: date
    measures: tuple[str, ...]
    repeated: bool
    in_care: bool


@dataclass(frozen=True, slots=True)
class CareLine(ProtectionLine):
    """One taking into care that followed a report; ``assessed`` where the assessment was concluded by then."""

    begun: date
    assessed: bool


class ProtectionLack(StrEnum):
    """What a line lacks. The last three are kept nowhere in this platform."""

    NO_CHILD = "no_child"
    WHICH_CHILD = "which_child"
    NO_BIRTHDAY = "no_birthday"
    NO_SEX = "no_sex"
    KIND_OF_DANGER = "kind_of_danger"
    WHERE_THE_CHILD_LIVED = "where_the_child_lived"
    END_OF_CARE = "end_of_care"


MENDED = frozenset(
    {
        ProtectionLack.NO_CHILD,
        ProtectionLack.WHICH_CHILD,
        ProtectionLack.NO_BIRTHDAY,
        ProtectionLack.NO_SEX,
    }
)
"""What somebody can complete in the case; the rest has to be told to the statistical office by hand."""


def lacks_of(line: ProtectionLine) -> Iterator[ProtectionLack]:
    """What a line lacks.

    >>> line = CareLine("school", "acute", (date(2015, 3, 1),), (None,), (), False, date(2026, 2, 1), True)
    >>> [each.value for each in lacks_of(line)]
    ['no_sex', 'where_the_child_lived', 'end_of_care']
    """
    if not line.born:
        yield ProtectionLack.NO_CHILD
    if len(line.born) > 1:
        yield ProtectionLack.WHICH_CHILD
    if any(each is None for each in line.born):
        yield ProtectionLack.NO_BIRTHDAY
    if any(each is None for each in line.sexes):
        yield ProtectionLack.NO_SEX
    if isinstance(line, AssessmentLine):
        yield ProtectionLack.KIND_OF_DANGER
    yield ProtectionLack.WHERE_THE_CHILD_LIVED
    if isinstance(line, CareLine):
        yield ProtectionLack.END_OF_CARE


def counted_lacks(lines: Iterable[ProtectionLine]) -> list[tuple[ProtectionLack, int]]:
    """How many lines lack what, in the order of :class:`ProtectionLack`."""
    found = Counter(lack for line in lines for lack in lacks_of(line))
    return [(lack, found[lack]) for lack in ProtectionLack if found[lack]]


def is_ready(line: ProtectionLine) -> bool:
    """Whether nothing is missing that somebody could complete in the case."""
    return MENDED.isdisjoint(lacks_of(line))
