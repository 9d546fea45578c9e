"""Every address, by every role, answers as the one table says."""

from __future__ import annotations

import pytest
from django.test import Client
from meta.addresses import ADDRESSES, some_address
from meta.url_rights import ANONYMOUS, SIGNED_IN, URL_RIGHTS

from factories.sign_ins import make_person
from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.privacy.actors import Role


def status(client: Client, address: str) -> int:
    answer = client.get(address)
    for close in answer._resource_closers:  # what the server does at the end, without closing the database
        close()
    return int(answer.status_code)


@pytest.mark.django_db(databases=["default", "audit"])
@pytest.mark.parametrize("name", sorted(URL_RIGHTS))
def test_answers(name: str) -> None:
    # the first account ends the first run, so that strangers are asked as on any day
    make_person(password=None)
    answers, address = URL_RIGHTS[name], some_address(name, ADDRESSES[name])
    found: dict[str, int] = {ANONYMOUS: status(Client(), address)}
    expected = {ANONYMOUS: answers[ANONYMOUS]}
    for role in Role:
        client = Client()
        client.force_login(
            make_person(role, password=None), backend="django.contrib.auth.backends.ModelBackend"
        )
        session = client.session
        session[keys.SECOND_FACTOR] = True
        session.save()
        found[role] = status(client, address)
        expected[role] = answers.get(role, answers[SIGNED_IN])
    assert found == expected, address
