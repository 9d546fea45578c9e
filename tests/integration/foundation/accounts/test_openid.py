"""Signing in with the municipality's account, against a real OpenID provider process."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories.sign_ins import make_person
from sozialraum.foundation.accounts import openid_flow, services
from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import ExternalIdentity, User
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role

pytestmark = [
    pytest.mark.django_db(databases=["default", "audit"]),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
Start = Callable[..., str]
ENGLISH = {"accept-language": "en"}


@pytest.fixture(scope="module")
def start_provider() -> Iterator[Start]:
    """Start provider processes on the loopback; the same one is not started twice."""
    running: dict[int, tuple[str, subprocess.Popen[bytes]]] = {}

    def start(token_seconds: int = 3600) -> str:
        if token_seconds not in running:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            script = Path(__file__).with_name("openid_provider.py")
            command = [sys.executable, "-W", "ignore", str(script), str(port), str(token_seconds)]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            running[token_seconds] = (f"http://127.0.0.1:{port}", process)
            _wait(running[token_seconds][0])
        return running[token_seconds][0]

    yield start
    for _, process in running.values():
        process.terminate()
        process.wait(10)


def _wait(address: str) -> None:
    for _ in range(150):
        try:
            requests.get(address, timeout=2)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the OpenID provider did not start")


@pytest.fixture
def configure(settings: Any) -> Callable[..., None]:
    """Point the settings at a provider."""

    def point(issuer: str, **more: Any) -> None:
        settings.OPENID = {
            "issuer": issuer, "client_id": "sozialraum", "client_secret": "geheim", "name": "Stadtkonto",
            "directory_claim": "", "second_factor": (), **more,
        }  # fmt: skip
        openid_flow._client.cache_clear()

    return point


def know(issuer: str, subject: str, **claims: Any) -> None:
    requests.put(f"{issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()


def come_back(
    client: Client, issuer: str, subject: str, *, letter: str = "", way_on: str = "", **form: str
) -> Any:
    """Go to the provider, sign in there as ``subject`` and come back."""
    begun = client.post(reverse("accounts:openid_begin"), {"letter": letter, "next": way_on})
    assert begun.status_code == 302, begun.content.decode()
    asked = parse_qs(urlsplit(begun["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    there = requests.post(begun["Location"], data={"sub": subject, **form}, allow_redirects=False, timeout=5)
    back = there.headers["Location"]
    assert back.startswith("http://testserver/anmelden/verzeichnis/zurueck/")
    return client.get(back.removeprefix("http://testserver"), headers=ENGLISH)


def letter_for(admin: User) -> str:
    _id, code = services.invite_person(
        full_name="Dr. Aylin Brandt", role=Role.PLANNER, by=admin.id, at=timezone.now()
    )
    return code


def test_a_letter_links_the_account_and_the_next_sign_in_needs_none(
    client: Client, start_provider: Start, configure: Callable[..., None]
) -> None:
    issuer = start_provider()
    configure(issuer)
    know(issuer, "s-1", preferred_username="a.brandt")
    admin = make_person(Role.ADMINISTRATOR)
    assert "Stadtkonto" in client.get(reverse("accounts:sign_in")).content.decode()
    answer = come_back(client, issuer, "s-1", letter=letter_for(admin))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = User.objects.get(username="a.brandt")
    assert not user.has_usable_password()
    assert [each.role for each in user.role_assignments.all()] == [Role.PLANNER]
    identity = ExternalIdentity.objects.get()
    assert (identity.issuer, identity.subject, identity.user) == (issuer, "s-1", user)

    again = Client()
    assert come_back(again, issuer, "s-1", way_on="/konto/")["Location"] == "/konto/"
    assert again.session["_auth_user_id"] == str(user.id)
    signed_in = AuditEntry.objects.using("audit").filter(actor_id=user.id, outcome=Outcome.SIGNED_IN)
    assert set(signed_in.values_list("ground", flat=True)) == {"openid"}


def test_the_directory_key_that_the_administration_entered_links_it(
    client: Client, start_provider: Start, configure: Callable[..., None]
) -> None:
    issuer = start_provider()
    configure(issuer, directory_claim="employee_number")
    admin, planner = make_person(Role.ADMINISTRATOR), make_person(Role.PLANNER)
    services.change_directory_key(user_id=planner.id, directory_key="4711", by=admin.id, at=timezone.now())
    know(issuer, "s-2", employee_number="4711")
    come_back(client, issuer, "s-2")
    assert client.session["_auth_user_id"] == str(planner.id)
    know(issuer, "s-3", employee_number="4711")
    assert come_back(Client(), issuer, "s-3").status_code == 403, (
        "a second account with the same key is looked at first"
    )


def test_nobody_gets_in_by_the_same_name_or_mail_address(
    client: Client, start_provider: Start, configure: Callable[..., None]
) -> None:
    issuer = start_provider()
    configure(issuer)
    worker = make_person(Role.CASE_WORKER)
    User.objects.filter(id=worker.id).update(email="k.ahlers@lindenfurt.example")
    know(
        issuer,
        "s-4",
        email="k.ahlers@lindenfurt.example",
        email_verified=True,
        preferred_username=worker.username,
    )
    answer = come_back(client, issuer, "s-4")
    assert answer.status_code == 403
    assert "nobody is known by it here" in answer.content.decode()
    assert not client.session.get("_auth_user_id")
    assert not ExternalIdentity.objects.exists()


def test_roles_in_the_token_change_nothing(
    client: Client, start_provider: Start, configure: Callable[..., None]
) -> None:
    issuer = start_provider()
    configure(issuer)
    know(issuer, "s-5", roles=["administrator"], groups=["administrator"])
    come_back(client, issuer, "s-5", letter=letter_for(make_person(Role.ADMINISTRATOR)))
    user = User.objects.get(id=client.session["_auth_user_id"])
    assert [each.role for each in user.role_assignments.all()] == [Role.PLANNER]


def test_a_second_factor_of_the_directory_counts_only_where_it_is_named(
    client: Client, start_provider: Start, configure: Callable[..., None]
) -> None:
    issuer = start_provider()
    configure(issuer, directory_claim="employee_number")
    admin, worker = make_person(Role.ADMINISTRATOR), make_person(Role.CASE_WORKER)
    services.change_directory_key(user_id=worker.id, directory_key="4712", by=admin.id, at=timezone.now())
    know(issuer, "s-6", employee_number="4712", amr=["pwd", "otp"])
    come_back(client, issuer, "s-6")
    assert client.get(reverse("accounts:rights"))["Location"] == reverse("accounts:second_factor")
    configure(issuer, directory_claim="employee_number", second_factor=("otp",))
    other = Client()
    come_back(other, issuer, "s-6")
    assert other.session[keys.SECOND_FACTOR] is True
    assert other.get(reverse("accounts:rights")).status_code == 200


def test_a_foreign_issuer_is_refused_before_anything_is_handed_over(
    client: Client, start_provider: Start, configure: Callable[..., None]
) -> None:
    issuer = start_provider()
    make_person()
    configure(issuer.replace("127.0.0.1", "localhost") + "/")
    answer = client.post(reverse("accounts:openid_begin"), headers=ENGLISH)
    assert answer.status_code == 403
    assert "calls itself something else than expected" in answer.content.decode()


def test_a_token_that_has_run_out_is_refused(
    client: Client, start_provider: Start, configure: Callable[..., None]
) -> None:
    issuer = start_provider(-600)
    make_person()
    configure(issuer)
    know(issuer, "s-7")
    answer = come_back(client, issuer, "s-7")
    assert answer.status_code == 403
    assert "had already run out" in answer.content.decode()


@pytest.mark.parametrize("change", ["state", "nonce", "verifier"])
def test_a_flow_that_was_tampered_with_is_refused(
    client: Client, start_provider: Start, configure: Callable[..., None], change: str
) -> None:
    issuer = start_provider()
    make_person()
    configure(issuer)
    know(issuer, "s-8")
    begun = client.post(reverse("accounts:openid_begin"))
    there = requests.post(begun["Location"], data={"sub": "s-8"}, allow_redirects=False, timeout=5)
    back = there.headers["Location"].removeprefix("http://testserver")
    if change == "state":
        back = back.replace("state=", "state=x")
    else:
        session = client.session
        (name,) = (key for key in session.keys() if key.startswith("_state_"))  # noqa: SIM118
        held = session[name]
        held["data"]["nonce" if change == "nonce" else "code_verifier"] = "forged" * 10
        session[name] = held
        session.save()
    answer = client.get(back, headers=ENGLISH)
    assert answer.status_code == 403
    assert not client.session.get("_auth_user_id")
    assert (
        AuditEntry.objects.using("audit")
        .filter(outcome=Outcome.REFUSED_SIGN_IN, ground="OpenIdRefused")
        .exists()
    )


def test_a_callback_works_once(client: Client, start_provider: Start, configure: Callable[..., None]) -> None:
    issuer = start_provider()
    make_person()
    configure(issuer)
    know(issuer, "s-9")
    begun = client.post(reverse("accounts:openid_begin"))
    there = requests.post(begun["Location"], data={"sub": "s-9"}, allow_redirects=False, timeout=5)
    back = there.headers["Location"].removeprefix("http://testserver")
    assert "nobody is known by it here" in client.get(back, headers=ENGLISH).content.decode()
    assert "was not begun here" in client.get(back, headers=ENGLISH).content.decode()


def test_cancelling_is_no_fault(
    client: Client, start_provider: Start, configure: Callable[..., None]
) -> None:
    issuer = start_provider()
    make_person()
    configure(issuer)
    answer = come_back(client, issuer, "s-10", action="deny")
    assert answer.status_code == 403
    assert "You cancelled the sign-in at Stadtkonto." in answer.content.decode()


def test_a_silent_provider_is_told(client: Client, configure: Callable[..., None]) -> None:
    make_person()
    configure("http://127.0.0.1:9")
    answer = client.post(reverse("accounts:openid_begin"), headers=ENGLISH)
    assert answer.status_code == 403
    assert "Stadtkonto does not answer." in answer.content.decode()


def test_without_a_provider_there_is_no_such_page(client: Client) -> None:
    make_person()
    assert client.post(reverse("accounts:openid_begin")).status_code == 404
    assert client.get(reverse("accounts:openid_callback")).status_code == 404
