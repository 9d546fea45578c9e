"""The table of rights is whole, and the rooms follow from it."""

from __future__ import annotations

import pytest

from sozialraum.foundation.accounts.rights import (
    CONDITIONS,
    DOORS,
    RIGHTS,
    ROOM_TITLES,
    THING_TITLES,
    Thing,
    can_enter_room,
    letters_of,
    parse_cell,
    rooms_for,
)
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role, ScopedRole

ALL = {"social_structure", "organization", "network", "individual", "participation", "reporting"}
STAFF = ALL - {"individual"}
ROOMS = {
    Role.CASE_WORKER: ALL,
    Role.TEAM_LEAD: ALL,
    Role.FINANCE_OFFICER: {"social_structure", "organization", "reporting"},
    Role.PROVIDER_WORKER: ALL,
    Role.PROVIDER_LEAD: STAFF,
    Role.PARENT: {"social_structure", "network", "individual", "participation"},
    Role.YOUNG_PERSON: {"social_structure", "network", "individual", "participation"},
    Role.TRUSTED_PERSON: {"social_structure", "network", "participation"},
    Role.OMBUDSPERSON: {"social_structure", "network", "participation"},
    Role.PLANNER: STAFF,
    Role.CONTROLLER: STAFF,
    Role.HEAD_OF_OFFICE: STAFF,
    Role.COMMITTEE_MEMBER: STAFF,
    Role.RESIDENT: {"social_structure", "organization", "network", "participation"},
    Role.DATA_PROTECTION_OFFICER: {"social_structure", "participation"},
    Role.ADMINISTRATOR: set(),
}


def test_every_thing_has_a_cell_for_every_role_and_a_title() -> None:
    assert set(RIGHTS) == set(Thing) == set(THING_TITLES)
    assert all(set(cells) == set(Role) for cells in RIGHTS.values())


def test_every_condition_is_used() -> None:
    used = {right.condition for cells in RIGHTS.values() for cell in cells.values() for right in cell}
    assert used - {""} == set(CONDITIONS)


@pytest.mark.parametrize("cell", ["X", "R(whatever)", "", "Rx", "(consent"])
def test_nonsense_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no right"):
        parse_cell(cell)


def test_hard_lines_of_the_field() -> None:
    case_things = (
        Thing.CASE_CORE,
        Thing.ENTRUSTED_NOTE,
        Thing.WILL,
        Thing.RESOURCE_MAP,
        Thing.HELP_PLAN,
        Thing.PROTECTION,
    )
    for role in (
        Role.PLANNER,
        Role.CONTROLLER,
        Role.HEAD_OF_OFFICE,
        Role.COMMITTEE_MEMBER,
        Role.ADMINISTRATOR,
        Role.RESIDENT,
    ):
        assert all(set(letters_of(role, thing)) <= {"A"} for thing in case_things), role
    assert [role for role in Role if letters_of(role, Thing.ENTRUSTED_NOTE)] == [Role.CASE_WORKER]
    assert [role for role in Role if "D" in letters_of(role, Thing.GRANT_DECISION)] == [Role.TEAM_LEAD]
    assert [role for role in Role if "R" in letters_of(role, Thing.AUDIT_LOG)] == [
        Role.DATA_PROTECTION_OFFICER
    ]


@pytest.mark.parametrize("role", Role)
def test_rooms(role: Role) -> None:
    actor = Actor(None, (ScopedRole(role),))
    assert {name for name in DOORS if can_enter_room(actor, name)} == ROOMS[role]
    closed = [room for room in rooms_for(actor) if not room.decision]
    assert all(room.decision.reason == "Closed for your work" for room in closed)


def test_rooms_add_up_over_roles_and_nobody_gets_start_alone() -> None:
    both = Actor(None, (ScopedRole(Role.ADMINISTRATOR), ScopedRole(Role.PLANNER)))
    assert {name for name in DOORS if can_enter_room(both, name)} == STAFF
    assert [room.app_name for room in rooms_for(NOBODY) if room.decision] == ["start"]
    assert [room.app_name for room in rooms_for(both)] == list(ROOM_TITLES)
