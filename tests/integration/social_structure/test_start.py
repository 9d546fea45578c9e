from __future__ import annotations

from datetime import date

import pytest

from factories.areas import AT, SHARES, bring_in, make_areas, table
from factories.people import make_actor
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui.contributions import HouseLine, Moment
from sozialraum.social_structure.start import find, today

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_the_search_finds_areas_and_indicators_and_nothing_for_the_administrator() -> None:
    make_areas()
    bring_in(table(SHARES))
    planner, administrator = make_actor(Role.PLANNER), make_actor(Role.ADMINISTRATOR)
    assert [hit.title for hit in find(planner, "sud", 5)] == ["Süd"]
    assert [hit.title for hit in find(planner, "0103", 5)] == ["Quartier 2"]
    assert [hit.title for hit in find(planner, "grundsicherung", 5)] == ["Grundsicherung, unter 18 Jahre"]
    assert find(administrator, "Süd", 5) == []


def test_the_house_says_what_is_known_and_planning_what_can_be_begun() -> None:
    make_areas()
    bring_in(table(SHARES))
    moment = Moment(AT, date(2026, 11, 24))
    lines = today(make_actor(Role.PLANNER), moment)
    assert next(each.text for each in lines if isinstance(each, HouseLine)).startswith("6 Quartiere, 1")
    assert len(lines) == 3
    assert len(today(make_actor(Role.RESIDENT), moment)) == 1
    assert today(make_actor(Role.ADMINISTRATOR), moment) == []
