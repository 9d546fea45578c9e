from __future__ import annotations

from uuid import uuid4

import pytest

from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role, ScopedRole, ScopeKind
from sozialraum.network.access import can_add_place, can_keep_place, visible_to
from sozialraum.network.enums import PlaceKind, Visibility
from sozialraum.network.rules import WORDS, ages_fit, folded, may_be_located, search_text, words_of


def actor(role: Role, scope_kind: ScopeKind = ScopeKind.OFFICE, key: str = "") -> Actor:
    return Actor(user_id=uuid4(), roles=(ScopedRole(role, scope_kind, key),))


def test_every_kind_has_its_words() -> None:
    assert set(WORDS) == set(PlaceKind)


@pytest.mark.parametrize("typed", ["Bücherei", "BUECHEREI", "bucherei", "büche­rei".replace("\u00ad", "")])
def test_an_umlaut_is_found_however_it_is_written(typed: str) -> None:
    (word,) = words_of(typed)
    assert word in search_text(PlaceKind.LIBRARY, ["Stadtteilbücherei"])


def test_a_name_of_another_alphabet_of_marks_is_folded() -> None:
    assert folded("Şişli Çay Evi, Łódź") == "sisli cay evi lodz"


def test_a_kind_is_found_by_what_people_call_it() -> None:
    assert words_of("Kindergarten")[0] in search_text(PlaceKind.DAY_CARE, ["Wichtelhaus"])


@pytest.mark.parametrize(
    "where",
    [{"address": "Kai 7"}, {"area_code": "0301"}, {"longitude": 9.0, "latitude": 50.0}],
)
def test_a_confidential_place_is_nowhere(where: dict) -> None:
    nowhere = {"address": "", "longitude": None, "latitude": None, "area_code": ""}
    assert may_be_located(Visibility.CONFIDENTIAL, **nowhere)
    assert not may_be_located(Visibility.CONFIDENTIAL, **{**nowhere, **where})
    assert may_be_located(Visibility.PUBLIC, **{**nowhere, **where})


@pytest.mark.parametrize(("longitude", "latitude"), [(9.0, None), (None, 50.0), (9.0, 91.0), (-181.0, 0.0)])
def test_a_point_lies_on_the_earth(longitude: float | None, latitude: float | None) -> None:
    assert not may_be_located(
        Visibility.PUBLIC, address="", longitude=longitude, latitude=latitude, area_code=""
    )


@pytest.mark.parametrize(
    ("age_from", "age_to", "fits"),
    [(None, None, True), (6, 10, True), (10, 6, False), (-1, None, False), (0, 121, False), (6, 6, True)],
)
def test_ages_are_in_order(age_from: int | None, age_to: int | None, fits: bool) -> None:
    assert bool(ages_fit(age_from, age_to)) is fits


def test_entries_of_the_team_are_for_those_who_work_in_the_field() -> None:
    assert Visibility.TEAM not in visible_to(NOBODY)
    for role in (Role.PARENT, Role.YOUNG_PERSON, Role.RESIDENT, Role.COMMITTEE_MEMBER):
        assert Visibility.TEAM not in visible_to(actor(role))
    for role in (Role.CASE_WORKER, Role.PROVIDER_WORKER, Role.PLANNER):
        assert Visibility.TEAM in visible_to(actor(role))


def test_who_keeps_entries() -> None:
    keepers = {Role.CASE_WORKER, Role.PLANNER, Role.ADMINISTRATOR, Role.PROVIDER_WORKER, Role.PROVIDER_LEAD}
    assert {role for role in Role if can_add_place(actor(role))} == keepers


def test_a_provider_keeps_its_own_and_what_belongs_to_nobody() -> None:
    lead = actor(Role.PROVIDER_LEAD, ScopeKind.PROVIDER, "bruecke")
    assert can_keep_place(lead, "bruecke")
    assert can_keep_place(lead, "")
    assert not can_keep_place(lead, "another")
    assert can_keep_place(actor(Role.CASE_WORKER), "another")
    assert not can_keep_place(actor(Role.RESIDENT), "")
