"""Letters: one code, one use, one person, for a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories.sign_ins import PASSWORD, make_person
from sozialraum.foundation.accounts import services
from sozialraum.foundation.accounts.models import Invitation, User
from sozialraum.foundation.accounts.services import CodeRefused
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role, ScopeKind

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NEW = "ein neuer Satz von heute"


def letter_for(admin: User, name: str = "Katrin Ahlers") -> str:
    _id, code = services.invite_person(
        full_name=name,
        role=Role.CASE_WORKER,
        scope_kind=ScopeKind.TEAM,
        scope_key="03",
        by=admin.id,
        at=timezone.now(),
    )
    return code


def join(client: Client, code: str, name: str = "k.ahlers", password: str = NEW) -> object:
    typed = {"letter": code, "chosen": "1", "username": name, "password": password}
    return client.post(reverse("accounts:invitation"), typed)


def test_a_letter_opens_one_account_with_its_role(client: Client) -> None:
    code = letter_for(make_person(Role.ADMINISTRATOR))
    typed = code.lower().replace("-", " ")
    assert "Katrin Ahlers" in client.post(reverse("accounts:invitation"), {"letter": typed}).content.decode()
    answer = join(client, typed)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = User.objects.get(username="k.ahlers")
    (role,) = user.role_assignments.all()
    assert (role.role, role.scope_kind, role.scope_key) == (Role.CASE_WORKER, ScopeKind.TEAM, "03")
    assert client.session["_auth_user_id"] == str(user.id)


def test_it_works_once(client: Client) -> None:
    code = letter_for(make_person(Role.ADMINISTRATOR))
    join(client, code)
    assert join(Client(), code, name="zweite").status_code == 422
    assert not User.objects.filter(username="zweite").exists()


def test_only_a_keyed_digest_is_stored() -> None:
    code = letter_for(make_person(Role.ADMINISTRATOR))
    stored = " ".join(str(value) for value in Invitation.objects.values().get().values())
    assert code not in stored
    assert code.replace("-", "") not in stored


@pytest.mark.parametrize("fate", ["expired", "withdrawn", "unknown"])
def test_a_code_that_opens_nothing_does_not_say_why(client: Client, fate: str) -> None:
    admin = make_person(Role.ADMINISTRATOR)
    code = letter_for(admin)
    invitation = Invitation.objects.get()
    if fate == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif fate == "withdrawn":
        services.withdraw_invitation(invitation_id=invitation.id, by=admin.id, at=timezone.now())
    else:
        code = "AAAA-BBBB-CCCC"
    answer = client.post(reverse("accounts:invitation"), {"letter": code}, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert "This code opens nothing." in answer.content.decode()


def test_guesses_are_counted(client: Client) -> None:
    code = letter_for(make_person(Role.ADMINISTRATOR))
    for _ in range(10):
        client.post(reverse("accounts:invitation"), {"letter": "AAAA-BBBB-CCCC"})
    assert client.post(reverse("accounts:invitation"), {"letter": code}).status_code == 429


def test_a_weak_password_and_a_taken_name_keep_the_letter(client: Client) -> None:
    admin = make_person(Role.ADMINISTRATOR)
    code = letter_for(admin)
    assert join(client, code, password="kurz").status_code == 422
    assert join(client, code, name=admin.username.upper()).status_code == 422
    assert join(client, code, password="Katrin Ahlers").status_code == 422, "like the own name"
    assert join(client, code, password="Q1W2e3r4t5y6").status_code == 422, "long enough, and on every list"
    assert join(client, code).status_code == 302


def test_a_renewal_sets_a_new_password_and_takes_old_factors_away(client: Client) -> None:
    admin, worker = make_person(Role.ADMINISTRATOR), make_person(Role.PARENT)
    Authenticator.objects.create(user=worker, type="totp", data={"secret": "x"})
    _id, first = services.invite_to_renew(user_id=worker.id, by=admin.id, at=timezone.now())
    _id, code = services.invite_to_renew(user_id=worker.id, by=admin.id, at=timezone.now())
    with pytest.raises(CodeRefused):
        services.open_invitation(first, at=timezone.now())
    answer = client.post(reverse("accounts:invitation"), {"letter": code, "chosen": "1", "password": NEW})
    assert answer.status_code == 302
    worker.refresh_from_db()
    assert worker.check_password(NEW)
    assert not worker.check_password(PASSWORD)
    assert not Authenticator.objects.filter(user=worker).exists()


def test_letters_are_recorded(client: Client) -> None:
    join(client, letter_for(make_person(Role.ADMINISTRATOR)))
    grounds = (
        AuditEntry.objects.filter(object_kind="accounts.Invitation")
        .order_by("id")
        .values_list("ground", flat=True)
    )
    assert list(grounds) == ["letter written: joining", "letter used"]
