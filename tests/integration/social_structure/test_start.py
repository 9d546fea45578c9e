from __future__ import annotations

from datetime import date

import pytest

from factories.areas import AT, QUARTERS, SHARES, bring_in, make_areas, table
from factories.people import make_actor
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui.contributions import HouseLine, Moment, News, Today
from sozialraum.social_structure.models import Indicator
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
    assert not [each for each in lines if isinstance(each, Today)]
    assert next(each.text for each in lines if isinstance(each, HouseLine)).startswith("6 Quartiere, 1")
    assert len(lines) == 3
    bring_in(table(["0101;60;200"]), name="part.csv", day=date(2026, 6, 30))
    gaps = [each for each in today(make_actor(Role.PLANNER), moment) if isinstance(each, News)]
    assert [each.text for each in gaps] == ["1 Merkmal hat Gebiete ohne Wert."]
    assert len(today(make_actor(Role.RESIDENT), moment)) == 1
    assert today(make_actor(Role.ADMINISTRATOR), moment) == []


def test_planning_is_told_what_is_due_by_publisher_and_nobody_else() -> None:
    make_areas()
    bring_in(table(SHARES))
    head = "key;youth_unemployment_zaehler;youth_unemployment_nenner"
    bring_in(table([f"{code};20;90" for code in QUARTERS], head), name="youth.csv")
    Indicator.objects.filter(code="basic_income_under_18").update(review_on=date(2028, 1, 1))
    late = Moment(AT, date(2027, 8, 1))
    due = [each for each in today(make_actor(Role.PLANNER), late) if isinstance(each, Today)]
    assert [each.title for each in due] == ["Die nächste Tabelle ist fällig: Statistikamt"]
    assert due[0].due_on == date(2027, 4, 30)
    assert due[0].text == (
        "Stand 31.12.2025 liegt vor: Grundsicherung, unter 18 Jahre, Jugendliche ohne Arbeit, 15 bis 24 Jahre."
    )
    assert due[0].url == "/sozialstruktur/daten/"
    assert not [each for each in today(make_actor(Role.RESIDENT), late) if isinstance(each, Today)]


def test_a_definition_to_be_confirmed_leads_to_it() -> None:
    make_areas()
    bring_in(table(SHARES))
    Indicator.objects.filter(code="basic_income_under_18").update(review_on=date(2026, 12, 1))
    due = [
        each
        for each in today(make_actor(Role.PLANNER), Moment(AT, date(2026, 11, 24)))
        if isinstance(each, Today)
    ]
    assert [(each.title, each.due_on) for each in due] == [
        ("Eine Definition ist zu bestätigen", date(2026, 12, 1))
    ]
    assert due[0].url == "/sozialstruktur/merkmale/basic_income_under_18/"
