"""The official statistics (§§ 98 to 103 SGB VIII): the file that is handed in, and the counts for planning."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import pyarrow as pa
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.privacy.release import ReleasedTable, release_rounded
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.enums import UseValue
from sozialraum.individual.queries import (
    assessment_lines,
    care_lines,
    help_counts,
    survey_lines,
    use_value_counts,
)
from sozialraum.individual.surveys import (
    HelpFacts,
    Lack,
    Survey,
    as_csv_file,
    as_xml_file,
    findings_of,
    known_answers,
    survey_of,
)
from sozialraum.individual.surveys.facts import answer_to
from sozialraum.individual.surveys.protection import ProtectionLack, ProtectionLine, counted_lacks, is_ready
from sozialraum.reporting.models import HelpCountRelease, SurveyExport, UseValueRelease
from sozialraum.warehouse.snapshots import content_hash

HELPS, ASSESSMENTS, CARE = "helps", "assessments", "care"
SURVEYS: Final = (HELPS, ASSESSMENTS, CARE)
MEASURES: Final = ("begun", "ended", "running")
FIGURES: Final = pa.schema(
    [("area_code", pa.string()), ("status", pa.string()), ("value", pa.float64()), ("numerator", pa.float64()),
     ("denominator", pa.float64())]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SurveyOverview:
    """What a year holds before it is handed in: counts of lines, and how many records lack what."""

    survey: Survey
    helps: int
    ready: int
    begun: int
    ended: int
    running: int
    lacks: tuple[tuple[Lack, str, int], ...]
    protection_lacks: tuple[tuple[ProtectionLack, int], ...]
    assessments: int
    care: int


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """The file as it is handed in."""

    name: str
    content: bytes
    kind: str


@transaction.atomic
def survey_overview(actor: Actor, *, year: int, at: datetime) -> SurveyOverview:
    """Look at a year without taking it out. Raises :class:`gate.Denied` for all but economic youth welfare."""
    grant = _open(actor, at)
    survey, lines = survey_of(year), survey_lines(grant, year=year)
    found = [findings_of(each, survey, today=timezone.localdate(at)) for each in lines]
    lacks = Counter(
        (lack.lack, lack.question.key if lack.question else "") for lacks in found for lack in lacks
    )
    assessed, care = assessment_lines(grant, year=year), care_lines(grant, year=year)
    return SurveyOverview(
        survey=survey, helps=len(lines), ready=sum(not each for each in found),
        begun=sum(each.begun_on.year == year for each in lines), ended=sum(_ended(each, year) for each in lines),
        running=sum(not _ended(each, year) for each in lines),
        lacks=tuple((lack, key, count) for (lack, key), count in lacks.most_common()),
        protection_lacks=tuple(counted_lacks([*assessed, *care])), assessments=len(assessed), care=len(care),
    )  # fmt: skip


@transaction.atomic
def hand_in(actor: Actor, *, survey: str, form: str, year: int, at: datetime) -> SurveyFile:
    """The file of one survey of a year as CSV or XML; that it was taken is on record with its hash.

    Lines without name, number of the case or day of birth; assessments and takings into care without any person.
    Raises :class:`gate.Denied` for all but economic youth welfare, :class:`SozialraumError` for a year to come.
    """
    if year > timezone.localdate(at).year:
        raise SozialraumError(
            gettext_noop("This year is still to come."), gettext_noop("Choose another year.")
        )
    grant, codes = _open(actor, at), survey_of(year)
    if actor.user_id is None:
        raise gate.Denied(Decision.no("Nobody is signed in."))
    rows, not_ready = _ROWS[survey](grant, year)
    columns = tuple(dict.fromkeys(name for row in rows for name in row)) or ("record",)
    content = (
        as_csv_file(columns, rows) if form == "csv" else as_xml_file(survey, year, codes.version, columns, rows)
    )  # fmt: skip
    name = f"{survey}_{year}_{codes.version}.{form}"
    made = SurveyExport.objects.create(
        year=year, form=survey, code_version=codes.version, lines=len(rows), not_ready=not_ready, file_name=name,
        file_hash=hashlib.sha256(content).hexdigest(), exported_by=actor.user_id, exported_at=at,
    )  # fmt: skip
    record(
        using=CHANGES, at=at, actor_id=actor.user_id, role=Role.FINANCE_OFFICER,
        function=gate.function_of(Role.FINANCE_OFFICER), action=Action.EXPORT, purpose=Purpose.STATISTICS,
        outcome=Outcome.GRANTED, subject_kind="survey", subject_ids=[f"{survey} {year}"],
        object_kind="reporting.SurveyExport", object_id=str(made.id), ground=grant.ground,
    )  # fmt: skip
    return SurveyFile(name, content, "text/csv; charset=utf-8" if form == "csv" else "application/xml")


@transaction.atomic
def release_help_counts(actor: Actor, *, year: int, at: datetime) -> ReleasedTable:
    """Let the counts of helps of a past year out: begun, ended and running by kind, rounded to fives (H10).

    The three counts and those of the next year hang together by a sum, so that hiding the small ones would tell them;
    rounding every count for itself does not. A year leaves once: two counts of it would tell what was entered between.
    Raises :class:`gate.Denied` for roles without counts, :class:`SozialraumError` for a year that is not over or is out.
    """
    grant = gate.open(actor, Purpose.PLANNING, Action.READ, Subject("case", ()), at=at)
    _may_leave(HelpCountRelease, year, at)
    counts = {
        f"{each.help_kind} {name}": getattr(each, name)
        for each in sorted(help_counts(grant, year=year), key=lambda one: one.help_kind)
        for name in MEASURES
    }
    return _released(HelpCountRelease, counts, year=year, actor=actor, at=at)


@transaction.atomic
def release_use_value(actor: Actor, *, year: int, at: datetime) -> ReleasedTable:
    """Let out what families said in a past year about what helps them, by kind of help, rounded to fives (H10, § 79a).

    Counts of answers in words and never a mean of them; nothing by provider, by worker or by quarter. For a year to leave
    once and to be over, see :func:`release_help_counts`; it raises the same.
    """
    grant = gate.open(actor, Purpose.PLANNING, Action.READ, Subject("case", ()), at=at)
    _may_leave(UseValueRelease, year, at)
    counted = use_value_counts(grant, year=year)
    kinds = sorted({kind for kind, _value in counted})
    counts = {f"{kind} {value.value}": counted.get((kind, value), 0) for kind in kinds for value in UseValue}
    return _released(UseValueRelease, counts, year=year, actor=actor, at=at)


def _may_leave(model: type[HelpCountRelease | UseValueRelease], year: int, at: datetime) -> None:
    if year >= timezone.localdate(at).year:
        raise SozialraumError(gettext_noop("This year is not over yet."), gettext_noop("Choose a past year."))
    if model._default_manager.filter(year=year).exists():
        raise SozialraumError(
            gettext_noop("The counts of this year are out already."),
            gettext_noop("Two counts of one year would tell what was entered in between."),
        )


def _released(
    model: type[HelpCountRelease | UseValueRelease],
    counts: Mapping[str, int],
    *,
    year: int,
    actor: Actor,
    at: datetime,
) -> ReleasedTable:
    figures = pa.Table.from_pylist(
        [
            {
                "area_code": key,
                "status": "observed",
                "value": float(count),
                "numerator": float(count),
                "denominator": None,
            }
            for key, count in counts.items()
        ],
        schema=FIGURES,
    )
    released = release_rounded(figures, source_hash=content_hash(figures), inhabitants={})
    model._default_manager.create(
        year=year, rows=released.table.to_pylist(), certificate=released.certificate.as_json(),
        released_by=actor.user_id, released_at=at,
    )  # fmt: skip
    return released


def _open(actor: Actor, at: datetime) -> Grant:
    return gate.open(actor, Purpose.STATISTICS, Action.EXPORT, Subject("case", ()), at=at)


def _ended(facts: HelpFacts, year: int) -> bool:
    return facts.ended_on is not None and facts.ended_on.year <= year


def _help_rows(grant: Grant, year: int) -> tuple[list[dict[str, str]], int]:
    survey, today = survey_of(year), timezone.localdate(grant.at)
    lines = survey_lines(grant, year=year)
    not_ready = sum(bool(findings_of(each, survey, today=today)) for each in lines)
    return [help_row(each, survey, year) for each in lines], not_ready


def help_row(facts: HelpFacts, survey: Survey, year: int) -> dict[str, str]:
    """One help as it is handed in: months instead of days, codes in the order of the statute.

    >>> row = help_row(HelpFacts("a1", "34", False, date(2025, 3, 9), born=(date(2012, 5, 1),)), survey_of(2025), 2025)
    >>> row["begun"], row["born"], row["help_type"], row["running"]
    ('2025-03', '2012-05', '11', '1')
    """
    known, ended = known_answers(facts, survey), _ended(facts, year)
    asked = {
        each.key: " ".join(filter(None, answer_to(each, facts, known)))
        for each in survey.questions
        if ended or each.when != "ended"
    }
    return {
        "record": facts.record, "for_family": _flag(facts.for_family), "begun_in_year": _flag(facts.begun_on.year == year),
        "ended": _flag(ended), "running": _flag(not ended), "begun": _month(facts.begun_on),
        "ended_month": _month(facts.ended_on) if ended else "", "born": " ".join(_month(each) for each in facts.born),
        **{key: asked.get(key, "") for key in (each.key for each in survey.questions)},
    }  # fmt: skip


def _assessment_rows(grant: Grant, year: int) -> tuple[list[dict[str, str]], int]:
    lines = assessment_lines(grant, year=year)
    rows = [
        {
            "received": _month(each.received), **_protection_row(each), "measures": " ".join(each.measures),
            "repeated": _flag(each.repeated), "in_care": _flag(each.in_care),
        }
        for each in lines
    ]  # fmt: skip
    return rows, sum(not is_ready(each) for each in lines)


def _care_rows(grant: Grant, year: int) -> tuple[list[dict[str, str]], int]:
    lines = care_lines(grant, year=year)
    rows = [
        {"begun": _month(each.begun), **_protection_row(each), "assessed": _flag(each.assessed)}
        for each in lines
    ]
    return rows, sum(not is_ready(each) for each in lines)


def _protection_row(line: ProtectionLine) -> dict[str, str]:
    return {
        "reporter": line.reporter, "finding": line.finding, "born": " ".join(_month(each) or "-" for each in line.born),
        "sex": " ".join(each or "-" for each in line.sexes), "helps": " ".join(line.helps), "court": _flag(line.court),
    }  # fmt: skip


_ROWS: Final[Mapping[str, Callable[[Grant, int], tuple[Sequence[Mapping[str, str]], int]]]] = {
    HELPS: _help_rows, ASSESSMENTS: _assessment_rows, CARE: _care_rows,
}  # fmt: skip


def _flag(value: object) -> str:
    return "1" if value else ""


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""
