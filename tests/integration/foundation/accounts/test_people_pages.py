"""The administration's pages: roles given and ended, and closed to everybody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from factories.cases import grant_for, make_family
from factories.field import make_keeper, make_team
from factories.people import AT, make_actor
from factories.sign_ins import make_person
from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts import services
from sozialraum.foundation.accounts.models import RoleAssignment
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.individual.queries import case_to_let_in, cases

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def pages(user_id: object) -> list[tuple[str, str]]:
    return [
        ("get", reverse("accounts:people")),
        ("get", reverse("accounts:invite")),
        ("get", reverse("accounts:person", args=[user_id])),
        ("post", reverse("accounts:give_role", args=[user_id])),
        ("post", reverse("accounts:end_role", args=[user_id])),
        ("post", reverse("accounts:renew", args=[user_id])),
        ("post", reverse("accounts:change_person", args=[user_id, "schliessen"])),
        ("post", reverse("accounts:withdraw", args=[uuid4()])),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_closed_to_everybody_else(signed_in: object, role: Role) -> None:
    other = make_person(Role.RESIDENT)
    client = signed_in(make_person(role))
    for method, address in pages(other.id):
        assert getattr(client, method)(address).status_code == 404, address
    other.refresh_from_db()
    assert other.is_active


def test_an_administrator_of_one_team_is_none() -> None:
    from sozialraum.foundation.accounts.access import can_manage_people
    from sozialraum.foundation.privacy.actors import Actor, ScopedRole

    scoped = Actor(uuid4(), (ScopedRole(Role.ADMINISTRATOR, ScopeKind.TEAM, "03"),), second_factor=True)
    assert not can_manage_people(scoped)
    assert not can_manage_people(Actor(uuid4(), (ScopedRole(Role.ADMINISTRATOR),), second_factor=False))


def test_gives_and_ends_a_role(signed_in: object) -> None:
    admin, worker = make_person(Role.ADMINISTRATOR), make_person()
    client = signed_in(admin)
    team = make_team(make_keeper())
    typed = {"role": "team_lead", "place": f"team:{team}"}
    assert client.post(reverse("accounts:give_role", args=[worker.id]), typed).status_code == 302
    given = RoleAssignment.objects.get(user=worker)
    assert (given.role, given.scope_key, given.given_by) == ("team_lead", team, admin)
    client.post(reverse("accounts:end_role", args=[worker.id]), {"assignment": given.id})
    given.refresh_from_db()
    assert given.valid_until == timezone.localdate()
    changes = AuditEntry.objects.filter(
        object_kind="accounts.RoleAssignment", object_id=str(given.id), actor_id=admin.id
    )
    assert changes.count() == 2


def test_a_case_is_named_by_its_number_and_nothing_else_of_it_is_told(signed_in: object) -> None:
    family, mother = make_family(), make_person(full_name="Miriam Kessler")
    (case,) = cases(grant_for(family.worker, family.case_id))
    admin = make_person(Role.ADMINISTRATOR)
    typed = {"role": "parent", "place": "case:", "case_number": f" {case.number} "}
    answer = signed_in(admin).post(reverse("accounts:give_role", args=[mother.id]), typed, follow=True)
    assert RoleAssignment.objects.get(user=mother).scope_key == str(family.case_id)
    assert case.family_name not in answer.content.decode().replace(mother.full_name, "")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_learns_whether_a_number_is_a_case(role: Role) -> None:
    family = make_family()
    (case,) = cases(grant_for(family.worker, family.case_id))
    asking = make_actor(role)
    assert case_to_let_in(asking, case.number, AT) is None
    refused = AuditEntry.objects.using("audit").get(actor_id=asking.user_id, subject_kind="case")
    assert (refused.purpose, refused.outcome) == ("operation", "denied")


@pytest.mark.parametrize(
    "typed",
    [
        {"role": "team_lead", "place": "team:nirgends"},
        {"role": "team_lead", "place": "team:"},
        {"role": "planner", "place": "office:03"},
        {"role": "parent", "place": "case:"},
        {"role": "parent", "place": "case:", "case_number": "2026-99999"},
        {"role": "planner", "place": "office:", "case_number": "2026-99999"},
        {"role": "king", "place": "office:"},
    ],
)
def test_nonsense_is_told_at_the_field(signed_in: object, typed: dict[str, str]) -> None:
    worker = make_person()
    client = signed_in(make_person(Role.ADMINISTRATOR))
    answer = client.post(reverse("accounts:give_role", args=[worker.id]), typed)
    assert answer.status_code == 422
    assert 'class="fe"' in answer.content.decode()
    assert not RoleAssignment.objects.filter(user=worker).exists()


def test_the_last_administrator_stays() -> None:
    admin = make_person(Role.ADMINISTRATOR)
    own = RoleAssignment.objects.get(user=admin)
    with pytest.raises(SozialraumError, match="last administration account"):
        services.end_role(assignment_id=own.id, by=admin.id, at=timezone.now(), on=timezone.localdate())
    make_person(Role.ADMINISTRATOR)
    services.end_role(assignment_id=own.id, by=admin.id, at=timezone.now(), on=timezone.localdate())


def test_nobody_closes_the_own_account(signed_in: object) -> None:
    admin = make_person(Role.ADMINISTRATOR)
    client = signed_in(admin)
    client.post(reverse("accounts:change_person", args=[admin.id, "schliessen"]))
    admin.refresh_from_db()
    assert admin.is_active


def test_a_directory_key_belongs_to_one_account(signed_in: object) -> None:
    one, two = make_person(), make_person()
    client = signed_in(make_person(Role.ADMINISTRATOR))
    for user in (one, two):
        client.post(
            reverse("accounts:change_person", args=[user.id, "verzeichnis"]), {"directory_key": "4711"}
        )
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.directory_key, two.directory_key) == ("4711", "")


def test_a_letter_shows_its_code_once(signed_in: object) -> None:
    client = signed_in(make_person(Role.ADMINISTRATOR))
    typed = {"full_name": "Katrin Ahlers", "role": "case_worker", "place": f"team:{make_team(make_keeper())}"}
    code = client.post(reverse("accounts:invite"), typed).context["code"]
    assert code not in client.get(reverse("accounts:people")).content.decode()


def test_the_list_is_in_german_order(signed_in: object) -> None:
    for name in ("Zeynep Aydin", "Özlem Kaya", "Otto Maier"):
        make_person(full_name=name)
    client = signed_in(make_person(Role.ADMINISTRATOR, full_name="Anna Adler"))
    rows = client.get(reverse("accounts:people")).context["found"].rows
    assert [row.full_name for row in rows] == ["Anna Adler", "Otto Maier", "Özlem Kaya", "Zeynep Aydin"]


def test_the_list_asks_the_same_for_one_and_for_three(
    signed_in: object, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(make_person(Role.ADMINISTRATOR))
    client.get(reverse("accounts:people"))
    with CaptureQueriesContext(connection) as alone:
        client.get(reverse("accounts:people"))
    for _ in range(2):
        make_person(Role.CASE_WORKER, Role.PLANNER)
    with CaptureQueriesContext(connection) as three:
        assert "Toni Berger" in client.get(reverse("accounts:people")).content.decode()
    assert len(three) == len(alone)


OPENING = ["case_worker", "team_lead", "provider_worker", "parent", "ombudsperson", "data_protection_officer"]


@pytest.mark.parametrize("role", OPENING)
def test_nobody_gives_herself_what_opens_peoples_data(signed_in: object, role: str) -> None:
    admin = make_person(Role.ADMINISTRATOR)
    typed = {"role": role, "place": "office:"}
    answer = signed_in(admin).post(reverse("accounts:give_role", args=[admin.id]), typed)
    assert answer.status_code == 422
    assert not RoleAssignment.objects.filter(user=admin, role=role).exists()


def test_a_planning_administrator_of_a_small_office_is_possible(signed_in: object) -> None:
    admin = make_person(Role.ADMINISTRATOR)
    typed = {"role": "planner", "place": "office:"}
    answer = signed_in(admin).post(reverse("accounts:give_role", args=[admin.id]), typed)
    assert answer.status_code == 302
    assert RoleAssignment.objects.filter(user=admin, role="planner").exists()
