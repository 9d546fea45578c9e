"""How the floor's values are said in words: pure functions for pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.titles import ROLE_TITLES
from sozialraum.foundation.audit.queries import AS_SUBSTITUTE
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.gate import EMERGENCY
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.cells import short_date
from sozialraum.foundation.ui.drawing import number
from sozialraum.foundation.ui.tables import Column
from sozialraum.foundation.vocabulary import Purpose
from sozialraum.individual.enums import CaseState, MemberKind, StatementKind
from sozialraum.individual.queries import CaseFile, Person, Reader, Words


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind of statement as sign and word."""

    icon: str
    word: str | Promise


KINDS: dict[str, KindWords] = {
    StatementKind.WILL: KindWords("flag", gettext_lazy("Will")),
    StatementKind.WISH: KindWords("sun", gettext_lazy("Wish")),
    StatementKind.OPEN: KindWords("speech", gettext_lazy("Own words")),
    StatementKind.PROFESSIONAL_VIEW: KindWords("eye", gettext_lazy("Professional view")),
    StatementKind.MANDATE: KindWords("shield", gettext_lazy("Mandate")),
}


PROFESSIONAL = "ich"
MEMBERS: dict[str, str | Promise] = {
    MemberKind.YOUNG_PERSON: gettext_lazy("child or young person"),
    MemberKind.PARENT: gettext_lazy("parent"),
    MemberKind.RELATIVE: gettext_lazy("relative"),
    MemberKind.OTHER: gettext_lazy("counted in by the family"),
}


STATES: dict[str, str | Promise] = {
    CaseState.CONCERN: gettext_lazy("first concern"),
    CaseState.COUNSELING: gettext_lazy("counseling is going on"),
    CaseState.EXPLORATION: gettext_lazy("getting to know what is there"),
    CaseState.WILL_AND_GOALS: gettext_lazy("will and goals"),
    CaseState.FAMILY_COUNCIL: gettext_lazy("family council"),
    CaseState.TEAM: gettext_lazy("advice in the team"),
    CaseState.OFFER: gettext_lazy("choice of help"),
    CaseState.DECISION: gettext_lazy("decision"),
    CaseState.PLAN: gettext_lazy("help plan"),
    CaseState.RUNNING: gettext_lazy("help is running"),
    CaseState.REVIEW: gettext_lazy("review"),
    CaseState.TRANSITION: gettext_lazy("transition"),
    CaseState.ENDED: gettext_lazy("ended"),
    CaseState.AFTERCARE: gettext_lazy("aftercare"),
}


def families_in_words(count: int) -> str:
    """How many families a list holds."""
    return ngettext("%(count)s family", "%(count)s families", count) % {"count": number(count)}


FAMILIES = (
    Column(
        "familie", gettext_lazy("Family"), lambda row: row.family_name,
        shown=lambda row: (_("Family %(name)s (standing in)") if row.substitute else _("Family %(name)s"))
        % {"name": row.family_name},
        link=lambda row: address_of("individual:case", row.id), search=True,
    ),
    Column("quartier", gettext_lazy("Quarter"), lambda row: row.area_name, choices=True),
    Column("stand", gettext_lazy("Stage"), lambda row: str(STATES[row.state]), choices=True),
    Column(
        "worte", gettext_lazy("Last words"), lambda row: row.last_said_on,
        shown=lambda row: short_date(row.last_said_on) if row.last_said_on else _("none yet"),
    ),
    Column("seit", gettext_lazy("Since"), lambda row: row.opened_on),
    Column("nummer", gettext_lazy("Number"), lambda row: row.number, search=True),
)  # fmt: skip
"""The list of families: what is shown of each, and what it can be filtered and sorted by."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who looked or wrote on one day, as the family reads it; ``times`` counts repeated looks."""

    name: str
    role: str
    last_at: datetime
    deed: str | Promise
    reason: str | Promise
    times: int


