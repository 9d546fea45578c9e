"""The survey of helps in words: what a record lacks, what is known already, and codes with their official names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sozialraum.foundation.ui.drawing import number
from sozialraum.foundation.ui.tables import Column
from sozialraum.individual.queries import HelpRow
from sozialraum.individual.surveys import Finding, Lack, Question, Survey, asked_of, known_answers, survey_of
from sozialraum.individual.surveys.plausibility import FILLED_AT_EXPORT
from sozialraum.individual.surveys.protection import ProtectionLack
from sozialraum.organization.enums import LegalBasis

LACKS: Final[Mapping[Lack, str | Promise]] = {
    Lack.MISSING: gettext_lazy("Not answered yet: %(question)s"),
    Lack.NO_PERSON: gettext_lazy("It is not said for which young person the help is."),
    Lack.NO_BIRTHDAY: gettext_lazy("A birthday is missing."),
    Lack.BORN_AFTER_BEGIN: gettext_lazy("The young person is born after the help began."),
    Lack.TOO_OLD: gettext_lazy("The person is 27 or older when the help begins."),
    Lack.OF_AGE: gettext_lazy("The person is of age already; then it is a help for young adults (§ 41)."),
    Lack.UNDER_AGE: gettext_lazy("A help for young adults (§ 41), but the person is not 18 yet."),
    Lack.NO_SUCH_CODE: gettext_lazy("This year knows no such code: %(question)s"),
    Lack.OTHER_TYPE: gettext_lazy("The kind of help does not fit the paragraph of the decision."),
    Lack.OTHER_PLACE: gettext_lazy("A help of this kind does not take place there."),
    Lack.TWICE: gettext_lazy("The same answer is given twice: %(question)s"),
    Lack.TOO_MANY: gettext_lazy("More answers than the survey takes: %(question)s"),
    Lack.STILL_RUNS: gettext_lazy("A reason for the end is given, but the help still runs."),
    Lack.ENDS_LATER: gettext_lazy("The last day is still to come."),
    Lack.DANGER_UNCHECKED: gettext_lazy("A danger is named as a reason, but no assessment came before."),
}


_BASES: Final[Mapping[str, LegalBasis]] = {basis.value: basis for basis in LegalBasis}


def question_words(question: Question) -> str:
    """A question in the reader's language; the codes keep their official German names."""
    return question.german if (get_language() or "de").startswith("de") else question.english


PROTECTION_LACKS: Final[Mapping[ProtectionLack, str | Promise]] = {
    ProtectionLack.NO_CHILD: gettext_lazy("No child is on record in the case (§§ 8a, 42)."),
    ProtectionLack.WHICH_CHILD: gettext_lazy("Several children: which of them it is about is not said (§§ 8a, 42)."),
    ProtectionLack.NO_BIRTHDAY: gettext_lazy("The birthday of a child is missing (§§ 8a, 42)."),
    ProtectionLack.NO_SEX: gettext_lazy("The sex of a child is missing; it is asked with a help (§§ 8a, 42)."),
    ProtectionLack.KIND_OF_DANGER: gettext_lazy("The kind of danger is not kept here: ask who assessed it (§ 8a)."),
    ProtectionLack.WHERE_THE_CHILD_LIVED: gettext_lazy("Where the child lived on that day is not kept here (§§ 8a, 42)."),
    ProtectionLack.END_OF_CARE: gettext_lazy("When a taking into care ended is not kept here (§ 42)."),
}  # fmt: skip


def finding_in_words(finding: Finding) -> str:
    """One finding as a sentence."""
    words = str(LACKS[finding.lack])
    return words % {"question": question_words(finding.question)} if finding.question else words


def kind_in_words(help_kind: str) -> str:
    """The paragraph and name of a help.

    >>> kind_in_words("31")
    '§ 31 Socio-educational family help'
    """
    basis = _BASES.get(help_kind)
    if basis is None:
        return f"§ {help_kind}"
    named = basis.german if (get_language() or "en").startswith("de") else basis.english
    return f"§ {help_kind} {named}"


def answers_in_words(answers: Mapping[str, Any], year: int) -> str:
    """Answers as one line of text, for the file that a family takes along."""
    survey, said = survey_of(year), []
    for question in survey.questions:
        given = answers.get(question.key)
        codes = given.values() if isinstance(given, dict) else given if isinstance(given, list) else [given]
        named = [survey.codes(question).get(str(code), str(code)) for code in codes if code]
        if named:
            said.append(f"{question_words(question)}: {', '.join(named)}")
    return "; ".join(said)


@dataclass(frozen=True, slots=True)
class Known:
    """One answer that the platform gives itself, and where it comes from."""

    question: str
    answer: str
    source: str | Promise


SOURCES: Final[Mapping[str, str | Promise]] = {
    "provider_kind": gettext_lazy("from the directory of providers"),
    "help_type": gettext_lazy("from the paragraph of the help"),
    "intensity": gettext_lazy("from the arrangement"),
}


def known_rows(row: HelpRow, survey: Survey) -> list[Known]:
    """What the survey asks and nobody has to answer again."""
    known = known_answers(row.facts, survey)
    rows = [
        Known(
            question_words(each), survey.codes(each).get(known[each.key], known[each.key]), SOURCES[each.key]
        )
        for each in asked_of(row.facts, survey)
        if each.key in known and each.key in SOURCES
    ]
    closed = [question_words(each) for each in survey.questions if each.key in FILLED_AT_EXPORT]
    if closed:
        rows.append(
            Known(" / ".join(closed), "", gettext_lazy("counted by the database when the year is handed in"))
        )
    return rows


def lacks_in_words(row: HelpRow) -> str:
    """How many things a record lacks, or that it is ready."""
    if not row.findings:
        return _("ready")
    first = finding_in_words(row.findings[0])
    more = len(row.findings) - 1
    return first if not more else ngettext(
        "%(first)s, and %(more)s more", "%(first)s, and %(more)s more", more
    ) % {"first": first.removesuffix("."), "more": number(more)}  # fmt: skip


def helps_in_words(count: int) -> str:
    """How many helps a list holds."""
    return ngettext("%(count)s help", "%(count)s helps", count) % {"count": number(count)}


def _for_whom(row: HelpRow) -> str:
    if row.facts.for_family:
        return _("the family")
    return next((each.name for each in row.young if each.id == row.member_id), "")


def _until(row: HelpRow) -> str:
    return date_format(row.facts.ended_on, "SHORT_DATE_FORMAT") if row.facts.ended_on else _("runs")


def survey_columns(year: int) -> tuple[Column, ...]:
    """The plausibility list: every row leads to the place where it is mended."""
    return (
        Column(
            "familie", gettext_lazy("Family"), lambda row: row.family_name,
            shown=lambda row: _("Family %(name)s") % {"name": row.family_name},
            link=lambda row: survey_url(row.case_id, row.id, year), search=True,
        ),
        Column("fuer", gettext_lazy("For whom"), _for_whom, search=True),
        Column("hilfe", gettext_lazy("Help"), lambda row: kind_in_words(row.facts.help_kind), choices=True),
        Column("seit", gettext_lazy("From"), lambda row: row.facts.begun_on),
        Column("bis", gettext_lazy("Until"), lambda row: row.facts.ended_on or date.max, shown=_until),
        Column("fehlt", gettext_lazy("What it lacks"), lambda row: len(row.findings), shown=lacks_in_words),
    )  # fmt: skip


def survey_url(case_id: UUID, help_id: UUID, year: int) -> str:
    """Where one record is completed."""
    return f"{reverse('individual:survey', args=[case_id, help_id])}?jahr={year}"
