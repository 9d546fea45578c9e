"""The picture of a large network: groups that open, names that cover nothing, what is filtered, who holds it together."""

from __future__ import annotations

import random
import re
from datetime import date
from itertools import combinations, pairwise

import numpy as np
import pytest
from django.utils import translation
from unit.network.test_cooperations import HERE, NURSERY, SCHOOL, YOUTH, house, tie

from sozialraum.analytics.networks import Name, Sector, apart, disc, place_names
from sozialraum.network.cooperations.drawing import GroupedPicture, groups_to_open
from sozialraum.network.cooperations.enums import CooperationKind, Rhythm
from sozialraum.network.cooperations.filters import Firmness, NetworkFilter
from sozialraum.network.cooperations.groups import GroupedNetwork, by_area, by_kind
from sozialraum.network.cooperations.queries import CooperationRow, Network, Organization
from sozialraum.network.cooperations.sheet import DayNetwork
from sozialraum.network.enums import PlaceKind
from sozialraum.network.network_maps import Look

KINDS = (PlaceKind.SCHOOL, PlaceKind.DAY_CARE, PlaceKind.CLUB, PlaceKind.COUNSELING)


@pytest.fixture(scope="module")
def city() -> GroupedNetwork:
    """300 organizations in ten areas, most ties within an area."""
    draw = random.Random(7)  # noqa: S311 - an invented city
    houses = [
        house(f"Haus {number} am langen Ufer", KINDS[number % 4], f"{number % 10:02}")
        for number in range(300)
    ]
    rows: dict[tuple[str, str], CooperationRow] = {}
    for _turn in range(400):
        one = draw.choice(houses)
        other = draw.choice(
            [each for each in houses if each.area_code == one.area_code or draw.random() < 0.02]
        )
        if one != other:
            row = tie(one, other)
            rows[row.pair] = row
    parts = {f"{code:02}": [f"{code:02}"] for code in range(10)}
    names = {code: f"Gebiet {code}" for code in parts}
    middles = {code: (9.8 + draw.random() / 10, 52.8 + draw.random() / 10) for code in parts}
    found = DayNetwork(tuple(houses), tuple(rows.values()))
    return GroupedNetwork(found, by_area(found, parts, names, middles))


