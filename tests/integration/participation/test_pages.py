"""How to have a say: for everybody who is here."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factories.browsers import signed_in
from factories.sign_ins import make_person
from sozialraum.foundation.privacy.actors import Role

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
MY_DATA = "/individuum/meine/daten/"


def shown(client: Client) -> str:
    answer = client.get("/mitwirkung/")
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


@pytest.mark.parametrize("role", sorted(Role))
def test_everybody_reads_where_to_get_independent_help(role: Role) -> None:
    text = shown(signed_in(role))
    assert "Ombudsstelle" in text
    for door in ("supervision:register", "social_structure:map", "accounts:rights"):
        assert f'href="{reverse(door)}"' in text, door
    assert (MY_DATA in text) is (role in {Role.PARENT, Role.YOUNG_PERSON})


def test_without_signing_in_one_is_led_to_the_door() -> None:
    make_person(password=None)  # the first account ends the first run
    answer = Client().get("/mitwirkung/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/anmelden/")


def test_it_is_only_read() -> None:
    assert signed_in(Role.PARENT).post("/mitwirkung/").status_code == 405
