"""Entries that probably stand in the directory twice."""

from __future__ import annotations

import itertools
from uuid import UUID

import pytest

from sozialraum.network.duplicates import Candidate, Likeness, likely_twins

_numbers = itertools.count(1)


def entry(name: str, **said: object) -> Candidate:
    return Candidate(UUID(int=next(_numbers)), name, **said)  # type: ignore[arg-type]  # a factory of tests


def test_the_same_house_under_two_spellings_is_found_and_explained() -> None:
    one = entry("Kita Sonnenstrahl", phone="+49 30 1234567", longitude=9.81, latitude=52.1)
    other = entry(
        "Kindertagesstätte „Sonnenstrahl“ e. V.", phone="030/1234567", longitude=9.8105, latitude=52.1
    )
    far = entry("Kita Sonnenblume", phone="030/7654321", longitude=9.9, latitude=52.1)
    (found,) = likely_twins([far, other, one])
    assert {found.first, found.second} == {one.id, other.id}
    assert found.shared == (Likeness.NAME, Likeness.PHONE, Likeness.NEAR)


def test_pairs_as_likely_stand_in_the_order_of_their_names() -> None:
    entries = [
        entry(name, phone=f"030/55544{name[-1]}")
        for name in ("Treff an der Wehr 2", "Treff an der Wehr 1") * 2
    ]
    pairs = likely_twins(
        [*entries, entry("Anker-Treff", phone="030/777888"), entry("Anker Treff", phone="030/777888")]
    )
    names = {each.id: each.name for each in entries}
    assert [names.get(each.first, "Anker Treff") for each in pairs] == [
        "Anker Treff", "Treff an der Wehr 1", "Treff an der Wehr 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # the same name at the other end of the city
        ({"longitude": 9.8, "latitude": 52.1}, {"longitude": 9.9, "latitude": 52.1}),
        ({"address": "Hafenweg 3"}, {"address": "Bergstraße 9"}),
        ({"phone": "030 111111"}, {"phone": "030 222222"}),
    ],
)
def test_what_speaks_against_it_keeps_two_apart(one: dict[str, object], other: dict[str, object]) -> None:
    assert likely_twins([entry("Stadtteiltreff", **one), entry("Stadtteiltreff", **other)]) == []


def test_neighbors_across_the_edge_of_a_cell_meet() -> None:
    for step in range(60):
        longitude = 9.8 + step * 0.0001
        one = entry("Freizeithaus Kai", longitude=longitude, latitude=52.1)
        other = entry("Freizeithaus am Kai", longitude=longitude + 0.001, latitude=52.1)
        assert len(likely_twins([one, other])) == 1, longitude


def test_what_takes_place_somewhere_is_not_its_house_and_what_somebody_parted_stays_two() -> None:
    house = entry("Nähstube", address="Hafenweg 3")
    evening = Candidate(UUID(int=next(_numbers)), "Nähstube", address="Hafenweg 3", host=house.id)
    assert likely_twins([house, evening]) == []
    other = entry("Nähstube", address="Hafenweg 3")
    assert len(likely_twins([house, other])) == 1
    assert likely_twins([house, other], different={frozenset({house.id, other.id})}) == []


def test_a_number_that_a_whole_house_shares_makes_no_twins() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    entries = [entry(f"Praxis am Markt {letter}", phone="030 123456") for letter in letters]
    assert likely_twins(entries) == []
    assert likely_twins(entries[:2])


def test_numbers_in_names_tell_groups_apart() -> None:
    groups = [entry(f"Hort Gruppe {number}", address="Hafenweg 3") for number in range(1, 5)]
    assert likely_twins(groups) == []


