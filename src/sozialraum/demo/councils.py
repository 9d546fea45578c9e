"""The family council of the Riedels: grandmother and mother agree who decides what before Finn starts school."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import NOW, on
from sozialraum.demo.people import Crowd
from sozialraum.foundation.accounts.services import NewPerson, NewRole, add_people, give_roles
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComponentKind, CouncilAnswer, CouncilRole

ASKED_ON, MET_ON = date(2026, 9, 29), date(2026, 11, 7)
AGAIN_ON = date(2027, 1, 9)
NETWORK = ("Renate Suhr", "Marlies Riedel", "Ole Petersen")
PARTS = (
    (
        "Finn wohnt bei Oma Hanne. Jana bringt ihn mittwochs und jeden zweiten Samstag ins Bett, mit dem Bagger-Buch, "
        "ohne dass jemand danebensitzt.", "Jana", ComponentKind.FAMILY_FRIENDS, date(2027, 1, 31), "Marlies",
    ),
    (
        "Schule, Anmeldung und Elternabend: Jana geht hin, Oma Hanne kommt mit. Was die Schule fragt, beantworten "
        "beide am selben Tag per Telefon.", "Jana und Oma Hanne", ComponentKind.FAMILY_FRIENDS, date(2027, 8, 31), "Jana",
    ),
    (
        "Renate von nebenan holt Finn aus der Kita, wenn Oma Hanne zum Arzt muss. Der Zettel mit der Vollmacht liegt dort.",
        "Renate Suhr", ComponentKind.NEIGHBORHOOD, None, "Oma Hanne",
    ),
    (
        "Ole nimmt Finn samstags mit zum Bolzplatz, dann haben Jana und Oma Hanne eine Stunde zum Reden.",
        "Ole Petersen", ComponentKind.FAMILY_FRIENDS, date(2027, 3, 31), "Ole",
    ),
    (
        "Frau Beck vom Pflegekinderdienst kommt einmal im Monat zu dritt dazu, bis es ohne sie geht.",
        "Frau Beck", ComponentKind.PROFESSIONAL_HOURS, date(2027, 4, 30), "Oma Hanne",
    ),
)  # fmt: skip
CONDITION = (
    "Alle fünf Punkte gelten. Eine Bedingung: Wenn ein Abend ausfällt, sagt die Familie es mir am nächsten Tag, mit einem "
    "Satz, warum. Nicht zur Kontrolle, sondern damit Finn es von jemandem erklärt bekommt."
)  # fmt: skip


def invite_grandmother_and_mother(crowd: Crowd, case_id: UUID, given: Grant) -> Mapping[str, UUID]:
    """Let grandmother and mother in by account, as members of the family; returns their account ids by name."""
    people = [
        NewPerson(username="hanne.riedel", full_name="Hannelore Riedel"),
        NewPerson(username="jana.riedel", full_name="Jana Riedel"),
    ]
    by = crowd.personas["case_worker"]
    add_people(people, by=by, at=given.at)
    give_roles(
        [NewRole(each.id, Role.PARENT, ScopeKind.CASE, str(case_id)) for each in people], by=by, at=NOW - timedelta(days=60)
    )  # fmt: skip
    return {each.full_name: each.id for each in people}


def hold_council(crowd: Crowd, case_id: UUID, accounts: Mapping[str, UUID]) -> None:
    """Tell the council from the first question to the family's plan, which the office accepts with one condition."""
    worker = crowd.persona("case_worker")
    hanne, jana = (crowd.actor(accounts[name]) for name in ("Hannelore Riedel", "Jana Riedel"))
    with transaction.atomic():
        grant = _writing(worker, case_id, on(ASKED_ON))
        services.begin_council(
            grant, question="Wer entscheidet was für Finn, wenn er im Sommer in die Schule kommt?"
        )
        services.revise_council(grant, version=1, values={
            "concern": "Finn lebt seit drei Jahren bei seiner Großmutter und hängt an seiner Mutter. Beide entscheiden für ihn, "
            "und manchmal hört er an einem Tag zweierlei. Wenn er in die Schule kommt, werden es mehr Fragen. "
            "Ich sorge mich, dass er zwischen beiden steht.",
            "requirements": [
                "Finn weiß an jedem Tag, wer ihn holt und bei wem er schläft.",
                "Die Schule hat eine Nummer, unter der jemand entscheiden darf.",
            ],
            "coordinator_name": "Astrid Behn", "coordinator_contact": "Familienratsbüro Lindenfurt, 030 23125-071",
            "independent": True, "meets_on": MET_ON, "place": "Gemeindehaus am Molenweg",
            "care": "Renate kocht Kartoffelsuppe. Marlies’ Große spielt nebenan mit Finn.",
        })  # fmt: skip
        services.invite_to_council(grant, name="Astrid Behn", role=CouncilRole.COORDINATOR)
        services.invite_to_council(grant, name="Frau Beck, Pflegekinderdienst", role=CouncilRole.EXPERT)
        _invite(_writing(hanne, case_id, on(ASKED_ON + timedelta(days=5), 18)))
    _meet(worker, hanne, jana, case_id)