DEEDS: dict[tuple[str, str], str | Promise] = {
    ("read", "granted"): gettext_lazy("has read your words"),
    ("list", "granted"): gettext_lazy("has seen your name in a list"),
    ("write", "granted"): gettext_lazy("has opened your file to write"),
    ("write", "changed"): gettext_lazy("has written something down"),
    ("decide", "granted"): gettext_lazy("has opened your file to decide on your help"),
    ("export", "granted"): gettext_lazy("has taken a copy along"),
    ("take_over", "granted"): gettext_lazy("has taken your file over from another system"),
    ("erase", "granted"): gettext_lazy("has opened your file to put it into the archive or to erase it"),
    ("erase", "changed"): gettext_lazy("has put your file into the locked archive"),
}
READ_AND_WROTE = gettext_lazy("has read your words and written something down")
STANDING_IN = gettext_lazy("in place of a colleague who is away")
REASONS: dict[str, str | Promise] = {
    "service": gettext_lazy("to be there for you"),
    "protection": gettext_lazy("to protect a child"),
    "consent": gettext_lazy("because somebody of the family shows it"),
    "own_data": gettext_lazy("because these are the family's own data"),
    "supervision": gettext_lazy("to check that the rules are kept"),
    "planning": gettext_lazy("to plan, without names"),
    "retention": gettext_lazy("to see whether the time for keeping your data is over"),
}
EMERGENCIES: dict[str, str | Promise] = {
    "danger": gettext_lazy("A child may be in danger"),
    "custody": gettext_lazy("A child or young person is taken into care"),
    "inquiry": gettext_lazy("Police, court or hospital needs an answer that cannot wait"),
    "absence": gettext_lazy("The family needs help now and nobody responsible can be reached"),
}
EMERGENCY_REASONS: dict[str, str | Promise] = {
    "danger": gettext_lazy("in an emergency, because a child may have been in danger"),
    "custody": gettext_lazy("in an emergency, because a child or young person had to be taken into care"),
    "inquiry": gettext_lazy("in an emergency, because police, court or hospital needed an answer at once"),
    "absence": gettext_lazy(
        "in an emergency, because you needed help and nobody responsible could be reached"
    ),
}
EMERGENCY_ASKED = gettext_lazy("in an emergency")
TRUSTED = gettext_lazy("Somebody whom a member of the family trusts")
REFUSED = gettext_lazy("wanted to look and was not let in")


AT_WORK = frozenset({("read", "granted"), ("write", "granted"), ("write", "changed")})


def visits(found: Iterable[Reader], *, own_id: UUID | None) -> list[Visit]:
    """Who looked, newest first: one line for a person, a deed and a day; the reader's own looks are left out.

    Opening a file, reading and writing in it on one day are one line: it is one talk.
    """
    grouped: dict[tuple[object, ...], list[Reader]] = {}
    for each in found:
        if each.user_id != own_id:
            deed = "at work" if (each.action, each.outcome) in AT_WORK else f"{each.action} {each.outcome}"
            emergency = each.ground if each.ground.startswith(EMERGENCY) else ""
            key = (each.user_id, deed, told_purpose(each), emergency, timezone.localdate(each.at))
            grouped.setdefault(key, []).append(each)
    return sorted((_visit(acts) for acts in grouped.values()), key=lambda visit: visit.last_at, reverse=True)


def _visit(acts: Sequence[Reader]) -> Visit:
    """The acts of one line; how often is how often the file was opened, or written in where that is more."""
    last = max(acts, key=lambda each: each.at)
    done = Counter((each.action, each.outcome) for each in acts)
    deed: str | Promise = REFUSED
    reason: str | Promise = ""
    if last.outcome != "denied":
        both = ("read", "granted") in done and ("write", "changed") in done
        told = next((each for each in (("write", "changed"), ("read", "granted")) if each in done), None)
        deed = READ_AND_WROTE if both else DEEDS.get(told or (last.action, last.outcome), last.action)
        reason = reason_in_words(next((each for each in acts if each.ground == AS_SUBSTITUTE), last))
    opened = sum(count for (_action, outcome), count in done.items() if outcome != "changed")
    role = str(ROLE_TITLES.get(Role(last.role)) or "") if last.role else ""
    name = last.name or (str(TRUSTED) if last.role == Role.TRUSTED_PERSON else "")
    return Visit(name, role, last.at, deed, reason, max(opened, done["write", "changed"], 1))


def told_purpose(reader: Reader) -> str:
    """The purpose as the family reads it: work on the protection of a child is the work of the one who is there for it.

    That somebody told of a danger must not show before the office has spoken with the family, and who told it never.
    """
    apart = reader.purpose == Purpose.PROTECTION and not reader.ground.startswith(EMERGENCY)
    return Purpose.SERVICE if apart else reader.purpose


def reason_in_words(reader: Reader) -> str | Promise:
    """Why somebody looked: the class of the emergency where it was one, else the purpose."""
    if reader.ground.startswith(EMERGENCY):
        return EMERGENCY_REASONS.get(reader.ground.removeprefix(f"{EMERGENCY}: "), EMERGENCY_ASKED)
    if reader.ground == AS_SUBSTITUTE:
        return STANDING_IN
    return REASONS.get(told_purpose(reader), reader.purpose)


