"""The municipality's files, read as they are: text columns as found, findings, and a proposal of what they mean."""

from sozialraum.warehouse.sources.contents import tables_in
from sozialraum.warehouse.sources.keys import KeyRepair, repair_keys
from sozialraum.warehouse.sources.mapping import (
    ColumnProposal,
    MappingProposal,
    propose_mapping,
    without_number,
)
from sozialraum.warehouse.sources.opening import Limits, read_table
from sozialraum.warehouse.sources.source_table import Finding, SourceError, SourceTable
from sozialraum.warehouse.sources.values import (
    MISSING_MARKS,
    NOT_APPLICABLE_MARKS,
    SUPPRESSED_MARKS,
    ParsedValues,
    ValueStatus,
    parse_values,
)

__all__ = [
    "MISSING_MARKS",
    "NOT_APPLICABLE_MARKS",
    "SUPPRESSED_MARKS",
    "ColumnProposal",
    "Finding",
    "KeyRepair",
    "Limits",
    "MappingProposal",
    "ParsedValues",
    "SourceError",
    "SourceTable",
    "ValueStatus",
    "parse_values",
    "propose_mapping",
    "read_table",
    "repair_keys",
    "tables_in",
    "without_number",
]
