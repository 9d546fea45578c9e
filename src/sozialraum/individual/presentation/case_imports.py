"""An export of another system in words: what is wrong with a row, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.foundation.ui.drawing import number
from sozialraum.individual.case_files import Fault, Problem
from sozialraum.individual.queries import Person, StayRow, TieRow

FAULTS: Final[Mapping[Fault, str | Promise]] = {
    Fault.NO_COLUMN: gettext_lazy("This column is missing"),
    Fault.EMPTY: gettext_lazy("This must be filled"),
    Fault.NO_DAY: gettext_lazy("This is no day of the calendar"),
    Fault.TOO_LONG: gettext_lazy("This is too long"),
    Fault.NO_WORD: gettext_lazy("The form knows no such word"),
    Fault.TWICE: gettext_lazy("This key comes twice"),
    Fault.NO_CASE: gettext_lazy("The export has no case with this key"),
    Fault.NO_PERSON: gettext_lazy("The case has nobody with this key"),
    Fault.NO_AREA: gettext_lazy("There is no quarter with this key"),
    Fault.NO_TEAM: gettext_lazy("There is no team with this key"),
    Fault.ENDS_BEFORE: gettext_lazy("It ends before it begins"),
    Fault.TO_COME: gettext_lazy("This day is still to come, or too long ago"),
    Fault.OLDER_THAN_PARENT: gettext_lazy("The child is as old as its parent, or older"),
    Fault.OWN_PARENT: gettext_lazy("Somebody is tied to herself"),
    Fault.NUMBER_TAKEN: gettext_lazy("This number comes twice"),
    Fault.NO_WORKER: gettext_lazy("No case worker has this sign-in name; the case comes to you"),
    Fault.NO_PROVIDER: gettext_lazy("The directory has no provider with this key; it is kept as it is"),
    Fault.NO_BIRTHDAY: gettext_lazy("A birthday is missing"),
    Fault.NOBODY: gettext_lazy("Nobody belongs to this case"),
    Fault.KNOWN: gettext_lazy("This case came before and stays as it is"),
}
TIES: Final[Mapping[str, str | Promise]] = {
    "parent": gettext_lazy("parent of %(name)s"), "adoptive_parent": gettext_lazy("adoptive parent of %(name)s"),
    "foster_parent": gettext_lazy("foster parent of %(name)s"), "step_parent": gettext_lazy("step-parent of %(name)s"),
    "sibling": gettext_lazy("sibling of %(name)s"), "partner": gettext_lazy("partner of %(name)s"),
    "guardian": gettext_lazy("guardian of %(name)s"), "other": gettext_lazy("tied to %(name)s"),
}  # fmt: skip
TABLE_WORDS: Final[Mapping[str, str | Promise]] = {
    "cases": gettext_lazy("Cases"), "people": gettext_lazy("People"), "ties": gettext_lazy("Ties"),
    "households": gettext_lazy("Households"), "helps": gettext_lazy("Helps"),
}  # fmt: skip


def problem_in_words(problem: Problem) -> str:
    """One finding as a line: what, where, about which key."""
    where = _("%(table)s, row %(row)s") % {"table": TABLE_WORDS[problem.table], "row": number(problem.row)}
    about = f" ({problem.about})" if problem.about else ""
    return f"{FAULTS[problem.fault]}{about}. {where}."


def ties_in_words(
    ties: Iterable[TieRow], stays: Iterable[StayRow], people: Iterable[Person]
) -> dict[UUID, list[str]]:
    """What each person is to whom, and since when she lives where she lives, by her id."""
    names = {each.id: each.name for each in people}
    said: dict[UUID, list[str]] = {each: [] for each in names}
    for tie in ties:
        if tie.member_id in said and tie.other_id in names:
            said[tie.member_id].append(
                _until(str(TIES[tie.tie]) % {"name": names[tie.other_id]}, tie.valid_until)
            )
    for stay in stays:
        if stay.member_id in said:
            since = _("household %(key)s since %(day)s") % {
                "key": stay.household, "day": date_format(stay.valid_from, "SHORT_DATE_FORMAT"),
            }  # fmt: skip
            said[stay.member_id].append(_until(since, stay.valid_until))
    return said


def _until(words: str, day: date | None) -> str:
    return (
        _("%(words)s, until %(day)s") % {"words": words, "day": date_format(day, "SHORT_DATE_FORMAT")}
        if day
        else words
    )
