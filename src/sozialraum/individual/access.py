"""Who may see and write in case space (DOMAIN section 10, rows "Case core" to "Entrusted note")."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from sozialraum.foundation.accounts.access import can_manage_people
from sozialraum.foundation.audit.queries import AS_SUBSTITUTE
from sozialraum.foundation.privacy.actors import HOUSE, Actor, Role, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.models import AskedProfessional, Case, Complaint

FAMILY = frozenset({Role.PARENT, Role.YOUNG_PERSON})
STAFF = frozenset({Role.CASE_WORKER, Role.TEAM_LEAD, Role.PROVIDER_WORKER})
ADDRESSEES = (Role.OMBUDSPERSON, Role.HEAD_OF_OFFICE)
"""To whom families complain: the ombudsperson, and the office."""
COUNTING = frozenset({Role.PLANNER, Role.CONTROLLER, Role.HEAD_OF_OFFICE})

ASKED = "asked to look at a report"
_HOUSE_PURPOSES = frozenset(
    {Purpose.PLANNING, Purpose.STATISTICS, Purpose.OPERATION, Purpose.RETENTION, Purpose.ARCHIVE}
)

NOT_YOURS = "You are not among the people who are there for this family."
ARCHIVE = "The restricted archive opens for the person concerned only, by the person's own page."
FORMER_FILE = "This file was brought together with another one and is kept as it was."
SECOND_FACTOR = "Set up your second factor first; people's data stay shut until then."


# said of every family of a list
_IN_PERSON, _IN_PLACE_OF_A_COLLEAGUE = Decision.yes("case assignment"), Decision.yes(AS_SUBSTITUTE)


def decide(actor: Actor, purpose: Purpose, action: Action, subject: Subject) -> Decision:
    """The floor's answer to the gate for subjects of kind ``case``."""
    if purpose in _HOUSE_PURPOSES:
        return _decide_for_the_house(actor, purpose, action, subject)
    if purpose is Purpose.CONSENT:
        return _all(can_see_what_is_shown(actor, action, case_id) for case_id in subject.ids)
    if purpose is Purpose.PROTECTION and action is Action.LIST and not subject.ids:
        return can_ask_in_emergency(actor)
    if purpose is Purpose.PROTECTION and action in {Action.READ, Action.WRITE}:
        teams = _teams(subject.ids) if actor.has(Role.TEAM_LEAD) else {}
        return (
            _all(can_protect(actor, case_id, teams.get(case_id, "")) for case_id in subject.ids)
            or can_look_as_asked(actor, subject.ids)
            or can_read_former_file(actor, action, subject.ids)
        )
    if not subject.ids:
        return can_list_cases(actor) if action is Action.LIST else Decision.no(NOT_YOURS)
    if action is Action.EXPORT or purpose is Purpose.OWN_DATA:
        return _all(can_read_own_data(actor, case_id) for case_id in subject.ids)
    if action is Action.TAKE_OVER:
        return can_open_case(actor)
    teams = _teams(subject.ids) if actor.has(Role.TEAM_LEAD) else {}
    if action is Action.DECIDE:
        return _all(can_decide_help(actor, case_id, teams.get(case_id, "")) for case_id in subject.ids)
    if action is Action.WRITE:
        written = _all(can_write_case(actor, case_id) for case_id in subject.ids)
        shut = can_still_write(actor, subject.ids) if written else written
        return written if shut else shut
    viewed = _all(can_view_case(actor, case_id, teams.get(case_id, "")) for case_id in subject.ids)
    # where nothing opens the door, the first reason is the one to tell
    return viewed or can_read_former_file(actor, action, subject.ids) or viewed


def _decide_for_the_house(actor: Actor, purpose: Purpose, action: Action, subject: Subject) -> Decision:
    """The purposes for which no person reads a case: counts, the survey, letting somebody in, periods, the archive."""
    if purpose is Purpose.PLANNING:
        return (
            can_count_cases(actor) if not subject.ids else Decision.no("Planning reads counts, never cases.")
        )
    if purpose is Purpose.STATISTICS:
        return (
            can_export_survey(actor) if not subject.ids else Decision.no("The survey leaves without cases.")
        )
    if purpose is Purpose.OPERATION:
        return can_name_case(actor) if action is Action.LIST and not subject.ids else Decision.no(NOT_YOURS)
    return can_keep_periods(actor) if purpose is Purpose.RETENTION else Decision.no(ARCHIVE)


def is_family(actor: Actor) -> bool:
    """Whether the actor is here as somebody of a family."""
    return actor.has(*FAMILY)


