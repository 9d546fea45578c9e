"""The only exits of case space: counts through the release gate, and the official statistics without a person."""

from sozialraum.reporting.extracts.counts import (
    ACTIVE_CASES,
    ALREADY_OUT,
    DIRECT_ACCESS,
    NEXT_MONTH,
    release_active_cases,
    release_direct_access,
    release_missing_nearby,
)
from sozialraum.reporting.extracts.survey import (
    SurveyFile,
    SurveyOverview,
    hand_in,
    release_help_counts,
    release_use_value,
    survey_overview,
)

__all__ = [
    "ACTIVE_CASES",
    "ALREADY_OUT",
    "DIRECT_ACCESS",
    "NEXT_MONTH",
    "SurveyFile",
    "SurveyOverview",
    "hand_in",
    "release_active_cases",
    "release_direct_access",
    "release_help_counts",
    "release_missing_nearby",
    "release_use_value",
    "survey_overview",
]
