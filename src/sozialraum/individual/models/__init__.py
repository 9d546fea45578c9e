"""The tables of the individual floor. Every table here is guarded: no grant, no rows."""

from sozialraum.individual.models.cases import (
    Case,
    Member,
)
from sozialraum.individual.models.network_maps import (
    NetworkSheet,
    NetworkSheetVersion,
)
from sozialraum.individual.models.process import (
    CaseStep,
    Consultation,
    Handover,
    Reminder,
)
from sozialraum.individual.models.shares import (
    Share,
)
from sozialraum.individual.models.words import (
    EntrustedNote,
    Statement,
    StatementVersion,
)

__all__ = [
    "Case",
    "CaseStep",
    "Consultation",
    "EntrustedNote",
    "Handover",
    "Member",
    "NetworkSheet",
    "NetworkSheetVersion",
    "Reminder",
    "Share",
    "Statement",
    "StatementVersion",
]
