"""The people of the city who can sign in: the office, the providers' staff, and the personas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sozialraum.demo.calendar import NOW, ahead
from sozialraum.demo.city.plan import City
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.queries import actor_of
from sozialraum.foundation.accounts.services import (
    NewPerson,
    NewRole,
    add_people,
    arrange_substitution,
    give_roles,
    invite_person,
)
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind

FAMILY = frozenset({"parent", "young_person"})
# name, title, team, and how many days ago the letter was written
NEW_COLLEAGUES = (
    ("Ronja Matuschek", "Sozialarbeiterin", "T02", 9),
    ("Ibrahim Sarr", "Sozialpädagoge", "T05", 8),
    ("Liv Andresen", "Sozialarbeiterin im Anerkennungsjahr", "T03", 1),
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is who: user ids of the staff by code, of the personas by key, and the one who keeps the registers."""

    staff: dict[str, UUID]
    personas: dict[str, UUID]

    def actor(self, user_id: UUID) -> Actor:
        """Somebody signed in with a second factor on the day the city was drawn up."""
        return actor_of(User.objects.get(id=user_id), today=NOW.date(), second_factor=True)

    def persona(self, key: str) -> Actor:
        """A persona signed in."""
        return self.actor(self.personas[key])


def bring_in_people(city: City) -> Crowd:
    """Create accounts and roles of the office, the providers and the personas, each person once."""
    personas = {each.key: each for each in city.personas}
    rows = [*city.staff.to_pylist(), *city.provider_staff.to_pylist()]
    found: dict[str, UUID] = {}
    known: dict[str, UUID] = {}
    people: list[NewPerson] = []
    roles: list[NewRole] = []
    for row in rows:
        name = f"{row['given_name']} {row['family_name']}"
        persona = next((key for key, each in personas.items() if each.full_name == name), "")
        person = NewPerson(
            username=row["person_code"].lower(), full_name=name, job_title=row["title"], persona=persona,
            email=f"{row['person_code'].lower()}@lindenfurt.example",
        )  # fmt: skip
        people.append(person)
        found[row["person_code"]] = person.id
        if persona:
            known[persona] = person.id
        roles.append(_role_of(row, person.id))
    for key, each in personas.items():
        if key not in known:
            person = NewPerson(
                username=key,
                full_name=each.full_name,
                job_title=each.title,
                persona=key,
                young=key == "young_person",
            )
            people.append(person)
            known[key] = person.id
            if key not in FAMILY:
                kind = ScopeKind(each.scope_kind)
                roles.append(
                    NewRole(person.id, Role(each.role), kind, each.scope_key, valid_from=date(2024, 1, 1))
                )
    add_people(people, by=None, at=NOW)
    give_roles(roles, by=None, at=NOW)
    crowd = Crowd(staff=found, personas=known)
    _cover_the_holidays(city, crowd)
    _write_letters(by=known["administrator"])
    return crowd


def _cover_the_holidays(city: City, crowd: Crowd) -> None:
    """The deputy of the persona's team stands in for the lead between the years."""
    lead = crowd.personas["team_lead"]
    posts = [each for each in city.staff.to_pylist() if each["role"] == Role.TEAM_LEAD]
    team = next(each["team_code"] for each in posts if crowd.staff[each["person_code"]] == lead)
    deputies = [crowd.staff[each["person_code"]] for each in posts if each["team_code"] == team]
    arrange_substitution(
        absent_id=lead, substitute_id=next(each for each in deputies if each != lead), roles=[Role.TEAM_LEAD],
        valid_from=ahead(date(2026, 12, 21)), valid_until=ahead(date(2027, 1, 3)), by=lead, at=NOW,
    )  # fmt: skip


def _write_letters(*, by: UUID) -> None:
    """Letters to new colleagues that are on their way; two of them run out in a few days."""
    for name, title, team, days in NEW_COLLEAGUES:
        invite_person(
            full_name=name, role=Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key=team, job_title=title, by=by,
            at=NOW - timedelta(days=days),
        )  # fmt: skip


def _role_of(row: dict[str, object], user_id: UUID) -> NewRole:
    role = Role(str(row["role"]))
    if role in {Role.CASE_WORKER, Role.TEAM_LEAD}:
        return NewRole(user_id, role, ScopeKind.TEAM, str(row["team_code"]), valid_from=date(2024, 1, 1))
    if role in {Role.PROVIDER_WORKER, Role.PROVIDER_LEAD}:
        return NewRole(
            user_id, role, ScopeKind.PROVIDER, str(row["provider_code"]), valid_from=date(2024, 1, 1)
        )
    return NewRole(user_id, role, valid_from=date(2024, 1, 1))
