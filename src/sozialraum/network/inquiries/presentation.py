"""How inquiries are said: who was asked, what many said, and who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.network.inquiries.counting import REACHED
from sozialraum.network.inquiries.enums import AgeSpan, Consent, Method, Unit
from sozialraum.network.inquiries.sheets import WEEK, Question
from sozialraum.network.lived_spaces.counting import ALL, key
from sozialraum.network.lived_spaces.enums import Gender
from sozialraum.network.lived_spaces.presentation import GENDERS

Text = str | Promise

AGES: dict[AgeSpan, Text] = {
    AgeSpan.FROM_6: gettext_lazy("6 to 9"), AgeSpan.FROM_10: gettext_lazy("10 to 13"),
    AgeSpan.FROM_14: gettext_lazy("14 to 17"), AgeSpan.FROM_18: gettext_lazy("18 to 26"),
    AgeSpan.FROM_27: gettext_lazy("27 to 59"), AgeSpan.FROM_60: gettext_lazy("60 and older"),
}  # fmt: skip
CONSENTS: dict[Consent, Text] = {
    Consent.PARENTS_WROTE: gettext_lazy("Parents agreed in writing, and the children want to"),
    Consent.SAID_YES: gettext_lazy("Each one was told what for, and said yes"),
    Consent.SCHOOL: gettext_lazy("School and parents were told, taking part is voluntary"),
    Consent.NO_PERSONS: gettext_lazy("Only places are looked at, no persons"),
}
SIGNS: dict[Method, str] = {
    Method.SUBJECTIVE_MAP: "pen", Method.PHOTO: "eye", Method.WALK: "walk", Method.SURVEY: "speech", Method.WEEK: "clock",
    Method.CLIQUE: "people", Method.INSTITUTION: "home",
}  # fmt: skip
UNITS: dict[Unit, Text] = {
    Unit.PERSON: gettext_lazy("people"), Unit.CLIQUE: gettext_lazy("young people in groups"),
    Unit.INSTITUTION: gettext_lazy("institutions"), Unit.STATION: gettext_lazy("stations"),
}  # fmt: skip
DAYS: tuple[Text, ...] = (
    gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu"), gettext_lazy("Fri"),
    gettext_lazy("Sat"), gettext_lazy("Sun"),
)  # fmt: skip
WEEK_GROUPS: dict[str, Text] = {
    "school": gettext_lazy("On school days"), "weekend": gettext_lazy("On the weekend")
}  # fmt: skip
BROAD_GENDERS = (Gender.GIRL, Gender.BOY)
UNDER_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer with the persons who gave it; ``persons`` is ``None`` where it stays back."""

    label: str
    persons: int | None
    part: int


@dataclass(frozen=True, slots=True)
class ReachedLine:
    """A group: how many were reached (``None``: fewer than five), about how many of that size would have been expected, and what follows."""

    label: Text
    reached: int | None
    expected: int | None
    verdict: str


def bars(table: ReleasedTable, question: Question, group: Mapping[str, str]) -> list[Bar]:
    """The answers to a question for one group, the most frequent first; those that stay back last."""
    found = []
    for option in question.options:
        figure = table.figure(key(question.key, option.value, **group))
        # an answer that nobody at all gave has no figure; for a group that is told only where all its figures are
        back = figure.withheld is not None or (
            bool(group) and figure.status == "missing" and _said(table, question, option.value)
        )
        found.append((_(option.label), None if back else int(figure.value or 0)))
    most = max((persons or 0 for _label, persons in found), default=0) or 1
    lines = [Bar(label, persons, round(100 * (persons or 0) / most)) for label, persons in found]
    return sorted(lines, key=lambda bar: -1 if bar.persons is None else bar.persons, reverse=True)


def _said(table: ReleasedTable, question: Question, option: str) -> bool:
    return table.figure(key(question.key, option)).status != "missing"


def lead_sentence(table: ReleasedTable, questions: Sequence[Question]) -> str:
    """The first sentence of a result: what most people said to the first question that has an answer."""
    for question in questions:
        first = next(iter(bars(table, question, {})), None)
        if first and first.persons:
            return _("%(question)s: most often “%(answer)s” (%(n)s).") % {
                "question": _(question.short), "answer": first.label, "n": number_format(first.persons, 0)
            }  # fmt: skip
    return _("No answer was given by five or more.")


def groups_of(ages: Sequence[AgeSpan]) -> list[tuple[str, Text]]:
    """The groups that a result can be read for."""
    return [*((each.value, AGES[each]) for each in ages), *((each.value, GENDERS[each]) for each in Gender)]


def group_of(chosen: str) -> dict[str, str]:
    """The chosen group as part of a key; empty for everybody."""
    if chosen in set(AgeSpan):
        return {"age": chosen}
    return {"gender": chosen} if chosen in set(Gender) else {}


def reached_lines(
    table: ReleasedTable, ages: Sequence[AgeSpan], population: Mapping[str, float]
) -> list[ReachedLine]:
    """Who was reached beside who lives there: ``population`` holds people by age group and by ``girl`` and ``boy``."""
    total = table.figure(key(REACHED, ALL)).value or 0
    lines: list[ReachedLine] = []
    for axis, groups in (("age", list(ages)), ("gender", list(BROAD_GENDERS))):
        people = sum(population.get(str(each), 0) for each in groups)
        for each in groups:
            value = table.figure(key(REACHED, ALL, **{axis: str(each)})).value
            reached = None if value is None else int(value)
            share = population.get(str(each), 0) / people if people else None
            expected = round(total * share) if share is not None else None
            label = AGES[each] if isinstance(each, AgeSpan) else GENDERS[each]
            lines.append(ReachedLine(label, reached, expected, _verdict(reached, expected)))
    return lines


def _verdict(reached: int | None, expected: int | None) -> str:
    if reached is None:
        return _("hardly anybody")
    return _("fewer than live here") if expected is not None and reached < UNDER_HALF * expected else ""


def missing_sentence(lines: Sequence[ReachedLine]) -> str:
    """Who is missing, as one sentence; empty where nobody is."""
    names = [str(line.label) for line in lines if line.verdict]
    return _("Hardly heard: %(groups)s. What is said here does not speak for them.") % {
        "groups": ", ".join(names)
    } if names else ""  # fmt: skip


def hours_label(block: int) -> str:
    """The hours of a block of the week."""
    return _("%(from)s to %(to)s") % dict(zip(("from", "to"), WEEK.hours(block), strict=True))
