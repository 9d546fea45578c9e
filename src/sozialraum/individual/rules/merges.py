"""When two files are one family, and when they may be brought together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import MemberKind, MergeState
from sozialraum.individual.rules.likeness import alike, sound_of

UNDO_FOR: Final = timedelta(days=30)
"""How long two files can be taken apart again; a rule of the house, no statute names one."""
ALONG: Final = "along"
STAYS: Final = "stays"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What stands in the way of shutting a file, or of leading."""

    archived: bool = False
    merged: bool = False
    took_another: bool = False
    running_help: bool = False
    draft_plan: bool = False
    open_report: bool = False
    open_decision: bool = False
    open_objection: bool = False
    open_council: bool = False
    open_handover: bool = False


def may_lead(leading: FileFacts, former: FileFacts) -> Decision:
    """Whether ``former`` may be shut and go on in ``leading``.

    What is decided, planned or looked at together stays where it is written; so nothing of that may be running in the
    file that is shut. Where a help runs in both, the plan of the file that leads leads, and the other help runs on
    beside it; a plan that is still being written, or the very same help twice, stands in the way.

    >>> may_lead(FileFacts(), FileFacts(running_help=True)).reason
    'A help is running in the file that would be shut. Let that file lead.'
    >>> bool(may_lead(FileFacts(running_help=True), FileFacts(running_help=True)))
    True
    """
    alone = former.running_help and not leading.running_help
    for stands, reason in (
        (leading.merged or former.merged, gettext_noop("One of the two was brought together with another file already.")),
        (leading.archived or former.archived, gettext_noop("One of the two is in the restricted archive.")),
        (former.took_another, gettext_noop("The file that would be shut has taken in another one. Let that file lead.")),
        (alone, gettext_noop("A help is running in the file that would be shut. Let that file lead.")),
        (
            former.running_help and former.draft_plan,
            gettext_noop("A help plan is being written in the file that would be shut. Fix it first, or let that file lead."),
        ),
        (
            former.open_report,
            gettext_noop("A report of a danger is still open in the file that would be shut. Conclude it first."),
        ),
        (former.open_decision, gettext_noop("A decision is being prepared in the file that would be shut. End that first.")),
        (former.open_objection, gettext_noop("An objection waits for its answer in the file that would be shut. Answer it first.")),
        (former.open_council, gettext_noop("A family council is going on in the file that would be shut. End that first.")),
        (former.open_handover, gettext_noop("The file that would be shut is being handed over. End that first.")),
    ):  # fmt: skip
        if stands:
            return Decision.no(reason)
    return Decision.yes()


@dataclass(frozen=True, slots=True)
class Running:
    """A help that runs: its kind, who brings it, and the one it is for as the file that leads knows her."""

    kind: str
    provider: str
    person: UUID | None


def helps_fit(leading: Sequence[Running], former: Sequence[Running]) -> Decision:
    """Whether the helps of two files can run on beside each other: not where both are the same one, granted twice.

    >>> one = Running("31", "P07", None)
    >>> bool(helps_fit([one], [Running("30", "P07", None)])), helps_fit([one], [one]).reason[:35]
    (True, 'The same help was granted in both f')
    """
    if set(leading) & set(former):
        return Decision.no(
            gettext_noop(
                "The same help was granted in both files. End it in one of them first: else it is paid and counted twice."
            )
        )
    return Decision.yes()


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of a file, as far as it is needed to recognize her."""

    id: UUID
    kind: MemberKind
    full_name: str
    called: str = ""
    born_on: date | None = None


def same_person(one: Named, other: Named) -> bool:
    """Whether two entries may be one person: a first name that sounds alike, and no other day of birth.

    >>> from uuid import uuid4
    >>> young = MemberKind.YOUNG_PERSON
    >>> lena = Named(uuid4(), young, "Lena Maier", born_on=date(2014, 3, 2))
    >>> same_person(lena, Named(uuid4(), young, "Lenah Meyer")), same_person(lena, Named(uuid4(), young, "Tim Maier"))
    (True, False)
    """
    if one.kind is not other.kind or (one.born_on and other.born_on and one.born_on != other.born_on):
        return False
    first, second = one.full_name.split()[:1], other.full_name.split()[:1]
    return bool(first and second) and sound_of(first[0]) == sound_of(second[0]) != ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What is compared of two files: the name of the family and its young people."""

    family_name: str
    young_people: Sequence[Named] = ()


def may_be_one(one: Entered, other: Entered) -> bool:
    """Whether two files may be of one family.

    A child with the same first name and day of birth says so whatever the family is called; else the name has to sound
    alike and a child as well, or, where one file names no child, the name has to be the very same.

    >>> may_be_one(Entered("Adeyemi"), Entered("Aydın")), may_be_one(Entered("Adeyemi"), Entered("adeyemi"))
    (False, True)
    """
    pairs = [(a, b) for a in one.young_people for b in other.young_people if same_person(a, b)]
    if any(a.born_on and a.born_on == b.born_on for a, b in pairs):
        return True
    if one.young_people and other.young_people:
        return bool(pairs) and alike(one.family_name, other.family_name)
    return one.family_name.casefold() == other.family_name.casefold()


def likely_pairs(leading: Sequence[Named], former: Sequence[Named]) -> dict[UUID, UUID]:
    """Who of the former file may be who of the leading one; each at most once."""
    found: dict[UUID, UUID] = {}
    for person in former:
        for other in leading:
            if other.id not in found.values() and same_person(person, other):
                found[person.id] = other.id
                break
    return found


def fates_fit(people: Mapping[str, str], *, leading: Sequence[UUID], former: Sequence[UUID]) -> Decision:
    """Whether each person of the former file has exactly one fate, and nobody two counterparts."""
    if set(people) != {str(each) for each in former}:
        return Decision.no(gettext_noop("Say of each person where she belongs."))
    same = [each for each in people.values() if each not in (ALONG, STAYS)]
    if not set(same) <= {str(each) for each in leading}:
        return Decision.no(gettext_noop("This person does not belong to the family."))
    if len(same) != len(set(same)):
        return Decision.no(gettext_noop("Two people of one file cannot be the same person."))
    if people and all(each == STAYS for each in people.values()):
        return Decision.no(
            gettext_noop("Nobody of the second file belongs here. Then these are two families.")
        )
    return Decision.yes()


def may_undo(state: MergeState, done_at: datetime | None, *, at: datetime) -> Decision:
    """Whether two files can still be taken apart.

    >>> from datetime import UTC
    >>> bool(may_undo(MergeState.DONE, datetime(2026, 10, 1, tzinfo=UTC), at=datetime(2026, 11, 22, tzinfo=UTC)))
    False
    """
    if state is not MergeState.DONE or done_at is None:
        return Decision.no(gettext_noop("These files are not together."))
    if at > done_at + UNDO_FOR:
        return Decision.no(gettext_noop("The 30 days in which this can be undone are over."))
    return Decision.yes()
