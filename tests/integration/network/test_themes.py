from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_place
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.contributions import Moment
from sozialraum.network.enums import MissingKind
from sozialraum.network.services import Refused
from sozialraum.network.themes import contributions, queries, services
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.models import Theme
from sozialraum.network.themes.services import NewTheme
from sozialraum.social_structure.contributions import AreaKey
from sozialraum.social_structure.queries import planning_system

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def worker() -> Actor:
    make_areas()
    return make_actor(Role.CASE_WORKER)


def raised(by: Actor, **changes: object) -> UUID:
    told = {
        "title": "Ein ruhiger Ort", "missing": MissingKind.WEEKEND, "area_code": "0101", "area_vintage": "2023",
        "raised_as": "Team Hafen", **changes,
    }  # fmt: skip
    return services.raise_theme(NewTheme(**told), by=by, at=AT)


def in_work(by: Actor, **changes: object) -> UUID:
    theme_id = raised(by, **changes)
    services.care_for_theme(theme_id, as_="Radwerkstatt", by=by, at=AT)
    services.move_theme(theme_id, to=ThemeState.CHECKED, text="beim Rundgang", by=by, at=AT)
    services.move_theme(theme_id, to=ThemeState.IN_WORK, text="Der Hof wird geöffnet", by=by, at=AT)
    return theme_id


def test_a_theme_goes_its_way_and_says_what_happened(worker: Actor) -> None:
    theme_id = in_work(worker)
    services.need_decision(
        theme_id, needed="3.200 Euro", place="Ausschuss", decided_on=TODAY, by=worker, at=AT
    )
    services.note_decision(theme_id, decision="bewilligt", by=worker, at=AT)
    place_id = make_place(make_keeper(), name="Hof")
    services.close_theme(theme_id, result="Samstags offen.", place_id=place_id, by=worker, at=AT)
    found = queries.theme(NOBODY, theme_id, today=TODAY)
    assert found is not None
    assert [each.state for each in found.events] == [
        ThemeState.HINT, ThemeState.CHECKED, ThemeState.IN_WORK, ThemeState.POLITICS, ThemeState.IN_WORK,
        ThemeState.SOLVED,
    ]  # fmt: skip
    assert (found.closed_on, found.result_place_id, found.decision) == (TODAY, place_id, "bewilligt")


def test_no_step_is_left_out_and_none_without_somebody(worker: Actor) -> None:
    theme_id = raised(worker)
    with pytest.raises(Refused):
        services.move_theme(theme_id, to=ThemeState.IN_WORK, text="los", by=worker, at=AT)
    services.move_theme(theme_id, to=ThemeState.CHECKED, text="gefragt", by=worker, at=AT)
    with pytest.raises(Refused):
        services.move_theme(theme_id, to=ThemeState.IN_WORK, text="los", by=worker, at=AT)
    with pytest.raises(Refused):
        services.close_theme(theme_id, result="", place_id=None, by=worker, at=AT)
    assert Theme.objects.get().state == ThemeState.CHECKED


def test_only_one_cares_and_only_she_leads_it_on(worker: Actor) -> None:
    theme_id, other = in_work(worker), make_actor(Role.CASE_WORKER)
    with pytest.raises(Refused):
        services.care_for_theme(theme_id, as_="Andere", by=other, at=AT)
    with pytest.raises(Denied):
        services.close_theme(theme_id, result="fertig", place_id=None, by=other, at=AT)
    services.give_theme_back(theme_id, by=worker, at=AT)
    assert (Theme.objects.get().state, Theme.objects.get().owner_as) == (ThemeState.CHECKED, "")
    services.care_for_theme(theme_id, as_="Andere", by=other, at=AT)


def test_residents_and_families_read_and_do_not_write(worker: Actor) -> None:
    theme_id = raised(worker)
    for role in (Role.RESIDENT, Role.PARENT, Role.COMMITTEE_MEMBER):
        with pytest.raises(Denied):
            raised(make_actor(role))
        with pytest.raises(Denied):
            services.care_for_theme(theme_id, as_="Ich", by=make_actor(role), at=AT)


