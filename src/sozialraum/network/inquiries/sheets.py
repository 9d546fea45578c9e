"""What a method asks: plain values that the one engine of inquiries follows, from the form to the released table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sozialraum.network.enums import MissingKind
from sozialraum.network.inquiries.enums import AgeSpan, Consent, Method, QuestionKind, Unit

YOUNG = (AgeSpan.FROM_6, AgeSpan.FROM_10, AgeSpan.FROM_14)
COUNTED = frozenset({QuestionKind.ONE, QuestionKind.MANY, QuestionKind.SPOTS, QuestionKind.WEEK})


@dataclass(frozen=True, slots=True)
class Option:
    """One answer; ``missing`` where choosing it says that something is missing near by."""

    value: str
    label: str
    missing: MissingKind | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One step on the screen. ``short`` heads the result. ``further`` are the options of a second palette (WEEK)."""

    key: str
    kind: QuestionKind
    label: str
    short: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    further: tuple[Option, ...] = ()
    required: bool = False

    @property
    def counted(self) -> bool:
        """Whether answers leave as counts."""
        return self.kind in COUNTED

    def values(self) -> frozenset[str]:
        """The answers that the question offers."""
        return frozenset(option.value for option in (*self.options, *self.further))


@dataclass(frozen=True, slots=True)
class MethodSheet:
    """One method: what it is for, what it asks, and the steps by which a professional leads it.

    ``staff`` methods are filled in by those who lead; the others by whoever has the code, without an account.
    """

    method: Method
    name: str
    purpose: str
    minutes: str
    unit: Unit
    questions: tuple[Question, ...]
    guide: tuple[str, ...]
    ages: tuple[AgeSpan, ...] = YOUNG
    consents: tuple[Consent, ...] = (Consent.PARENTS_WROTE, Consent.SAID_YES, Consent.SCHOOL)
    staff: bool = False
    formal: bool = False

    def question(self, key: str) -> Question | None:
        """The question of a key."""
        return next((each for each in self.questions if each.key == key), None)

    def of_kind(self, kind: QuestionKind) -> tuple[Question, ...]:
        """The questions of one kind."""
        return tuple(each for each in self.questions if each.kind is kind)


@dataclass(frozen=True, slots=True)
class WeekShape:
    """The hours of a week as they are kept: school days and weekend, in blocks of two hours from six o'clock on."""

    days: int = 7
    blocks: int = 8
    first_hour: int = 6
    groups: Mapping[str, tuple[int, ...]] = field(
        default_factory=lambda: MappingProxyType({"school": (0, 1, 2, 3, 4), "weekend": (5, 6)})
    )

    def hours(self, block: int) -> tuple[int, int]:
        """From which hour to which.

        >>> WeekShape().hours(4)
        (14, 16)
        """
        return self.first_hour + 2 * block, self.first_hour + 2 * block + 2


WEEK = WeekShape()
