"""Reading helps for the official statistics: the own list with names, and the lines that leave without any."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, Sum
from django.utils import timezone

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import ComponentKind, ComponentState, MemberKind
from sozialraum.individual.models import ArrangementComponent, Case, Help, Member
from sozialraum.individual.queries.cases import Person
from sozialraum.individual.surveys import (
    Finding,
    HelpFacts,
    findings_of,
    provider_kind_code,
    survey_kinds,
    survey_of,
)
from sozialraum.individual.surveys.facts import FOR_FAMILIES
from sozialraum.individual.surveys.protection import AssessmentLine, CareLine
from sozialraum.organization.queries import provider_facts, provider_names

PROTECTION_COLUMNS: Final = ("reporter", "finding", "born", "sexes", "helps", "court")
LINE_COLUMNS: Final = (
    "record", "help_kind", "for_family", "provider_code", "begun_on", "ended_on", "born", "sexes", "answers", "assessed",
    "in_care", "beside", "weekly_minutes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One help of a family that the asker is there for; ``findings`` say what its record lacks."""

    id: UUID
    case_id: UUID
    family_name: str
    young: tuple[Person, ...]
    facts: HelpFacts
    findings: tuple[Finding, ...]
    provider: str = ""
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HelpCounts:
    """How many helps of a kind began, ended, and ran on the last day of a year; leaves by ``privacy.release`` alone."""

    help_kind: str
    begun: int
    ended: int
    running: int


def survey_rows(grant: Grant, *, year: int, help_id: UUID | None = None) -> list[HelpRow]:
    """The helps of a reporting year in the cases of this grant, by family name, each with what its record lacks.

    ``help_id`` asks for one help whatever its year. Raises :class:`gate.Denied` for the family.
    """
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("Only staff of the office does this."))
    found = Help.objects.filter(case_id__in=grant.subject.ids).select_related("survey")
    if help_id is not None:
        found = found.filter(id=help_id)
    else:
        ended = Q(ended_on__isnull=True) | Q(ended_on__gte=date(year, 1, 1))
        found = found.filter(ended, begun_on__lte=date(year, 12, 31), help_kind__in=survey_kinds())
    helps = list(found)
    case_ids = {each.case_id for each in helps}
    names = dict(Case.objects.filter(id__in=case_ids).values_list("id", "family_name"))
    young = _young(case_ids)
    minutes = _weekly_minutes(case_ids)
    kinds = _provider_kinds(each.provider_code for each in helps)
    called = provider_names(each.provider_code for each in helps)
    survey = survey_of(year)
    rows = []
    for each in helps:
        facts = _facts(each, young[each.case_id], minutes.get(each.case_id), kinds)
        lacks = tuple(findings_of(facts, survey, today=timezone.localdate(grant.at)))
        rows.append(
            HelpRow(
                each.id, each.case_id, names[each.case_id], tuple(young[each.case_id]), facts, lacks,
                called.get(each.provider_code, ""), each.member_id,
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (german_sort_key(row.family_name), row.facts.begun_on))


def survey_lines(grant: Grant, *, year: int) -> list[HelpFacts]:
    """The helps of a reporting year in the whole office, without name, number or day of birth.

    Put together by the database; only a grant to export for the statistics opens them.
    """
    _exporting(grant)
    rows = _called("survey_help_lines", LINE_COLUMNS, year)
    kinds = _provider_kinds(row["provider_code"] for row in rows)
    return [
        HelpFacts(
            **{
                **row, "born": tuple(row["born"]), "sexes": tuple(row["sexes"]), "answers": json.loads(row["answers"]),
                "provider_kind": kinds.get(row["provider_code"], ""),
            }
        )
        for row in rows
    ]  # fmt: skip


def assessment_lines(grant: Grant, *, year: int) -> list[AssessmentLine]:
    """The assessments concluded in a year (§ 99 (6) SGB VIII), filled from the record of the protection; nobody's name."""
    _exporting(grant)
    columns = ("received", *PROTECTION_COLUMNS, "measures", "repeated", "in_care")
    return [AssessmentLine(**_tuples(row)) for row in _called("survey_assessment_lines", columns, year)]


def care_lines(grant: Grant, *, year: int) -> list[CareLine]:
    """The takings into care of a year (§ 99 (2) SGB VIII) that followed a report; nobody's name."""
    _exporting(grant)
    columns = ("begun", *PROTECTION_COLUMNS, "assessed")
    return [CareLine(**_tuples(row)) for row in _called("survey_care_lines", columns, year)]


def help_counts(grant: Grant, *, year: int) -> list[HelpCounts]:
    """Counts of helps by kind; only a grant for planning opens them, and they go nowhere but through ``privacy.release``."""
    if grant.purpose is not Purpose.PLANNING or grant.subject.ids:
        raise gate.Denied(Decision.no("Counts need a grant for planning."))
    return [
        HelpCounts(**row) for row in _called("help_counts", ("help_kind", "begun", "ended", "running"), year)
    ]


def _exporting(grant: Grant) -> None:
    if grant.purpose is not Purpose.STATISTICS or grant.action is not Action.EXPORT:
        raise gate.Denied(Decision.no("This grant is not for the official statistics."))


def _called(function: str, columns: tuple[str, ...], year: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        # the names are constants of this module
        cursor.execute(f"SELECT {', '.join(columns)} FROM {function}(%s)", [year])  # noqa: S608 - see above
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _young(case_ids: Iterable[UUID]) -> defaultdict[UUID, list[Person]]:
    found: defaultdict[UUID, list[Person]] = defaultdict(list)
    people = Member.objects.filter(case_id__in=set(case_ids), kind=MemberKind.YOUNG_PERSON)
    for member in people.order_by("born_on", "id"):
        found[member.case_id].append(Person.of(member))
    return found


def _weekly_minutes(case_ids: Iterable[UUID]) -> dict[UUID, int]:
    agreed = ArrangementComponent.objects.filter(
        case_id__in=set(case_ids), kind=ComponentKind.PROFESSIONAL_HOURS, state=ComponentState.AGREED,
        removed_at__isnull=True,
    )  # fmt: skip
    return dict(agreed.values_list("case_id").annotate(Sum("minutes")))


def _provider_kinds(codes: Iterable[str]) -> dict[str, str]:
    return {
        code: provider_kind_code(kind, association, recognized=recognized)
        for code, (kind, association, recognized) in provider_facts(filter(None, codes)).items()
    }


def _facts(found: Help, young: list[Person], minutes: int | None, kinds: dict[str, str]) -> HelpFacts:
    record = getattr(found, "survey", None)
    answers = dict(record.answers) if record else {}
    sexes = answers.pop("sex", {})
    whole = found.member_id is None and found.help_kind in FOR_FAMILIES
    meant = [each for each in young if whole or each.id == found.member_id]
    facts = HelpFacts(
        record=str(found.id), help_kind=found.help_kind, for_family=whole, begun_on=found.begun_on,
        ended_on=found.ended_on, answers=answers, provider_code=found.provider_code,
        provider_kind=kinds.get(found.provider_code, ""), weekly_minutes=minutes,
    )  # fmt: skip
    return replace(
        facts, born=tuple(each.born_on for each in meant), sexes=tuple(sexes.get(str(each.id)) for each in meant)
    )  # fmt: skip