def _invite(grant: Grant) -> None:
    for name in ("Hannelore Riedel", "Jana Riedel"):
        services.invite_to_council(grant, name=name, role=CouncilRole.FAMILY)
    for name, role in zip(
        NETWORK, (CouncilRole.NETWORK, CouncilRole.FAMILY, CouncilRole.ADVOCATE), strict=True
    ):
        services.invite_to_council(grant, name=name, role=role)


def _meet(worker: Actor, hanne: Actor, jana: Actor, case_id: UUID) -> None:
    with transaction.atomic():
        grant = _writing(worker, case_id, on(MET_ON, 9))
        services.open_information(grant)
        view = queries.family_council(grant)
        guests = view.guests if view else ()
        left = datetime(2026, 11, 7, 9, 50, tzinfo=UTC)
        services.open_private_phase(
            _writing(hanne, case_id, left), attended=[each.id for each in guests],
            stayed=[each.id for each in guests if not each.professional],
        )  # fmt: skip
        for number, (what, who, kind, until, check_by) in enumerate(PARTS):
            writer = jana if number % 2 == 0 else hanne
            part = {"what": what, "who": who, "kind": kind, "until": until, "check_by": check_by}
            services.write_draft(
                _writing(writer, case_id, left + timedelta(minutes=25 + 20 * number)), values=part
            )
        struck = services.write_draft(
            _writing(hanne, case_id, left + timedelta(minutes=130)),
            values={"what": "Jana zieht zu uns in das Dachzimmer.", "kind": ComponentKind.FAMILY_FRIENDS, "who": "Jana"},
        )  # fmt: skip
        services.remove_draft(_writing(jana, case_id, left + timedelta(minutes=141)), struck)
        services.hand_over_plan(_writing(jana, case_id, left + timedelta(minutes=156)))
        services.answer_plan(
            _writing(worker, case_id, left + timedelta(minutes=190)), answer=CouncilAnswer.CONDITIONS, clear=True, safe=True,
            lawful=True, words=CONDITION, followup_on=AGAIN_ON,
        )  # fmt: skip
        services.settle_conditions(_writing(hanne, case_id, left + timedelta(minutes=197)), agreed=True)
        _take_over(_writing(worker, case_id, on(date(2026, 11, 9))))


def _take_over(grant: Grant) -> None:
    """On Monday the worker takes what neighbor and uncle do over into the arrangement."""
    view = queries.family_council(grant)
    for item in view.plans[-1].items if view else ():
        if item.who in NETWORK:
            services.take_into_arrangement(grant, item.id)


def _writing(actor: Actor, case_id: UUID, at: datetime) -> Grant:
    return gate.open(actor, Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=at)
