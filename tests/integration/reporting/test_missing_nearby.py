"""What is missing near by: from a case to a count, to a theme, and back to the family."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.cases import Family, grant_for, make_family
from factories.field import make_place
from factories.people import AT, TODAY, again, make_actor
from sozialraum.errors import SozialraumError
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.privacy.release import ReleaseRefused
from sozialraum.foundation.ui.contributions import Moment, News
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual.contributions import individual_today
from sozialraum.individual.models import MissingNearby
from sozialraum.individual.queries import answers_near, missed_things
from sozialraum.individual.services import set_missing_nearby
from sozialraum.network.enums import MissingKind
from sozialraum.network.matching import Reason
from sozialraum.network.themes import services as themes
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.gaps import gaps_without_theme
from sozialraum.network.themes.rules import missing_subject
from sozialraum.network.themes.services import NewTheme
from sozialraum.reporting.extracts import counts as counts_module
from sozialraum.reporting.extracts import release_missing_nearby
from sozialraum.social_structure.services import release_counts

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
WEEKEND = MissingKind.WEEKEND
COUNTS = {"0101": 9, "0102": 3, "0103": 7, "0201": 6, "0202": 8}


@pytest.fixture
def worker() -> Actor:
    make_areas()
    return make_actor(Role.CASE_WORKER)


def mark(family: Family, *kinds: MissingKind, days: int = 0) -> None:
    set_missing_nearby(
        grant_for(family.worker, family.case_id, Action.WRITE, at=AT - timedelta(days=days)), kinds=kinds
    )


def city(worker: Actor) -> list[Family]:
    families = []
    for area, count in COUNTS.items():
        for _ in range(count):
            family = make_family(worker=worker, area_code=area)
            mark(family, WEEKEND, days=40)
            families.append(family)
    context.clear()
    return families


def test_a_mark_stays_in_the_case(worker: Actor) -> None:
    family = make_family(worker=worker, area_code="0101")
    mark(family, WEEKEND, MissingKind.NIGHT)
    mark(family, WEEKEND)
    context.clear()
    assert not MissingNearby.objects.exists()
    things = missed_things(grant_for(family.worker, family.case_id))
    assert [each.kind for each in things if each.marked_on] == [WEEKEND]
    with pytest.raises(Denied):
        grant_for(make_actor(Role.CASE_WORKER), family.case_id)


def test_the_application_reads_no_counts_outside_the_gate(worker: Actor) -> None:
    city(worker)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM missing_nearby_by_area('2023', %s, %s)", [TODAY - timedelta(days=365), TODAY]
        )
        assert cursor.fetchall() == []


def test_h10_no_small_count_leaves_and_none_follows_from_the_rest(worker: Actor) -> None:
    city(worker)
    tables = release_missing_nearby(make_actor(Role.PLANNER), reference_date=TODAY, at=AT)
    table = tables[WEEKEND]
    shown = {each.area_code: each.value for each in table if each.value is not None}
    assert "0102" not in shown
    assert not any(0 < value < 5 for value in shown.values())
    siblings = {"0101", "0102", "0103"}
    assert len(siblings - shown.keys()) >= 2 or "01" not in shown
    assert (shown["0201"], shown["0202"]) == (6, 8)
    assert all(each.value in {0, None} for each in tables[MissingKind.NIGHT])


def test_two_months_together_do_not_tell_who_came(worker: Actor) -> None:
    families = city(worker)
    planner = make_actor(Role.PLANNER)
    before = release_missing_nearby(planner, reference_date=TODAY - timedelta(days=31), at=AT)[WEEKEND]
    mark(families[0])
    context.clear()
    after = release_missing_nearby(planner, reference_date=TODAY, at=AT)[WEEKEND]
    for table in (before, after):
        assert not any(each.value and 0 < each.value < 5 for each in table)
        assert table.figure("0102").value in {None, 0}
    with pytest.raises(SozialraumError):
        release_missing_nearby(planner, reference_date=TODAY, at=AT)


def test_only_counting_roles_let_counts_out(worker: Actor) -> None:
    for role in (Role.CASE_WORKER, Role.PROVIDER_LEAD, Role.COMMITTEE_MEMBER):
        with pytest.raises(Denied):
            release_missing_nearby(make_actor(role), reference_date=TODAY, at=AT)


def solved(worker: Actor, area: str, *, place_id: UUID | None = None) -> UUID:
    new = NewTheme("Samstags offen", WEEKEND, area, "2023", "Team Hafen")
    theme_id = themes.raise_theme(new, by=worker, at=AT)
    themes.care_for_theme(theme_id, as_="Radwerkstatt", by=worker, at=AT)
    themes.move_theme(theme_id, to=ThemeState.CHECKED, text="gefragt", by=worker, at=AT)
    themes.move_theme(theme_id, to=ThemeState.IN_WORK, text="begonnen", by=worker, at=AT)
    themes.close_theme(theme_id, result="Der Hof ist offen.", place_id=place_id, by=worker, at=AT)
    return theme_id


def notices(actor: Actor) -> list[str]:
    context.clear()
    found = individual_today(again(actor), Moment(AT, TODAY))
    return [each.text for each in found if isinstance(each, News) and "Samstags offen" in each.text]


def test_closing_a_theme_tells_everybody_who_marked_it(
    worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    here = make_family(worker=worker, area_code="0101")
    mark(here, WEEKEND, days=3)
    elsewhere = make_family(worker=make_actor(Role.CASE_WORKER), area_code="0201")
    mark(elsewhere, WEEKEND, days=3)
    other_kind = make_family(worker=make_actor(Role.CASE_WORKER), area_code="0102")
    mark(other_kind, MissingKind.NIGHT, days=3)
    solved(worker, "01")
    assert len(notices(worker)) == 1
    assert notices(elsewhere.worker) == []
    assert notices(other_kind.worker) == []
    browser = browser_of(again(worker))
    page = browser.get(f"/individuum/{here.case_id}/naehe/").content.decode()
    assert "Der Hof ist offen." in page
    browser.post(f"/individuum/{here.case_id}/naehe/gehoert/", {"kind": "weekend"})
    assert notices(worker) == []


def test_the_page_marks_and_is_closed_to_others(worker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    family = make_family(worker=worker, area_code="0101")
    address = f"/individuum/{family.case_id}/naehe/"
    browser = browser_of(family.worker)
    assert browser.post(address, {"kind": ["weekend", "food", "raumfahrt"]}).status_code == 302
    assert browser.get(address).content.decode().count("checked") == 2
    assert browser_of(make_actor(Role.CASE_WORKER)).get(address).status_code == 404


def test_public_pages_and_their_history_hold_no_small_count(worker: Actor, client: Client) -> None:
    city(worker)
    for area in COUNTS:
        themes.raise_theme(NewTheme(f"Thema {area}", WEEKEND, area, "2023", "Team"), by=worker, at=AT)
    planner = make_actor(Role.PLANNER)
    for day in (TODAY - timedelta(days=31), TODAY):
        release_missing_nearby(planner, reference_date=day, at=AT)
        context.clear()
        text = client.get("/netzwerk/themen/").content.decode()
        for small in range(1, 5):
            assert f"<b>{small}</b> family" not in text
            assert f"<b>{small}</b> families" not in text
            assert f"<b>{small}</b> Famil" not in text
        assert "<b>6</b> Famil" in text


def test_what_came_of_a_theme_is_named_as_a_match_in_the_case(
    worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    family = make_family(worker=worker, area_code="0101")
    mark(family, WEEKEND, days=3)
    context.clear()
    place_id = make_place(worker, name="Hof an der Ecke", area_code="0101", area_vintage="2023")
    theme_id = solved(worker, "01", place_id=place_id)
    page = browser_of(again(worker)).get(f"/individuum/{family.case_id}/naehe/").content.decode()
    assert f"/netzwerk/orte/{place_id}/" in page
    assert f"/netzwerk/themen/{theme_id}/" in page
    grant = grant_for(again(worker), family.case_id)
    ((match, _shown),) = answers_near(grant, missed_things(grant))[WEEKEND]
    assert match.reasons[0] is Reason.CAME_OF_THEME
    # whoever never marked it is named nothing
    other = make_family(worker=worker, area_code="0101")
    grant = grant_for(again(worker), other.case_id)
    assert answers_near(grant, missed_things(grant)) == {}


def test_what_many_miss_without_a_theme_is_named_to_who_may_raise_one(
    worker: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    city(worker)
    planner = make_actor(Role.PLANNER)
    release_missing_nearby(planner, reference_date=TODAY, at=AT)
    context.clear()
    named = {each.area_code: each.families for each in gaps_without_theme(planner)}
    assert named.items() >= {("0201", 6), ("0202", 8)}
    assert "0102" not in named
    assert not any(count < 5 for count in named.values())
    new = NewTheme("Samstags offen", WEEKEND, "0202", "2023", "Team Hafen")
    themes.raise_theme(new, by=worker, at=AT)
    assert "0202" not in {each.area_code for each in gaps_without_theme(planner)}
    solved(worker, "0201")
    assert "0201" not in {each.area_code for each in gaps_without_theme(planner)}, "answered since the count"
    page = browser_of(planner).get("/netzwerk/themen/?gebiet=0101").content.decode()
    assert ("fehlt=weekend" in page) == ("0101" in named)
    assert "fehlt=" not in client.get("/netzwerk/themen/").content.decode()


def test_a_kind_that_cannot_be_proven_stays_back_alone(
    worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    city(worker)

    def prove(**told: object) -> object:
        if told["subject"] == missing_subject(WEEKEND):
            raise ReleaseRefused("No way is proven.", "Release these counts for a later month.")
        return release_counts(**told)

    monkeypatch.setattr(counts_module, "release_counts", prove)
    tables = release_missing_nearby(make_actor(Role.PLANNER), reference_date=TODAY, at=AT)
    assert set(tables) == set(MissingKind) - {WEEKEND}
