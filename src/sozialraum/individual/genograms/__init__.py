"""The genogram: a family over generations and what can be done on it, its picture, its sentences."""

from sozialraum.individual.genograms.drawing import draw_genogram
from sozialraum.individual.genograms.family import (
    MIDDLE,
    DescentKind,
    Family,
    GenogramError,
    Relation,
    Relative,
    Union,
    UnionKind,
)
from sozialraum.individual.genograms.wording import FamilyRow, answer_of, family_rows, name_of, said_of

__all__ = [
    "MIDDLE",
    "DescentKind",
    "Family",
    "FamilyRow",
    "GenogramError",
    "Relation",
    "Relative",
    "Union",
    "UnionKind",
    "answer_of",
    "draw_genogram",
    "family_rows",
    "name_of",
    "said_of",
]
