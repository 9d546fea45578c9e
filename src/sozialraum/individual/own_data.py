"""What the individual floor stores about a person of a family, for that person alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.privacy.own_data import Section
from sozialraum.individual.access import FAMILY
from sozialraum.individual.models import (
    Case,
    Member,
    MissingNearby,
    NetworkSheet,
    PlainWording,
    Share,
    Statement,
    StatementVersion,
    TrustedPerson,
)
from sozialraum.individual.own_council import council_sections
from sozialraum.individual.own_material import COVERED as COVERED_MATERIAL
from sozialraum.individual.own_material import material_sections
from sozialraum.individual.own_voice import COVERED as COVERED_VOICE
from sozialraum.individual.own_voice import voice_sections
from sozialraum.individual.own_way import (
    choice_sections,
    help_section,
    origin_sections,
    plan_sections,
    team_section,
    way_sections,
)
from sozialraum.individual.presentation.cases import KINDS, MEMBERS, STATES, visits
from sozialraum.individual.queries import readers
from sozialraum.network.enums import MissingKind
from sozialraum.network.network_maps import Sheet, map_rows
from sozialraum.network.presentation.missing import MISSING

COVERED = (
    "individual.MissingNearby",
    "individual.CaseStep", "individual.Consultation", "individual.Reminder", "individual.Handover",
    "individual.Help", "individual.SurveyRecord", "individual.CaseOrigin", "individual.MemberTie",
    "individual.HouseholdStay", "individual.CaseImport", "individual.CaseMerge", "individual.CarriedRow",
    "individual.MovedBelonging",
    "individual.TeamSheet", "individual.OptionList", "individual.Choice", "individual.GrantDecision",
    "individual.HelpPlan", "individual.PlanSignature", "individual.GoalRating", "individual.PlanReview",
    "individual.NetworkSheet", "individual.NetworkSheetVersion", "individual.Share",
    "individual.TrustedPerson",
    "individual.Case", "individual.Member", "individual.Statement", "individual.StatementVersion",
    "individual.PlainWording",
    "individual.EntrustedNote", "privacy.EmergencyAccess", "individual.ProtectionReport",
    "individual.ProtectionAssessment", "individual.ProtectionAssessmentVersion", "individual.AskedProfessional",
    "individual.ProtectionMeasure", "individual.ProtectionAdvice", *COVERED_MATERIAL, *COVERED_VOICE,
    "individual.FamilyCouncil", "individual.CouncilGuest", "individual.CouncilDraft", "individual.CouncilPlan",
    "individual.CouncilPlanItem",
)  # fmt: skip


def own_sections(grant: Grant) -> list[Section]:
    """The family's file as one of its members takes it along.

    Everybody's words are there, as the family's page shows them; members of the family but oneself appear as what
    they are to the family, not by name. Entrusted notes of professionals are left out, with a sentence that says so.
    """
    people = {member.id: member for member in Member.objects.filter(case_id__in=grant.subject.ids)}
    called = {key: _called(grant, member) for key, member in people.items()}
    return [
        _family(grant),
        _people(grant, people),
        _words(grant, called),
        _earlier_words(grant, called),
        _plain_words(grant, called),
        _network_maps(grant),
        *material_sections(grant, called),
        _shares(grant),
        _trusted(grant),
        *way_sections(grant, called),
        *choice_sections(grant, called),
        help_section(grant),
        *origin_sections(grant, called),
        team_section(grant),
        *council_sections(grant),
        *plan_sections(grant, called),
        *voice_sections(grant, called),
        _missing_nearby(grant),
        _visits(grant),
        Section(
            "entrusted", _("Entrusted notes"), {}, (),
            _("What somebody entrusted to one professional alone is not in this file. Only that professional can "
              "read it. Ask the one you spoke with."),
        ),
        Section(
            "protection", _("Protection of a child"), {}, (),
            _("Where somebody was worried about a child, what was told is kept apart and is not in this file, so that "
              "nobody who told it is known. Ask your contact person at the office what you may see of it."),
        ),
    ]  # fmt: skip


def _called(grant: Grant, member: Member) -> str:
    return member.full_name if member.user_id == grant.actor.user_id else str(MEMBERS[member.kind])


def _family(grant: Grant) -> Section:
    columns = {
        "number": _("Number"), "family_name": _("Family name"), "area_code": _("Quarter (key)"),
        "state": _("State"), "opened_on": _("Opened on"), "ended_on": _("Ended on"),
        "without_help": _("Ended with counseling alone"), "archived_at": _("In the locked archive since"),
    }  # fmt: skip
    rows = tuple(
        (
            case.number, case.family_name, case.area_code, str(STATES[case.state]), case.opened_on, case.ended_on,
            case.without_help, case.archived_at,
        )
        for case in Case.objects.filter(id__in=grant.subject.ids).order_by("opened_on")
    )  # fmt: skip
    return Section("family", _("Your family's file"), columns, rows)


def _people(grant: Grant, people: Mapping[UUID, Member]) -> Section:
    columns = {
        "kind": _("What the person is to the family"), "full_name": _("Name"), "called": _("Is called"),
        "born_on": _("Born on"),
    }  # fmt: skip
    rows = []
    for member in sorted(people.values(), key=lambda each: (each.user_id != grant.actor.user_id, each.kind)):
        own = member.user_id == grant.actor.user_id
        personal = (
            (member.full_name, member.called, member.born_on) if own else (_("not in this file"), "", None)
        )
        rows.append((str(MEMBERS[member.kind]), *personal))
    note = _("You are named. Of the others this file says only what they are to the family.")
    return Section("people", _("Who belongs to your family"), columns, tuple(rows), note)


def _words(grant: Grant, called: Mapping[UUID, str]) -> Section:
    columns = {
        "said_on": _("Said on"), "speaker": _("Who spoke"), "kind": _("Kind"), "text": _("Words"),
        "own_action": _("What the person does for it"), "strength": _("How strong (0 to 10)"),
        "verbatim": _("Word for word"), "language": _("Language"), "recorded_by": _("Written down by"),
        "recorded_at": _("Written down at"),
    }  # fmt: skip
    found = list(Statement.objects.filter(case_id__in=grant.subject.ids).order_by("said_on", "recorded_at"))
    professionals = {each.professional_id for each in found if each.professional_id}
    family = set(
        Member.objects.filter(case_id__in=grant.subject.ids, user_id__isnull=False).values_list(
            "user_id", flat=True
        )
    )
    names = names_of(professionals | {each.recorded_by for each in found if each.recorded_by not in family})
    rows = tuple(
        (
            each.said_on,
            called[each.speaker_id] if each.speaker_id else names.get(each.professional_id or grant.subject.ids[0], ""),
            str(KINDS[each.kind].word), each.text, each.own_action, each.strength, each.verbatim, each.language,
            names.get(each.recorded_by, _("somebody of the family")), each.recorded_at,
        )
        for each in found
    )  # fmt: skip
    return Section("words", _("What was said"), columns, rows)


def _earlier_words(grant: Grant, called: Mapping[UUID, str]) -> Section:
    columns = {
        "version": _("Version"), "speaker": _("Who spoke"), "text": _("Words"),
        "own_action": _("What the person does for it"), "strength": _("How strong (0 to 10)"), "saved_at": _("Until"),
    }  # fmt: skip
    found = (
        StatementVersion.objects.filter(case_id__in=grant.subject.ids)
        .select_related("statement")
        .order_by("statement_id", "version")
    )
    rows = tuple(
        (
            each.version, called.get(each.statement.speaker_id, _("a professional")) if each.statement.speaker_id
            else _("a professional"), each.text, each.own_action, each.strength, each.saved_at,
        )
        for each in found
    )  # fmt: skip
    return Section("earlier_words", _("How it was said before"), columns, rows)


def _plain_words(grant: Grant, called: Mapping[UUID, str]) -> Section:
    columns = {
        "written_at": _("Written down at"), "speaker": _("Who spoke"), "text": _("In plain words"), "written_by": _("Translated by"),
    }  # fmt: skip
    found = list(
        PlainWording.objects.filter(case_id__in=grant.subject.ids)
        .select_related("statement")
        .order_by("written_at")
    )
    names = names_of(each.written_by for each in found)
    rows = tuple(
        (
            each.written_at, called.get(each.statement.speaker_id, _("a professional")) if each.statement.speaker_id
            else _("a professional"), each.text, names.get(each.written_by, ""),
        )
        for each in found
    )  # fmt: skip
    return Section("plain_words", _("What was said, in plain words"), columns, rows)


def _network_maps(grant: Grant) -> Section:
    columns = {
        "drawn_on": _("Drawn on"), "name": _("Person"), "role": _("Who is that?"), "sector": _("Sector"),
        "distance": _("Distance"), "contact": _("In touch"), "gives": _("Gives"), "receives": _("Receives"),
        "knows": _("knows"), "note": _("Also worth knowing"),
    }  # fmt: skip
    rows = tuple(
        (
            sheet.drawn_on, row.person.name, row.person.role, row.sector, row.distance, row.contact, row.gives,
            row.receives, row.knows, row.person.note,
        )
        for sheet in NetworkSheet.objects.filter(case_id__in=grant.subject.ids, owner__user_id=grant.actor.user_id).order_by("drawn_on")
        for row in map_rows(Sheet.from_json(sheet.content))
    )  # fmt: skip
    note = _("Your own maps. You can also take each of them along as a picture, on its page.")
    return Section("network_maps", _("Your network maps"), columns, rows, note)


def _missing_nearby(grant: Grant) -> Section:
    columns = {
        "kind": _("What is missing near by"),
        "marked_on": _("Said on"),
        "withdrawn_at": _("Taken back at"),
    }
    rows = tuple(
        (str(MISSING[MissingKind(each.kind)]), each.marked_on, each.withdrawn_at)
        for each in MissingNearby.objects.filter(case_id__in=grant.subject.ids).order_by("marked_on", "kind")
    )
    note = _(
        "Counted with those of many other families, without your name, so that somebody takes care of it."
    )
    return Section("missing_nearby", _("What your family misses near by"), columns, rows, note)


def _shares(grant: Grant) -> Section:
    columns = {
        "name": _("Who sees it"), "given_at": _("Shown since"), "until": _("Until"), "withdrawn_at": _("Taken back at")
    }  # fmt: skip
    found = list(
        Share.objects.filter(case_id__in=grant.subject.ids, owner__user_id=grant.actor.user_id).order_by(
            "given_at"
        )
    )
    names = names_of(each.recipient_id for each in found)
    rows = tuple(
        (names.get(each.recipient_id, ""), each.given_at, each.until, each.withdrawn_at) for each in found
    )
    return Section("shares", _("What you show to whom"), columns, rows)


def _trusted(grant: Grant) -> Section:
    columns = {
        "full_name": _("Name"), "relation": _("Who is that?"), "named_at": _("Let in at"), "until": _("Until"),
        "ended_at": _("Taken back at"),
    }  # fmt: skip
    own = TrustedPerson.objects.filter(case_id__in=grant.subject.ids, owner__user_id=grant.actor.user_id)
    rows = tuple(own.order_by("named_at").values_list(*columns))
    return Section("trusted", _("Whom you trust"), columns, rows)


def _visits(grant: Grant) -> Section:
    columns = {
        "at": _("When"), "name": _("Who"), "role": _("As what"), "deed": _("What"), "reason": _("Why"),
        "times": _("How often on that day"),
    }  # fmt: skip
    family = _("somebody of the family")
    found = [
        replace(act, name=family) if act.role in FAMILY and act.user_id != grant.actor.user_id else act
        for case_id in grant.subject.ids
        for act in readers(grant, case_id=case_id, limit=10_000)
    ]
    rows = tuple(
        (each.last_at, each.name, each.role, str(each.deed), str(each.reason), each.times)
        for each in visits(found, own_id=grant.actor.user_id)
    )
    note = _("Every look is written down and kept for twelve months. Your own looks are not listed.")
    return Section("visits", _("Who looked at your data"), columns, rows, note)
