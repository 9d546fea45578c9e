"""All places on one map: signs that never touch, links for keyboard, and as many places as were found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from uuid import UUID

import numpy as np
import pytest
import shapely
from django.utils import translation

from sozialraum.network import spots
from sozialraum.network.directory.asked import WHOLE_MAP, Window
from sozialraum.network.directory.catalog import Spot
from sozialraum.network.presentation.directory import window_in_address
from sozialraum.network.spots import CELL, clusters, radius_of, spots_map
from sozialraum.social_structure.queries.outlines import AreaOutline, Ground


@pytest.fixture(autouse=True)
def ground(monkeypatch: pytest.MonkeyPatch) -> None:
    square = AreaOutline("01", "Mitte", shapely.to_wkb(shapely.box(9.7, 52.7, 9.9, 52.9)))
    monkeypatch.setattr(spots, "ground_of", lambda _codes: Ground((square,), ()))
    monkeypatch.setattr(spots, "area_choices", lambda: [("01", "Mitte")])


def many(count: int, *, seed: int = 3) -> list[Spot]:
    draw = np.random.default_rng(seed)
    at = np.concatenate(
        [
            draw.normal((9.8, 52.8), 0.01, (count // 2, 2)),
            draw.uniform((9.7, 52.7), (9.9, 52.9), (count - count // 2, 2)),
        ]
    )
    return [
        Spot(UUID(int=number), f"Ort {number}", "01", float(x), float(y), number % 3 > 0)
        for number, (x, y) in enumerate(at)
    ]


def drawn(found: Sequence[Spot], window: Window = WHOLE_MAP) -> str:
    with translation.override("en"):
        return str(
            spots_map(
                found,
                window,
                address=lambda each: f"?ausschnitt={window_in_address(each)}",
                entry=lambda each: f"/{each.id}/",
            )
        )


@pytest.mark.parametrize("cell", [CELL, CELL / 2])
def test_signs_do_not_touch_and_hold_everything(cell: float) -> None:
    draw = np.random.default_rng(1)
    at = np.concatenate([draw.normal(300, 40, (3_000, 2)), draw.uniform(0, 700, (500, 2))])
    found = clusters(at, at / 1000, cell=cell)
    assert sorted(place for each in found for place in each.spots) == list(range(3_500))
    for one, other in combinations(found, 2):
        reach = radius_of(len(one.spots), cell) + radius_of(len(other.spots), cell)
        assert max(abs(one.x - other.x), abs(one.y - other.y)) >= reach - 1e-6
    for each in found:
        inside = (at[list(each.spots)] / 1000 >= each.window[:2]) & (
            at[list(each.spots)] / 1000 <= each.window[2:]
        )
        assert inside.all()


def test_twenty_thousand_places_are_a_few_hundred_signs() -> None:
    text = drawn(many(20_000))
    for zoom, most in ((1, 300), (2, 1_000)):
        group = re.search(rf'<g class="at-{zoom}">(.*?)</g>', text)
        assert group
        told = re.findall(r'aria-label="([\d,]+) places', group[1])
        singles = len(re.findall(r'aria-label="Ort', group[1]))
        assert sum(int(each.replace(",", "")) for each in told) + singles == 20_000
        assert len(told) + singles < most
    assert 'data-most="3"' in text


def test_every_disc_leads_to_its_part_of_the_map_and_every_place_to_its_entry() -> None:
    found = many(200)
    text = drawn(found)
    first = re.search(r'<g class="at-1">(.*?)</g>', text)
    assert first
    covered: set[UUID] = set()
    for window in re.findall(r'href="\?ausschnitt=([^"]+)"', first[1]):
        west, south, east, north = map(float, window.split(","))
        covered |= {
            each.id for each in found if west <= each.longitude <= east and south <= each.latitude <= north
        }
    covered |= {UUID(each) for each in re.findall(r'href="/([^"/]+)/"', first[1])}
    assert covered == {each.id for each in found}


def test_a_place_whose_confirmation_is_old_is_hollow_and_nothing_found_draws_nothing() -> None:
    old, new = (Spot(UUID(int=n), f"Ort {n}", "01", 9.8 + n / 50, 52.8, bool(n)) for n in (0, 1))
    text = drawn([old, new])
    assert len(re.findall(r'stroke="#7a4200"', text)) == 2
    assert "Ort 0</text>" in text
    assert drawn([]) == ""


def test_places_on_one_spot_open_into_a_window_that_holds_them() -> None:
    twins = [Spot(UUID(int=n), f"Ort {n}", "01", 9.8, 52.8, fresh=True) for n in range(3)]
    text = drawn(twins, (9.79999, 52.79999, 9.80001, 52.80001))
    assert text.count("3 places") >= 2
