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