def own_person(file: CaseFile, user_id: UUID | None) -> Person | None:
    """The member of the family who is signed in, if the family has named her."""
    return next((person for person in file.people if user_id and person.user_id == user_id), None)


def in_order_of_speaking(people: Iterable[Person]) -> list[Person]:
    """Young people first, the oldest of them before the others: it is about them."""
    return sorted(people, key=lambda person: person.kind is not MemberKind.YOUNG_PERSON)


IMPORTANCE = (StatementKind.WILL, StatementKind.WISH, StatementKind.OPEN)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a person said: the most important, the latest where that is another, and everything else."""

    first: Words | None
    latest: Words | None
    earlier: tuple[Words, ...]


def own_words_of(file: CaseFile, person: Person | None) -> OwnWords:
    """What this person said in the order of its weight: a will before a wish, the stronger and the later first."""
    mine = [words for words in file.words if words.own_words and words.speaker == person]
    weighed = sorted(mine, key=lambda words: (IMPORTANCE.index(words.kind), -(words.strength or 0)))
    first, latest = (weighed[0], mine[0]) if mine else (None, None)
    earlier = tuple(words for words in weighed if words not in (first, latest))
    return OwnWords(first, latest if latest != first else None, earlier)


def last_own_words(file: CaseFile, person_id: str) -> Words | None:
    """What the person with this id said last, to write a goal beside it; ``None`` for an unknown one."""
    return next((each for each in file.words if each.speaker and str(each.speaker.id) == person_id), None)


def latest_of_others(file: CaseFile, turn: Turn) -> tuple[list[Words], list[Words]]:
    """What the others said last, one each, and everything older that was said, by anybody; the latest first."""
    latest: dict[str, Words] = {}
    speaking = turn.person.name if turn.person else (turn.words.speaker_name if turn.words else "")
    rest = [words for words in file.words if turn.words is None or words.id != turn.words.id]
    for words in rest:
        if words.speaker_name != speaking:
            latest.setdefault(words.speaker_name, words)
    shown = {words.id for words in latest.values()}
    return list(latest.values()), [words for words in rest if words.id not in shown]


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is in a conversation: a person of the family, or the professional (``person`` is ``None``).

    ``words`` are what this speaker said today already, written down by the same hand; ``statement_id`` is where the
    words go. A ``private`` turn is between the two of them.
    """

    person: Person | None
    statement_id: UUID
    words: Words | None
    private: bool = False


def turn_of(file: CaseFile, voice: str, *, user_id: UUID | None, today: date, private: bool = False) -> Turn:
    """Whose turn it is: the voice that was tapped, else the first young person, else the professional."""
    person = next((each for each in file.people if str(each.id) == voice), None)
    if person is None and voice != PROFESSIONAL:
        person = next((each for each in file.people if each.kind is MemberKind.YOUNG_PERSON), None)
    begun = [
        words for words in (file.private if private else file.words)
        if words.said_on == today and words.recorded_by == user_id and words.speaker == person
        and (person is not None or words.kind is StatementKind.PROFESSIONAL_VIEW)
    ]  # fmt: skip
    return Turn(person, begun[0].id if begun else uuid4(), begun[0] if begun else None, private)


def nobody_yet() -> Turn:
    """The turn of somebody whose name is still to be written down."""
    return Turn(Person(uuid4(), MemberKind.OTHER, "", "", None, None), uuid4(), None)


def other_turns(file: CaseFile, turn: Turn, *, user_id: UUID | None, today: date) -> list[Turn]:
    """The turns of everybody else, so that a talk goes on without a connection."""
    voices = [str(each.id) for each in file.people if each != turn.person]
    found = [turn_of(file, voice, user_id=user_id, today=today) for voice in voices]
    return (
        found if turn.person is None else [*found, turn_of(file, PROFESSIONAL, user_id=user_id, today=today)]
    )


def sentence_of(file: CaseFile) -> str:
    """The answer under the title: how many voices there are, and whether a will is named."""
    if not file.words:
        return _("Nobody's words are written down yet.")
    voices = len({words.speaker_name for words in file.words})
    wills = sum(words.kind is StatementKind.WILL for words in file.words)
    spoken = ngettext("One voice has spoken.", "%(count)s voices have spoken.", voices) % {
        "count": number(voices)
    }
    if not wills:
        return f"{spoken} {_('No will is named yet.')}"
    named = ngettext("One will is named.", "%(count)s wills are named.", wills) % {"count": number(wills)}
    return f"{spoken} {named}"


def error_in_words(error: SozialraumError) -> str:
    """An error and its remedy in the reader's language."""
    return " ".join(part for part in error.told(_) if part)
