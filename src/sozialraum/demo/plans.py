"""The way and the help plan of the Kesslers, told step by step; deadlines and a handover of other families."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources
from typing import Any
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import ahead, on
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import AdviceTopic, ConsultationForm, SignatureState
from sozialraum.individual.queries import case_file, help_plan

EVENING = 18


def told() -> dict[str, Any]:
    """What is told of plans, from `base/plans.toml`."""
    text = resources.files("sozialraum.demo.city").joinpath("base/plans.toml").read_text("utf-8")
    return tomllib.loads(text)


def advise(crowd: Crowd, family_name: str, case_id: UUID) -> None:
    """What was explained to a family, and what it waits for."""
    worker = crowd.persona("case_worker")
    for each in told().get("consultation", ()):
        if each["family"] == family_name:
            with transaction.atomic():
                grant = _writing(worker, case_id, each["held_on"])
                people = {person.name: person.id for person in case_file(grant).people}
                services.log_consultation(
                    grant, held_on=each["held_on"], form=ConsultationForm(each["form"]), language=each.get("language", "de"),
                    topics=[AdviceTopic(topic) for topic in each["topics"]], present=[people[name] for name in each["present"]],
                    note=each.get("note", ""),
                )  # fmt: skip
    for each in told().get("reminder", ()):
        if each["family"] == family_name:
            with transaction.atomic():
                services.set_reminder(
                    _writing(worker, case_id, each["set_on"]), due_on=ahead(each["due_on"]), text=each["text"],
                    waits_for=each["waits_for"],
                )  # fmt: skip


def agree_plans(crowd: Crowd, case_id: UUID) -> None:
    """The three versions of the Kesslers' plan; the third waits for one signature. Without goals there is no plan."""
    worker, provider = crowd.persona("case_worker"), crowd.personas["provider_worker"]
    for number, version in enumerate(told()["version"], 1):
        with transaction.atomic():
            grant = _writing(worker, case_id, version["held_on"])
            people = {person.name: person.id for person in case_file(grant).people}
            services.begin_help_plan(grant)
            view = help_plan(grant, number)
            if view is None or not view.content.goals:
                return
            values = dict(version["values"])
            services.revise_help_plan(grant, number, values=values, version=view.version)
            for each in version.get("dissent", ()):
                services.say_otherwise(grant, number, words=each["words"], member_id=people[each["by"]])
                services.answer_dissent(grant, number, 0, answer=each["answer"], name=each["answered_by"])
            services.fix_help_plan(grant, number)
        for answer in version["signature"]:
            _sign(crowd, case_id, number, answer, people, provider)


def _sign(
    crowd: Crowd, case_id: UUID, number: int, answer: dict[str, Any], people: dict[str, UUID], provider: UUID
) -> None:
    persona = {"Jonas": "young_person", "Mama": "parent"}.get(answer["by"], "case_worker")
    with transaction.atomic():
        services.sign_help_plan(
            _writing(crowd.persona(persona), case_id, answer["on"], EVENING), number, state=SignatureState(answer["state"]),
            words=answer.get("words", ""), member_id=people.get(answer["by"]),
            professional_id=provider if answer["by"] == "provider" else None,
        )  # fmt: skip


def _writing(actor: Actor, case_id: UUID, day: date, hour: int = 15) -> Grant:
    return gate.open(actor, Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=on(day, hour))
