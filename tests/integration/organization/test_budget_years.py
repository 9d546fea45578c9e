"""Opening a year from two tables, taking what is tried as its draft, and two allocations on one map."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories.areas import QUARTERS, make_areas
from factories.browsers import browser_of, stop_clock
from factories.budgets import make_draft
from factories.people import make_actor
from sozialraum.foundation.privacy.actors import Role
from sozialraum.organization.budgets import queries
from sozialraum.organization.budgets.drawing import UNKNOWN, difference_fill
from sozialraum.organization.budgets.models import BudgetDraft
from sozialraum.organization.budgets.presentation.areas import difference_key, differences_of
from sozialraum.organization.budgets.services import AreaInput
from sozialraum.social_structure.queries import area_names

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
MOVED = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def planner() -> Client:
    return browser_of(make_actor(Role.PLANNER))


HELPS = "Hilfeart;laufend;Kosten\n§ 34;330;85.000,00\n§ 31;950;11.500,00\n"
TRIED = {"heads": "40", "floor": "100", "loss": "3", "gain": "20", "reserve": "5"}


def opening_form(areas: str, helps: str = HELPS, **changes: str) -> dict[str, object]:
    files = {
        "claims": SimpleUploadedFile("hilfen.csv", helps.encode()),
        "areas": SimpleUploadedFile("gebiete.csv", areas.encode()),
    }
    fields = {
        "year": "2028", "structure": "1.833.000", "quarters": "70.000,00", "claims_error": "4,5", "source": "Kämmerei",
    }  # fmt: skip
    return {**fields, **changes, **files}


def areas_table(names: list[str]) -> str:
    head = "Gebiet;young_people;burdened;infrastructure;previous"
    return "\n".join(
        [head, *(f"{name};{400 + 10 * place};{50 + place};1,00;5.000" for place, name in enumerate(names))]
    )


def test_planning_opens_a_year_from_two_tables(planner: Client) -> None:
    make_areas()
    quarters = dict(area_names(QUARTERS))
    page = planner.get("/organisation/budget/neu/")
    assert page.status_code == 200
    # the floor of 150,000 euros for every area is more than this small pool: told, and nothing is stored
    refused = planner.post("/organisation/budget/neu/", opening_form(areas_table(list(quarters.values()))))
    assert refused.status_code == 422
    assert "fehlen dazu" in refused.content.decode()
    assert not BudgetDraft.objects.exists()
    amount = f"{2_000_000 * len(quarters)}"
    done = planner.post(
        "/organisation/budget/neu/", opening_form(areas_table(list(quarters.values())), quarters=amount)
    )
    assert done.status_code == 302, done.content.decode()
    draft = queries.latest_draft()
    assert draft is not None
    assert (draft.year, draft.source) == (2028, "Kämmerei")
    assert draft.table["area"].to_pylist() == list(quarters)
    assert draft.envelope.claims == 330 * 8_500_000 + 950 * 1_150_000


@pytest.mark.parametrize(
    ("areas", "helps", "message"),
    [
        ("Atlantis", HELPS, "gibt es in keinem Zuschnitt der Kommune: Atlantis"),
        ("", "Hilfeart;laufend;Kosten\n§ 34;;85.000\n", "in Zeile 2"),
        ("", "Hilfeart;laufend\n§ 34;3\n", "keine Spalte „unit_cost“"),
    ],
)
def test_tables_that_do_not_fit_are_named(planner: Client, areas: str, helps: str, message: str) -> None:
    make_areas()
    names = [*dict(area_names(QUARTERS)).values(), *([areas] if areas else [])]
    answer = planner.post("/organisation/budget/neu/", opening_form(areas_table(names), helps))
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_the_form_keeps_what_was_typed(planner: Client) -> None:
    answer = planner.post(
        "/organisation/budget/neu/", {"year": "2028", "quarters": "viel", "source": "Kämmerei"}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="Kämmerei"' in text
    assert "7.000.000" in text


def test_tried_parameters_become_the_draft_unless_somebody_was_quicker(planner: Client) -> None:
    make_draft()
    assert planner.post("/organisation/budget/entwurf/", {**TRIED, "version": "1"}).status_code == 302
    assert queries.latest_draft().recipe.parameters["floor"] == 100_000  # type: ignore[union-attr]
    late = planner.post("/organisation/budget/entwurf/", {**TRIED, "floor": "50", "version": "1"})
    assert "floor=50" in late["Location"]
    assert "Jemand hat den Entwurf inzwischen geändert" in planner.get(late["Location"]).content.decode()
    assert queries.latest_draft().recipe.parameters["floor"] == 100_000  # type: ignore[union-attr]
    committee = browser_of(make_actor(Role.COMMITTEE_MEMBER))
    assert committee.post("/organisation/budget/entwurf/", {**TRIED, "version": "2"}).status_code == 404


def test_a_version_that_is_no_number_counts_as_an_old_one(planner: Client) -> None:
    make_draft()
    late = planner.post("/organisation/budget/entwurf/", {**TRIED, "version": "eins"})
    assert "floor=100" in late["Location"]
    assert queries.latest_draft().recipe.parameters["floor"] == 150_000  # type: ignore[union-attr]


def test_two_allocations_stand_on_one_map_of_the_difference(planner: Client) -> None:
    make_areas()
    codes = list(dict(area_names(QUARTERS)))
    inputs = [
        AreaInput(code, 400 + 40 * place, 50 + place, 1.0, 20_000_000) for place, code in enumerate(codes)
    ]
    make_draft(areas=inputs, system_code="town", level="quarter", quarters=30_000_000 * len(codes))
    query = {"other": "method:per-head", "maps": "difference"}
    text = planner.get("/organisation/budget/", query).content.decode()
    assert text.count("<figure") == 2  # the map and the waterfall
    assert (
        "Unterschied zu „Nach Köpfen: gleich viel für jeden jungen Menschen“ in Tausend Euro und Prozent"
        in text
    )
    assert "mindestens 10 % weniger" in text
    draft = queries.latest_draft()
    assert draft is not None
    view = queries.workshop(draft, queries.Wish(changes={}, other="method:per-head", as_difference=True))
    assert view.other is not None
    _less, relative = differences_of(view, view.other)
    change = int(view.allocation.amount[0]) - int(view.other.amount[0])
    assert relative[codes[0]] == pytest.approx(change / int(view.other.amount[0]))
    assert [difference_fill(each) for each in (0.2, 0.05, 0.01, 0.0, -0.01, -0.2, None)] == [
        fill for fill, _words in difference_key()
    ] + [UNKNOWN]
