"""What follows a moving slider, and areas that keep the names of their own cut."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from django.test import Client

from factories.areas import AT, geojson, make_areas, square
from factories.browsers import browser_of, stop_clock
from factories.budgets import make_draft
from factories.people import make_actor
from sozialraum.foundation.privacy.actors import Role
from sozialraum.organization.budgets.queries import latest_draft
from sozialraum.organization.budgets.services import AreaInput
from sozialraum.social_structure.queries import area_names
from sozialraum.social_structure.services import LevelTable, SystemFacts, import_areas

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PAGE, FIGURES = "/organisation/budget/", "/organisation/budget/werte/"
TOWN = {
    "system_code": "town", "quarters": 200_000_000,
    "areas": [AreaInput("01", 4_100, 700, 1.0, 80_000_000), AreaInput("02", 6_600, 2_150, 1.0, 90_000_000)],
}  # fmt: skip


@pytest.fixture
def planner(monkeypatch: pytest.MonkeyPatch) -> Client:
    stop_clock(monkeypatch)
    return browser_of(make_actor(Role.PLANNER))


@pytest.mark.parametrize("other", ["", "method:per-head"])
def test_a_moving_slider_is_answered_by_the_figures_that_the_page_would_show(
    planner: Client, other: str
) -> None:
    make_areas()
    make_draft(**TOWN)
    tried = {"loss": "5", "heads": "60", "area": "02", "other": other}
    figures = planner.get(FIGURES, tried).json()
    page = planner.get(PAGE, tried)
    text, shown = page.content.decode(), page.context["sheet"]
    assert len(figures["maps"]) == text.count('class="map budget-map"') == (2 if other else 1)
    for each in figures["maps"]:
        assert sorted(itertools.chain.from_iterable(each["fills"].values())) == ["01", "02"]
        for fill, codes in each["fills"].items():
            assert all(f'fill="{fill}" data-area="{code}"' in text for code in codes)
        for amount, change in each["labels"].values():
            assert amount in text
            assert change in text
    for name, cells in figures["cells"].items():
        assert cells == [getattr(row, name) for row in (*shown.rows, shown.totals)]
        assert f'data-column="{name}"' in text
    assert ("difference" in figures["cells"]) is bool(other)
    assert figures["outputs"]["heads"] == "60\u00a0% Köpfe, 40\u00a0% Belastung"
    assert figures["fall"] in text
    assert all(part.strip() in text for part in figures["parts"])


def test_figures_of_rules_that_clash_are_those_of_the_draft_with_what_is_missing(planner: Client) -> None:
    make_draft()
    figures = planner.get(FIGURES, {"floor": "700"}).json()
    assert "Diese Regeln passen nicht zusammen" in "".join(figures["parts"])
    assert "1.042,2" in figures["cells"]["amount"]


def test_areas_keep_the_names_of_their_cut_when_another_comes_into_force() -> None:
    make_areas()
    make_draft(**TOWN)
    before = latest_draft()
    districts = geojson(
        [("01", "Altes Land", square(0, 1)), ("03", "Neues Land", square(0, 0))], "new.geojson"
    )
    import_areas(
        system=SystemFacts("town", 2026, "Neuer Zuschnitt", "Kleinstadt", date(2026, 1, 1)),
        levels=[LevelTable("district", "Bezirk", "Bezirke", districts, "key", "name")], by=None, at=AT,
    )  # fmt: skip
    assert area_names(["01"]) == {"01": "Altes Land"}
    after = latest_draft()
    assert before is not None
    assert after is not None
    assert before.names == after.names == {"01": "Nord", "02": "Süd"}
