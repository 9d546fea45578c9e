"""Two families that were entered twice: one still lies side by side, the other was brought together last week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import NOW, ahead, on
from sozialraum.demo.people import Crowd
from sozialraum.foundation.accounts.queries import holders_of
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.individual import queries, services
from sozialraum.individual.enums import AdviceTopic, ConsultationForm, MemberKind, StatementKind
from sozialraum.individual.rules.merges import ALONG
from sozialraum.social_structure.queries import area_choices

TEAM = "T03"
CHILD, PARENT, KIN = MemberKind.YOUNG_PERSON, MemberKind.PARENT, MemberKind.RELATIVE


@dataclass(frozen=True, slots=True)
class Entered:
    """A family as one colleague wrote it down."""

    family_name: str
    opened_on: date
    people: tuple[tuple[MemberKind, str, str, date | None], ...]
    words: tuple[tuple[str, str, bool | None, str], ...]
    seen: str = ""
    waits_for: tuple[date, str] | None = None


SOBOTTA = (
    Entered(
        "Sobotta", date(2026, 11, 18),
        ((PARENT, "Anja Sobotta", "Mama", date(1991, 2, 11)), (CHILD, "Mika Sobotta", "Mika", date(2018, 6, 3))),
        (
            ("Mama", "Ich schaffe es morgens nicht, Mika zur Schule zu bringen und pünktlich im Lager zu sein.", None, ""),
            ("Mika", "Ich will alleine gehen. Bis zur Ampel kann ich das.", True, "Ich übe mit Mama bis zur Ampel."),
        ),
        seen="Die Frühschicht beginnt um sechs. Mika steht bis dahin zweimal in der Woche allein auf.",
    ),
    Entered(
        "Sobota", date(2026, 11, 20),
        (
            (PARENT, "Anja Sobota", "", None), (CHILD, "Mika Sobota", "Mika", date(2018, 6, 3)),
            (KIN, "Henryk Sobotta", "Onkel Henryk", None),
        ),
        (
            ("Onkel Henryk", "Ich wohne zwei Häuser weiter. Montags und donnerstags kann ich.", True, "Ich bringe Mika hin."),
            ("Mika", "Onkel Henryk soll klingeln, nicht reinkommen.", None, ""),
        ),
        seen="Die Schule rief an: Mika kam dreimal zu spät und war gut gelaunt.",
        waits_for=(date(2026, 11, 26), "Rückruf bei der Schule"),
    ),
)  # fmt: skip
LINDNER = (
    Entered(
        "Lindtner", date(2026, 11, 5),
        ((PARENT, "Roland Lindtner", "Papa", date(1984, 10, 2)), (CHILD, "Elin Lindtner", "Elin", date(2012, 1, 27))),
        (("Elin", "Ich will, dass Papa wieder mit zum Schwimmen kommt.", None, ""),),
    ),
    Entered(
        "Lindner", date(2026, 11, 12),
        ((PARENT, "Roland Lindner", "", None), (CHILD, "Elin Lindner", "", None)),
        (("Elin Lindner", "Im Verein fragen sie schon, wo er bleibt.", None, ""),),
        seen="Der Vater kam in die offene Sprechstunde und wusste nicht mehr, bei wem er vorige Woche war.",
    ),
)  # fmt: skip
WHY = "Name und Geburtstag des Kindes stimmen überein; der Vater hat am Telefon bestätigt, dass er Anfang November schon da war."


def enter_families_twice(crowd: Crowd) -> None:
    """Enter two families twice, by two colleagues, and bring one of them together as the lead of their team did."""
    first = crowd.persona("case_worker")
    colleagues = holders_of(ScopeKind.TEAM, TEAM, today=NOW.date(), role=Role.CASE_WORKER) - {first.user_id}
    # in the order of the staff: ids are drawn anew with every city
    second = next((crowd.actor(each) for each in crowd.staff.values() if each in colleagues), first)
    _enter(first, SOBOTTA[0], 0)
    _enter(second, SOBOTTA[1], 0)
    leading, former = _enter(first, LINDNER[0], 1), _enter(second, LINDNER[1], 1)
    with transaction.atomic():
        at, lead = on(date(2026, 11, 17), 14), crowd.persona("team_lead")
        files = queries.merge_files(lead, leading, former, at=at)
        pairs = queries.pairs_of(files)
        people = {str(each.id): str(pairs.get(each.id, ALONG)) for each in files.former.people}
        services.propose_merge(
            lead, leading, former, services.Chosen(people, reason=WHY), seen=files.seen, at=at
        )


def _enter(worker: Actor, family: Entered, quarter: int) -> UUID:
    areas = [code for code, _name in area_choices() if code]
    with transaction.atomic():
        at = on(family.opened_on)
        grant = services.open_concern(worker, family_name=family.family_name, area_code=areas[quarter], at=at)
        known = {
            called or full_name: services.add_member(
                grant, kind=kind, full_name=full_name, called=called, born_on=born_on
            )
            for kind, full_name, called, born_on in family.people
        }
        for speaker, text, acts_oneself, own_action in family.words:
            services.record_statement(
                grant, text=text, said_on=family.opened_on, speaker_id=known[speaker], acts_oneself=acts_oneself,
                own_action=own_action,
            )  # fmt: skip
        if family.seen:
            services.record_statement(
                grant, text=family.seen, said_on=family.opened_on, kind=StatementKind.PROFESSIONAL_VIEW
            )
        services.log_consultation(
            grant, held_on=family.opened_on, form=ConsultationForm.TALK, topics=[AdviceTopic.SITUATION], language="de",
            present=list(known.values()), note="",
        )  # fmt: skip
        if family.waits_for:
            services.set_reminder(
                grant, due_on=ahead(family.waits_for[0]), text=family.waits_for[1], waits_for=""
            )
    return grant.subject_id
