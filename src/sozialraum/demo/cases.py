"""The families of the city: stories told in their own words, and the statistical core taken over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from sozialraum.demo.advisers import keep_register
from sozialraum.demo.calendar import NOW, on
from sozialraum.demo.city.plan import City
from sozialraum.demo.city.stories import Story
from sozialraum.demo.complaints import hear_complaints
from sozialraum.demo.councils import hold_council, invite_grandmother_and_mother
from sozialraum.demo.counting import count_rows
from sozialraum.demo.families.telling import Telling
from sozialraum.demo.genogram import draw_genogram
from sozialraum.demo.helps import HelpFiles, note_help_of
from sozialraum.demo.kessler import put_together
from sozialraum.demo.network_maps import draw_map
from sozialraum.demo.people import Crowd
from sozialraum.demo.plans import advise, agree_plans
from sozialraum.demo.protection import protect_pia
from sozialraum.demo.trust import let_aunt_in
from sozialraum.demo.voices import name_tensions, say_it_plainly, say_what_helps
from sozialraum.demo.ways import bring_in, tell_ways, way_of
from sozialraum.foundation.accounts.services import NewRole, give_roles
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import CaseState, MemberKind, StatementKind
from sozialraum.individual.queries import case_file
from sozialraum.individual.services import TakenOverCase
from sozialraum.organization.queries import offers

BATCH = 500
VINTAGE = "2023"
FAMILY_PERSONAS = {"Jonas": ("young_person", Role.YOUNG_PERSON), "Mama": ("parent", Role.PARENT)}
KESSLER, WULF, RIEDEL = "Kessler", "Wulf", "Riedel"
AGREED = {(KESSLER, "Opa Werner")}


def tell_stories(city: City, crowd: Crowd, report: Callable[..., None]) -> None:
    """Open the cases of the stories and record each statement on its day, as the case worker did."""
    families: dict[str, UUID] = {}
    offered = {basis for offer in offers(today=NOW.date()) for basis in offer.legal_bases}
    for number, story in enumerate(city.stories):
        report("Stories", number, len(city.stories))
        way = way_of(story.family_name, offered)
        families[story.family_name] = bring_in(crowd, way, story) if way else _tell(story, crowd)
    keep_register(crowd)
    protect_pia(crowd, families[WULF])
    tell_ways(crowd, offered)
    say_it_plainly(crowd, families)
    for name, case_id in families.items():
        advise(crowd, name, case_id)
    agree_plans(crowd, families[KESSLER])
    name_tensions(crowd, families)
    hear_complaints(crowd, families[KESSLER])
    say_what_helps(crowd, families[KESSLER])


def _tell(story: Story, crowd: Crowd) -> UUID:
    with transaction.atomic():
        worker = crowd.persona("case_worker")
        grant = services.open_case(
            worker, number=story.case_number, family_name=story.family_name, area_code=story.area_code,
            area_vintage=VINTAGE, team_code="T03", state=CaseState(story.state), opened_on=story.opened_on,
            at=on(story.opened_on),
        )  # fmt: skip
        case_id = grant.subject_id
        members: dict[str, UUID] = {}
        accounts = invite_grandmother_and_mother(crowd, case_id, grant) if story.family_name == RIEDEL else {}
        for member in story.members:
            persona = FAMILY_PERSONAS.get(member.called) if story.family_name == KESSLER else None
            user_id = crowd.personas[persona[0]] if persona else accounts.get(member.full_name)
            members[member.called] = services.add_member(
                grant, kind=MemberKind(member.kind), full_name=member.full_name, called=member.called,
                born_on=member.born_on, user_id=user_id,
            )  # fmt: skip
        for spoken in story.statements:
            then = _writing(crowd, case_id, spoken.said_on)
            services.record_statement(
                then, text=spoken.text, said_on=spoken.said_on, kind=StatementKind(spoken.kind),
                speaker_id=members.get(spoken.by), acts_oneself=spoken.acts_oneself, own_action=spoken.own_action or "",
                strength=spoken.strength, language=spoken.language,
                agreed_with_provider=(story.family_name, spoken.by) in AGREED or spoken.kind == "will",
            )  # fmt: skip
    note_help_of(story, crowd, case_id)
    if story.family_name == KESSLER:
        _invite_the_kesslers(crowd, case_id)
        draw_map(crowd, case_id, members)
        draw_genogram(crowd, case_id, members)
        put_together(crowd, case_id, members)
        let_aunt_in(crowd, case_id)
    if story.family_name == RIEDEL:
        hold_council(crowd, case_id, accounts)
    return case_id


def _invite_the_kesslers(crowd: Crowd, case_id: UUID) -> None:
    roles = [*FAMILY_PERSONAS.values(), ("provider_worker", Role.PROVIDER_WORKER)]
    give_roles(
        [NewRole(crowd.personas[key], role, ScopeKind.CASE, str(case_id)) for key, role in roles],
        by=crowd.personas["case_worker"], at=NOW - timedelta(days=40),
    )  # fmt: skip
    jonas_writes(crowd, case_id)


def jonas_writes(crowd: Crowd, case_id: UUID) -> None:
    """The evening before: Jonas adds a sentence from his phone."""
    evening = NOW - timedelta(hours=12)
    with transaction.atomic():
        grant = gate.open(
            crowd.persona("young_person"),
            Purpose.SERVICE,
            Action.WRITE,
            Subject("case", (case_id,)),
            at=evening,
        )
        (me,) = (member for member in case_file(grant).people if member.user_id == grant.actor.user_id)
        services.record_statement(
            grant, text="Mein Opa kann auch dienstags. Er hat gefragt, ob er mit zur Schule darf.",
            said_on=evening.date(), speaker_id=me.id,
        )  # fmt: skip


def _writing(crowd: Crowd, case_id: UUID, day: date) -> Grant:
    worker = crowd.persona("case_worker")
    return gate.open(worker, Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=on(day))


def take_over(
    city: City, crowd: Crowd, report: Callable[..., None], *, told: Mapping[str, Telling]
) -> dict[str, UUID]:
    """Take the other cases over from the office's former system, with the worker who is there for each family.

    Returns the ids of the cases by their numbers. The families that are ``told`` bring their
    child and their provider; of the ended cases only theirs stay with the worker.
    """
    taken: dict[str, UUID] = {}
    rows = [row for row in city.cases.to_pylist() if not row["is_story"]]
    keeper = crowd.persona("case_worker")
    helps = HelpFiles(city)
    for start in range(0, len(rows), BATCH):
        report("Cases", start, len(rows))
        batch = rows[start : start + BATCH]
        ids = services.take_over_cases(
            keeper,
            [
                TakenOverCase(
                    number=row["case_number"], family_name=row["family_name"], area_code=row["area_code"],
                    area_vintage=row["area_vintage"], team_code=row["team_code"], state=CaseState(row["state"]),
                    opened_on=row["opened_on"], ended_on=row["ended_on"],
                    worker_id=crowd.staff.get(row["worker_code"])
                    if row["ended_on"] is None or row["case_number"] in told
                    else None,
                    people=helps.people_of(row, told.get(row["case_number"])),
                    helps=helps.helps_of(row, told.get(row["case_number"])),
                )
                for row in batch
            ],
            at=NOW,
        )  # fmt: skip
        taken |= {row["case_number"]: case_id for row, case_id in zip(batch, ids, strict=True)}
        if not start:
            count_rows()  # every member and help that follows asks for its case
    return taken
