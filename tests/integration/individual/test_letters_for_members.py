"""The worker writes a letter for somebody of the family, and the account that it opens is this person's own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.case_pages import page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, make_actor, make_user
from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.services import accept_invitation
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import MemberKind
from sozialraum.individual.models import Member

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PASSWORD = "Drei Tauben auf dem Dach 7"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def named(family: Family, name: str, kind: MemberKind) -> str:
    return str(
        services.add_member(grant_for(family.worker, family.case_id, Action.WRITE), kind=kind, full_name=name)
    )


def letter(family: Family, member: str) -> str:
    page = browser_of(family.worker).post(page_of(family, f"menschen/{member}/brief/")).content.decode()
    found = re.search(r'class="figure">([^<]+)<', page)
    assert found is not None
    return found[1]


def come(code: str, username: str) -> Client:
    user = accept_invitation(code=code, at=AT, username=username, password=PASSWORD)
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def people(family: Family) -> list[tuple[str, bool]]:
    file = queries.case_file(grant_for(family.worker, family.case_id))
    return [(each.full_name, each.user_id is not None) for each in file.people]


def test_who_comes_by_the_letter_is_this_person_and_says_something_at_once() -> None:
    family = make_family()
    lotte = named(family, "Lotte", MemberKind.YOUNG_PERSON)
    assert "Liest Lotte zu Hause mit?" in shown(
        browser_of(family.worker), page_of(family, f"menschen/{lotte}/")
    )
    browser = come(letter(family, lotte), "lotte")
    page = browser.get("/individuum/meine/", follow=True).content.decode()
    assert "Das willst du" in page
    browser.post("/individuum/meine/worte/", {"text": "Ich will, dass Opa Brötchen bringt."})
    assert "Ich will, dass Opa Brötchen bringt." in browser.get("/individuum/meine/").content.decode()
    assert people(family).count(("Lotte", True)) == 1
    assert "Ja, mit einem eigenen Zugang." in shown(
        browser_of(family.worker), page_of(family, f"menschen/{lotte}/")
    )
    refused = browser_of(family.worker).post(page_of(family, f"menschen/{lotte}/brief/"), follow=True)
    assert "Diese Person bekommt keinen Brief." in refused.content.decode()


def test_a_second_letter_shuts_the_first_and_relatives_get_none() -> None:
    family = make_family()
    father = named(family, "Karim Kessler", MemberKind.PARENT)
    lost, second = letter(family, father), letter(family, father)
    with pytest.raises(SozialraumError):
        accept_invitation(code=lost, at=AT + timedelta(minutes=1), username="finder", password=PASSWORD)
    come(second, "karim").get("/individuum/meine/")
    assert ("Karim Kessler", True) in people(family)
    grandfather = named(family, "Opa Werner", MemberKind.RELATIVE)
    with pytest.raises(services.Refused):
        services.invite_member(
            grant_for(family.worker, family.case_id, Action.WRITE), Member.objects.get(id=grandfather).id
        )


def test_who_was_let_in_by_the_administration_finds_her_place_by_her_name_or_gets_one() -> None:
    family = make_family()
    named(family, "Amira Sommer", MemberKind.PARENT)
    for name in ("Amira Sommer", "Jale Sommer"):
        user = make_user(full_name=name)
        actor = make_actor(
            Role.PARENT,
            user=user,
            scope_kind=ScopeKind.CASE,
            scope_key=str(family.case_id),
            second_factor=False,
        )
        assert browser_of(actor).get("/individuum/meine/", follow=True).status_code == 200
        assert people(family).count((name, True)) == 1


def test_only_the_one_who_is_there_for_the_family_writes_letters() -> None:
    family, foreign = make_family(), make_family(worker=make_actor(Role.CASE_WORKER))
    member = named(family, "Lotte", MemberKind.YOUNG_PERSON)
    for browser in (browser_of(foreign.worker), browser_of(family.mother)):
        assert browser.post(page_of(family, f"menschen/{member}/brief/")).status_code == 404
