"""A whole file of a family as plain values, tied together by keys: so the families of the demo city come in at once.

What another case system exports comes by ``case_files`` and ``services.case_imports``.

A key names somebody (``NewMember.key``) or a goal (``NewGoal.key``) inside one file and nowhere else. Where ``by`` is
left open, the professional who holds the case speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sozialraum.individual.enums import (
    AdviceTopic,
    Availability,
    CaseState,
    ComponentKind,
    ConsultationForm,
    Funding,
    GoalLevel,
    GoalState,
    MemberKind,
    Outcome,
    ResourceKind,
    ReviewResult,
    Ring,
    SignatureState,
    StatementKind,
    UseValue,
)
from sozialraum.individual.rules.arrangements import Extent
from sozialraum.individual.rules.choice import Refusal
from sozialraum.individual.rules.plans import PlanContent
from sozialraum.network.network_maps import Sheet


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody of the family."""

    key: str
    kind: MemberKind
    full_name: str
    called: str = ""
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewWords:
    """What somebody said; own words become wish or will by who acts, as they do at the table."""

    text: str
    said_on: date
    kind: StatementKind = StatementKind.OPEN
    by: str = ""
    acts_oneself: bool | None = None
    own_action: str = ""
    strength: int | None = None
    language: str = "de"
    agreed_with_provider: bool = False


@dataclass(frozen=True, slots=True)
class NewConsultation:
    """What was explained to whom."""

    held_on: date
    form: ConsultationForm
    topics: tuple[AdviceTopic, ...]
    present: tuple[str, ...] = ()
    language: str = "de"
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step of the way, in the order in which they were taken; the first is the state in which the case began."""

    state: CaseState
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewGoal:
    """A goal in the words of its owner, or a step under one (``parent``)."""

    key: str
    owner: str
    words: str
    on: date
    level: GoalLevel = GoalLevel.ACTION
    parent: str = ""
    verbatim: bool = True
    sign: str = ""
    who: str = ""
    reach_by: date | None = None
    agreed_on: date | None = None
    state: GoalState = GoalState.OPEN


@dataclass(frozen=True, slots=True)
class NewResource:
    """One thing to build on."""

    kind: ResourceKind
    words: str
    on: date
    by: str = ""
    wants_to_use: int | None = None
    availability: Availability = Availability.NOW
    exception_story: str = ""
    goals: tuple[str, ...] = ()
    used_from: date | None = None
    effect: int | None = None
    person_name: str = ""


@dataclass(frozen=True, slots=True)
class NewUse:
    """What somebody of the family said on a day that a contribution is good for."""

    by: str
    value: UseValue
    on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class NewPart:
    """A contribution to the arrangement; ``later`` are the extents that reviews have given it since."""

    kind: ComponentKind
    who: str
    content: str
    valid_from: date
    times: tuple[str, ...] = ()
    minutes: int = 0
    member: str = ""
    funding: Funding = Funding.NONE
    goals: tuple[str, ...] = ()
    valid_until: date | None = None
    substitute: str = ""
    later: tuple[Extent, ...] = ()
    uses: tuple[NewUse, ...] = ()


@dataclass(frozen=True, slots=True)
class NewIdea:
    """One idea of the team."""

    ring: Ring
    text: str
    provider: bool = False
    offered: bool = False


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A team sheet; names are taken out of everything in it. Closed where ``closed_on`` is given."""

    question: str
    lines: tuple[str, ...]
    made_on: date
    professionals: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    ideas: tuple[NewIdea, ...] = ()
    dissent: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewChoice:
    """The list that was shown for a kind of help, and what was chosen: the offer in ``place`` of the list, the first
    of a ``provider`` where it is on it, or ``other``.

    Without ``chosen_on`` the list has been shown and nothing is chosen yet.
    """

    help_kind: str
    shown_on: date
    chosen_on: date | None = None
    by: str = ""
    words: str = ""
    place: int = 0
    provider: str = ""
    other: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision that is prepared; who decided it and when the letter went out is said on a grant to decide."""

    outcome: Outcome
    content: str
    reasons: str
    prepared_on: date
    valid_from: date | None = None
    extent: str = ""
    decided_on: date | None = None
    sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewSignature:
    """What somebody said to a fixed plan."""

    state: SignatureState
    on: date
    by: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class NewRating:
    """How far a goal is reached in one person's eyes."""

    goal: str
    value: int
    on: date
    by: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class NewReview:
    """A review of a plan."""

    held_on: date
    suitable: str
    needed: str
    result: ReviewResult
    text: str = ""
    exit_reached: bool = False


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A version of the help plan; the keys of its goals are those of the file. A draft where ``fixed_on`` is open."""

    content: PlanContent
    begun_on: date
    fixed_on: date | None = None
    signatures: tuple[NewSignature, ...] = ()
    ratings: tuple[NewRating, ...] = ()
    reviews: tuple[NewReview, ...] = ()


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting that is arranged."""

    begins_at: datetime
    topic: str
    place: str
    who_comes: str
    arranged_on: date
    minutes: int = 60


@dataclass(frozen=True, slots=True)
class NewReminder:
    """What a family waits for."""

    due_on: date
    text: str
    waits_for: str
    set_on: date


@dataclass(frozen=True, slots=True)
class NewHandover:
    """A handover that is done: from a colleague to the one who holds the case now."""

    from_id: UUID
    begun_on: date
    done_on: date
    joint_talk_on: date | None = None
    without_talk: str = ""
    family_note: str = ""
    family_note_by: str = ""


@dataclass(frozen=True, slots=True)
class NewMap:
    """A network map of somebody of the family, as it was drawn on a day."""

    owner: str
    drawn_on: date
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class FamilyFile:
    """Everything that one family's file holds beside the core of the case."""

    case_id: UUID
    members: tuple[NewMember, ...]
    words: tuple[NewWords, ...] = ()
    consultations: tuple[NewConsultation, ...] = ()
    steps: tuple[NewStep, ...] = ()
    goals: tuple[NewGoal, ...] = ()
    resources: tuple[NewResource, ...] = ()
    skipped: tuple[tuple[Ring, str, date], ...] = ()
    parts: tuple[NewPart, ...] = ()
    sheet: NewSheet | None = None
    choice: NewChoice | None = None
    decision: NewDecision | None = None
    plans: tuple[NewPlan, ...] = ()
    meetings: tuple[NewMeeting, ...] = ()
    reminders: tuple[NewReminder, ...] = ()
    handovers: tuple[NewHandover, ...] = ()
    maps: tuple[NewMap, ...] = ()
