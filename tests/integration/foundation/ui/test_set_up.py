"""The first run: one code, one administrator, and no such page afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client, TestCase

from factories.sign_ins import make_person
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.setup_code import ensure_setup_code, setup_code_file
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui.models import Installation

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PASSWORD = "ein langer Satz vom Fluss"


@pytest.fixture
def key_folder(tmp_path: Path, settings: Any) -> Path:
    settings.KEYS_DIRECTORY = str(tmp_path)
    caches["process"].clear()
    return tmp_path


def typed(right_code: str, **changes: str) -> dict[str, str]:
    return {
        "municipality_name": "Stadt Lindenfurt", "language": "de", "full_name": "Tom Adler", "username": "t.adler",
        "password": PASSWORD, "plans": "on", "code": right_code, **changes,
    }  # fmt: skip


def test_every_page_leads_to_the_set_up(client: Client, key_folder: Path) -> None:
    for page in ("/", "/anmelden/", "/konto/", "/impressum/"):
        assert client.get(page)["Location"] == "/einrichten/"
    assert client.get("/einrichten/").status_code == 200


def test_sets_up_and_leads_to_the_second_factor(client: Client, key_folder: Path) -> None:
    code = ensure_setup_code(key_folder)
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post("/einrichten/", typed(code.lower()))
    assert (answer.status_code, answer["Location"]) == (302, "/konto/zweiter-faktor/")
    user = User.objects.get()
    assert {each.role for each in user.role_assignments.all()} == {Role.ADMINISTRATOR, Role.PLANNER}
    assert Installation.objects.get().municipality_name == "Stadt Lindenfurt"
    assert client.get("/")["Location"] == "/konto/zweiter-faktor/"
    assert client.get("/einrichten/").status_code == 404
    assert client.post("/einrichten/", typed(code, username="zweite")).status_code == 404
    assert not setup_code_file(key_folder).exists()


def test_without_planning_there_is_one_role(client: Client, key_folder: Path) -> None:
    client.post("/einrichten/", typed(ensure_setup_code(key_folder), plans=""))
    assert [each.role for each in User.objects.get().role_assignments.all()] == [Role.ADMINISTRATOR]


@pytest.mark.parametrize(
    "change",
    [
        {"code": "AAAA-BBBB-CCCC"},
        {"password": "kurz"},
        {"username": "a b"},
        {"municipality_name": ""},
        {"language": "xx"},
    ],
)
def test_what_is_missing_is_told_and_nothing_is_half_done(
    client: Client, key_folder: Path, change: dict[str, str]
) -> None:
    answer = client.post("/einrichten/", typed(ensure_setup_code(key_folder), **change))
    assert answer.status_code == 422
    assert 'class="fe"' in answer.content.decode()
    assert not User.objects.exists()
    assert not Installation.objects.exists()


def test_a_stranger_cannot_guess_the_code(client: Client, key_folder: Path) -> None:
    code = ensure_setup_code(key_folder)
    for _ in range(10):
        client.post("/einrichten/", typed("AAAA-BBBB-CCCC"))
    assert client.post("/einrichten/", typed(code)).status_code == 429
    assert not User.objects.exists()


def test_without_a_code_file_nobody_gets_in(client: Client, key_folder: Path) -> None:
    assert client.post("/einrichten/", typed("")).status_code == 422
    assert client.post("/einrichten/", typed("AAAA-BBBB-CCCC")).status_code == 422


def test_an_installation_with_accounts_has_no_set_up(client: Client, key_folder: Path) -> None:
    make_person(Role.PLANNER)
    assert client.get("/einrichten/").status_code == 404


def test_the_code_is_private_and_stays_the_same(key_folder: Path) -> None:
    code = ensure_setup_code(key_folder)
    assert ensure_setup_code(key_folder) == code
    assert setup_code_file(key_folder).stat().st_mode & 0o077 == 0
