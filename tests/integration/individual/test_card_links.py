"""Entries of the card are tied to places of the directory and to people, and the arrangement begins with them."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from factories.browsers import browser_of, stop_clock
from factories.case_pages import page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.field import make_place
from factories.people import TODAY, make_actor
from sozialraum.analytics.networks import Sector
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComponentKind, ResourceKind
from sozialraum.individual.services import Refused
from sozialraum.network.network_maps import MapPerson
from sozialraum.network.queries import place_sheet

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def place_id() -> UUID:
    return make_place(
        make_actor(Role.CASE_WORKER), name="Fahrradwerkstatt am Kai", area_code="0301", area_vintage="2023"
    )


def _entry(family: Family, **told: object) -> UUID:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.begin_resource_card(grant)
    return services.add_resource(
        grant,
        kind=ResourceKind.SOCIAL,
        speaker_id=family.son_id,
        **{"words": "Da kann ich schrauben.", **told},
    )  # type: ignore[arg-type]  # the fields of an entry


def _typed(family: Family, entry_id: UUID, **values: str) -> dict[str, str]:
    found, _card = queries.resource(grant_for(family.worker, family.case_id), entry_id)
    return {
        "version": str(found.version), "words": found.words, "kind": found.kind, "availability": found.availability,
        "wants_to_use": "3", **values,
    }  # fmt: skip


def test_an_entry_is_tied_by_name_and_the_page_offers_what_is_known(family: Family, place_id: UUID) -> None:
    entry_id = _entry(family)
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    sheet_id = services.begin_network_map(grant, owner_id=family.son_id, on=TODAY)
    services.change_network_map(grant, sheet_id, lambda sheet: sheet.with_person(_person("emre", "Emre")))
    client, address = browser_of(family.worker), page_of(family, f"ressourcen/{entry_id}/")
    page = shown(client, address)
    for name in ("Fahrradwerkstatt am Kai", "Emre", "Miriam Kessler", "Jonas"):
        assert f'<option value="{name}">' in page
    answer = client.post(
        address, _typed(family, entry_id, place_id="fahrradwerkstatt am kai", person_name="Emre")
    )
    assert answer.status_code == 302
    found, _card = queries.resource(grant_for(family.worker, family.case_id), entry_id)
    assert (found.place_id, found.place_name, found.person_name) == (
        place_id,
        "Fahrradwerkstatt am Kai",
        "Emre",
    )
    assert 'value="Fahrradwerkstatt am Kai"' in shown(client, address)
    assert "Emre" in shown(client, page_of(family, "ressourcen/"))


def test_a_place_that_is_not_there_is_said_at_the_field_and_the_rest_is_kept(family: Family) -> None:
    entry_id = _entry(family)
    client, address = browser_of(family.worker), page_of(family, f"ressourcen/{entry_id}/")
    answer = client.post(address, _typed(family, entry_id, place_id="Nirgendwo 7", person_name="Emre"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="Nirgendwo 7"' in page
    assert 'value="Emre"' in page
    with pytest.raises(Refused):
        services.revise_resource(
            grant_for(family.worker, family.case_id, Action.WRITE),
            entry_id,
            values={"place_id": uuid4()},
            version=1,
        )


def test_the_arrangement_begins_with_what_is_wanted_most_and_carries_nothing_yet(
    family: Family, place_id: UUID
) -> None:
    _entry(family, words="Oma kocht.", person_name="Oma Hilde", wants_to_use=2)
    _entry(family, words="Da kann ich schrauben.", place_id=place_id, wants_to_use=3)
    _entry(family, words="Der wohnt weit weg.", person_name="Onkel Paul", wants_to_use=0)
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    found = queries.could_carry(grant, queries.arrangement(grant))[1]
    assert [each.name for each in found] == ["Fahrradwerkstatt am Kai", "Oma Hilde"]
    assert found[1].kind is ComponentKind.FAMILY_FRIENDS
    client = browser_of(family.worker)
    page = shown(client, page_of(family, "massanzug/"))
    assert page.index("Fahrradwerkstatt am Kai") < page.index("Oma Hilde")
    begun = shown(client, page_of(family, f"massanzug/neu/?art=family_friends&karte={found[1].entry_id}"))
    assert 'value="Oma Hilde"' in begun
    services.add_component(grant, kind=ComponentKind.OWN, who="Jonas", content="Schraubt.", valid_from=TODAY)
    services.add_component(
        grant,
        kind=ComponentKind.FAMILY_FRIENDS,
        who="Oma Hilde",
        content="Kocht dienstags.",
        valid_from=TODAY,
    )
    assert [each.name for each in queries.could_carry(grant, queries.arrangement(grant))[1]] == [
        "Fahrradwerkstatt am Kai"
    ]


def test_nothing_about_the_family_reaches_the_directory(family: Family, place_id: UUID) -> None:
    before = place_sheet(family.worker, place_id, today=TODAY)
    entry_id = _entry(family, place_id=place_id, wants_to_use=3)
    assert place_sheet(family.worker, place_id, today=TODAY) == before
    told = AuditEntry.objects.filter(object_id=str(place_id)).exclude(object_kind__startswith="network.")
    assert not told.exists()
    page = browser_of(make_actor(Role.CASE_WORKER)).get(f"/netzwerk/orte/{place_id}/").content.decode()
    assert str(family.case_id) not in page
    assert str(entry_id) not in page
    assert "Kessler" not in page


def test_another_familys_entry_begins_nothing(family: Family) -> None:
    other = make_family(family_name="Nowakowski")
    foreign = _entry(other, person_name="Tante Rosa", wants_to_use=3)
    client = browser_of(family.worker)
    for asked in (str(foreign), str(uuid4()), "kein-schluessel"):
        assert "Tante Rosa" not in shown(client, page_of(family, f"massanzug/neu/?karte={asked}"))


def _person(key: str, name: str) -> MapPerson:
    return MapPerson(key=key, name=name, sector=Sector.FRIENDS, distance=30.0, angle=40.0)
