"""Network maps in case space: the person's own, shown and taken back, drawn by several, never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection

from factories.browsers import browser_of, stop_clock
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.analytics.networks import Sector
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.services import Refused
from sozialraum.network.network_maps import MapPerson, Sheet, SheetError

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def put(key: str, distance: float = 30, angle: float = 300) -> Callable[[Sheet], Sheet]:
    person = MapPerson(key=key, name=key.title(), sector=Sector.FAMILY, distance=distance, angle=angle)
    return lambda sheet: sheet.with_person(person)


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def sheet_id(family: Family) -> UUID:
    """Jonas's map with his mother and Lotte, drawn with the case worker."""
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    sheet_id = services.begin_network_map(grant, owner_id=family.son_id, on=TODAY)
    for key in ("mama", "lotte"):
        services.change_network_map(grant, sheet_id, put(key))
    services.change_network_map(grant, sheet_id, lambda sheet: sheet.tied("mama", "lotte", known=True))
    return sheet_id


def names(actor: Actor, family: Family, sheet_id: UUID) -> set[str]:
    view = queries.network_map(grant_for(actor, family.case_id), sheet_id)
    return {each.key for each in view.sheet.people}


def test_the_person_and_who_draws_with_her_see_the_map(family: Family, sheet_id: UUID) -> None:
    assert names(family.son, family, sheet_id) == {"mama", "lotte"}
    assert names(family.worker, family, sheet_id) == {"mama", "lotte"}


def test_nobody_else_of_the_family_sees_it_until_it_is_shown(family: Family, sheet_id: UUID) -> None:
    with pytest.raises(Denied):
        names(family.mother, family, sheet_id)
    assert all(row.id is None for row in queries.network_maps(grant_for(family.mother, family.case_id)))
    son = grant_for(family.son, family.case_id, Action.WRITE)
    services.give_share(
        son, owner_id=family.son_id, thing=SharedThing.NETWORK_MAP, recipient_id=family.mother.user_id
    )
    assert names(family.mother, family, sheet_id) == {"mama", "lotte"}


def test_nobody_of_the_family_opens_anothers_map_by_beginning_one(family: Family, sheet_id: UUID) -> None:
    mother = grant_for(family.mother, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="belongs to the person"):
        services.begin_network_map(mother, owner_id=family.son_id, on=TODAY)
    with pytest.raises(Refused):
        services.give_share(
            mother, owner_id=family.son_id, thing=SharedThing.NETWORK_MAP, recipient_id=family.mother.user_id
        )
    with pytest.raises(Denied):
        names(family.mother, family, sheet_id)


def test_what_is_taken_back_is_shut_on_the_next_request(family: Family, sheet_id: UUID) -> None:
    son = grant_for(family.son, family.case_id, Action.WRITE)
    (share,) = queries.network_map(son, sheet_id).shares
    services.withdraw_share(son, share.id)
    with pytest.raises(Denied):
        names(family.worker, family, sheet_id)
    with pytest.raises(Denied):
        services.change_network_map(
            grant_for(family.worker, family.case_id, Action.WRITE), sheet_id, put("oma")
        )
    with pytest.raises(Refused, match="taken this back"):
        services.begin_network_map(
            grant_for(family.worker, family.case_id, Action.WRITE), owner_id=family.son_id, on=TODAY
        )


def test_a_share_ends_by_itself(family: Family, sheet_id: UUID) -> None:
    son = grant_for(family.son, family.case_id, Action.WRITE)
    services.give_share(
        son, owner_id=family.son_id, thing=SharedThing.NETWORK_MAP, recipient_id=family.mother.user_id,
        # the database asks for its own day, which goes on while the clock of the tests stands
        until=max(TODAY, datetime.now(ZoneInfo(settings.TIME_ZONE)).date()),
    )  # fmt: skip
    assert names(family.mother, family, sheet_id)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE person_share SET until = CURRENT_DATE - 1 WHERE until IS NOT NULL")
    with pytest.raises(Denied):
        names(family.mother, family, sheet_id)


def test_only_the_owner_takes_a_share_back(family: Family, sheet_id: UUID) -> None:
    (share,) = queries.network_map(grant_for(family.son, family.case_id), sheet_id).shares
    with pytest.raises(Denied):
        services.withdraw_share(grant_for(family.mother, family.case_id, Action.WRITE), share.id)


