"""A class that draws a map and sets pins: what both results show together tells nothing about one child."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from factories.areas import make_areas
from factories.inquiries import BOUNDS, opened, said
from factories.people import AT, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.network.inquiries import services as inquiries
from sozialraum.network.inquiries.enums import AgeSpan, Method
from sozialraum.network.lived_spaces import queries, services
from sozialraum.network.lived_spaces.counting import ALL, key
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind
from sozialraum.network.lived_spaces.rules import Bounds
from sozialraum.network.lived_spaces.services import NewPin

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
OVERLAPPING: Bounds = (9.002, 52.01, 9.022, 52.02)
ELSEWHERE: Bounds = (9.5, 52.5, 9.52, 52.51)


@pytest.fixture
def lead() -> Actor:
    make_areas()
    return make_actor(Role.CASE_WORKER)


def pinned(lead: Actor, children: int, *, bounds: Bounds, area: str = "0101", days: int = 1) -> UUID:
    """A closed map on which so many children pinned one spot that they like."""
    made = services.open_campaign(
        title="Unser Viertel", area_code=area, area_vintage="2023", bounds=bounds, expected=60, opens_at=AT,
        closes_at=AT + timedelta(days=7), by=lead, at=AT, missing=None,
    )  # fmt: skip
    for _child in range(children):
        person = services.take_part(made.id, age_group=AgeGroup.FROM_10, gender=Gender.GIRL, at=AT)
        pin = NewPin(uuid4(), PinKind.LIKE, PartOfDay.AFTERNOON, 0.2, 0.5)
        services.set_pins(made.id, person, [pin], at=AT)
    services.close_campaign(made.id, by=lead, at=AT + timedelta(days=days))
    return made.id


def drawn(lead: Actor, children: int) -> None:
    """A closed subjective map of so many children who like to be at the same spot."""
    inquiry_id = opened(lead, Method.SUBJECTIVE_MAP)
    said(inquiry_id, {}, age=AgeSpan.FROM_10, times=children, spots={"gladly": [(0.2, 0.5)]})
    inquiries.close_inquiry(inquiry_id, by=lead, at=AT)


def likes(campaign_id: UUID) -> float | None:
    table = queries.released_of(campaign_id)
    assert table is not None
    return table.figure(key("like", ALL)).value


@pytest.mark.parametrize(
    ("bounds", "area", "children", "told"),
    [
        (BOUNDS, "0101", 13, None), (OVERLAPPING, "0101", 13, None), (OVERLAPPING, "01", 13, None),
        (BOUNDS, "0101", 12, 12), (BOUNDS, "0101", 20, 20), (ELSEWHERE, "0102", 13, 13),
    ],
)  # fmt: skip
def test_h10_one_child_more_than_on_the_drawn_map_is_not_told_by_pins(
    lead: Actor, bounds: Bounds, area: str, children: int, told: int | None
) -> None:
    drawn(lead, 12)
    assert likes(pinned(lead, children, bounds=bounds, area=area)) == told


def test_h10_maps_of_sections_that_overlap_are_proven_together(lead: Actor) -> None:
    assert likes(pinned(lead, 9, bounds=BOUNDS)) == 9
    assert likes(pinned(lead, 11, bounds=OVERLAPPING, days=2)) is None
    assert likes(pinned(lead, 16, bounds=OVERLAPPING, days=800)) == 16
