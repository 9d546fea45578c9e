"""Whole files of families, brought in at once, as the demo city needs it: the rules of every record, few round trips."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.audit.enums import Outcome as Recorded
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual.access import FAMILY
from sozialraum.individual.family_files import FamilyFile
from sozialraum.individual.models import Case, GrantDecision, Member
from sozialraum.individual.queries.choices import options_for
from sozialraum.individual.rules.team_sheets import Known
from sozialraum.individual.services.family_files.checks import check_file
from sozialraum.individual.services.family_files.rows import ORDER, FileRows, moment
from sozialraum.individual.services.records import Refused, user_of
from sozialraum.organization.queries import provider_choices
from sozialraum.social_structure.queries import area_names


@transaction.atomic
def take_over_files(grant: Grant, files: Sequence[FamilyFile]) -> None:
    """Store the files of families that the actor holds, all or none; one grant to write covers all of their cases.

    Every record keeps the rules that hold where it is written one by one: whose words are whose, ring by ring, two
    professionals before an offer, the choice before the decision, what a plan must say, and on record where a case
    stands whatever the law asks before that (:func:`checks.check_file`). A decision is stored as prepared; who decides
    says so with :func:`note_decided`. Who belongs to the family already by name and birthday is not added again. The
    trail keeps one entry for every table and family. Raises :class:`Refused`.
    """
    if grant.action is not Action.WRITE or grant.role in FAMILY:
        raise gate.Denied(Decision.no("Only staff of the office does this."))
    if not {each.case_id for each in files} <= set(grant.subject.ids):
        raise gate.Denied(Decision.no("This grant does not cover every one of these families."))
    for file in files:
        check_file(file)
    by = user_of(grant)
    cases = {case.id: case for case in Case.objects.filter(id__in=[each.case_id for each in files])}
    names = _names(cases.values(), by)
    kinds = {each.choice.help_kind for each in files if each.choice}
    options = options_for(kinds, today=timezone.localdate(grant.at)) if kinds else {}
    present = _present(files)
    collected: dict[type[Model], list[Model]] = {table: [] for table in ORDER}
    for file in files:
        case = cases[file.case_id]
        listed = options[file.choice.help_kind].seen_from(case.area_code) if file.choice else ()
        if file.choice and not listed:
            raise Refused(
                gettext_noop("No offer of this kind is in the directory."),
                gettext_noop("Choose another kind of help, or ask a provider to enter what it offers."),
            )
        made = FileRows(file, by=by, names=names[case.id], options=listed, present=present).rows
        for table in ORDER:
            collected[table] += made[table]
    for table in ORDER:
        if collected[table]:
            table._default_manager.bulk_create(collected[table])
            _note(grant, table, collected[table])


@transaction.atomic
def note_decided(grant: Grant, files: Sequence[FamilyFile]) -> None:
    """Note that the claims of these files are decided and the letters sent, on a grant to decide for all of them (H2).

    The day of each is that of its file; a file whose decision is only prepared is passed over.
    """
    if grant.action is not Action.DECIDE:
        raise gate.Denied(Decision.no("This grant is not for deciding."))
    told = {each.case_id: each.decision for each in files if each.decision and each.decision.decided_on}
    prepared = list(
        GrantDecision.objects.filter(case_id__in=set(told) & set(grant.subject.ids), decided_at__isnull=True)
    )
    for row in prepared:
        decision = told[row.case_id]
        if decision.decided_on is not None:
            row.decided_by, row.decided_at = user_of(grant), moment(decision.decided_on)
            row.sent_on = decision.sent_on
    GrantDecision.objects.bulk_update(prepared, ["decided_by", "decided_at", "sent_on"])
    if prepared:
        _note(grant, GrantDecision, prepared, fields=("decided_by", "sent_on"))


def _present(files: Sequence[FamilyFile]) -> Mapping[tuple[UUID, str, date | None], UUID]:
    """Who belongs to these families already, by name and birthday: nobody is added twice."""
    found = Member.objects.filter(case_id__in=[each.case_id for each in files])
    return {(each.case_id, each.full_name, each.born_on): each.id for each in found}


def _names(cases: Collection[Case], by: UUID) -> Mapping[UUID, tuple[Known, ...]]:
    """What is taken out of a team sheet beside the names of the family: the worker, the providers, name and quarter."""
    areas = area_names({case.area_code for case in cases})
    staff = [Known((name, name.split()[-1]), "[Fachkraft]") for name in names_of([by]).values()]
    providers = [Known((name,), "[Träger]") for _code, name in provider_choices()]
    return {
        case.id: (
            *staff, *providers, Known((case.family_name,), "[Familie]"),
            Known((areas.get(case.area_code, case.area_code),), "[Quartier]"),
        )
        for case in cases
    }  # fmt: skip


def _note(grant: Grant, table: type[Model], rows: Sequence[Model], fields: Sequence[str] = ()) -> None:
    record(
        using=CHANGES, at=grant.at, actor_id=grant.actor.user_id, role=grant.role, function=gate.function_of(grant.role),
        action=grant.action, purpose=grant.purpose, outcome=Recorded.CHANGED, subject_kind="case",
        subject_ids=sorted({str(each.case_id) for each in rows}),  # type: ignore[attr-defined]  # every table here has it
        object_kind=table._meta.label, fields=fields,
    )  # fmt: skip
