"""The tables of the individual floor. Every table here is guarded: no grant, no rows."""

from sozialraum.individual.models.cases import (
    Case,
    Member,
)
from sozialraum.individual.models.network_maps import (
    NetworkSheet,
    NetworkSheetVersion,
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
    "EntrustedNote",
    "Member",
    "NetworkSheet",
    "NetworkSheetVersion",
    "Share",
    "Statement",
    "StatementVersion",
]
