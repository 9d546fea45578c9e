"""Every address, by every role, answers as the one table says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import transaction
from django.test import Client
from meta.addresses import ADDRESSES, some_address
from meta.url_rights import ANONYMOUS, SIGNED_IN, URL_RIGHTS

from factories.sign_ins import make_person
from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.privacy.actors import Role

NAMES = sorted(URL_RIGHTS)
TOGETHER = 24
"""So many addresses are asked by the same people: to sign everybody in costs more than a page."""


def status(client: Client, address: str) -> int:
    answer = client.get(address)
    for close in answer._resource_closers:  # what the server does at the end, without closing the database
        close()
    return int(answer.status_code)


@pytest.fixture
def browsers(db: None) -> Mapping[str, str]:
    """One session a role, and an empty one of a stranger: the cookies with which their browsers come."""
    # the first account ends the first run, so that strangers are asked as on any day
    make_person(password=None)
    found = {ANONYMOUS: ""}
    for role in Role:
        client = Client()
        client.force_login(
            make_person(role, password=None), backend="django.contrib.auth.backends.ModelBackend"
        )
        session = client.session
        session[keys.SECOND_FACTOR] = True
        session.save()
        found[role] = session.session_key
    return found


def asked(address: str, browsers: Mapping[str, str]) -> dict[str, int]:
    """What everybody is answered; what an answer changed (a sign-out, a session) is taken back."""
    found = {}
    for who, session_key in browsers.items():
        client = Client()
        if session_key:
            client.cookies["sessionid"] = session_key
        with transaction.atomic(), transaction.atomic(using="audit"):
            found[who] = status(client, address)
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="audit")
    return found


@pytest.mark.django_db(databases=["default", "audit"])
@pytest.mark.parametrize("first", range(0, len(NAMES), TOGETHER), ids=lambda place: f"from {NAMES[place]}")
def test_answers(first: int, browsers: Mapping[str, str]) -> None:
    wrong = {}
    for name in NAMES[first : first + TOGETHER]:
        answers, address = URL_RIGHTS[name], some_address(name, ADDRESSES[name])
        expected = {who: answers.get(who, answers[SIGNED_IN]) for who in browsers}
        if (found := asked(address, browsers)) != expected:
            wrong[address] = {
                who: (found[who], expected[who]) for who in found if found[who] != expected[who]
            }
    assert wrong == {}, "address: {role: (answer, what the table says)}"
