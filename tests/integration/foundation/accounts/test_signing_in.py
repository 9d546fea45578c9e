"""By name and password: refusals that tell nothing, waiting times that are told, and a record of all of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factories.people import AT
from factories.sign_ins import PASSWORD, make_person
from sozialraum.foundation.accounts import services
from sozialraum.foundation.accounts.models import SharedValue, User
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
GENERIC = "Name or password do not fit"


def attempt(
    client: Client, name: str, password: str, *, address: str = "192.0.2.1", way_on: str = ""
) -> object:
    return client.post(
        reverse("accounts:sign_in"), {"login": name, "password": password, "next": way_on},
        REMOTE_ADDR=address, headers={"accept-language": "en"},
    )  # fmt: skip


def outcomes(user: User) -> list[str]:
    entries = AuditEntry.objects.using("audit").filter(object_id=str(user.id), object_kind="accounts.User")
    shown = {Outcome.SIGNED_IN, Outcome.SIGNED_OUT, Outcome.REFUSED_SIGN_IN}
    return [entry.outcome for entry in entries.order_by("id") if entry.outcome in shown]


def test_signs_in_and_out_and_both_are_recorded(client: Client) -> None:
    planner = make_person(Role.PLANNER)
    answer = attempt(client, planner.username.upper(), PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(reverse("accounts:account")).status_code == 200
    assert client.get(reverse("accounts:sign_out")).status_code == 302
    assert client.get(reverse("accounts:account")).status_code == 200, "a link signs nobody out"
    client.post(reverse("accounts:sign_out"))
    assert client.get(reverse("accounts:account")).status_code == 302
    assert outcomes(planner) == [Outcome.SIGNED_IN, Outcome.SIGNED_OUT]


def test_a_refusal_is_the_same_for_a_wrong_password_and_an_unknown_name(client: Client) -> None:
    planner = make_person(Role.PLANNER)
    wrong, unknown = attempt(client, planner.username, "falsch"), attempt(client, "niemand-hier", "falsch")
    assert GENERIC in wrong.content.decode()
    assert GENERIC in unknown.content.decode()
    assert outcomes(planner) == [Outcome.REFUSED_SIGN_IN]
    typed = (
        AuditEntry.objects.using("audit")
        .filter(outcome=Outcome.REFUSED_SIGN_IN)
        .values_list("ground", "object_id")
    )
    assert sorted(typed) == sorted([("password", str(planner.id)), ("password", "")])


def test_many_attempts_must_wait_and_are_told_how_long(client: Client) -> None:
    planner = make_person(Role.PLANNER)
    for _ in range(5):
        assert GENERIC in attempt(client, planner.username, "falsch").content.decode()
    told = attempt(client, planner.username, PASSWORD).content.decode()
    assert "In 5 minutes you can try again." in told
    assert not client.session.get("_auth_user_id")


def test_nobody_is_locked_out_by_others_who_know_the_name(client: Client) -> None:
    planner = make_person(Role.PLANNER)
    for _ in range(8):
        attempt(client, planner.username, "falsch", address="203.0.113.7")
    assert attempt(client, planner.username, PASSWORD, address="192.0.2.1").status_code == 302


def test_attempts_are_counted_in_the_database_for_all_processes(client: Client) -> None:
    make_person()
    attempt(client, "niemand", "falsch")
    counted = SharedValue.objects.using("audit").filter(key__contains="login_failed")
    assert counted.exists()
    assert all("niemand" not in key for key in counted.values_list("key", flat=True))


def test_one_sender_cannot_try_many_names(client: Client) -> None:
    make_person()
    for number in range(30):
        attempt(client, f"name-{number}", "falsch")
    assert "you can try again" in attempt(client, "name-31", "falsch").content.decode()


def test_a_closed_account_stays_out(client: Client) -> None:
    planner, other = make_person(Role.PLANNER), make_person(Role.ADMINISTRATOR)
    attempt(client, planner.username, PASSWORD)
    services.close_account(user_id=planner.id, by=other.id, at=AT)
    assert client.get(reverse("accounts:account")).status_code == 302, "the running session ends"
    assert GENERIC in attempt(Client(), planner.username, PASSWORD).content.decode()


@pytest.mark.parametrize(
    ("way_on", "lands"), [("/konto/", "/konto/"), ("https://evil.example/", "/"), ("//evil.example", "/")]
)
def test_the_way_on_stays_in_the_house(client: Client, way_on: str, lands: str) -> None:
    planner = make_person(Role.PLANNER)
    assert attempt(client, planner.username, PASSWORD, way_on=way_on)["Location"] == lands


def test_every_page_needs_a_sign_in_and_leads_back(client: Client) -> None:
    make_person(Role.PLANNER)
    answer = client.get(reverse("accounts:rights") + "?alle=1")
    assert answer["Location"] == "/anmelden/?next=%2Fkonto%2Frechte%2F%3Falle%3D1"


def test_a_new_password_replaces_the_old_one(client: Client) -> None:
    planner = make_person(Role.PLANNER)
    attempt(client, planner.username, PASSWORD)
    new = "noch ein Satz, ganz anders"
    short = client.post(
        reverse("accounts:password"), {"oldpassword": PASSWORD, "password1": "kurz", "password2": "kurz"}
    )
    assert short.status_code == 200
    client.post(reverse("accounts:password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get(reverse("accounts:account")).status_code == 200, "this session goes on"
    planner.refresh_from_db()
    assert planner.check_password(new)
    assert planner.password.startswith("argon2")
    assert AuditEntry.objects.filter(object_id=str(planner.id), ground="password changed").exists()


def test_the_rights_page_marks_the_own_tasks(client: Client) -> None:
    planner = make_person(Role.PLANNER)
    attempt(client, planner.username, PASSWORD)
    page = client.get(reverse("accounts:rights"), headers={"accept-language": "en"}).content.decode()
    assert "Your tasks: Youth-welfare planning." in page
    assert page.count('<th scope="col">') == 2
