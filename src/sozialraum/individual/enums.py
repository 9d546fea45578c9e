"""States and kinds of the individual floor."""

from __future__ import annotations

from enum import StrEnum


class CaseState(StrEnum):
    """The way of a case from the first concern to aftercare (DOMAIN 2.1)."""

    CONCERN = "concern"
    COUNSELING = "counseling"
    EXPLORATION = "exploration"
    WILL_AND_GOALS = "will_and_goals"
    FAMILY_COUNCIL = "family_council"
    TEAM = "team"
    OFFER = "offer"
    DECISION = "decision"
    PLAN = "plan"
    RUNNING = "running"
    REVIEW = "review"
    TRANSITION = "transition"
    ENDED = "ended"
    AFTERCARE = "aftercare"


class StatementKind(StrEnum):
    """Four records that never overwrite each other (H4), and the one whose kind is still open."""

    WISH = "wish"
    WILL = "will"
    PROFESSIONAL_VIEW = "professional_view"
    MANDATE = "mandate"
    OPEN = "open"


class MemberKind(StrEnum):
    """What somebody is to the family."""

    YOUNG_PERSON = "young_person"
    PARENT = "parent"
    RELATIVE = "relative"
    OTHER = "other"


class SharedThing(StrEnum):
    """What belongs to one person of the family and is shown to others only by her."""

    NETWORK_MAP = "network_map"
    RESOURCE_CARD = "resource_card"
    GENOGRAM = "genogram"
    OWN_WORDS = "own_words"
    GOALS = "goals"
    CONTRIBUTIONS = "contributions"
    MEETINGS = "meetings"
    PLAN = "plan"


class Track(StrEnum):
    """The two ways that run side by side: the help, and the protection of a child (§ 8a SGB VIII)."""

    HELP = "help"
    PROTECTION = "protection"


class Requirement(StrEnum):
    """What the law asks before a case may go a step further (DOMAIN 2.1)."""

    ADVICE_BEGUN = "advice_begun"
    OWN_WORDS = "own_words"
    YOUNG_HEARD = "young_heard"
    TEAM_ADVICE = "team_advice"
    CHOICE_EXPLAINED = "choice_explained"
    ADVICE_COMPLETE = "advice_complete"
    OMBUDS_NAMED = "ombuds_named"
    OPTIONS_SHOWN = "options_shown"
    CHOICE_MADE = "choice_made"
    GRANTED = "granted"
    LETTER_SENT = "letter_sent"
    PLAN_AGREED = "plan_agreed"
    REVIEWED = "reviewed"


class AdviceTopic(StrEnum):
    """What a consultation was about: the seven topics of § 10a (2) SGB VIII, the choice (§ 5), the ombuds office (§ 9a)."""

    SITUATION = "situation"
    SERVICES = "services"
    OTHER_PAYERS = "other_payers"
    EFFECTS = "effects"
    PROCEDURES = "procedures"
    SOCIAL_SPACE = "social_space"
    OTHER_COUNSELING = "other_counseling"
    CHOICE = "choice"
    OMBUDS = "ombuds"


class ConsultationForm(StrEnum):
    """How something was explained, so that it could be understood (§ 10a (1), § 36 (1) SGB VIII)."""

    TALK = "talk"
    AT_HOME = "at_home"
    PHONE = "phone"
    VIDEO = "video"
    PLAIN_TEXT = "plain_text"
    INTERPRETER = "interpreter"
    SIGN_LANGUAGE = "sign_language"


class GoalLevel(StrEnum):
    """From the direction to the next step (DOMAIN 2.3)."""

    DIRECTION = "direction"
    ACTION = "action"
    STEP = "step"


class GoalState(StrEnum):
    """Where a goal stands; a goal that is given up stays on record."""

    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


class ResourceKind(StrEnum):
    """The four fields of a resource card (DOMAIN 2.4)."""

    PERSONAL = "personal"
    SOCIAL = "social"
    MATERIAL = "material"
    INFRASTRUCTURAL = "infrastructural"


class Availability(StrEnum):
    """Whether a resource is there today."""

    NOW = "now"
    REVIVABLE = "revivable"
    TO_BUILD = "to_build"


class ComponentKind(StrEnum):
    """Who carries a part of a tailored arrangement (DOMAIN 2.9), in the order in which one looks."""

    OWN = "own"
    FAMILY_FRIENDS = "family_friends"
    NEIGHBORHOOD = "neighborhood"
    MAINSTREAM = "mainstream"
    PROJECT = "project"
    PROFESSIONAL_HOURS = "professional_hours"
    PROFESSIONAL_PLACE = "professional_place"
    MONEY_OR_THINGS = "money_or_things"


class Ring(StrEnum):
    """The rings around a person, from the inside out: each is looked at before the next."""

    OWN = "own"
    FAMILY_FRIENDS = "family_friends"
    NEIGHBORHOOD = "neighborhood"
    MAINSTREAM = "mainstream"
    PROJECT = "project"
    PROFESSIONAL = "professional"


class Funding(StrEnum):
    """Which legal relation pays for a component; amounts and balances are kept elsewhere and never here (H1)."""

    NONE = "none"
    OPEN_OFFERS = "open_offers"
    AREA_PROJECT = "area_project"
    HOURS = "hours"
    DAILY_RATE = "daily_rate"
    OTHER_PAYER = "other_payer"


