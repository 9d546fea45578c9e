"""Persona cards sign in on a database that was founded as a demo, and can be switched on nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from factories.people import AT
from factories.sign_ins import LONG_AGO, make_person
from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import DemoMarker, User
from sozialraum.foundation.accounts.personas import PERSONAS
from sozialraum.foundation.accounts.queries import is_demo, persona_cards
from sozialraum.foundation.accounts.services import create_user, give_role, mark_as_demo
from sozialraum.foundation.privacy.actors import Role

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def make_persona(key: str = "case_worker", role: Role = Role.CASE_WORKER) -> User:
    user = create_user(username=f"persona.{key}", full_name="Katrin Ahlers", at=AT, by=None, persona=key)
    give_role(user_id=user.id, role=role, at=AT, by=None, valid_from=LONG_AGO)
    return user


@pytest.mark.usefixtures("demo_database")
def test_one_click_signs_in_and_counts_as_second_factor(client: Client) -> None:
    worker = make_persona()
    assert 'data-persona="case_worker"' in client.get(reverse("accounts:sign_in")).content.decode()
    assert client.get(reverse("accounts:sign_in_persona", args=["case_worker"])).status_code == 405
    answer = client.post(reverse("accounts:sign_in_persona", args=["case_worker"]))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(worker.id)
    assert client.session[keys.SECOND_FACTOR] is True
    assert client.get(reverse("accounts:rights")).status_code == 200


@pytest.mark.usefixtures("demo_database")
def test_a_story_opens_the_list_with_this_family_and_leads_nowhere_else(client: Client) -> None:
    make_persona()
    assert 'data-story="Brinkmann"' in client.get(reverse("accounts:sign_in")).content.decode()
    address = reverse("accounts:sign_in_persona", args=["case_worker"])
    assert client.post(address, {"story": "Brinkmann"})["Location"] == "/individuum/?q=Brinkmann"
    assert client.post(address, {"story": "//elsewhere.example"})["Location"] == "/"


@pytest.mark.usefixtures("demo_database")
def test_changing_the_card_changes_the_person(client: Client) -> None:
    make_persona()
    parent = make_persona("parent", Role.PARENT)
    client.post(reverse("accounts:sign_in_persona", args=["case_worker"]))
    client.post(reverse("accounts:sign_in_persona", args=["parent"]))
    assert client.session["_auth_user_id"] == str(parent.id)


@pytest.mark.usefixtures("demo_database")
def test_a_card_leads_back_to_what_was_written_when_the_session_ended(client: Client) -> None:
    make_persona()
    make_persona("parent", Role.PARENT)
    card = reverse("accounts:sign_in_persona", args=["case_worker"])
    client.post(card)
    client.post(reverse("accounts:sign_out"))
    answer = client.post(reverse("accounts:password"), {"note": "Ein Satz, der nicht verloren geht."})
    told = client.get(answer["Location"]).content.decode()
    assert "Sie sind nicht mehr angemeldet. Was Sie geschrieben haben, ist sicher" in told
    assert client.post(reverse("accounts:sign_in_persona", args=["parent"]))["Location"] == "/"
    assert client.post(card)["Location"] == reverse("accounts:kept_form")
    assert "Ein Satz, der nicht verloren geht." in client.get(reverse("accounts:kept_form")).content.decode()


@pytest.mark.usefixtures("demo_database")
def test_the_second_factor_of_a_card_does_not_pass_to_another_person(client: Client) -> None:
    make_persona()
    other = make_person(Role.CASE_WORKER)
    client.post(reverse("accounts:sign_in_persona", args=["case_worker"]))
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.session[keys.SECOND_FACTOR] is False


def test_without_the_marker_there_are_no_cards(client: Client) -> None:
    make_persona()
    assert persona_cards() == []
    assert "data-persona" not in client.get(reverse("accounts:sign_in")).content.decode()
    assert client.post(reverse("accounts:sign_in_persona", args=["case_worker"])).status_code == 404
    assert not client.session.get("_auth_user_id")


def test_no_setting_and_no_environment_makes_a_demo(settings: object) -> None:
    make_persona()
    settings.DEMO = True
    settings.DEVELOPMENT = True
    assert not is_demo()
    environment = {**os.environ, "SOZIALRAUM_DEMO": "1", "SOZIALRAUM_DEVELOPMENT": "1", "PYTHONPATH": "src"}
    asked = "import inspect; from sozialraum.foundation.accounts.queries import demo; print(inspect.getsource(demo))"
    source = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {asked}"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "settings" not in source
    assert "environ" not in source


def test_the_application_cannot_write_the_marker() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        DemoMarker.objects.create(id=1, marked_at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('accounts_demomarker', 'INSERT, UPDATE, DELETE, TRUNCATE')"
        )
        assert cursor.fetchone() == (False,)


def test_even_the_owner_cannot_mark_a_database_with_accounts_of_people(owner: psycopg.Connection) -> None:
    owner.execute(
        "INSERT INTO accounts_user (id, password, username, email, full_name, name_sort, job_title, phone, language, young,"
        " persona, directory_key, is_active, created_at)"
        " VALUES (gen_random_uuid(), '', 'echt', '', 'Echt', '', '', '', 'de', false, '', '', true, now())"
    )
    try:
        with pytest.raises(psycopg.errors.RaiseException, match="never becomes a demo"):
            owner.execute("INSERT INTO accounts_demomarker (id, marked_at) VALUES (1, now())")
    finally:
        owner.execute("DELETE FROM accounts_user WHERE username = 'echt'")
    assert not is_demo()


@pytest.mark.django_db(databases=["default", "audit", "owner"])
def test_founding_says_why_it_refuses_and_may_be_repeated() -> None:
    mark_as_demo(at=AT)
    mark_as_demo(at=AT)
    User.objects.using("owner").create(username="echt", full_name="Echt", created_at=AT)
    mark_as_demo(at=AT)
    DemoMarker.objects.using("owner").all().delete()
    with pytest.raises(SozialraumError, match="can never become a demo"):
        mark_as_demo(at=AT)
    assert not DemoMarker.objects.using("owner").exists()


def test_every_card_has_a_part_and_a_side() -> None:
    assert len({persona.key for persona in PERSONAS}) == len(PERSONAS) == 16
