"""The genogram that Jonas Kessler and his case worker drew."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib import resources
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import on
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.genograms import MIDDLE, Family, Relation, Relative, UnionKind


def draw_genogram(crowd: Crowd, case_id: UUID, members: dict[str, UUID]) -> None:
    """Draw the family act by act, as it is done at the table."""
    text = resources.files("sozialraum.demo.city").joinpath("base/genogram.toml").read_text("utf-8")
    told = tomllib.loads(text)

    def act(family: Family) -> Family:
        family = family.with_relative(replace(family.person(MIDDLE), gender="m"))
        for each in told["relative"]:
            family = family.related(
                each["to"],
                Relation(each["relation"]),
                Relative(**each["person"]),
                union=each.get("union", ""),
            )
        for each in told["couple"]:
            couple = family.union(each["key"])
            family = family.with_union(
                replace(
                    couple, kind=UnionKind(each["kind"]), since=each.get("since"), ended=each.get("ended")
                )
            )
        return family

    with transaction.atomic():
        grant = gate.open(
            crowd.persona("case_worker"), Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)),
            at=on(told["drawn_on"], 16),
        )  # fmt: skip
        services.change_genogram(grant, services.begin_genogram(grant, owner_id=members[told["owner"]]), act)