def test_the_lead_and_a_foreign_worker_see_no_map(family: Family, sheet_id: UUID) -> None:
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    with pytest.raises(Denied):
        names(lead, family, sheet_id)
    with pytest.raises(Denied):
        names(make_actor(Role.CASE_WORKER), family, sheet_id)


def test_a_provider_sees_it_only_by_share(family: Family, sheet_id: UUID) -> None:
    helper = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    with pytest.raises(Denied):
        names(helper, family, sheet_id)
    son = grant_for(family.son, family.case_id, Action.WRITE)
    services.give_share(
        son, owner_id=family.son_id, thing=SharedThing.NETWORK_MAP, recipient_id=helper.user_id
    )
    assert names(helper, family, sheet_id)


def test_the_database_keeps_it_shut_whatever_the_code_asks(family: Family, sheet_id: UUID) -> None:
    grant_for(family.mother, family.case_id, Action.WRITE)
    with connection.cursor() as cursor:
        for table in ("person_network_sheet", "person_network_sheet_version"):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours
            assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE person_network_sheet SET version = 99")
        assert cursor.rowcount == 0


def test_two_at_one_map_do_not_overwrite_each_other(family: Family, sheet_id: UUID) -> None:
    for actor, key in ((family.worker, "oma"), (family.son, "emre")):
        services.change_network_map(grant_for(actor, family.case_id, Action.WRITE), sheet_id, put(key))
    assert names(family.son, family, sheet_id) == {"mama", "lotte", "oma", "emre"}


def test_somebody_who_was_taken_off_cannot_be_moved(family: Family, sheet_id: UUID) -> None:
    services.change_network_map(
        grant_for(family.son, family.case_id, Action.WRITE), sheet_id, lambda sheet: sheet.without("lotte")
    )
    with pytest.raises(SheetError):
        services.change_network_map(
            grant_for(family.worker, family.case_id, Action.WRITE), sheet_id,
            lambda sheet: sheet.moved("lotte", distance=10, angle=10),
        )  # fmt: skip


def test_steps_are_taken_back_one_by_one(family: Family, sheet_id: UUID) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.undo_on_network_map(grant, sheet_id)
    assert queries.network_map(grant, sheet_id).sheet.ties == frozenset()
    services.undo_on_network_map(grant, sheet_id)
    assert names(family.worker, family, sheet_id) == {"mama"}
    with pytest.raises(Refused):
        services.undo_on_network_map(grant_for(family.son, family.case_id, Action.WRITE), sheet_id)


def test_a_later_map_begins_with_the_last_and_closes_it(family: Family, sheet_id: UUID) -> None:
    later = grant_for(family.worker, family.case_id, Action.WRITE, at=AT + timedelta(days=30))
    second = services.begin_network_map(later, owner_id=family.son_id, on=TODAY + timedelta(days=30))
    services.change_network_map(later, second, put("tarek"))
    assert names(family.worker, family, sheet_id) == {"mama", "lotte"}
    view = queries.network_map(later, second)
    assert view.before_on == TODAY
    assert view.before is not None
    assert len(view.before.people) == 2
    with pytest.raises(Refused, match="later"):
        services.change_network_map(later, sheet_id, put("spaet"))
    with pytest.raises(Refused):
        services.begin_network_map(later, owner_id=family.son_id, on=date(2026, 1, 1))


def test_nobody_of_another_family_can_be_put_in_the_middle(family: Family) -> None:
    other = make_family(family_name="Nowak")
    with pytest.raises(Refused):
        services.begin_network_map(
            grant_for(family.worker, family.case_id, Action.WRITE), owner_id=other.son_id, on=TODAY
        )


def test_it_is_erased_with_the_case(family: Family, sheet_id: UUID) -> None:
    from sozialraum.individual.models import NetworkSheet, NetworkSheetVersion, Share
    from sozialraum.individual.retention import ERASED

    order = [model for model, _ in ERASED]
    assert order.index(NetworkSheetVersion) < order.index(NetworkSheet)
    assert Share in order


