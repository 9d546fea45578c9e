"""Roles that see people's data show a second factor, or get no further than its set-up."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client, TestCase
from django.urls import reverse

from factories.sign_ins import PASSWORD, make_person
from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def sign_in(client: Client, user: User) -> object:
    return client.post(reverse("accounts:sign_in"), {"login": user.username, "password": PASSWORD})


def set_up_app(client: Client) -> str:
    client.get(reverse("mfa_activate_totp"))
    secret = str(client.session["mfa.totp.secret"])
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return secret


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER])
def test_without_a_factor_only_its_set_up_is_open(client: Client, role: Role) -> None:
    sign_in(client, make_person(role))
    for page in ("/", reverse("accounts:rights"), reverse("accounts:people"), "/individuum/"):
        answer = client.get(page)
        assert (answer.status_code, answer["Location"]) == (302, reverse("accounts:second_factor"))
    assert client.get(reverse("accounts:second_factor")).status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200


@pytest.mark.parametrize("role", [Role.PARENT, Role.YOUNG_PERSON, Role.PLANNER, Role.RESIDENT])
def test_others_are_offered_it_and_not_held_up(client: Client, role: Role) -> None:
    sign_in(client, make_person(role))
    assert client.get(reverse("accounts:rights")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_app_opens_the_doors_and_is_asked_for_at_the_next_sign_in(client: Client) -> None:
    worker = make_person(Role.CASE_WORKER)
    sign_in(client, worker)
    secret = set_up_app(client)
    assert client.get(reverse("accounts:rights")).status_code == 200
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    client.post(reverse("accounts:sign_out"))
    assert sign_in(client, worker)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:rights")).status_code == 302, "the password alone opens nothing"
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]})["Location"] == "/"
    assert client.session[keys.SECOND_FACTOR] is True
    assert (
        AuditEntry.objects.using("audit")
        .filter(outcome=Outcome.REFUSED_SIGN_IN, ground="second factor")
        .count()
        == 1
    )
    assert secret


def test_the_security_page_says_how_many_codes_are_left(client: Client) -> None:
    sign_in(client, make_person(Role.CASE_WORKER))
    set_up_app(client)
    page = client.get(reverse("mfa_index"), headers={"accept-language": "en"}).content.decode()
    assert "10 codes left" in page
    assert "set up on " in page


def test_a_recovery_code_works_once(client: Client) -> None:
    worker = make_person(Role.CASE_WORKER)
    sign_in(client, worker)
    set_up_app(client)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for expected in (302, 200):
        client.post(reverse("accounts:sign_out"))
        sign_in(client, worker)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_secrets_are_sealed_in_the_database(client: Client) -> None:
    worker = make_person(Role.CASE_WORKER)
    sign_in(client, worker)
    secret = set_up_app(client)
    stored = {each.type: str(each.data) for each in Authenticator.objects.filter(user=worker)}
    assert set(stored) == {"totp", "recovery_codes"}
    assert secret not in stored["totp"]
    seed = Authenticator.objects.get(user=worker, type="recovery_codes").wrap()
    assert all(code not in stored["recovery_codes"] for code in seed.get_unused_codes())


def test_who_must_have_a_factor_cannot_take_the_last_one_away(client: Client) -> None:
    worker = make_person(Role.CASE_WORKER)
    sign_in(client, worker)
    set_up_app(client)
    page = client.post(reverse("mfa_deactivate_totp"))
    assert page.status_code == 200
    assert Authenticator.objects.filter(user=worker, type="totp").exists()


def test_a_family_may_take_it_away_again(client: Client) -> None:
    parent = make_person(Role.PARENT)
    sign_in(client, parent)
    set_up_app(client)
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=parent).exists()
    assert client.session[keys.SECOND_FACTOR] is False


def test_codes_are_throttled(client: Client) -> None:
    worker = make_person(Role.CASE_WORKER)
    sign_in(client, worker)
    secret = set_up_app(client)
    client.post(reverse("accounts:sign_out"))
    sign_in(client, worker)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 200
    assert not client.session.get("_auth_user_id")


def test_changing_factors_asks_for_the_password_again_later(client: Client) -> None:
    worker = make_person(Role.PARENT)
    sign_in(client, worker)
    session = client.session
    session[keys.SIGNED_IN_AT] = session[keys.SEEN_AT] = time.time() - 600
    session.save()
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