class ComponentState(StrEnum):
    """Whether a component is only being talked about, agreed, or over."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    ENDED = "ended"


class ReplyKind(StrEnum):
    """What somebody of the family answers to the plan."""

    OBJECTION = "objection"
    HELPED = "helped"


class EntryKind(StrEnum):
    """What several fields belong to that two people may edit at once."""

    GOAL = "goal"
    RESOURCE = "resource"
    COMPONENT = "component"


class ReporterKind(StrEnum):
    """Who tells of a danger to a child (DOMAIN 2.10); a name is not needed."""

    FAMILY = "family"
    NEIGHBORHOOD = "neighborhood"
    SCHOOL_OR_DAYCARE = "school_or_daycare"
    HEALTH = "health"
    PROVIDER = "provider"
    POLICE_OR_COURT = "police_or_court"
    OFFICE = "office"
    UNKNOWN = "unknown"


class Urgency(StrEnum):
    """By when two professionals look at a report together; a day by the calendar, never a score."""

    NOW = "now"
    NEXT_DAY = "next_day"
    WEEK = "week"


class Finding(StrEnum):
    """What two professionals find (§ 8a (1) SGB VIII, the four results of the official statistics, § 99 (6))."""

    ACUTE = "acute"
    LATENT = "latent"
    NEED = "need"
    NONE = "none"


class MeasureKind(StrEnum):
    """What follows from a finding."""

    OFFER_HELP = "offer_help"
    COURT = "court"
    TAKING_INTO_CARE = "taking_into_care"
    OTHER_BODIES = "other_bodies"
    AGREEMENT = "agreement"


class PlanState(StrEnum):
    """A help plan is worked on together, then fixed and signed; a fixed version never changes."""

    DRAFT = "draft"
    FIXED = "fixed"


class SignatureState(StrEnum):
    """What somebody says to a fixed plan; wanting to read it again is an answer like the others."""

    SIGNED = "signed"
    READS_AGAIN = "reads_again"
    REFUSED = "refused"


class PlanPart(StrEnum):
    """The parts of a help plan (DOMAIN 2.2); each audience receives some of them."""

    MEETING = "meeting"
    VOICES = "voices"
    TENSIONS = "tensions"
    NEED = "need"
    HELP = "help"
    GOALS = "goals"
    RESOURCES = "resources"
    SIBLINGS = "siblings"
    PERSPECTIVE = "perspective"
    DISSENT = "dissent"
    OUTLOOK = "outlook"
    REVIEWS = "reviews"
    SIGNATURES = "signatures"


class Audience(StrEnum):
    """For whom a help plan is put out."""

    FAMILY = "family"
    PLAIN = "plain"
    PROVIDER = "provider"
    COURT = "court"


class ReviewResult(StrEnum):
    """How a help goes on after all have looked at it together."""

    CONTINUE = "continue"
    CHANGE = "change"
    TRANSITION = "transition"
    END = "end"


class Outcome(StrEnum):
    """What a claim is answered with."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class RefusalReason(StrEnum):
    """The two reasons for which a choice need not be followed (§ 5 (2), § 37c (3) SGB VIII; H5)."""

    COST = "cost"
    NO_AGREEMENT = "no_agreement"


class CouncilPhase(StrEnum):
    """The phases of a family council (DOMAIN 2.7); in the private one all professionals have left."""

    PREPARATION = "preparation"
    INFORMATION = "information"
    PRIVATE = "private"
    DECISION = "decision"
    IMPLEMENTATION = "implementation"
    FOLLOW_UP = "follow_up"


class CouncilRole(StrEnum):
    """As what somebody is invited to a family council."""

    FAMILY = "family"
    NETWORK = "network"
    ADVOCATE = "advocate"
    EXPERT = "expert"
    COORDINATOR = "coordinator"
    COMMISSIONER = "commissioner"


class CouncilAnswer(StrEnum):
    """What the office says to the plan that a family has handed over."""

    YES = "yes"
    CONDITIONS = "conditions"
    NO = "no"


class CouncilResult(StrEnum):
    """What became of one part of the family's own plan, said at the follow-up council."""

    DONE = "done"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    OTHERWISE = "otherwise"


class MergeState(StrEnum):
    """Where the bringing together of two files of the same family stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DONE = "done"
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"


class TensionState(StrEnum):
    """Whether people still pull apart over something, live with it until a day, or have found a way."""

    OPEN = "open"
    HELD = "held"
    SETTLED = "settled"


class ComplaintState(StrEnum):
    """Where a complaint stands; it never ends without an answer but by the one who complained."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class UseValue(StrEnum):
    """What a help is good for, as somebody of the family says it: words, no number and no stars."""

    A_LOT = "a_lot"
    A_LITTLE = "a_little"
    NOT_YET = "not_yet"
    HARDER = "harder"


class ObjectionForm(StrEnum):
    """How an objection to a decision came; one that was only announced is not in the form of the law yet (§ 70 (1) VwGO)."""

    ANNOUNCED = "announced"
    WRITTEN = "written"
    TAKEN_DOWN = "taken_down"
    ELECTRONIC = "electronic"


class ObjectionState(StrEnum):
    """Where an objection stands: it is remedied, or goes on to whoever decides on it (§§ 72, 73 VwGO)."""

    OPEN = "open"
    REMEDIED = "remedied"
    PASSED_ON = "passed_on"
    WITHDRAWN = "withdrawn"
