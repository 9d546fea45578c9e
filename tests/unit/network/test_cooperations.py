"""The network of an area: who stands where, what is counted, what it lacks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest
from django.utils import translation

from sozialraum.analytics.networks import Sector
from sozialraum.foundation.confirmation import Freshness, freshness_of
from sozialraum.network.cooperations import wording
from sozialraum.network.cooperations.enums import CooperationKind, Rhythm
from sozialraum.network.cooperations.gaps import missing_here
from sozialraum.network.cooperations.queries import CooperationRow, Organization
from sozialraum.network.cooperations.sheet import ALONE, OUTSIDE, DayNetwork, network_on, of_areas, parts_of
from sozialraum.network.enums import PlaceKind
from sozialraum.network.network_maps import Look, draw_network

TODAY = date(2026, 11, 22)
SPACE = UUID("00000000-0000-0000-0000-000000000000")


def house(name: str, kind: PlaceKind = PlaceKind.SCHOOL, area: str = "0101") -> Organization:
    return Organization(uuid5(SPACE, name), name, kind, area, "")


def tie(one: Organization, other: Organization, **changes: object) -> CooperationRow:
    confirmed = changes.pop("confirmed", TODAY)
    first, second = sorted((one, other), key=lambda each: str(each.id))
    told = {
        "id": uuid5(SPACE, f"{one.name} {other.name}"), "one": first, "other": second,
        "kinds": (CooperationKind.OFFER,), "about": "", "rhythm": Rhythm.WEEKLY, "since": date(2024, 1, 1),
        "ended_on": None, "noted_as": "Team", "one_confirmed_on": confirmed, "one_confirmed_as": "", "one_public": True,
        "other_confirmed_on": None, "other_confirmed_as": "", "other_public": False,
        "freshness": freshness_of(confirmed, today=TODAY), **changes,
    }  # fmt: skip
    return CooperationRow(**told)  # type: ignore[arg-type]  # the fields by name


SCHOOL, NURSERY = house("Schule"), house("Kita", PlaceKind.DAY_CARE)
YOUTH, CLUB = house("Jugendhaus", PlaceKind.YOUTH_CENTER), house("Ruderclub", PlaceKind.CLUB)
ADVICE = house("Beratung", PlaceKind.COUNSELING)
ELSEWHERE = house("Werkstatt", PlaceKind.LEARNING, "0102")
HERE = (SCHOOL, NURSERY, YOUTH, CLUB, ADVICE)


@pytest.fixture
def found() -> DayNetwork:
    rows = [tie(SCHOOL, NURSERY), tie(SCHOOL, YOUTH), tie(YOUTH, ADVICE), tie(SCHOOL, ELSEWHERE)]
    return of_areas(network_on(TODAY, [*HERE, ELSEWHERE], rows), {"0101"})


def test_partners_from_elsewhere_are_noted_and_not_counted(found: DayNetwork) -> None:
    assert (len(found.inside), len(found.across)) == (3, 1)
    assert found.partners_outside == (ELSEWHERE,)
    # three of ten pairs: the way out of the area is in none of them
    assert found.metrics.whole.density == pytest.approx(3 / 10)
    at = {each.key: each.distance for each in found.sheet.people}
    assert at[str(ELSEWHERE.id)] == OUTSIDE > 100
    assert at[str(CLUB.id)] == ALONE
    assert at[str(SCHOOL.id)] < at[str(NURSERY.id)]


def test_the_areas_beside_each_other_are_those_that_one_asks_for_alone() -> None:
    rows = [tie(SCHOOL, NURSERY), tie(SCHOOL, ELSEWHERE), tie(YOUTH, house("Nirgends", area="0909"))]
    everywhere = network_on(TODAY, [*HERE, ELSEWHERE], rows)
    areas = {"Mitte": {"0101"}, "Nord": {"0102", "0103"}, "Leer": {"0104"}}
    parts = parts_of(everywhere, areas)
    assert parts == {key: of_areas(everywhere, codes) for key, codes in areas.items()}
    assert [len(each.across) for each in parts.values()] == [2, 1, 0]


def test_bridges_and_who_stands_alone(found: DayNetwork) -> None:
    assert set(found.metrics.bridges) == {str(SCHOOL.id), str(YOUTH.id)}
    assert found.connected == {SCHOOL.id, NURSERY.id, YOUTH.id, ADVICE.id}
    assert found.metrics.whole.size_all - len(found.connected) == 1
    assert found.parts == [frozenset({SCHOOL.id, NURSERY.id, YOUTH.id, ADVICE.id})]


def test_groups_between_which_nobody_works_together(found: DayNetwork) -> None:
    assert (Sector.FAMILY, Sector.COLLEAGUES) in found.strangers
    assert (Sector.FAMILY, Sector.FRIENDS) not in found.strangers


def test_the_network_of_an_earlier_day_is_drawn_from_the_same_rows() -> None:
    rows = [
        tie(SCHOOL, NURSERY, since=date(2026, 5, 1)),
        tie(SCHOOL, YOUTH, ended_on=date(2026, 3, 1)),
    ]
    then, now = (network_on(day, HERE, rows) for day in (date(2026, 1, 1), TODAY))
    assert [row.other.id for row in then.inside] != [row.other.id for row in now.inside]
    with translation.override("en"):
        begun, ended = wording.changes(now, then, date(2026, 1, 1))
    assert (begun.number, ended.number) == ("1", "1")
    assert not tie(SCHOOL, YOUTH, ended_on=TODAY).runs_on(TODAY)


def test_sentences_say_the_numbers(found: DayNetwork) -> None:
    with translation.override("en"):
        said = {each.text: each.number for each in wording.sentences(found, usual=0.2, around="Hafen")}
        assert said["of a hundred possible pairs work together."] == "30"
        assert wording.answer(found) == (
            "5 organizations stand here, 3 cooperations join them. One works with nobody yet."
        )
        assert wording.answer(DayNetwork((), ())).startswith("No organization")


def test_what_nobody_runs_here_names_the_next_one(found: DayNetwork) -> None:
    library = house("Bücherei", PlaceKind.LIBRARY, "0102")
    around = DayNetwork((*found.organizations, library), ())
    missing = {each.kind: each.around for each in missing_here(found, around)}
    assert missing[PlaceKind.LIBRARY] == (library,)
    assert missing[PlaceKind.FAMILY_CENTER] == ()
    assert PlaceKind.SCHOOL not in missing


def test_the_picture_has_links_dashes_and_no_middle(found: DayNetwork) -> None:
    stale = tie(SCHOOL, NURSERY, confirmed=None)
    assert stale.freshness is Freshness.NEVER
    look = Look(sectors=wording.SECTORS, unsure=frozenset({stale.pair}), address=lambda key: f"?org={key}")
    drawn = str(draw_network(found.sheet, middle="", title="Netz", look=look))
    links = re.findall(r'<a href="[^"]+" aria-label="([^"]+)"', drawn)
    assert set(links) == {each.name for each in (*HERE, ELSEWHERE)}
    assert drawn.count('stroke-dasharray="7 5"') == 1
    assert "data-contact" not in drawn


def test_old_confirmations_ask() -> None:
    row = tie(SCHOOL, NURSERY, confirmed=TODAY - timedelta(days=400))
    with translation.override("en"):
        assert "Does it still hold?" in wording.confirmed_in_words(row)
