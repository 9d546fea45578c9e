from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from factories.field import make_keeper, make_lead, make_place
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import NOBODY, Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.revisions import FieldConflict
from sozialraum.network import queries
from sozialraum.network.directory.asked import Asked
from sozialraum.network.enums import Cost, PlaceKind, Visibility
from sozialraum.network.models import Place, PlaceVersion
from sozialraum.network.queries import Page, PlaceRow, search_directory
from sozialraum.network.queries.waiting import waiting_for
from sozialraum.network.services import NewPlace, Refused, add_places, confirm_place, revise_place

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
LATER = AT + timedelta(hours=1)


def find(asked: Asked, **options: int) -> Page:
    return search_directory(NOBODY, asked, today=TODAY, **options)


def names(asked: Asked, **options: int) -> list[str]:
    shown = [entry.shown for entry in find(asked, **options).entries]
    return [each.name for each in shown if isinstance(each, PlaceRow)]


def test_a_batch_is_stored_whole_with_one_audit_entry() -> None:
    worker = make_actor(Role.CASE_WORKER)
    before = AuditEntry.objects.count()
    add_places([NewPlace(f"Treff {n}", PlaceKind.MEETING_PLACE) for n in range(1_200)], by=worker, at=AT)
    entries = AuditEntry.objects.order_by("id")[before:]
    assert [(each.object_kind, each.ground) for each in entries] == [("network.Place", "count 1200")]
    assert Place.objects.count() == 1_200


def test_one_impossible_place_stops_the_batch() -> None:
    worker = make_actor(Role.CASE_WORKER)
    wrong = NewPlace("Frauenhaus", PlaceKind.SHELTER, address="Kai 7", visibility=Visibility.CONFIDENTIAL)
    with pytest.raises(Refused):
        add_places([NewPlace("Treff", PlaceKind.MEETING_PLACE), wrong], by=worker, at=AT)
    assert not Place.objects.exists()


def test_residents_and_families_add_nothing() -> None:
    for role in (Role.RESIDENT, Role.PARENT, Role.COMMITTEE_MEMBER):
        with pytest.raises(Denied):
            make_place(make_actor(role))