class TestPages:
    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stop_clock(monkeypatch)

    def address(self, family: Family, sheet_id: UUID, rest: str = "") -> str:
        return f"/individuum/{family.case_id}/netzwerk/{sheet_id}/{rest}"

    def test_the_map_says_what_it_shows(self, family: Family, sheet_id: UUID) -> None:
        page = browser_of(family.worker).get(self.address(family, sheet_id)).content.decode()
        assert "Wer ist für Jonas da?" in page
        assert "Menschen haben Kontakt zu Jonas." in page
        assert 'data-key="mama"' in page
        assert "Dieselbe Karte als Tabelle" in page

    def test_foreign_and_not_shown_answer_alike(self, family: Family, sheet_id: UUID) -> None:
        for actor in (family.mother, make_actor(Role.CASE_WORKER), make_actor(Role.PLANNER)):
            assert browser_of(actor).get(self.address(family, sheet_id)).status_code == 404

    def test_somebody_new_finds_a_free_place_without_script(self, family: Family, sheet_id: UUID) -> None:
        browser = browser_of(family.son)
        said = {"name": "Emre", "sector": "friends", "ring": "near", "tie": "1", "social": "mutual"}
        answer = browser.post(self.address(family, sheet_id, "mensch/"), said)
        assert answer.status_code == 302
        view = queries.network_map(grant_for(family.son, family.case_id), sheet_id)
        (emre,) = (each for each in view.sheet.people if each.name == "Emre")
        assert 0 < emre.angle < 90
        assert emre.distance < 33

    def test_a_name_that_is_missing_is_said_at_the_field(self, family: Family, sheet_id: UUID) -> None:
        said = {"name": " ", "sector": "friends", "ring": "near", "tie": "1"}
        answer = browser_of(family.son).post(self.address(family, sheet_id, "mensch/"), said)
        assert answer.status_code == 422
        assert 'class="fe"' in answer.content.decode()

    def test_a_move_answers_with_the_map_for_a_script(self, family: Family, sheet_id: UUID) -> None:
        answer = browser_of(family.worker).post(
            self.address(family, sheet_id, "mensch/mama/ort/"), {"distance": "80", "angle": "100"},
            headers={"X-Network-Map": "1"},
        )  # fmt: skip
        page = answer.content.decode()
        assert "<!doctype" not in page
        assert "weiter weg" in page
        view = queries.network_map(grant_for(family.son, family.case_id), sheet_id)
        assert view.sheet.person("mama").sector is Sector.COLLEAGUES

    @pytest.mark.parametrize("kind", ["svg", "png", "graphml"])
    def test_only_the_owner_takes_it_along(self, family: Family, sheet_id: UUID, kind: str) -> None:
        address = self.address(family, sheet_id, f"karte.{kind}")
        answer = browser_of(family.son).get(address)
        assert answer.status_code == 200
        assert len(answer.content) > 500
        assert browser_of(family.worker).get(address).status_code == 404

    def test_the_owner_shows_it_and_takes_it_back(self, family: Family, sheet_id: UUID) -> None:
        browser, address = browser_of(family.son), self.address(family, sheet_id)
        browser.post(self.address(family, sheet_id, "zeigen/"), {"recipient": str(family.mother.user_id)})
        assert browser_of(family.mother).get(address).status_code == 200
        shares = queries.network_map(grant_for(family.son, family.case_id), sheet_id).shares
        for share in shares:
            browser.post(self.address(family, sheet_id, "zeigen/"), {"share": str(share.id)})
        assert browser_of(family.mother).get(address).status_code == 404
        assert browser_of(family.worker).get(address).status_code == 404

    def test_the_family_finds_its_maps_by_the_own_page(self, family: Family, sheet_id: UUID) -> None:
        page = browser_of(family.son).get("/individuum/meine/netzwerk/", follow=True).content.decode()
        assert "Wer ist für wen da?" in page
        assert str(sheet_id) in page

    def test_the_own_data_hold_the_own_map_and_nobody_elses(self, family: Family, sheet_id: UUID) -> None:
        from sozialraum.individual.own_data import own_sections

        def people(actor: Actor) -> list[str]:
            grant = grant_for(actor, family.case_id, Action.EXPORT, Purpose.OWN_DATA)
            (section,) = (each for each in own_sections(grant) if each.key == "network_maps")
            return [row[1] for row in section.rows]

        assert people(family.son) == ["Mama", "Lotte"]
        assert people(family.mother) == []
