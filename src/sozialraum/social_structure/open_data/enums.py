"""Kinds of files and why something is not open."""

from __future__ import annotations

from enum import StrEnum


class FileFormat(StrEnum):
    """In which form a table is offered."""

    CSV = "csv"
    GEOJSON = "geojson"
    PARQUET = "parquet"


class Refusal(StrEnum):
    """Why a published run is no open data."""

    NO_LICENCE = "no_licence"  # a source came without a licence
    NOT_OPEN = "not_open"  # the words under "licence" are none of the open licences that the house knows
    CONTRADICTION = "contradiction"  # two sources each ask for their own licence and no other
