"""What an attacker tries at the door: planted sessions, forged forms, false hosts, ways that lead out of the house."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from meta.addresses import ADDRESSES, some_address

from factories.browsers import browser_of, signed_in
from factories.people import make_actor
from factories.sign_ins import PASSWORD, make_person
from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.privacy.actors import Role

DATABASE = pytest.mark.django_db(databases=["default", "audit"])
OUTSIDE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "https:evil.example",
    "javascript:alert(1)", "http:///evil.example", "/%09/evil.example", "https://testserver@evil.example/",
]  # fmt: skip


def key_of(client: Client) -> str:
    return client.cookies["sessionid"].value


def sign_in(client: Client, user: User, **more: str) -> Any:
    return client.post(reverse("accounts:sign_in"), {"login": user.username, "password": PASSWORD, **more})


@pytest.fixture
def planted(client: Client) -> str:
    """A session whose key an attacker has put into the browser before the sign-in."""
    client.get(reverse("accounts:sign_in"))
    session = client.session
    session["note"] = "planted"
    session.save()
    client.cookies["sessionid"] = session.session_key
    return str(session.session_key)


@DATABASE
def test_a_planted_session_is_not_the_one_that_signs_in(client: Client, planted: str) -> None:
    sign_in(client, make_person(Role.PLANNER))
    assert client.get(reverse("accounts:rights")).status_code == 200
    assert key_of(client) != planted
    attacker = Client()
    attacker.cookies["sessionid"] = planted
    assert attacker.get(reverse("accounts:rights")).status_code == 302


def test_the_second_factor_begins_a_new_session(committing: None, client: Client) -> None:
    sign_in(client, make_person(Role.CASE_WORKER))
    before = key_of(client)
    client.get(reverse("mfa_activate_totp"))
    secret = str(client.session["mfa.totp.secret"])
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    assert client.session[keys.SECOND_FACTOR] is True
    assert key_of(client) != before
    attacker = Client()
    attacker.cookies["sessionid"] = before
    assert attacker.get(reverse("accounts:account")).status_code == 302
    assert client.get(reverse("accounts:rights")).status_code == 200


@DATABASE
@pytest.mark.parametrize("way", OUTSIDE)
def test_no_sign_in_leads_out_of_the_house(client: Client, way: str) -> None:
    answer = sign_in(client, make_person(Role.RESIDENT), next=way)
    assert answer.status_code == 302
    assert not urlsplit(answer["Location"]).netloc
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))


@DATABASE
@pytest.mark.parametrize("way", OUTSIDE)
def test_no_choice_of_language_leads_out_of_the_house(client: Client, way: str) -> None:
    make_person()
    answer = client.post(
        reverse("start:set_language"), {"language": "en", "next": way}, headers={"referer": way}
    )
    assert (
        "evil" not in answer["Location"].split("/", 3)[2] if answer["Location"].startswith("http") else True
    )
    assert not answer["Location"].startswith(("//", "/\\", "http", "javascript"))


@DATABASE
@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "evil.example:80"]
)
def test_a_false_host_is_answered_with_nothing(client: Client, host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get(reverse("accounts:sign_in"), headers={"host": host})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


@DATABASE
def test_a_false_forwarded_host_is_not_believed(client: Client) -> None:
    make_person()
    answer = client.get("/konto/", headers={"x-forwarded-host": "evil.example"})
    assert "evil" not in str(answer.headers)


@DATABASE
def test_every_form_that_another_site_sends_is_refused() -> None:
    actor = make_actor(Role.ADMINISTRATOR)
    browser = browser_of(actor)
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = browser.cookies
    accepted = {
        name: answer.status_code
        for name, pattern in ADDRESSES.items()
        if (answer := forged.post(some_address(name, pattern), {"csrfmiddlewaretoken": "x" * 64})).status_code
        != 403
    }
    assert accepted == {}


@DATABASE
@pytest.mark.parametrize(
    "address", ["/", "/impressum/", "/konto/", "/offline.js", "/verwaltung/konten/", "/nirgends/"]
)
def test_nothing_is_left_to_be_guessed_or_framed(address: str) -> None:
    answer = signed_in(Role.ADMINISTRATOR).get(address)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "charset=utf-8" in answer["Content-Type"]