def test_themes_name_nobody(worker: Actor) -> None:
    with pytest.raises(Refused):
        raised(worker, title="Jonas braucht einen Ort")
    theme_id = in_work(worker)
    with pytest.raises(Refused):
        services.close_theme(theme_id, result="Frau Yıldız kocht.", place_id=None, by=worker, at=AT)


def test_the_board_is_public_and_keeps_back_what_is_not_yet(
    client: Client, worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    raised(worker, title="Licht im Durchgang")
    raised(worker, title="Noch im Gespräch", public=False)
    text = client.get("/netzwerk/themen/").content.decode()
    assert "Licht im Durchgang" in text
    assert "Noch im Gespräch" not in text
    hidden = Theme.objects.get(public=False)
    assert client.get(f"/netzwerk/themen/{hidden.id}/").status_code == 404
    assert browser_of(worker).get(f"/netzwerk/themen/{hidden.id}/").status_code == 200


def test_the_board_is_filtered_by_area_and_state(client: Client, worker: Actor) -> None:
    raised(worker, title="Oben", area_code="0101")
    raised(worker, title="Unten", area_code="0201")
    text = client.get("/netzwerk/themen/?gebiet=01&stand=hint").content.decode()
    assert "Oben" in text
    assert "Unten" not in text
    assert client.get("/netzwerk/themen/?gebiet=%00&stand=nirgends&thema=x").status_code == 200


def test_acts_are_done_by_buttons(worker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    browser = browser_of(worker)
    answer = browser.post(
        "/netzwerk/themen/neu/",
        {
            "title": "Ein Dach",
            "missing": "youth_place",
            "area_code": "0101",
            "raised_as": "Klasse 7",
            "text": "",
        },
    )
    address = answer["Location"]
    page = browser.get(address).content.decode()
    assert "kuemmern" in page
    browser.post(f"{address}kuemmern/", {"as_": "Team Hafen"})
    browser.post(f"{address}schritt/", {"text": "Schlüssel klären", "due_on": TODAY.isoformat()})
    browser.post(f"{address}geprueft/", {"text": "mit Jugendlichen"})
    browser.post(f"{address}loesung/", {"text": "zu früh"})
    found = Theme.objects.get()
    assert (found.state, found.owner_as) == (ThemeState.CHECKED, "Team Hafen")
    due = contributions.today(worker, Moment(AT, TODAY))
    assert [each.title for each in due] == ["Schlüssel klären"]
    browser.post(f"/netzwerk/themen/schritt/{found.steps.get().id}/")
    assert contributions.today(worker, Moment(AT, TODAY)) == []
    assert browser.post(f"{address}zaubern/").status_code == 404


def test_themes_stand_on_the_area_page(worker: Actor) -> None:
    system = planning_system()
    assert system is not None
    in_work(worker)
    old = in_work(worker, title="Längst da")
    services.close_theme(old, result="Offen.", place_id=None, by=worker, at=AT)
    Theme.objects.filter(id=old).update(closed_on=TODAY - timedelta(days=500))
    here = contributions.area_themes(NOBODY, AreaKey(system.code, system.vintage, "01"), TODAY)
    assert [each.title for each in here] == ["Ein ruhiger Ort"]
    assert contributions.area_themes(NOBODY, AreaKey(system.code, 2015, "01"), TODAY) == []


def test_the_way_to_the_area_ends_at_no_shut_door(
    worker: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    address = f"/netzwerk/themen/{in_work(worker)}/"
    admin = browser_of(make_actor(Role.ADMINISTRATOR))
    inside = browser_of(worker).get(address).context["area_url"]
    led = [each.get(address).context["area_url"] for each in (client, admin)]
    assert led == ["/offen/quartiere/town/2023/0101/"] * 2
    assert [browser_of(worker).get(inside).status_code, admin.get(inside).status_code] == [200, 404]