def can_list_cases(actor: Actor) -> Decision:
    """Who is there for families may ask which they are; the answer names only those."""
    if not actor.has(*STAFF):
        return Decision.no("This room is for those who are there for families.")
    return Decision.yes("own list") if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_open_case(actor: Actor) -> Decision:
    """Case workers open cases."""
    if not actor.has(Role.CASE_WORKER):
        return Decision.no("Only case workers of the office open cases.")
    return Decision.yes("case worker") if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_view_case(actor: Actor, case_id: UUID, team_code: str = "") -> Decision:
    """Case holder, substitutes, provider's worker and family by case; the team lead by team."""
    key = str(case_id)
    role = actor.role_for(ScopeKind.CASE, key)
    if role in FAMILY:
        return Decision.yes("own case")
    leads = bool(team_code) and team_code in actor.keys(ScopeKind.TEAM, Role.TEAM_LEAD)
    if role not in STAFF and not leads:
        return Decision.no(NOT_YOURS)
    if not actor.second_factor:
        return Decision.no(SECOND_FACTOR)
    return _assigned(actor, key) if role in STAFF else Decision.yes("team lead")


def can_write_case(actor: Actor, case_id: UUID) -> Decision:
    """The case holder and the family write; everybody else reads."""
    role = actor.role_for(ScopeKind.CASE, str(case_id))
    if role in FAMILY:
        return Decision.yes("own case")
    if role is not Role.CASE_WORKER:
        return Decision.no("Only the case holder and the family write here.")
    return _assigned(actor, str(case_id)) if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_still_write(actor: Actor, case_ids: tuple[UUID, ...]) -> Decision:
    """A file that was brought together with another one is kept as it was: nobody writes in it any more.

    Staff holds no task in it, so that only what a family would write has to be asked for.
    """
    own = {str(each) for each in case_ids} & actor.keys(ScopeKind.CASE, *FAMILY)
    if own and Case.objects.filter(id__in=own, merged_into__isnull=False).exists():
        return Decision.no(FORMER_FILE)
    return Decision.yes("own case" if own else "case assignment")


def can_read_former_file(actor: Actor, action: Action, case_ids: tuple[UUID, ...]) -> Decision:
    """Who works for a family at the office also reads the file that was brought together with the family's own."""
    if action is not Action.READ or not actor.second_factor:
        return Decision.no(NOT_YOURS)
    own = actor.keys(ScopeKind.CASE, Role.CASE_WORKER)
    former = Case.objects.filter(id__in=case_ids, merged_into__in=own) if own else Case.objects.none()
    if former.count() != len(set(case_ids)):
        return Decision.no(NOT_YOURS)
    return Decision.yes("former file of a case assignment")


def can_bring_together(actor: Actor) -> Decision:
    """Leads of teams bring two files of one family together; the gate asks whether they lead the teams of both."""
    if not actor.keys(ScopeKind.TEAM, Role.TEAM_LEAD):
        return Decision.no("The lead of the team brings two files together.")
    return Decision.yes("team lead") if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_decide_help(actor: Actor, case_id: UUID, team_code: str) -> Decision:
    """Who decides on a claim: the lead of the office's team that the case belongs to, and nobody of a provider (H2).

    A provider advises and takes no part in a decision (§§ 36, 36a SGB VIII); nobody decides on the own family.
    """
    if actor.role_for(ScopeKind.CASE, str(case_id)) in FAMILY:
        return Decision.no("Nobody decides on the own family.")
    if actor.has(Role.PROVIDER_WORKER, Role.PROVIDER_LEAD):
        return Decision.no("Providers advise; staff of the office decides.")
    if not team_code or team_code not in actor.keys(ScopeKind.TEAM, Role.TEAM_LEAD):
        return Decision.no("The lead of the team decides.")
    return Decision.yes("team lead") if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_protect(actor: Actor, case_id: UUID, team_code: str = "") -> Decision:
    """The protection of a child is the office's own: the case holder, her substitutes and the lead of the team."""
    leads = bool(team_code) and team_code in actor.keys(ScopeKind.TEAM, Role.TEAM_LEAD)
    works = actor.role_for(ScopeKind.CASE, str(case_id)) is Role.CASE_WORKER
    if not works and not leads:
        return Decision.no(NOT_YOURS)
    if not actor.second_factor:
        return Decision.no(SECOND_FACTOR)
    return _assigned(actor, str(case_id)) if works else Decision.yes("team lead")


def can_look_as_asked(actor: Actor, case_ids: tuple[UUID, ...]) -> Decision:
    """A colleague who was asked to look at a report as well opens that report, until it is concluded (§ 8a (1) SGB VIII).

    The database opens the report to her, and nothing else of the case.
    """
    if len(case_ids) != 1 or not actor.has(Role.CASE_WORKER, Role.TEAM_LEAD):
        return Decision.no(NOT_YOURS)
    asked = AskedProfessional.objects.filter(
        case_id=case_ids[0],
        professional_id=actor.user_id or UUID(int=0),
        ended_at__isnull=True,
        report__concluded_at__isnull=True,
    ).values_list("report_id", flat=True)
    reports = tuple(asked)
    if not reports:
        return Decision.no(NOT_YOURS)
    return Decision.yes(ASKED, only=reports) if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_read_own_data(actor: Actor, case_id: UUID) -> Decision:
    """The family takes its own data with it (Art. 15 GDPR, § 83 SGB X)."""
    if actor.role_for(ScopeKind.CASE, str(case_id)) in FAMILY:
        return Decision.yes("own data")
    return Decision.no("Only the family takes these data with it.")


