"""The help plan (DOMAIN 2.2): what it holds, what it must hold before it is fixed, who receives which part of it.

The parts are classes of fields: every version that leaves the family's hands (for the provider, for the family court)
is derived from them and never put together by hand (H8, D7).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self

from sozialraum.individual.enums import Audience, PlanPart


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who was there or was heard, and how (``heard``: a talk, a picture, a letter)."""

    name: str
    role: str = ""
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody said, as it was said that day."""

    name: str
    kind: str
    said_on: str
    words: str
    own: bool
    own_action: str = ""
    agreed_with_provider: bool = False
    plain: str = ""


@dataclass(frozen=True, slots=True)
class PlanTension:
    """Where people pull apart: how each sees it, and how all live with it; nothing is weighed."""

    about: str
    state: str
    held_until: str = ""
    how: str = ""
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what until when."""

    who: str
    what: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """A goal in the person's words with its sign and steps; ``key`` is that of the goal itself."""

    key: str
    owner: str
    words: str
    sign: str = ""
    in_other_words: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """One agreed part of the help: who brings it, what, how much, how long."""

    who: str
    what: str
    extent: str = ""
    duration: str = ""
    provider_code: str = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """What somebody sees differently, and the answer; neither takes the other away."""

    name: str
    words: str
    own: bool
    answer: str = ""
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class PlanContent:
    """Everything that one version of a help plan says."""

    plan_for: str = ""
    meeting_on: str = ""
    place: str = ""
    participants: tuple[Participant, ...] = ()
    absent: str = ""
    voices: tuple[Voice, ...] = ()
    tensions: tuple[PlanTension, ...] = ()
    need: str = ""
    help_kind: str = ""
    services: tuple[Service, ...] = ()
    siblings: str = ""
    out_of_home: bool = False
    perspective: str = ""
    with_parents: str = ""
    parents_counseling: str = ""
    goals: tuple[PlanGoal, ...] = ()
    resources: tuple[str, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    review_on: str = ""
    exit_when: str = ""
    afterwards: str = ""
    summary: str = ""
    reviews: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """As it was stored; what an older version did not know is empty."""
        known = {each.name for each in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        for name, kind in _LISTS.items():
            if name in values:
                values[name] = tuple(_made(kind, each) for each in values[name])
        for name in ("resources", "reviews"):
            values[name] = tuple(values.get(name, ()))
        return cls(**values)


_LISTS: Final[Mapping[str, type]] = {
    "participants": Participant, "voices": Voice, "services": Service, "goals": PlanGoal, "dissent": Dissent,
    "tensions": PlanTension,
}  # fmt: skip


def _made(kind: type, stored: Mapping[str, Any]) -> Any:
    values = dict(stored)
    if kind is PlanGoal:
        values["steps"] = tuple(Step(**each) for each in values.get("steps", ()))
    if kind is PlanTension:
        values["voices"] = tuple(Voice(**each) for each in values.get("voices", ()))
    return kind(**values)


PARTS: Final[Mapping[PlanPart, tuple[str, ...]]] = {
    PlanPart.MEETING: ("meeting_on", "place", "participants", "absent"),
    PlanPart.VOICES: ("voices",),
    PlanPart.TENSIONS: ("tensions",),
    PlanPart.NEED: ("need",),
    PlanPart.HELP: ("help_kind", "services"),
    PlanPart.GOALS: ("goals", "summary"),
    PlanPart.RESOURCES: ("resources",),
    PlanPart.SIBLINGS: ("siblings",),
    PlanPart.PERSPECTIVE: ("out_of_home", "perspective", "with_parents", "parents_counseling"),
    PlanPart.DISSENT: ("dissent",),
    PlanPart.OUTLOOK: ("review_on", "exit_when", "afterwards"),
    PlanPart.REVIEWS: ("reviews",),
    PlanPart.SIGNATURES: (),
}
"""Which field belongs to which part; who the plan is for stands in every version."""

RECEIVES: Final[Mapping[Audience, frozenset[PlanPart]]] = {
    Audience.FAMILY: frozenset(PlanPart),
    Audience.PLAIN: frozenset(PlanPart) - {PlanPart.NEED},
    Audience.PROVIDER: frozenset(
        {
            PlanPart.MEETING,
            PlanPart.VOICES,
            PlanPart.HELP,
            PlanPart.GOALS,
            PlanPart.OUTLOOK,
            PlanPart.SIGNATURES,
        }
    ),
    # § 50 (2) S. 3 SGB VIII: the result of the need assessment, the agreed help with its services, results of reviews
    Audience.COURT: frozenset({PlanPart.NEED, PlanPart.HELP, PlanPart.REVIEWS}),
}


def part_of(name: str) -> PlanPart | None:
    """The part a field belongs to; ``None`` for who the plan is for, and for nothing else."""
    return next((part for part, names in PARTS.items() if name in names), None)


def plan_for(audience: Audience, content: PlanContent, *, providers: Collection[str] = ()) -> PlanContent:
    """The plan as an audience receives it: every other part is empty.

    A provider receives the voices that were agreed for it, its own services (those of ``providers``, and of nobody else,
    D7), and no professional view of the office.

    >>> whole = PlanContent(plan_for="Jonas", need="...", siblings="...", resources=("Opa",))
    >>> plan_for(Audience.COURT, whole) == PlanContent(plan_for="Jonas", need="...")
    True
    """
    empty = PlanContent()
    hidden = {
        name: getattr(empty, name)
        for part, names in PARTS.items()
        if part not in RECEIVES[audience]
        for name in names
    }
    shown = replace(content, **hidden)
    if audience is Audience.PROVIDER:
        shown = replace(
            shown,
            voices=tuple(each for each in shown.voices if each.own and each.agreed_with_provider),
            services=tuple(each for each in shown.services if each.provider_code in providers),
        )
    return shown


class Missing(StrEnum):
    """What a plan must say before it is fixed; a draft may lack all of it."""

    MEETING = "meeting"
    PARTICIPANTS = "participants"
    NEED = "need"
    HELP_KIND = "help_kind"
    SERVICES = "services"
    SIBLINGS = "siblings"
    PERSPECTIVE = "perspective"
    WITH_PARENTS = "with_parents"
    PARENTS_COUNSELING = "parents_counseling"
    GOALS = "goals"
    REVIEW_ON = "review_on"
    SUMMARY = "summary"


def missing_to_fix(content: PlanContent) -> tuple[Missing, ...]:
    """What is still missing before a plan can be fixed (§ 36 (2), § 37c SGB VIII); out of home more is asked for.

    >>> missing_to_fix(PlanContent(out_of_home=True))[-1] == missing_to_fix(PlanContent())[-1] == Missing.SUMMARY
    True
    >>> Missing.PERSPECTIVE in missing_to_fix(PlanContent())
    False
    """
    asked: list[tuple[Missing, object]] = [
        (Missing.MEETING, content.meeting_on), (Missing.PARTICIPANTS, content.participants),
        (Missing.NEED, content.need.strip()), (Missing.HELP_KIND, content.help_kind),
        (Missing.SERVICES, content.services), (Missing.SIBLINGS, content.siblings.strip()),
    ]  # fmt: skip
    if content.out_of_home:
        asked += [
            (Missing.PERSPECTIVE, content.perspective.strip()), (Missing.WITH_PARENTS, content.with_parents.strip()),
            (Missing.PARENTS_COUNSELING, content.parents_counseling.strip()),
        ]  # fmt: skip
    asked += [
        (Missing.GOALS, content.goals), (Missing.REVIEW_ON, content.review_on),
        (Missing.SUMMARY, content.summary.strip()),
    ]  # fmt: skip
    return tuple(name for name, value in asked if not value)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: kept, new, or struck against the version before."""

    text: str
    change: str = ""


def compared(before: str, now: str) -> tuple[Piece, ...]:
    """Two texts word by word: what is new, and what was taken out where it stood.

    >>> [(each.change, each.text) for each in compared("Montag und Mittwoch", "Montag und Freitag")]
    [('', 'Montag und '), ('struck', 'Mittwoch'), ('new', 'Freitag')]
    """
    old, new = (re.findall(r"\S+\s*", text) for text in (before, now))
    plain_old, plain_new = ([each.strip() for each in words] for words in (old, new))
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, plain_old, plain_new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece("".join(old[old_from:old_to]), "struck"))
        if new_to > new_from:
            pieces.append(Piece("".join(new[new_from:new_to]), "new"))
    return tuple(pieces)


def same_place(now: Sequence[Step], before: Iterable[Step]) -> list[tuple[Step | None, Step | None]]:
    """The steps of a goal side by side with those of the version before: matched by who does them, in order.

    A step that nobody does any more stands at the end, without a present one.
    """
    rest = list(before)
    pairs: list[tuple[Step | None, Step | None]] = []
    for step in now:
        alike = [each for each in rest if each.who == step.who]
        best = max(
            alike,
            key=lambda each, what=step.what: difflib.SequenceMatcher(None, each.what, what).ratio(),  # type: ignore[misc]  # bound at once
            default=None,
        )
        if best is not None:
            rest.remove(best)
        pairs.append((step, best))
    return [*pairs, *((None, each) for each in rest)]


RATINGS: Final = range(-2, 3)
"""The scale of reaching a goal (DOMAIN 2.3): from much worse to much more than was hoped for."""


def is_agreed(*, fixed: bool, by_worker: bool, by_claimant: bool) -> bool:
    """Whether a plan carries the help: fixed, and signed by the worker and by a holder of custody or a young adult.

    Everybody else's signature is asked for and waited for; nobody's patience is (DOMAIN 2.2).
    """
    return fixed and by_worker and by_claimant


def may_begin_version(*, latest_is_draft: bool) -> bool:
    """A new version begins on a fixed one; one draft at a time, so that nobody works beside the others."""
    return not latest_is_draft


def days_until(review_on: str, *, today: date) -> int | None:
    """Days to the review, below zero where it is over; ``None`` without a day."""
    return (date.fromisoformat(review_on) - today).days if review_on else None
