"""Three hundred families told in full: composed from situations written by hand and from what is true of each case.

The words of a situation are put together anew for every family, from its own people, places and days, and no sentence
is told twice. The files are brought in as whole files from another system are: worker by worker, with every rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import NOW
from sozialraum.demo.city.plan import City
from sozialraum.demo.families.casting import Part, parts
from sozialraum.demo.families.surroundings import Surroundings
from sozialraum.demo.families.telling import Telling
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.family_files import FamilyFile
from sozialraum.organization.queries import offers


def families_told(city: City) -> list[Part]:
    """Which families of the city are told; those that somebody has an offer for come as far as one."""
    return parts(city, {basis for offer in offers(today=NOW.date()) for basis in offer.legal_bases})


def tell_families(
    city: City, crowd: Crowd, told: list[Part], cases: Mapping[str, UUID], report: Callable[..., None]
) -> None:
    """Bring in the files of the families that are told; ``cases`` are the ids of the cases by their numbers."""
    files = compose(city, crowd, told, cases)
    by_worker: dict[str, list[tuple[Part, FamilyFile]]] = {}
    for part, file in zip(told, files, strict=True):
        by_worker.setdefault(part.row["worker_code"], []).append((part, file))
    around = Surroundings(city, crowd)
    for number, (code, own) in enumerate(sorted(by_worker.items())):
        report("Families", number, len(by_worker))
        with transaction.atomic():
            mine = [file for _part, file in own]
            services.take_over_files(_grant(crowd.actor(crowd.staff[code]), mine, Action.WRITE), mine)
    by_team: dict[str, list[FamilyFile]] = {}
    for part, file in zip(told, files, strict=True):
        by_team.setdefault(part.row["team_code"], []).append(file)
    for team_code, theirs in by_team.items():
        lead = around.lead_of(team_code)
        decided = [file for file in theirs if file.decision and file.decision.decided_on]
        if lead is not None and decided:
            with transaction.atomic():
                services.note_decided(_grant(crowd.actor(lead), decided, Action.DECIDE), decided)


def compose(city: City, crowd: Crowd, told: list[Part], cases: Mapping[str, UUID]) -> list[FamilyFile]:
    """The files of these families, in their order; nothing is stored. Deterministic for a city."""
    around, said = Surroundings(city, crowd), set[str]()
    return [Telling(part, around, said, city.seed).file(cases[part.row["case_number"]]) for part in told]


def _grant(actor: Actor, files: list[FamilyFile], action: Action) -> Grant:
    subject = Subject("case", tuple(each.case_id for each in files))
    return gate.open(actor, Purpose.SERVICE, action, subject, at=NOW)
