"""The methods of the field, one small module each; the engine follows their sheets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sozialraum.network.inquiries.enums import Method
from sozialraum.network.inquiries.methods import (
    clique,
    institution,
    photo,
    subjective_map,
    survey,
    walk,
    week,
)
from sozialraum.network.inquiries.sheets import MethodSheet

SHEETS: Mapping[Method, MethodSheet] = MappingProxyType(
    {
        each.SHEET.method: each.SHEET
        for each in (subjective_map, photo, walk, survey, week, clique, institution)
    }
)
