"""A session ends in time, and no written word is lost by it."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories.sign_ins import PASSWORD, make_person
from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import KeptForm, User
from sozialraum.foundation.accounts.queries import kept_forms
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
TEXT = "Ich will wieder in die Schule, aber nicht in dieselbe Klasse."


def age(client: Client, *, idle: float = 0, total: float = 0) -> None:
    session = client.session
    session[keys.SEEN_AT] = time.time() - idle
    session[keys.SIGNED_IN_AT] = time.time() - max(total, idle)
    session.save()


def sign_in(client: Client, user: User) -> object:
    return client.post(reverse("accounts:sign_in"), {"login": user.username, "password": PASSWORD})


@pytest.mark.parametrize(
    ("role", "idle", "total", "ends"),
    [
        (Role.CASE_WORKER, 29 * 60, 0, False),
        (Role.CASE_WORKER, 31 * 60, 0, True),
        (Role.PARENT, 31 * 60, 0, False),
        (Role.PARENT, 0, 10.1 * 3600, True),
        (Role.CASE_WORKER, 0, 10.1 * 3600, True),
    ],
)
def test_limits(signed_in: object, role: Role, idle: float, total: float, ends: bool) -> None:
    client = signed_in(make_person(role))
    age(client, idle=idle, total=total)
    answer = client.get(reverse("accounts:rights"))
    assert (answer.status_code == 302) is ends
    if ends:
        assert answer["Location"] == "/anmelden/?next=%2Fkonto%2Frechte%2F&grund=zeit"


def test_an_ended_session_is_recorded(signed_in: object) -> None:
    worker = make_person(Role.CASE_WORKER)
    client = signed_in(worker)
    age(client, idle=3600)
    client.get(reverse("accounts:rights"))
    entry = AuditEntry.objects.using("audit").filter(actor_id=worker.id, outcome=Outcome.SIGNED_OUT).get()
    assert entry.ground == "session limit"


def test_a_request_keeps_the_session_awake(signed_in: object) -> None:
    client = signed_in(make_person(Role.CASE_WORKER))
    age(client, idle=20 * 60)
    client.get(reverse("accounts:rights"))
    assert time.time() - client.session[keys.SEEN_AT] < 5


def test_what_was_written_is_kept_and_goes_on_where_it_was_going(client: Client) -> None:
    parent = make_person(Role.PARENT)
    sign_in(client, parent)
    age(client, total=11 * 3600)
    answer = client.post(reverse("accounts:password"), {"note": TEXT, "oldpassword": "geheim"})
    assert answer["Location"] == "/anmelden/?next=%2F&grund=text"
    row = KeptForm.objects.get()
    assert row.owner == parent
    assert TEXT not in row.sealed

    assert sign_in(client, parent)["Location"] == reverse("accounts:kept_form")
    page = client.get(reverse("accounts:kept_form"))
    (form,) = page.context["forms"]
    assert form.fields == (("note", TEXT),), "passwords are never kept"
    onward = client.post(reverse("accounts:continue_kept_form", args=[form.id]), {"note": TEXT})
    assert (onward.status_code, onward["Location"]) == (307, reverse("accounts:password"))
    assert not KeptForm.objects.exists()


def test_nobody_else_sees_it(client: Client) -> None:
    parent, other = make_person(Role.PARENT), make_person(Role.PARENT)
    sign_in(client, parent)
    age(client, total=11 * 3600)
    client.post(reverse("accounts:password"), {"note": TEXT})
    kept = KeptForm.objects.get()

    assert sign_in(client, other)["Location"] == "/"
    assert client.get(reverse("accounts:kept_form"))["Location"] == "/"
    client.post(reverse("accounts:discard_kept_form", args=[kept.id]))
    assert client.post(reverse("accounts:continue_kept_form", args=[kept.id]))["Location"] == "/"
    assert KeptForm.objects.filter(owner=parent).exists()
    client.post(reverse("accounts:sign_out"))
    assert sign_in(client, parent)["Location"] == reverse("accounts:kept_form")


def test_text_moved_to_another_person_does_not_open(client: Client) -> None:
    parent, other = make_person(Role.PARENT), make_person(Role.PARENT)
    sign_in(client, parent)
    age(client, total=11 * 3600)
    client.post(reverse("accounts:password"), {"note": TEXT})
    KeptForm.objects.update(owner=other)
    with pytest.raises(Exception, match="does not open"):
        kept_forms(other.id, at=timezone.now())


def test_text_sent_after_signing_out_in_another_tab_is_kept(client: Client) -> None:
    parent = make_person(Role.PARENT)
    sign_in(client, parent)
    client.post(reverse("accounts:sign_out"))
    client.post(reverse("accounts:password"), {"note": TEXT})
    assert KeptForm.objects.get().owner == parent


def test_a_stranger_without_a_session_leaves_nothing(client: Client) -> None:
    make_person(Role.PARENT)
    answer = client.post(reverse("accounts:password"), {"note": TEXT})
    assert answer["Location"] == "/anmelden/?next=%2F"
    assert not KeptForm.objects.exists()


def test_a_forged_form_is_not_kept() -> None:
    parent = make_person(Role.PARENT)
    client = Client(enforce_csrf_checks=True)
    client.force_login(parent, backend="django.contrib.auth.backends.ModelBackend")
    age(client, total=11 * 3600)
    assert client.post(reverse("accounts:password"), {"note": TEXT}).status_code == 403
    assert not KeptForm.objects.exists()


def test_scripts_are_told_to_bring_the_whole_page_to_the_sign_in(signed_in: object) -> None:
    client = signed_in(make_person(Role.CASE_WORKER))
    age(client, idle=3600)
    answer = client.post(
        reverse("accounts:password"), {"note": TEXT},
        headers={"hx-request": "true", "hx-current-url": "http://testserver/individuum/abc/?x=1"},
    )  # fmt: skip
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/anmelden/?next=%2Findividuum%2Fabc%2F%3Fx%3D1&grund=text"
    assert KeptForm.objects.count() == 1


def test_kept_text_is_swept_away_after_a_day(client: Client) -> None:
    parent = make_person(Role.PARENT)
    sign_in(client, parent)
    client.post(reverse("accounts:sign_out"))
    client.post(reverse("accounts:password"), {"note": TEXT})
    KeptForm.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert sign_in(client, parent)["Location"] == "/"
    client.post(reverse("accounts:sign_out"))
    client.post(reverse("accounts:password"), {"note": "neu"})
    assert [form.fields for form in kept_forms(parent.id, at=timezone.now())] == [(("note", "neu"),)]
    assert KeptForm.objects.count() == 1


def test_no_role_and_no_erasure_waits_for_one_click(client: Client) -> None:
    admin = make_person(Role.ADMINISTRATOR)
    sign_in(client, admin)
    client.post(reverse("accounts:sign_out"))
    typed = {
        "role": "case_worker",
        "scope_kind": "case",
        "scope_key": "x",
        "archive_offered_on": "2026-01-01",
    }
    for address in (
        reverse("accounts:give_role", args=[admin.id]),
        reverse("accounts:renew", args=[admin.id]),
        reverse("supervision:approve", args=[admin.id]),
    ):
        assert "grund=text" not in client.post(address, typed)["Location"]
    assert not KeptForm.objects.exists()
