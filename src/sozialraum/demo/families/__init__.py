"""Three hundred families told in full: composed from situations written by hand and from what is true of each case.

The words of a situation are put together anew for every family, from its own people, places and days, and no sentence
is told twice. The files are brought in as whole files from another system are: worker by worker, with every rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import NOW
from sozialraum.demo.city.plan import City
from sozialraum.demo.families.casting import Part, parts
from sozialraum.demo.families.filing import file_of
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


def families_told(city: City, crowd: Crowd) -> list[Telling]:
    """The families of the city that are told; those that somebody has an offer for come as far as one."""
    offered = {basis for offer in offers(today=NOW.date()) for basis in offer.legal_bases}
    return tellings(city, crowd, parts(city, offered))


def tellings(city: City, crowd: Crowd, told: Sequence[Part]) -> list[Telling]:
    """What each family is told with, in their order. Nothing is said yet; deterministic for a city."""
    around, said = Surroundings(city, crowd), set[str]()
    return [Telling(part, around, said, city.seed) for part in told]


def tell_families(
    crowd: Crowd, told: Sequence[Telling], cases: Mapping[str, UUID], report: Callable[..., None]
) -> None:
    """Bring in the files of the families; ``cases`` are the ids of the cases by their numbers."""
    by_worker: dict[str, list[FamilyFile]] = {}
    by_team: dict[str, list[FamilyFile]] = {}
    for each in told:
        file = file_of(each, cases[each.number])
        by_worker.setdefault(each.part.row["worker_code"], []).append(file)
        if file.decision and file.decision.decided_on:
            by_team.setdefault(each.part.row["team_code"], []).append(file)
    for number, (code, files) in enumerate(sorted(by_worker.items())):
        report("Families", number, len(by_worker))
        with transaction.atomic():
            services.take_over_files(_grant(crowd.actor(crowd.staff[code]), files, Action.WRITE), files)
    for team_code, files in by_team.items():
        lead = told[0].around.lead_of(team_code)
        if lead is not None:
            with transaction.atomic():
                services.note_decided(_grant(crowd.actor(lead), files, Action.DECIDE), files)


def _grant(actor: Actor, files: list[FamilyFile], action: Action) -> Grant:
    subject = Subject("case", tuple(each.case_id for each in files))
    return gate.open(actor, Purpose.SERVICE, action, subject, at=NOW)
