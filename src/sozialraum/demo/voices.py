"""Where the told families see something differently, what was put into plain words, and what helps them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import on
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import TensionState, UseValue
from sozialraum.individual.queries import case_file, use_of_help
from sozialraum.individual.services import Seen


def say_it_plainly(crowd: Crowd, families: Mapping[str, UUID]) -> None:
    """Put what was said into plain words beside it; before the plans, so that they show it."""
    for told in _told()["plain"]:
        with transaction.atomic():
            grant = _writing(crowd, families[told["family_name"]], told["on"])
            services.say_plainly(grant, _statement(grant, told["said"]), text=told["text"])


def name_tensions(crowd: Crowd, families: Mapping[str, UUID]) -> None:
    """Put on record where people pull apart, and how all live with it."""
    for told in _told()["tension"]:
        case_id = families[told["family_name"]]
        with transaction.atomic():
            grant = _writing(crowd, case_id, told["on"])
            seen = [Seen(statement_id=_statement(grant, begun)) for begun in told["said"]]
            seen += [Seen(words=told["view"])] if "view" in told else []
            tension_id = services.name_tension(grant, about=told["about"], seen=seen)
            for step in told.get("step", ()):
                services.settle_tension(
                    _writing(crowd, case_id, step["on"]), tension_id, state=TensionState(step["state"]), how=step["how"],
                    held_until=step.get("held_until"),
                )  # fmt: skip


def _told() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(
        resources.files("sozialraum.demo.city").joinpath("base/voices.toml").read_text("utf-8")
    )


def _statement(grant: Grant, begun: str) -> UUID:
    return next(each.id for each in case_file(grant).words if each.text.startswith(begun))


def _writing(crowd: Crowd, case_id: UUID, day: date) -> Grant:
    worker = crowd.persona("case_worker")
    return gate.open(worker, Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=on(day, 15))


def say_what_helps(crowd: Crowd, case_id: UUID) -> None:
    """What the Kesslers say their help is good for, each for herself, two evenings before the review."""
    for told in _told()["use"]:
        with transaction.atomic():
            grant = gate.open(
                crowd.persona(told["by"]), Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=on(told["on"], 18)
            )  # fmt: skip
            part = next(each for each in use_of_help(grant) if each.who.startswith(told["who"]))
            services.rate_use(
                grant, component_id=part.component_id, value=UseValue(told["value"]), words=told["words"]
            )