def test_the_database_refuses_to_locate_a_confidential_place() -> None:
    place_id = make_place(make_keeper(), visibility=Visibility.CONFIDENTIAL)
    for where in ({"address": "Kai 7"}, {"area_code": "0301"}, {"longitude": 9.0, "latitude": 50.0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Place.objects.filter(id=place_id).update(**where)


def test_entries_of_the_team_stay_in_the_team() -> None:
    keeper = make_keeper()
    hidden = make_place(keeper, name="Probenraum", visibility=Visibility.TEAM, area_code="0301")
    make_place(keeper, name="Bücherei", area_code="0301")
    assert names(Asked()) == ["Bücherei"]
    assert names(Asked(text="Probenraum")) == []
    assert queries.place_sheet(NOBODY, hidden, today=TODAY) is None
    assert queries.count_places_by_area(NOBODY, today=TODAY) == {"0301": 1}
    assert [place.name for place in queries.places_in(NOBODY, ["0301"], today=TODAY)] == ["Bücherei"]
    assert queries.counts(NOBODY, today=TODAY).places == 1
    worker = make_actor(Role.CASE_WORKER)
    assert queries.counts(worker, today=TODAY).places == 2
    assert queries.place_sheet(worker, hidden, today=TODAY) is not None


def test_the_name_comes_before_the_rest_and_the_fresh_before_the_stale() -> None:
    keeper = make_keeper()
    make_place(keeper, name="Zirkus", description="mit Werkstatt", confirmed_at=AT)
    make_place(keeper, name="Werkstatt Ost")
    make_place(keeper, name="Werkstatt West", confirmed_at=AT)
    assert names(Asked(text="werkstatt")) == ["Werkstatt West", "Werkstatt Ost", "Zirkus"]


@pytest.mark.parametrize("typed", ["Buecherei", "BÜCHEREI", "bucherei", "Stadtteil Bücherei"])
def test_an_umlaut_is_found_in_any_spelling(typed: str) -> None:
    make_place(make_keeper(), name="Stadtteilbücherei", kind=PlaceKind.LIBRARY)
    make_place(make_keeper(), name="Bolzplatz", kind=PlaceKind.SPORTS_GROUND)
    assert names(Asked(text=typed)) == ["Stadtteilbücherei"]


@pytest.mark.parametrize("typed", ["Fahradwerkstatt", "Fahrradwerkstadt", "Hausaufgabenhilfen"])
def test_a_typing_error_is_forgiven_and_told(typed: str) -> None:
    make_place(
        make_keeper(), name="Fahrradwerkstatt", description="mit Hausaufgabenhilfe", kind=PlaceKind.LEARNING
    )
    make_place(make_keeper(), name="Bolzplatz", kind=PlaceKind.SPORTS_GROUND)
    found = find(Asked(text=typed))
    assert [entry.shown.name for entry in found.entries if isinstance(entry.shown, PlaceRow)] == [
        "Fahrradwerkstatt"
    ]
    assert found.entries[0].listed.found


def test_conditions_narrow_the_list() -> None:
    keeper = make_keeper()
    make_place(keeper, name="Treff", cost=Cost.FREE, step_free=True, age_from=6, age_to=10, area_code="0301")
    make_place(keeper, name="Kurs", cost=Cost.REGULAR, step_free=None, area_code="0302", kind=PlaceKind.CLUB)
    assert names(Asked(free=True)) == ["Treff"]
    assert names(Asked(step_free=True)) == ["Treff"]
    assert names(Asked(age=11)) == ["Kurs"]
    assert names(Asked(area_code="0302")) == ["Kurs"]
    assert names(Asked(kinds=frozenset({PlaceKind.CLUB}))) == ["Kurs"]
    found = find(Asked(kinds=frozenset({PlaceKind.CLUB})))
    assert found.listing.by_kind == {PlaceKind.MEETING_PLACE: 1, PlaceKind.CLUB: 1}


def test_pages_are_cut_without_overlap() -> None:
    keeper = make_keeper()
    for number in range(5):
        make_place(keeper, name=f"Treff {number}")
    pages = [names(Asked(), offset=offset, limit=2) for offset in (0, 2, 4)]
    assert pages == [["Treff 0", "Treff 1"], ["Treff 2", "Treff 3"], ["Treff 4"]]


def test_a_closed_place_is_listed_no_more() -> None:
    make_place(make_keeper(), valid_until=TODAY - timedelta(days=1))
    assert names(Asked()) == []


def test_two_people_change_one_entry() -> None:
    keeper = make_keeper()
    place_id = make_place(keeper, hours="Mo 14", description="Kicker")
    first, second = make_actor(Role.CASE_WORKER), make_actor(Role.CASE_WORKER)
    revise_place(place_id, values={"hours": "Di 14"}, version=1, by=first, at=LATER)
    revise_place(
        place_id, values={"hours": "Mo 14", "description": "Billard"}, version=1, by=second, at=LATER
    )
    sheet = queries.place_sheet(NOBODY, place_id, today=TODAY)
    assert sheet is not None
    assert (sheet.place.hours, sheet.place.description) == ("Di 14", "Billard")
    with pytest.raises(FieldConflict):
        revise_place(place_id, values={"hours": "Fr 14"}, version=1, by=second, at=LATER)
    assert PlaceVersion.objects.count() == 2


def test_a_revision_is_found_at_once() -> None:
    place_id = make_place(make_keeper(), name="Treff")
    revise_place(place_id, values={"name": "Nähstube"}, version=1, by=make_actor(Role.CASE_WORKER), at=LATER)
    assert names(Asked(text="naehstube")) == ["Nähstube"]


def test_another_provider_keeps_its_own_entries() -> None:
    place_id = make_place(make_keeper(), provider_code="bruecke")
    other = make_lead("another")
    with pytest.raises(Denied):
        revise_place(place_id, values={"name": "X"}, version=1, by=other, at=LATER)
    with pytest.raises(Denied):
        confirm_place(place_id, by=other, at=LATER)
    own = make_lead("bruecke")
    with pytest.raises(Denied):
        revise_place(place_id, values={"provider_code": "another"}, version=1, by=own, at=LATER)


def test_one_tap_confirms() -> None:
    lead = make_lead("bruecke")
    place_id = make_place(make_keeper(), provider_code="bruecke", confirmed_at=AT - timedelta(days=400))
    (stale,) = waiting_for(lead, {"bruecke"}, today=TODAY)
    assert (stale.key, stale.many) == (place_id, 1)
    confirm_place(place_id, by=lead, at=LATER)
    assert waiting_for(lead, {"bruecke"}, today=TODAY) == []
    assert queries.counts(NOBODY, today=TODAY).confirmed_this_year == 1