def boxes_of(drawn: str, zoom: int) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The names that a reader sees at an enlargement, with the room they take at the least."""
    group = re.search(rf'<g class="names at-{zoom}">(.*?)</g>', drawn)
    assert group
    found = re.findall(r'<text font-size="([\d.]+)"[^>]* x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]+)<', group[1])
    if not found:
        found = [
            (size, x, y, name)
            for x, y, size, name in re.findall(
                r'<text[^>]*? x="([-\d.]+)" y="([-\d.]+)"[^>]*? font-size="([\d.]+)"[^>]*>([^<]+)<', group[1]
            )
        ]
    boxes = []
    for size, x, y, name in found:
        half, high = 0.26 * float(size) * len(name), float(size)
        boxes.append((name, (float(x) - half, float(y) - high * 0.7, float(x) + half, float(y) + high * 0.2)))
    return boxes


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_closed_picture_has_one_sign_for_each_group(city: GroupedNetwork) -> None:
    with translation.override("en"):
        drawn = str(GroupedPicture(city, open_address=lambda key: f"?offen={key}").svg("Netz"))
    assert drawn.count('class="group"') == 10
    assert 'aria-label="Gebiet 03: 30 organizations' in drawn
    shown = {pair: many for pair, many in city.ties.items() if pair[0] != pair[1]}
    assert drawn.count("<path") == len(shown)
    assert sum(city.ties.values()) == len({row.pair for row in city.found.cooperations})


def test_an_open_picture_shows_everybody_once_and_no_name_covers_another(city: GroupedNetwork) -> None:
    keys = [each.key for each in city.groups]
    picture = GroupedPicture(city, keys, look=Look(address=lambda key: f"?org={key}"))
    with translation.override("en"):
        drawn = str(picture.svg("Netz"))
    assert set(re.findall(r'href="\?org=([^"]+)"', drawn)) == {
        str(each.id) for each in city.found.organizations
    }
    places = np.array(list(picture.places.organizations.values()))
    assert len(np.unique(places.round(0), axis=0)) == 300
    many = []
    for zoom in (1, 2, 4):
        boxes = boxes_of(drawn, zoom)
        assert not [(one[0], other[0]) for one, other in combinations(boxes, 2) if overlap(one[1], other[1])]
        many.append(len(boxes))
    assert all(less <= more for less, more in pairwise(many))
    # enlarged four times nearly everybody carries a name
    assert many[2] > 0.9 * 310
    with translation.override("en"):
        assert drawn == str(GroupedPicture(city, keys, look=picture.look).svg("Netz"))


def test_discs_do_not_touch_and_hold_their_members(city: GroupedNetwork) -> None:
    places = GroupedPicture(city, ["03", "07"]).places
    for one, other in combinations(places.groups.values(), 2):
        assert np.hypot(one[0][0] - other[0][0], one[0][1] - other[0][1]) >= one[1] + other[1]
    for group in city.groups:
        if group.key in {"03", "07"}:
            (x, y), radius = places.groups[group.key]
            at = np.array([places.organizations[str(each.id)] for each in group.members]) - (x, y)
            assert np.hypot(*at.T).max() <= radius
    left, top, right, bottom = places.bounds
    assert all(left < x < right and top < y < bottom for x, y in places.organizations.values())


def test_nobody_tied_and_one_alone_have_places_too() -> None:
    for many, ties in ((1, []), (2, []), (2, [(0, 1)]), (40, [])):
        places, radius = disc(many, ties, pull=np.zeros((many, 2)), step=30)
        assert np.isfinite(places).all()
        assert (np.hypot(*places.T) <= radius).all()
        assert len(np.unique(places.round(3), axis=0)) == many
    assert np.isfinite(apart(np.zeros((3, 2)), np.full(3, 5.0), gap=1)).all()


def test_a_name_without_room_is_left_out() -> None:
    names = [Name(str(number), 0, 0, 5, 60, 12) for number in range(200)]
    placed = place_names(names, taken=[], bounds=(-90, -60, 90, 60))
    assert 0 < len(placed) < 200
    assert list(placed) == [str(number) for number in range(len(placed))] or "0" in placed


def test_groups_open_as_long_as_there_is_room() -> None:
    sizes = {"a": 100, "b": 150, "c": 100}
    assert groups_to_open(sizes, ["b", "nothing", "a", "c"], 260) == ["b", "a"]


def test_hubs_say_who_would_be_cut_off() -> None:
    advice, club = HERE[4], HERE[3]
    rows = [tie(SCHOOL, NURSERY), tie(SCHOOL, YOUTH), tie(YOUTH, advice), tie(advice, club)]
    found = DayNetwork(HERE, tuple(rows))
    kinds = {kind.value: kind.value for kind in PlaceKind}
    network = GroupedNetwork(found, by_kind(found, list(kinds), kinds))
    hubs = {hub.organization: hub for hub in network.hubs}
    assert hubs[SCHOOL].cut_off == 1
    assert hubs[YOUTH].cut_off == 2
    assert hubs[YOUTH].groups == 2
    assert NURSERY not in hubs
    assert network.strangers == []


def test_areas_of_some_size_that_never_meet_are_named() -> None:
    houses = [house(f"{area} {number}", area=area) for area in ("01", "02", "03") for number in range(3)]
    found = DayNetwork(tuple(houses), (tie(houses[0], houses[3]),))
    parts = {code: [code] for code in ("01", "02", "03")}
    network = GroupedNetwork(found, by_area(found, parts, {code: code for code in parts}, {}))
    assert network.strangers == [("01", "03"), ("02", "03")]
    assert [(line.inside, line.across, line.alone) for line in network.lines] == [
        (0, 1, 2),
        (0, 1, 2),
        (0, 0, 3),
    ]


def test_a_filter_leaves_what_was_asked_for() -> None:
    rows = (
        tie(SCHOOL, NURSERY, kinds=(CooperationKind.ROOMS,)),
        tie(SCHOOL, YOUTH, rhythm=Rhythm.YEARLY, confirmed=date(2024, 1, 1)),
        tie(YOUTH, HERE[4], other_confirmed_on=date(2026, 10, 1)),
    )
    network = Network(HERE, rows)

    def left(**chosen: object) -> list[tuple[Organization, Organization]]:
        found = NetworkFilter(**chosen).of(network).cooperations  # type: ignore[arg-type]  # fields by name
        return [(row.one, row.other) for row in found]

    assert len(left()) == 3
    assert left(kind=CooperationKind.ROOMS) == [(rows[0].one, rows[0].other)]
    assert len(left(firmness=Firmness.OFTEN)) == 2
    assert left(firmness=Firmness.BOTH) == [(rows[2].one, rows[2].other)]
    assert len(left(firmness=Firmness.FRESH)) == 2
    assert left(houses=Sector.FAMILY) == [(rows[0].one, rows[0].other)]
    assert set(NetworkFilter(houses=Sector.FAMILY).of(network).organizations) == {SCHOOL, NURSERY}
    assert NetworkFilter.asked({"was": "rooms", "fest": "both"}).values == {"was": "rooms", "fest": "both"}
