"""Who works with whom: written by office and providers, each for its own side; public is what both have published."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_lead, make_place, make_provider
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.network.cooperations import queries, services
from sozialraum.network.cooperations.enums import Confirmation, CooperationKind, Rhythm, Side
from sozialraum.network.cooperations.models import Cooperation
from sozialraum.network.cooperations.services import NewContact, NewCooperation
from sozialraum.network.enums import PlaceKind, Visibility
from sozialraum.network.services import Refused
from sozialraum.network.services.duplicates import merge_places

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def keeper() -> Actor:
    make_areas()
    return make_keeper()


@pytest.fixture
def provider(keeper: Actor) -> str:
    return make_provider(keeper)


def houses(keeper: Actor, provider: str) -> tuple[UUID, UUID]:
    """A house of the provider and a school that nobody but the office speaks for."""
    return (
        make_place(
            keeper, name="Brücke", kind=PlaceKind.COUNSELING, area_code="0101", provider_code=provider
        ),
        make_place(keeper, name="Schule am Wehr", kind=PlaceKind.SCHOOL, area_code="0101"),
    )


def noted(by: Actor, first: UUID, second: UUID, **changes: object) -> UUID:
    told = {
        "first": first, "second": second, "kinds": [CooperationKind.OFFER], "rhythm": Rhythm.WEEKLY,
        "since": date(2024, 9, 1), "noted_as": "Brücke", **changes,
    }  # fmt: skip
    return services.note_cooperation(NewCooperation(**told), by=by, at=AT)


def row_of(actor: Actor, cooperation_id: UUID) -> queries.CooperationRow:
    found = queries.cooperation(actor, cooperation_id, today=TODAY)
    assert found is not None
    return found


def test_public_is_what_both_sides_have_published(keeper: Actor, provider: str) -> None:
    bridge, school = houses(keeper, provider)
    lead = make_lead(provider)
    tie = noted(lead, bridge, school, confirmed={bridge: TODAY}, published=[bridge])
    assert queries.cooperation(NOBODY, tie, today=TODAY) is None
    assert row_of(lead, tie).confirmation is Confirmation.ONE_SIDE
    side = row_of(keeper, tie).side_of(school)
    services.publish_cooperation(tie, side=side, public=True, by=keeper, at=AT)
    services.confirm_cooperation(tie, side=side, as_="Sekretariat", by=keeper, at=AT)
    seen = row_of(NOBODY, tie)
    assert seen.confirmation is Confirmation.BOTH
    # who wrote it down and who was asked is for those who work in the field
    assert (seen.noted_as, seen.one_confirmed_as, seen.other_confirmed_as) == ("", "", "")
    own = row_of(lead, tie).side_of(bridge)
    services.publish_cooperation(tie, side=own, public=False, by=lead, at=AT)
    assert queries.cooperation(NOBODY, tie, today=TODAY) is None


def test_a_provider_speaks_for_its_own_house_alone(keeper: Actor, provider: str) -> None:
    bridge, school = houses(keeper, provider)
    stranger, resident = make_lead(make_provider(keeper)), make_actor(Role.RESIDENT)
    for nobody in (stranger, resident):
        with pytest.raises(Denied):
            noted(nobody, bridge, school)
    lead = make_lead(provider)
    with pytest.raises(Denied):
        noted(lead, bridge, school, confirmed={school: TODAY})
    tie = noted(lead, bridge, school)
    with pytest.raises(Denied):
        services.confirm_cooperation(
            tie, side=row_of(lead, tie).side_of(school), as_="Schule", by=lead, at=AT
        )
    with pytest.raises(Denied):
        services.end_cooperation(tie, ended_on=TODAY, why="", by=stranger, at=AT)
    with pytest.raises(Denied):
        services.add_contact(NewContact(school, "Sekretariat", phone="030 23125-1"), by=lead, at=AT)


def test_what_is_said_anew_has_to_be_confirmed_anew_by_the_other_side(keeper: Actor, provider: str) -> None:
    bridge, school = houses(keeper, provider)
    tie = noted(keeper, bridge, school, confirmed={bridge: TODAY, school: TODAY})
    services.say_anew(
        tie, kinds=[CooperationKind.HELP], about="Soziale Gruppe", rhythm=Rhythm.MONTHLY, since=date(2025, 1, 1),
        as_="Brücke", by=make_lead(provider), at=AT,
    )  # fmt: skip
    found = row_of(keeper, tie)
    assert found.confirmation is Confirmation.ONE_SIDE
    assert found.kinds == (CooperationKind.HELP,)
    confirmed = found.one_confirmed_on if found.side_of(bridge) is Side.ONE else found.other_confirmed_on
    assert confirmed == TODAY


def test_names_cell_phones_and_impossible_days_are_refused(keeper: Actor, provider: str) -> None:
    bridge, school = houses(keeper, provider)
    for wrong in (
        {"about": "mit Frau Yıldız"}, {"since": TODAY + timedelta(days=1)}, {"kinds": []}, {"noted_as": " "},
        {"second": bridge}, {"ended_on": date(2020, 1, 1)},
    ):  # fmt: skip
        with pytest.raises(Refused):
            noted(keeper, bridge, **{"second": school, **wrong})
    for contact in (
        NewContact(school, "Jonas", phone="030 23125-1"), NewContact(school, "Büro", phone="0171 2345678"),
        NewContact(school, "Büro"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            services.add_contact(contact, by=keeper, at=AT)
    noted(keeper, school, bridge)
    with pytest.raises(Refused):
        noted(keeper, bridge, school)


def test_a_confidential_house_stands_on_no_map(keeper: Actor, provider: str) -> None:
    bridge, school = houses(keeper, provider)
    shelter = make_place(
        keeper, name="Zuflucht", kind=PlaceKind.SHELTER, visibility=Visibility.CONFIDENTIAL, phone="030 1"
    )
    with pytest.raises(Refused):
        noted(keeper, bridge, shelter)
    team_only = make_place(
        keeper, name="Runder Tisch", kind=PlaceKind.CLUB, area_code="0101", visibility=Visibility.TEAM
    )
    tie = noted(keeper, school, team_only, published=[school, team_only])
    # what everybody may not find is named in no public network, even if it is published by mistake
    assert queries.cooperation(NOBODY, tie, today=TODAY) is None
    assert "Runder Tisch" not in [o.name for o in queries.organizations(NOBODY, ["0101"], today=TODAY)]


def test_what_is_merged_goes_on_under_the_kept_entry(keeper: Actor, provider: str) -> None:
    bridge, school = houses(keeper, provider)
    twin = make_place(keeper, name="Grundschule am Wehr", kind=PlaceKind.SCHOOL, area_code="0101")
    tie = noted(keeper, bridge, twin)
    merge_places(school, twin, by=keeper, at=AT)
    found = row_of(keeper, tie)
    assert school in {found.one.id, found.other.id}


def test_the_page_shows_the_network_to_everybody_as_far_as_it_is_public(
    keeper: Actor, provider: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    bridge, school = houses(keeper, provider)
    noted(keeper, bridge, school, about="Mittagstreff", published=[bridge, school])
    club = make_place(keeper, name="Ruderclub", kind=PlaceKind.CLUB, area_code="0101")
    noted(keeper, school, club, about="Ferienwoche")
    address = f"{reverse('network:cooperations')}?gebiet=0101&org={school}"
    everybody = client.get(address).content.decode()
    assert "Mittagstreff" in everybody
    assert "Ferienwoche" not in everybody
    inside = browser_of(make_actor(Role.CASE_WORKER)).get(address).content.decode()
    assert "Ferienwoche" in inside
    assert f'href="/netzwerk/zusammenarbeit/haus/{school}/"' in inside
    for kind, begin in (("svg", b"<svg"), ("graphml", b"<?xml"), ("png", b"\x89PNG")):
        file = client.get(reverse("network:cooperations_file", args=[kind]), {"gebiet": "0101"})
        assert file.content.startswith(begin)
        assert b"Ferienwoche" not in file.content
    areas = {
        who.get(address, {"g_format": "csv", "gebiet": "0101"}).content.decode("utf-8-sig").splitlines()[1]
        for who in (client, browser_of(make_actor(Role.CASE_WORKER)))
    }
    assert areas == {"Quartier 0;3;1;33,3;1;0", "Quartier 0;3;2;66,7;0;0"}, (
        "the area itself first, counted as it is seen"
    )
    assert '<tr class="here"><th scope="row"><a href="?gebiet=0101">Quartier 0</a>' in inside
    table = client.get(address, {"format": "csv", "gebiet": "0101"}).content.decode("utf-8-sig")
    assert "Mittagstreff" in table
    assert "Ferienwoche" not in table


def test_nonsense_in_the_address_is_left_out(client: Client, keeper: Actor) -> None:
    for query in (
        "gebiet=%00x",
        "seit=2026-99-99",
        "tag=9999-01-01&seit=1",
        "org=nobody&gebiet=0101",
        "was=x&fest=y&haeuser=",
        "gruppen=art&offen=school,nothing",
    ):
        assert client.get(f"{reverse('network:cooperations')}?{query}").status_code == 200
    assert client.get(reverse("network:organization", args=[UUID(int=7)])).status_code == 404


def test_a_provider_keeps_the_page_of_its_house(
    keeper: Actor, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    bridge, school = houses(keeper, provider)
    browser = browser_of(make_lead(provider))
    form = {
        "partner": "wehr, schule", "kinds": ["help", "way_on"], "about": "Soziale Gruppe", "rhythm": "weekly",
        "since": "2024-09-01", "noted_as": "Brücke", "public": "on",
    }  # fmt: skip
    wrong = browser.post(
        reverse("network:note_cooperation", args=[bridge]), {**form, "about": "mit Frau Kaya"}
    )
    assert wrong.status_code == 422
    assert "Frau Kaya" in wrong.content.decode()
    assert browser.post(reverse("network:note_cooperation", args=[bridge]), form).status_code == 302
    tie = Cooperation.objects.get()
    page = browser.get(reverse("network:organization", args=[bridge])).content.decode()
    assert "Schule am Wehr" in page
    assert "hier veröffentlicht" in page
    # the page of the other house tells the same, without acts
    assert "bestaetigen" not in browser.get(reverse("network:organization", args=[school])).content.decode()
    assert browser.get(reverse("network:note_cooperation", args=[school])).status_code == 404
    end = {"ended_on": timezone.localdate().isoformat(), "why": ""}
    browser.post(reverse("network:act_on_cooperation", args=[bridge, tie.id, "beenden"]), end)
    tie.refresh_from_db()
    assert tie.ended_on is not None
    contact = {"role": "Anmeldung", "phone": "030 23125-7", "public": "on"}
    assert (
        browser.post(reverse("network:add_organization_contact", args=[bridge]), contact).status_code == 302
    )
    assert [each.role for each in queries.contacts_of(NOBODY, bridge, today=TODAY)] == ["Anmeldung"]


def test_the_other_house_is_found_by_its_name(
    keeper: Actor, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    bridge, school = houses(keeper, provider)
    far, near = (
        make_place(keeper, name="Schule am Wehr", kind=PlaceKind.SCHOOL, area_code=code)
        for code in ("0102", "0101")
    )
    library = make_place(keeper, name="Stadtteilbücherei", kind=PlaceKind.LIBRARY, area_code="0102")
    shelter = make_place(
        keeper,
        name="Schulzuflucht",
        kind=PlaceKind.SHELTER,
        visibility=Visibility.CONFIDENTIAL,
        phone="030 1",
    )
    elsewhere = make_place(keeper, name="Schule Anderswo", kind=PlaceKind.SCHOOL, area_code="9999")
    browser, address = browser_of(make_lead(provider)), reverse("network:note_cooperation", args=[bridge])
    names = reverse("network:partners", args=[bridge])
    found = browser.get(names, {"name": "schul"}).json()
    assert [each["name"] for each in found["people"]] == ["Schule am Wehr"] * 3
    assert found["people"][2]["id"] == str(far)
    within = browser.get(names, {"name": "buecherei"}).json()
    assert [each["id"] for each in within["people"]] == [str(library)]
    assert browser.get(names, {"name": "bruecke"}).json()["people"] == []
    assert browser.get(names, {"name": "s"}).json() == {"people": [], "more": True}
    form = {"kinds": ["help"], "rhythm": "weekly", "since": "2024-09-01", "noted_as": "Brücke"}
    several = browser.post(address, form | {"partner": "wehr"})
    assert several.status_code == 422
    assert all(f'value="{each}"' in several.content.decode() for each in (school, far, near))
    for typed, chosen in (("Schulzuflucht", shelter), ("Schule Anderswo", elsewhere), ("Brücke", bridge)):
        refused = browser.post(address, form | {"partner": typed, "partner_chosen": str(chosen)})
        assert refused.status_code == 422, typed
    assert "Das ist das Haus selbst." in refused.content.decode()
    assert not Cooperation.objects.exists()
    assert browser.post(address, form | {"partner": "wehr", "partner_chosen": str(far)}).status_code == 302
    assert far in {Cooperation.objects.get().one_id, Cooperation.objects.get().other_id}
    for other in (browser_of(make_actor(Role.RESIDENT)), browser):
        hidden = reverse("network:partners", args=[school])
        assert other.get(hidden, {"name": "schul"}).status_code == 404
    assert Client().get(names, {"name": "schul"}).status_code == 302
