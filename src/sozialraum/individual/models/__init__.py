"""The tables of the individual floor. Every table here is guarded: no grant, no rows."""

from sozialraum.individual.models.advisers import ExperiencedProfessional, ProtectionAdvice
from sozialraum.individual.models.arrangements import (
    ArrangementComponent,
    SkippedRing,
)
from sozialraum.individual.models.belongings import MovedBelonging
from sozialraum.individual.models.cases import (
    Case,
    Member,
)
from sozialraum.individual.models.choices import (
    Choice,
    GrantDecision,
    OptionList,
)
from sozialraum.individual.models.complaints import Complaint, ComplaintAnswer
from sozialraum.individual.models.councils import (
    CouncilDraft,
    CouncilGuest,
    CouncilPlan,
    CouncilPlanItem,
    FamilyCouncil,
)
from sozialraum.individual.models.entries import (
    EntryVersion,
)
from sozialraum.individual.models.formal_objections import FormalObjection
from sozialraum.individual.models.genograms import (
    Genogram,
    GenogramVersion,
)
from sozialraum.individual.models.goals import (
    Goal,
)
from sozialraum.individual.models.helps import (
    Help,
    SurveyRecord,
)
from sozialraum.individual.models.merges import CarriedRow, CaseMerge
from sozialraum.individual.models.missing_nearby import (
    MissingNearby,
)
from sozialraum.individual.models.network_maps import (
    NetworkSheet,
    NetworkSheetVersion,
)
from sozialraum.individual.models.origins import (
    CaseImport,
    CaseOrigin,
    HouseholdStay,
    MemberTie,
)
from sozialraum.individual.models.plans import (
    GoalRating,
    HelpPlan,
    PlanReview,
    PlanSignature,
)
from sozialraum.individual.models.process import (
    CaseStep,
    Consultation,
    Handover,
    Reminder,
)
from sozialraum.individual.models.protection import (
    ProtectionAssessment,
    ProtectionMeasure,
    ProtectionReport,
)
from sozialraum.individual.models.replies import (
    Appointment,
    AppointmentReply,
    Reply,
)
from sozialraum.individual.models.resource_cards import (
    ResourceCard,
    ResourceEntry,
)
from sozialraum.individual.models.second_views import AskedProfessional, ProtectionAssessmentVersion
from sozialraum.individual.models.shares import (
    Share,
)
from sozialraum.individual.models.team_sheets import (
    TeamSheet,
)
from sozialraum.individual.models.tensions import Tension, TensionStep, TensionVoice
from sozialraum.individual.models.trusted_people import TrustedPerson
from sozialraum.individual.models.use_value import UseRating
from sozialraum.individual.models.words import (
    EntrustedNote,
    PlainWording,
    Statement,
    StatementVersion,
)

__all__ = [
    "Appointment",
    "AppointmentReply",
    "ArrangementComponent",
    "AskedProfessional",
    "CarriedRow",
    "Case",
    "CaseImport",
    "CaseMerge",
    "CaseOrigin",
    "CaseStep",
    "Choice",
    "Complaint",
    "ComplaintAnswer",
    "Consultation",
    "CouncilDraft",
    "CouncilGuest",
    "CouncilPlan",
    "CouncilPlanItem",
    "EntrustedNote",
    "EntryVersion",
    "ExperiencedProfessional",
    "FamilyCouncil",
    "FormalObjection",
    "Genogram",
    "GenogramVersion",
    "Goal",
    "GoalRating",
    "GrantDecision",
    "Handover",
    "Help",
    "HelpPlan",
    "HouseholdStay",
    "Member",
    "MemberTie",
    "MissingNearby",
    "MovedBelonging",
    "NetworkSheet",
    "NetworkSheetVersion",
    "OptionList",
    "PlainWording",
    "PlanReview",
    "PlanSignature",
    "ProtectionAdvice",
    "ProtectionAssessment",
    "ProtectionAssessmentVersion",
    "ProtectionMeasure",
    "ProtectionReport",
    "Reminder",
    "Reply",
    "ResourceCard",
    "ResourceEntry",
    "Share",
    "SkippedRing",
    "Statement",
    "StatementVersion",
    "SurveyRecord",
    "TeamSheet",
    "Tension",
    "TensionStep",
    "TensionVoice",
    "TrustedPerson",
    "UseRating",
]
