"""Reading what another case system hands out: the documented CSV set in a ZIP file, or the same as JSON.

Pure functions of bytes and values. What is wrong is found before anything is stored, row by row.
"""

from sozialraum.individual.case_files.checks import Known, check
from sozialraum.individual.case_files.forms import TABLES, CaseFiles, Fault, Problem, Row
from sozialraum.individual.case_files.reading import Unreadable, read_case_files

__all__ = [
    "TABLES",
    "CaseFiles",
    "Fault",
    "Known",
    "Problem",
    "Row",
    "Unreadable",
    "check",
    "read_case_files",
]
