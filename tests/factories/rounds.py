"""A year's rounds for tests: the worked example with circles of the areas."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from factories.budgets import AREAS, make_draft
from factories.people import AT, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.participation.rounds import services
from sozialraum.participation.rounds.enums import Position
from sozialraum.participation.rounds.rules import WHOLE, Schedule

CODES = tuple(row[0] for row in AREAS)
DAYS = Schedule(
    date(2026, 11, 24), date(2026, 12, 4), date(2026, 12, 11), date(2026, 12, 16), date(2026, 12, 18)
)


def speaker(area_code: str, role: Role = Role.PROVIDER_LEAD) -> Actor:
    """Somebody who proposes in the circle of an area."""
    return make_actor(role, scope_kind=ScopeKind.AREA, scope_key=area_code)


def publish(*, by: Actor | None = None, at: datetime = AT, schedule: Schedule = DAYS, loops: int = 2) -> UUID:
    """The rounds of 2027, published; reserve 350,000 euros."""
    planner = by or make_actor(Role.PLANNER)
    new = services.NewNegotiation(make_draft(by=planner), "So wird das Geld verteilt.", schedule, loops)
    return services.publish(new, by=planner, at=at)


def hand_in(
    rounds_id: UUID, area_code: str, *, euros: int = 20_000, by: Actor | None = None, at: datetime = AT
) -> UUID:
    """A change request of an area's circle, handed in."""
    by = by or speaker(area_code)
    made = services.add_request(rounds_id, area_code=area_code, by=by, at=at)
    values = {
        "title": f"Treff {area_code}", "goal": "Abends offen", "effect": "20 Jugendliche am Abend", "amount": euros,
        "review_on": date(2027, 9, 30), "reason": "Es gibt keinen Ort.", "evidence": "Themen der Alten Werft",
    }  # fmt: skip
    services.revise_request(made, values=values, version=1, by=by, at=at)
    services.submit_request(made, by=by, at=at)
    return made


def record(rounds_id: UUID, area_code: str, *, by: Actor | None = None, at: datetime = AT) -> None:
    """A circle's record of today."""
    by = by or (make_actor(Role.PLANNER) if area_code == WHOLE else speaker(area_code))
    services.add_record(
        rounds_id, area_code=area_code, met_on=at.date(), present="ASD, Träger", text="Besprochen.", by=by, at=at
    )  # fmt: skip


def in_consent(
    *, asking: tuple[str, ...] = ("03", "06"), planner: Actor | None = None, loops: int = 2
) -> tuple[UUID, list[UUID]]:
    """Rounds that have come to round 2, with requests of these areas."""
    planner = planner or make_actor(Role.PLANNER)
    rounds_id = publish(by=planner, loops=loops)
    services.open_next(rounds_id, by=planner, at=AT)
    made = [hand_in(rounds_id, code) for code in asking]
    for code in CODES:
        record(rounds_id, code)
    services.open_next(rounds_id, by=planner, at=AT)
    return rounds_id, made


def all_say(
    rounds_id: UUID, *, against: tuple[str, ...] = (), at: datetime = AT + timedelta(hours=1)
) -> None:
    """Every circle answers the last proposal."""
    for code in CODES:
        position = Position.OBJECTION if code in against else Position.CONSENT
        services.give_voice(
            rounds_id, area_code=code, position=position, reason="Es trifft uns hart.", wish="Die Hälfte.",
            by=speaker(code), at=at,
        )  # fmt: skip
