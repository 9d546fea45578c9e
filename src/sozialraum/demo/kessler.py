"""What the Kesslers and their case worker put together: goals, the resource card, and who sees it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import ahead, on
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import (
    Availability,
    ComponentKind,
    Funding,
    GoalLevel,
    ResourceKind,
    Ring,
    SharedThing,
)
from sozialraum.individual.queries import place_called, resource_card

FIRST_TALK = date(2026, 9, 24)
SHOWN_ON = date(2026, 11, 17)
PARTS = [ResourceKind.SOCIAL, ResourceKind.INFRASTRUCTURAL]


def put_together(crowd: Crowd, case_id: UUID, members: Mapping[str, UUID]) -> None:
    """Write everything down on its day, as it was done at the table."""
    told = tomllib.loads(
        resources.files("sozialraum.demo.city").joinpath("base/kessler.toml").read_text("utf-8")
    )
    with transaction.atomic():
        goals = {each["key"]: _set_goal(crowd, case_id, members, each) for each in told["goal"]}
    with transaction.atomic():
        for each in told["resource"]:
            _write_resource(crowd, case_id, members, goals, each)
    with transaction.atomic():
        _show_card(crowd, case_id, members)
    with transaction.atomic():
        for each in told["component"]:
            _add_component(crowd, case_id, members, goals, each)
    with transaction.atomic():
        for each in told["meeting"]:
            services.arrange_meeting(
                _writing(crowd, "case_worker", case_id, SHOWN_ON), begins_at=ahead(each["at"]), minutes=each["minutes"],
                place=each["place"], topic=each["topic"], who_comes=each["who"],
            )  # fmt: skip


def _add_component(
    crowd: Crowd, case_id: UUID, members: Mapping[str, UUID], goals: Mapping[str, UUID], told: dict[str, Any]
) -> None:
    """A contribution as it began; what a review changed and what is planned follow it."""
    grant = _writing(crowd, "case_worker", case_id, told["from"])
    if told["kind"] == "mainstream":
        services.skip_ring(grant, Ring.NEIGHBORHOOD, sentence=told["skipped"])
    extents = told.get("extents", ())
    component = services.add_component(
        grant, kind=ComponentKind(told["kind"]), who=told.get("who") or told["member"], content=told["content"],
        times=told["times"], minutes=extents[0]["minutes"] if extents else None, valid_from=told["from"],
        member_id=members.get(told.get("member", "")), user_id=crowd.personas.get(told.get("persona", "")),
        funding=Funding(told.get("funding", "none")), goal_ids=[goals[each] for each in told["goals"]],
        substitute=told.get("substitute", ""),
    )  # fmt: skip
    for each in extents[1:]:
        later = _writing(crowd, "case_worker", case_id, each["from"])
        services.review_extent(
            later, component, minutes=each["minutes"], begins_on=each["from"], reason=each["reason"]
        )
    if planned := told.get("planned"):
        later = _writing(crowd, "case_worker", case_id, SHOWN_ON)
        services.review_extent(
            later, component, minutes=planned["minutes"], begins_on=planned["from"], reason=planned["reason"],
            planned=True,
        )  # fmt: skip


def _set_goal(crowd: Crowd, case_id: UUID, members: Mapping[str, UUID], told: dict[str, Any]) -> UUID:
    grant = _writing(crowd, "case_worker", case_id, told["on"])
    owner = members[told["owner"]]
    goal = services.set_goal(
        grant, owner_id=owner, words=told["words"], sign=told["sign"], reach_by=told["reach_by"],
        agreed_on=told["agreed_on"], together_with=[members[each] for each in told.get("together_with", ())],
    )  # fmt: skip
    for step in told["step"]:
        services.set_goal(
            grant, owner_id=owner, level=GoalLevel.STEP, parent_id=goal, words=step["words"], who=step["who"],
            reach_by=step["reach_by"], verbatim=False,
        )  # fmt: skip
    return goal


def _write_resource(
    crowd: Crowd, case_id: UUID, members: Mapping[str, UUID], goals: Mapping[str, UUID], told: dict[str, Any]
) -> None:
    grant = _writing(crowd, "case_worker", case_id, told.get("on", FIRST_TALK))
    services.begin_resource_card(grant)
    entry = services.add_resource(
        grant, kind=ResourceKind(told["kind"]), words=told["words"], speaker_id=members.get(told["by"]),
        wants_to_use=told["wants"], availability=Availability(told.get("availability", "now")),
        exception_story=told.get("story", ""), goal_ids=tuple(goals[each] for each in told.get("goals", ())),
        person_name=told.get("person", ""), place_id=place_called(grant, told["place"]) if "place" in told else None,
    )  # fmt: skip
    if "used_from" in told:
        later = _writing(crowd, "case_worker", case_id, SHOWN_ON)
        services.revise_resource(
            later, entry, values={"used_from": told["used_from"], "effect": told.get("effect")}, version=1
        )


def _show_card(crowd: Crowd, case_id: UUID, members: Mapping[str, UUID]) -> None:
    """Jonas says who may see the card: the case worker all of it, the provider two fields, both for a time."""
    grant = _writing(crowd, "young_person", case_id, SHOWN_ON)
    for share in resource_card(grant).shares:
        services.withdraw_share(grant, share.id)
    for key, until, parts in (
        ("case_worker", date(2027, 4, 30), ()),
        ("provider_worker", date(2027, 1, 31), PARTS),
    ):
        services.give_share(
            grant, owner_id=members["Jonas"], thing=SharedThing.RESOURCE_CARD, recipient_id=crowd.personas[key],
            until=ahead(until), parts=parts,
        )  # fmt: skip


def _writing(crowd: Crowd, persona: str, case_id: UUID, day: date) -> Grant:
    actor = crowd.persona(persona)
    return gate.open(actor, Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=on(day, 15))
