"""Rights by substitute and by time: in lists, search, counts, files and the way of a case, and after somebody was let out."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.case_pages import page_of
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, again, make_actor
from sozialraum.foundation.accounts.models import RoleAssignment
from sozialraum.foundation.accounts.queries import held_roles
from sozialraum.foundation.accounts.services import arrange_substitution, end_role
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import AdviceTopic, ConsultationForm, SharedThing
from sozialraum.individual.models import Member, NetworkSheet, Share

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DAY = timedelta(days=1)
FIRST, LAST = TODAY + 2 * DAY, TODAY + 5 * DAY
NAME = "Nowakowski"
PAGES = ("", "gespraech/", "hilfeplan/", "ziele/", "massanzug/", "weg/", "teambogen/", "wahl/", "schutz/")
FILES = ("hilfeplan/1/bogen.pdf", "hilfeplan/1/gericht.pdf", "hilfeplan/1/einfach.pdf")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    made = make_family(family_name=NAME)
    grant = grant_for(made.worker, made.case_id, Action.WRITE)
    services.set_goal(grant, owner_id=made.son_id, words="Ich gehe jeden Tag hin.")
    services.log_consultation(grant, held_on=TODAY, form=ConsultationForm.TALK, topics=list(AdviceTopic))
    services.set_reminder(grant, due_on=LAST, text="Zeugnis nachreichen", waits_for="die Schule")
    services.begin_help_plan(grant)
    return made


def _stands_in(family: Family) -> Actor:
    substitute = make_actor(Role.CASE_WORKER, full_name="Mia Öz")
    assert isinstance(family.worker.user_id, UUID)
    assert isinstance(substitute.user_id, UUID)
    arrange_substitution(
        absent_id=family.worker.user_id, substitute_id=substitute.user_id, roles=[Role.CASE_WORKER], valid_from=FIRST,
        valid_until=LAST, by=family.worker.user_id, at=AT,
    )  # fmt: skip
    return substitute


def _found(client: Client) -> dict[str, bool]:
    """Whether the family is found: in the list of families, by search in it, by search in the house, on the start page."""
    asked = {
        "list": "/individuum/", "search in the list": f"/individuum/?q={NAME}", "search": f"/suche/?q={NAME}", "start": "/",
    }  # fmt: skip
    found = {}
    for where, address in asked.items():
        main = client.get(address, follow=True).content.decode().partition("<main")[2]
        found[where] = NAME in main.replace(f'value="{NAME}"', "").replace(f"„{NAME}“", "")
    return found


def _answers(client: Client, family: Family) -> set[int]:
    return {client.get(page_of(family, rest)).status_code for rest in (*PAGES, *FILES)}


def test_a_substitute_finds_and_opens_on_these_days_alone(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    substitute = _stands_in(family)
    client = browser_of(substitute)
    mine = _found(browser_of(family.worker))
    assert mine["list"]
    assert mine["search in the list"]
    for day, inside in ((FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)):
        stop_clock(monkeypatch, datetime.combine(day, AT.timetz()))
        client = browser_of(substitute)
        found = _found(client)
        assert found["list"] is inside, day
        assert found["search in the list"] is inside, day
        assert inside or not any(found.values()), (day, found)
        assert _answers(client, family) == ({200} if inside else {404}), day


def test_the_files_of_a_plan_are_shut_with_the_assignment(family: Family) -> None:
    client = browser_of(family.worker)
    assert _answers(client, family) == {200}
    RoleAssignment.objects.filter(user_id=family.worker.user_id, scope_key=str(family.case_id)).update(
        valid_from=TODAY - 60 * DAY, valid_until=TODAY - DAY
    )
    assert _answers(client, family) == {404}
    assert not any(_found(client).values())


def test_a_substitute_takes_no_export_that_is_the_persons_own(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    substitute = _stands_in(family)
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    sheet_id = services.begin_network_map(grant, owner_id=family.son_id, on=TODAY)
    stop_clock(monkeypatch, datetime.combine(FIRST, AT.timetz()))
    client = browser_of(substitute)
    for kind in ("svg", "graphml"):
        assert client.get(page_of(family, f"netzwerk/{sheet_id}/karte.{kind}")).status_code in {403, 404}
    with pytest.raises(gate.Denied):
        gate.open(
            again(substitute), Purpose.SERVICE, Action.EXPORT, Subject("case", (family.case_id,)),
            at=datetime.combine(FIRST, AT.timetz()),
        )  # fmt: skip


def test_who_is_let_out_sees_nothing_of_what_is_still_shared_with_her(family: Family) -> None:
    """A carer whose part in the family has ended keeps no share alive: neither page nor database shows it."""
    son = grant_for(family.son, family.case_id, Action.WRITE)
    mother = Member.objects.get(full_name="Miriam Kessler")
    sheet_id = services.begin_network_map(son, owner_id=family.son_id, on=TODAY)
    services.give_share(
        son, owner_id=family.son_id, thing=SharedThing.NETWORK_MAP, recipient_id=mother.user_id, until=None
    )
    client = browser_of(family.mother)
    seen = grant_for(family.mother, family.case_id)
    assert NetworkSheet.objects.filter(id=sheet_id).exists()
    assert seen.role is Role.PARENT
    assert isinstance(family.mother.user_id, UUID)
    for held in held_roles(family.mother.user_id, today=TODAY):
        end_role(assignment_id=held.id, by=family.worker.user_id, at=AT, on=TODAY - DAY)
    grant_for(family.son, family.case_id)
    assert Share.objects.filter(recipient_id=family.mother.user_id, thing=SharedThing.NETWORK_MAP).exists()
    assert client.get(f"/individuum/{family.case_id}/netzwerk/{sheet_id}/").status_code in {302, 404}
    for address in ("/individuum/meine/", "/individuum/meine/netzwerk/", "/individuum/gezeigt/"):
        answer = client.get(address, follow=True)
        assert "Jonas" not in answer.content.decode().partition("<main")[2]
    let_out = again(family.mother, second_factor=False)
    for action in (Action.READ, Action.WRITE):
        with pytest.raises(gate.Denied):
            grant_for(let_out, family.case_id, action)
    with pytest.raises(gate.Denied):
        grant_for(let_out, family.case_id, Action.READ, Purpose.CONSENT)
    assert not NetworkSheet.objects.filter(id=sheet_id).exists()