HOUSE = UUID(int=10**9)
TWICE: tuple[tuple[dict[str, object], dict[str, object]], ...] = (
    ({"name": "Kita Kaje", "address": "Kaje 3"}, {"name": "Kindertagesstätte Kaje", "address": "Kaje 3"}),
    ({"name": "Familienzentrum Kaje 7", "phone": "030 23125-7"}, {"name": "Familien-Zentrum Kaje 7", "phone": "03023125-7"}),
    ({"name": "Fahrradwerkstatt Gleis", "address": "Gleis 3"}, {"name": "Fahradwerkstatt Gleis", "address": "Gleis 3"}),
    ({"name": "Jugendhaus Mole", "longitude": 9.8, "latitude": 52.8}, {"name": "Jugenhaus Mole", "longitude": 9.8005, "latitude": 52.8}),
    ({"name": "Café Rosa", "address": "Werftplatz 1"}, {"name": "Cafe Rosa", "address": "Werftplatz 1"}),
    ({"name": "FC Reepschlägerbahn", "website": "https://fc.example/"}, {"name": "FC Reepschlaegerbahn e. V.", "website": "http://www.fc.example"}),
    ({"name": "Schwimm-AG der Grundschule Plattenweg", "address": "Sternweg 48"}, {"name": "Schwimm-AG der Grundschule Plattenweg, Plattenweg", "address": "Sternweg 48"}),
    ({"name": "Nähstube", "host": HOUSE, "address": "Hof 2"}, {"name": "Naehstube", "host": HOUSE, "address": "Hof 2"}),
    ({"name": "Ruderclub Lindenfurt", "longitude": 9.8, "latitude": 52.8, "address": "Ufer 1"}, {"name": "Ruder-Club Lindenfurt", "longitude": 9.8002, "latitude": 52.8, "address": "Ufer 1a"}),
    ({"name": "Verein der Freunde des Hafens", "phone": "030 231250"}, {"name": "Freunde des Hafens, Verein", "phone": "030 231250"}),
    ({"name": "Beratungsstelle Ankerplatz"}, {"name": "Beratungsstelle Ankerplatz"}),
    ({"name": "Stadtteilbücherei Messeplatz", "address": "Messeplatz 2"}, {"name": "Bücherei im Stadtteil, Messeplatz", "address": "Messeplatz 2"}),
)  # fmt: skip
TWO: tuple[tuple[dict[str, object], dict[str, object]], ...] = (
    ({"name": "Nähen und Löten im Treff Ulmenhain", "host": HOUSE, "address": "Nordhof 5"}, {"name": "Nähen lernen im Treff Ulmenhain", "host": HOUSE, "address": "Nordhof 5"}),
    ({"name": "Trommeln im Treff Ulmenhain", "host": HOUSE, "address": "Nordhof 5"}, {"name": "Offener Abend im Treff Ulmenhain", "host": HOUSE, "address": "Nordhof 5"}),
    ({"name": "Gospel im Treff Ulmenhain", "host": HOUSE, "address": "Nordhof 5"}, {"name": "Warmes Essen im Treff Ulmenhain", "host": HOUSE, "address": "Nordhof 5"}),
    ({"name": "Bienen und Beete, Heizkraftwerk", "address": "Kupferkamp 64"}, {"name": "Ein Beet für dich, Heizkraftwerk", "address": "Kupferkamp 64"}),
    ({"name": "Nachbarschaftstreff Fasanerie", "longitude": 9.8, "latitude": 52.8, "address": "Torallee 26"}, {"name": "Nachbarschaftshilfe Fasanerie", "longitude": 9.8004, "latitude": 52.8, "address": "Torallee 21"}),
    ({"name": "Kita Sonnenstrahl", "phone": "030 111111"}, {"name": "Kita Sonnenblume", "phone": "030 111111"}),
    ({"name": "Spielplatz Turmweg"}, {"name": "Spielplatz Torweg"}),
    ({"name": "Hort Gruppe 1", "address": "Am Wehr 4"}, {"name": "Hort Gruppe 2", "address": "Am Wehr 4"}),
    ({"name": "Grundschule Leuchtturm", "address": "Kai 1"}, {"name": "Förderverein der Grundschule Leuchtturm", "address": "Kai 1"}),
    ({"name": "Pfarrheim Mole", "address": "Mole 2"}, {"name": "Chor Mole", "address": "Mole 2"}),
    ({"name": "Bolzplatz Schulallee", "longitude": 9.8, "latitude": 52.8}, {"name": "Skateplatz Schulallee", "longitude": 9.8003, "latitude": 52.8}),
    ({"name": "Eltern-Kind-Turnen, Hafen", "address": "Halle 1"}, {"name": "Kinderturnen, Hafen", "address": "Halle 1"}),
)  # fmt: skip
"""Pairs judged by reading them, most as they stood in a directory: the same twice, and two that only look alike."""


def test_what_stands_here_twice_is_found_and_what_only_looks_alike_is_left() -> None:
    host = Candidate(HOUSE, "Treff Ulmenhain", address="Nordhof 5")

    def is_found(pair: tuple[dict[str, object], dict[str, object]]) -> bool:
        one, other = (entry(str(said.pop("name")), **said) for said in map(dict, pair))
        return any(
            {each.first, each.second} == {one.id, other.id} for each in likely_twins([host, one, other])
        )

    hits, false = [is_found(pair) for pair in TWICE], [is_found(pair) for pair in TWO]
    precision, recall = sum(hits) / (sum(hits) + sum(false)), sum(hits) / len(hits)
    assert precision >= 0.9, [pair for pair, found in zip(TWO, false, strict=True) if found]
    assert recall >= 0.9, [pair for pair, found in zip(TWICE, hits, strict=True) if not found]
