"""A foreign case in an emergency: for a short time, for reading, and everybody concerned learns of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from factories.browsers import browser_of, stop_clock
from factories.cases import Family, grant_for, make_family
from factories.people import AT, make_actor
from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.enums import EmergencyKind, Verdict
from sozialraum.foundation.privacy.gate import Denied, Subject
from sozialraum.foundation.privacy.models import EmergencyAccess, Notice
from sozialraum.foundation.privacy.queries import emergencies, notices_for, running_emergencies
from sozialraum.foundation.privacy.services import TooManyAttempts, mark_notice_seen, review_emergency
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.models import Case
from sozialraum.individual.presentation.cases import EMERGENCY_REASONS, visits

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
REASON = "Anruf der Polizei um 22 Uhr, das Kind ist allein in der Wohnung."


@pytest.fixture
def family(monkeypatch: pytest.MonkeyPatch) -> Family:
    stop_clock(monkeypatch)
    made = make_family()
    context.clear()
    return made


@pytest.fixture
def on_call() -> Actor:
    return make_actor(Role.CASE_WORKER, full_name="Robin Dienst")


def _number(family: Family) -> str:
    grant_for(family.worker, family.case_id)
    number = Case.objects.get(id=family.case_id).number
    context.clear()
    return number


def _open(actor: Actor, number: str, *, at=AT) -> gate.Grant:
    return services.open_in_emergency(actor, number=number, kind=EmergencyKind.DANGER, reason=REASON, at=at)


def test_on_call_reads_for_four_hours_and_never_writes(family: Family, on_call: Actor) -> None:
    grant = _open(on_call, _number(family))
    assert queries.case_file(grant).case.family_name == "Kessler"
    assert grant.until == AT + timedelta(hours=4)
    context.clear()
    later = grant_for(on_call, family.case_id, at=AT + timedelta(hours=3, minutes=59))
    assert (later.ground, later.purpose) == ("emergency: danger", Purpose.PROTECTION)
    for action in (Action.WRITE, Action.EXPORT, Action.ERASE, Action.LIST):
        with pytest.raises(Denied):
            grant_for(on_call, family.case_id, action)
    context.clear()
    with pytest.raises(Denied):
        grant_for(on_call, family.case_id, at=AT + timedelta(hours=4))
    assert Case.objects.count() == 0


def test_entrusted_notes_stay_closed(family: Family, on_call: Actor) -> None:
    services.entrust(grant_for(family.worker, family.case_id, Action.WRITE), text="Nur für Sie.")
    context.clear()
    assert queries.entrusted_notes(_open(on_call, _number(family))) == []


def test_lead_and_data_protection_learn_at_once_and_the_family_sees_why(
    family: Family, on_call: Actor
) -> None:
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    foreign_lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="nord")
    officer = make_actor(Role.DATA_PROTECTION_OFFICER)
    _open(on_call, _number(family))
    for actor in (lead, officer):
        (notice,) = notices_for(actor)
        assert notice.subject_id == str(family.case_id)
        mark_notice_seen(actor, notice.id, at=AT)
    assert notices_for(foreign_lead) == []
    assert set(Notice.objects.values_list("scope_kind", flat=True)) == gate.NOTIFIED
    mark_notice_seen(foreign_lead, notice.id, at=AT)
    assert set(Notice.objects.values_list("seen_by", flat=True)) == {lead.user_id, officer.user_id}
    seen = visits(
        queries.readers(grant_for(family.mother, family.case_id, purpose=Purpose.OWN_DATA)), own_id=None
    )
    visit = next(each for each in seen if each.name == "Robin Dienst")
    assert visit.reason == EMERGENCY_REASONS["danger"]
    assert REASON not in str(list(AuditEntry.objects.using("audit").values()))


def test_the_officer_reviews_once_and_the_worker_learns_it(family: Family, on_call: Actor) -> None:
    officer = make_actor(Role.DATA_PROTECTION_OFFICER)
    _open(on_call, _number(family))
    grant = gate.open(officer, Purpose.SUPERVISION, Action.READ, Subject("audit", ()), at=AT)
    (found,) = emergencies(grant, begin=AT - timedelta(days=1), end=AT + timedelta(days=1))
    assert (found.reason, found.verdict) == (REASON, None)
    with pytest.raises(SozialraumError, match="needs words"):
        review_emergency(grant, found.id, verdict=Verdict.NOT_JUSTIFIED, remark=" ")
    review_emergency(grant, found.id, verdict=Verdict.JUSTIFIED, remark="")
    with pytest.raises(SozialraumError, match="already"):
        review_emergency(grant, found.id, verdict=Verdict.NOT_JUSTIFIED, remark="anders")
    assert [notice.kind.value for notice in notices_for(on_call)] == ["emergency_reviewed"]
    with pytest.raises(Denied):
        emergencies(grant_for(family.worker, family.case_id), begin=AT, end=AT)
    assert Case.objects.filter(id=family.case_id).exists()


@pytest.mark.parametrize(
    ("role", "kind", "key"),
    [
        (Role.PROVIDER_WORKER, ScopeKind.PROVIDER, "bruecke"), (Role.PLANNER, ScopeKind.OFFICE, ""),
        (Role.RESIDENT, ScopeKind.OFFICE, ""), (Role.ADMINISTRATOR, ScopeKind.OFFICE, ""),
        (Role.DATA_PROTECTION_OFFICER, ScopeKind.OFFICE, ""), (Role.HEAD_OF_OFFICE, ScopeKind.OFFICE, ""),
    ],
)  # fmt: skip
def test_nobody_else_may_even_ask(family: Family, role: Role, kind: ScopeKind, key: str) -> None:
    other = make_actor(role, scope_kind=kind, scope_key=key)
    with pytest.raises(Denied):
        _open(other, _number(family))
    assert browser_of(other).get("/individuum/notfall/").status_code == 404
    assert EmergencyAccess.objects.count() == 0


def test_without_second_factor_and_in_the_own_family_it_stays_shut(family: Family, on_call: Actor) -> None:
    with pytest.raises(Denied):
        _open(Actor(on_call.user_id, on_call.roles, second_factor=False), _number(family))
    relative = Actor(family.mother.user_id, (*family.mother.roles, *on_call.roles), second_factor=True)
    assert not gate._emergency_rules["case"](relative, Subject("case", (family.case_id,)))


def test_a_wrong_number_and_a_shut_case_are_answered_alike(family: Family, on_call: Actor) -> None:
    browser = browser_of(on_call)
    number = _number(family)
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.end_case(grant, on=AT.date())
    context.clear()
    with connection.cursor() as cursor:  # a case in the restricted archive is as good as not there
        context.enter(
            actor=family.worker, purpose=Purpose.RETENTION, action=Action.WRITE, ids=(family.case_id,)
        )
        cursor.execute("UPDATE person_case SET archived_at = now() WHERE id = %s", [family.case_id])
    context.clear()
    typed = {"kind": "danger", "reason": REASON}
    wrong = browser.post("/individuum/notfall/", {"number": "1999-00000", **typed})
    shut = browser.post("/individuum/notfall/", {"number": number, **typed})
    assert (wrong.status_code, shut.status_code) == (404, 404)
    token = b"csrfmiddlewaretoken"
    strip = lambda answer, typed: [  # noqa: E731
        line.replace(typed, b"") for line in answer.content.splitlines() if token not in line
    ]
    assert strip(wrong, b"1999-00000") == strip(shut, number.encode())


def test_trying_numbers_ends_after_six(family: Family, on_call: Actor) -> None:
    for _ in range(6):
        with pytest.raises(services.NotOpened):
            _open(on_call, "1999-00000")
    with pytest.raises(TooManyAttempts):
        _open(on_call, _number(family))
    assert EmergencyAccess.objects.count() == 0
    _open(on_call, _number(family), at=AT + timedelta(minutes=61))


def test_who_may_read_anyway_makes_no_emergency(family: Family) -> None:
    grant = _open(family.worker, _number(family))
    assert (grant.until, EmergencyAccess.objects.count(), Notice.objects.count()) == (None, 0, 0)


def test_the_page_opens_the_case_and_keeps_what_was_typed(family: Family, on_call: Actor) -> None:
    browser = browser_of(on_call)
    short = browser.post(
        "/individuum/notfall/", {"number": _number(family), "kind": "danger", "reason": "eilig"}
    )
    assert short.status_code == 422
    assert "eilig" in short.content.decode()
    assert browser.get(f"/individuum/{family.case_id}/").status_code == 404
    done = browser.post(
        "/individuum/notfall/", {"number": _number(family), "kind": "danger", "reason": REASON}
    )
    assert (done.status_code, done.headers["Location"]) == (302, f"/individuum/{family.case_id}/")
    page = browser.get(f"/individuum/{family.case_id}/")
    assert page.status_code == 200
    assert "14:00" in page.content.decode()
    assert browser.get(f"/individuum/{family.case_id}/gespraech/").status_code == 404
    assert f"/individuum/{family.case_id}/" in browser.get("/individuum/notfall/").content.decode()


def test_the_database_keeps_the_record_as_it_was(family: Family, on_call: Actor) -> None:
    _open(on_call, _number(family))
    assert len(running_emergencies(on_call, at=AT)) == 1
    stranger = make_actor(Role.CASE_WORKER)
    context.clear()
    context.enter(actor=stranger, purpose=Purpose.SERVICE, action=Action.READ, ids=())
    assert EmergencyAccess.objects.count() == 0
    context.enter(actor=on_call, purpose=Purpose.SUPERVISION, action=Action.READ, ids=())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        EmergencyAccess.objects.update(reason="anders")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        EmergencyAccess.objects.update(until=AT + timedelta(days=9))
    assert EmergencyAccess.objects.all().delete()[0] == 0
