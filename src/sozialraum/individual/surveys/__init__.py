"""The survey of helps for the official statistics (§§ 98 to 103 SGB VIII): code lists by year, plausibility, files.

Everything here is a pure function of values. The survey forces a reason and a paragraph onto every help; therefore it is
an export view beside the case and never its description.
"""

from sozialraum.individual.surveys.code_lists import CodeList, Question, Survey, survey_of
from sozialraum.individual.surveys.facts import (
    HelpFacts,
    asked_of,
    known_answers,
    provider_kind_code,
    survey_kinds,
)
from sozialraum.individual.surveys.files import FORMS, as_csv_file, as_xml_file
from sozialraum.individual.surveys.plausibility import Finding, Lack, findings_of

__all__ = [
    "FORMS",
    "CodeList",
    "Finding",
    "HelpFacts",
    "Lack",
    "Question",
    "Survey",
    "as_csv_file",
    "as_xml_file",
    "asked_of",
    "findings_of",
    "known_answers",
    "provider_kind_code",
    "survey_kinds",
    "survey_of",
]
