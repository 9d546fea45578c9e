"""Who came to the counseling centers of the city without a case: the tally of each provider, month by month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sozialraum.demo.calendar import NOW
from sozialraum.demo.city.plan import City
from sozialraum.demo.city.randomness import stream
from sozialraum.demo.people import Crowd
from sozialraum.organization.direct_access.enums import AgeGroup
from sozialraum.organization.direct_access.services import Visits, count_visits
from sozialraum.organization.queries import offers

WEIGHTS = {
    AgeGroup.UNDER_6: 0.3, AgeGroup.FROM_6: 1.1, AgeGroup.FROM_14: 1.0, AgeGroup.FROM_18: 0.5, AgeGroup.ADULT: 2.4,
}  # fmt: skip
# the school holidays of summer and the days before Christmas bring fewer people
SEASON = (1.0, 1.05, 1.1, 0.95, 1.0, 0.9, 0.6, 0.7, 1.15, 1.1, 1.05, 0.7)


def count_the_year(city: City, crowd: Crowd) -> None:
    """Count the months of this year at every provider with an offer that is open without a decision."""
    rng = stream(city.seed, "direct access")
    areas: defaultdict[str, set[str]] = defaultdict(set)
    for offer in offers(today=NOW.date()):
        if offer.direct_access and offer.area_code:
            areas[offer.provider_code].add(offer.area_code)
    people = {row["provider_code"]: row["person_code"] for row in city.provider_staff.to_pylist()}
    for provider in sorted(areas.keys() & people.keys()):
        tally = [
            Visits(provider, area, date(NOW.year, month, 1), group, count)
            for area in sorted(areas[provider])
            for month in range(1, NOW.month + 1)
            for group, weight in WEIGHTS.items()
            if (count := int(rng.poisson(3.2 * weight * SEASON[month - 1])))
        ]
        count_visits(crowd.actor(crowd.staff[people[provider]]), tally, at=NOW)
