"""States and kinds of the floor."""

from __future__ import annotations

from enum import StrEnum


class ValueStatus(StrEnum):
    """What a stored value is. Unknown, suppressed and zero are three things (DESIGN, rule 4)."""

    OBSERVED = "observed"
    MISSING = "missing"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"


class IndicatorKind(StrEnum):
    """What an indicator may be used for."""

    NEED = "need"
    ASSET = "asset"
    CONTEXT = "context"  # never alone in a need index
    OUTPUT = "output"  # what the office does; in a need index it would be circular


class Direction(StrEnum):
    """Which way an indicator points."""

    BURDEN = "burden"
    RELIEF = "relief"
    NEUTRAL = "neutral"


class Unit(StrEnum):
    """How a value is written."""

    PERCENT = "percent"
    POINTS = "points"  # change of a share, in percentage points
    PER_1000 = "per_1000"
    BALANCE_PER_1000 = "balance_per_1000"  # more in than out, may be negative
    SQUARE_METERS = "square_meters"  # per person
    MINUTES = "minutes"
    COUNT = "count"
    CATEGORY = "category"  # a published class, stored by its number


class DeliveryKind(StrEnum):
    """What a delivered file brought."""

    AREAS = "areas"
    VALUES = "values"
    CROSSWALK = "crosswalk"
    PEOPLE = "people"  # by age and sex


class CrosswalkMethod(StrEnum):
    """Where the weights between two cuts come from."""

    GIVEN = "given"  # a table of the statistical office
    ADDRESSES = "addresses"  # addresses or people that lie in an old and a new area
    GEOMETRY = "geometry"  # the overlap of the outlines
    WHOLE = "whole"  # planning areas put together from whole areas


class Comparison(StrEnum):
    """How an area's value stands to that of the whole."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"  # cannot be told apart
    UNKNOWN = "unknown"


class FindingKind(StrEnum):
    """What an import noticed about a file."""

    UNMATCHED_KEY = "unmatched_key"
    REPAIRED_KEY = "repaired_key"
    DUPLICATE_KEY = "duplicate_key"
    IMPOSSIBLE_VALUE = "impossible_value"
    UNREADABLE_VALUE = "unreadable_value"
    AREA_WITHOUT_ROW = "area_without_row"
    ROW_WITHOUT_KEY = "row_without_key"
    UNREADABLE_DATE = "unreadable_date"
    TOTAL_ROW = "total_row"
    PARTS_DIFFER = "parts_differ"
    JUMP = "jump"
    UNKNOWN_AGE = "unknown_age"
    UNKNOWN_SEX = "unknown_sex"
    NEITHER_SEX = "neither_sex"
    ADDED_ROWS = "added_rows"
    AREA_NOT_KNOWN = "area_not_known"
    PEOPLE_JUMP = "people_jump"
    READING = "reading"


class Weight(StrEnum):
    """How much a finding weighs: stops the import, sets values to missing, or is only said."""

    STOPS = "stops"
    SETS_MISSING = "sets_missing"
    NOTICE = "notice"


class MapForm(StrEnum):
    """How a map shows figures."""

    COLOR = "color"  # shares and indices
    CIRCLES = "circles"  # numbers: the surface follows the number


class ClassMethod(StrEnum):
    """Where the borders of map classes come from."""

    FIXED = "fixed"  # of the catalogue
    PUBLISHED = "published"  # the publisher's own classes
    EVEN = "even"  # equally wide, round, over all dates
    QUANTILE = "quantile"  # as many areas in each
    NATURAL = "natural"  # where the values have gaps


class Together(StrEnum):
    """How two indicators are compared."""

    BESIDE = "beside"  # two maps that move together
    CROSSED = "crossed"  # one map of nine colors