def can_see_what_is_shown(actor: Actor, action: Action, case_id: UUID) -> Decision:
    """Whom somebody of the family trusts reads what she shows, and nothing else; the database knows what that is."""
    if action is Action.READ and str(case_id) in actor.keys(ScopeKind.CASE, Role.TRUSTED_PERSON):
        return Decision.yes("consent")
    return Decision.no("This page is for those whom somebody of a family has let in.")


def can_ask_in_emergency(actor: Actor) -> Decision:
    """Case workers of the office may name a case that is not theirs in an emergency; nobody of a provider may."""
    if not actor.has(Role.CASE_WORKER):
        return Decision.no("Only case workers of the office open a case in an emergency.")
    return Decision.yes("emergency") if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_name_case(actor: Actor) -> Decision:
    """The administration finds a case by its number to let somebody in; it reads nothing of it."""
    return can_manage_people(actor)


def can_open_in_emergency(actor: Actor, subject: Subject) -> Decision:
    """The floor's answer to the gate for an emergency: never for a family that one belongs to oneself."""
    if any(actor.role_for(ScopeKind.CASE, str(case_id)) in FAMILY for case_id in subject.ids):
        return Decision.no("Your own family's case is opened by somebody else.")
    return can_ask_in_emergency(actor)


def can_keep_periods(actor: Actor) -> Decision:
    """Periods are kept by the platform's own periodic work, never by a person at a page."""
    if actor == HOUSE:
        return Decision.yes("retention period")
    return Decision.no("Periods are kept by the platform itself.")


def decide_complaint(actor: Actor, purpose: Purpose, action: Action, subject: Subject) -> Decision:
    """The floor's answer to the gate for complaints: whoever is addressed, and nobody else, not even the case's worker."""
    held = [role for role in ADDRESSEES if actor.has(role)]
    if (
        not held
        or purpose is not Purpose.PARTICIPATION
        or action not in {Action.LIST, Action.READ, Action.WRITE}
    ):
        return Decision.no("This complaint is not addressed to you.")
    if not actor.second_factor:
        return Decision.no(SECOND_FACTOR)
    if not subject.ids:
        return (
            Decision.yes("complaints addressed to one") if action is Action.LIST else Decision.no(NOT_YOURS)
        )
    mine = {Role.OMBUDSPERSON: Q(to_ombuds=True), Role.HEAD_OF_OFFICE: Q(to_office=True)}
    addressed = Q(pk__in=[])
    for role in held:
        addressed |= mine[role]
    found = Complaint.objects.filter(addressed, id__in=subject.ids).count()
    if found != len(set(subject.ids)):
        return Decision.no("This complaint is not addressed to you.")
    return Decision.yes("complaint addressed to one")


def can_keep_advisers(actor: Actor) -> Decision:
    """The head of office keeps the register of experienced professionals, as she signs the agreements of § 8a (4)."""
    if not actor.has(Role.HEAD_OF_OFFICE):
        return Decision.no("The head of the office keeps this register.")
    return Decision.yes("head of office") if actor.second_factor else Decision.no(SECOND_FACTOR)


def can_read_all_advisers(actor: Actor) -> Decision:
    """Who works with families, or keeps the register, also finds those who do not stand on the public page."""
    if actor.has(*STAFF, Role.PROVIDER_LEAD, Role.HEAD_OF_OFFICE):
        return Decision.yes("professional")
    return Decision.no("Everybody else finds those who agreed to stand on the page.")


def can_count_cases(actor: Actor) -> Decision:
    """Planning, controlling and the head of office receive counts, and only through the release gate."""
    if actor.has(*COUNTING):
        return Decision.yes("counts for planning (§ 80 SGB VIII)")
    return Decision.no("Only planning, controlling and the head of office receive counts.")


def can_export_survey(actor: Actor) -> Decision:
    """Economic youth welfare hands in the official statistics (§§ 98 to 103 SGB VIII): codes by help, without a case.

    It knows the helps anyway (DOMAIN section 10, services and cost fields); controlling and planning receive counts.
    """
    if not actor.has(Role.FINANCE_OFFICER):
        return Decision.no("Only economic youth welfare hands in the official statistics.")
    return (
        Decision.yes("official statistics (§ 102 SGB VIII)")
        if actor.second_factor
        else Decision.no(SECOND_FACTOR)
    )


def _assigned(actor: Actor, key: str) -> Decision:
    """Yes, on the ground of the own assignment, or of that of the colleague for whom the actor stands in."""
    return _IN_PERSON if actor.in_person(key) else _IN_PLACE_OF_A_COLLEAGUE


def _all(decisions: Iterable[Decision]) -> Decision:
    last = Decision.no(NOT_YOURS)
    for last in decisions:
        if not last:
            break
    return last


def _teams(case_ids: tuple[UUID, ...]) -> dict[UUID, str]:
    return dict(Case.objects.filter(id__in=case_ids).values_list("id", "team_code"))
