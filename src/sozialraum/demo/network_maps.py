"""The network map that Jonas Kessler and his case worker drew, twice."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources
from typing import Any
from uuid import UUID

from django.db import transaction

from sozialraum.analytics.networks import Direction, Sector, Support, Tie
from sozialraum.demo.calendar import on
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.network.network_maps import MapPerson, Sheet


def draw_map(crowd: Crowd, case_id: UUID, members: dict[str, UUID]) -> None:
    """Draw both maps act by act, as it is done at the table."""
    text = resources.files("sozialraum.demo.city").joinpath("base/network_map.toml").read_text("utf-8")
    told = tomllib.loads(text)
    first, second = told["drawn_on"]
    owner = members[told["owner"]]
    earlier = [each for each in told["person"] if not each.get("new")]
    with transaction.atomic():
        grant, sheet = _begin(crowd, case_id, owner, first)
        services.change_network_map(grant, sheet, lambda drawn: _put(drawn, earlier, "before", told["knows"]))
        grant, sheet = _begin(crowd, case_id, owner, second)
        services.change_network_map(
            grant, sheet, lambda drawn: _put(drawn, told["person"], "at", told["knows"])
        )


def _begin(crowd: Crowd, case_id: UUID, owner_id: UUID, day: date) -> tuple[Grant, UUID]:
    worker = crowd.persona("case_worker")
    grant = gate.open(worker, Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=on(day, 15))
    return grant, services.begin_network_map(grant, owner_id=owner_id, on=day)


def _put(drawn: Sheet, people: list[dict[str, Any]], where: str, knows: list[list[str]]) -> Sheet:
    for each in people:
        distance, angle = each.get(where, each["at"])
        drawn = drawn.with_person(
            MapPerson(
                key=each["key"], name=each["name"], role=each["role"], sector=Sector(each["sector"]), distance=distance,
                angle=angle, tie=Tie(each["tie"]), gender=each["gender"],
                supports={Support(key): Direction(way) for key, way in each.get("supports", {}).items()},
            )
        )  # fmt: skip
    there = {each.key for each in drawn.people}
    for one, other in knows:
        if {one, other} <= there:
            drawn = drawn.tied(one, other, known=True)
    return drawn
