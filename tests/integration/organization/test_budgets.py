"""The budget: drafts, scenarios that never change, the workshop's pages and its documents."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from factories.browsers import browser_of, stop_clock
from factories.budgets import AREAS, make_draft, new_draft
from factories.documents import faults_of
from factories.people import AT, make_actor
from sozialraum.analytics.budget import BudgetError, allocate, areas_of
from sozialraum.errors import Conflict
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.contributions import Moment
from sozialraum.organization.budgets import contributions, presentation, queries, services
from sozialraum.organization.budgets.models import BudgetDraft, BudgetScenario
from sozialraum.organization.budgets.services import AreaInput, BudgetRefused
from sozialraum.organization.budgets.spending.services import LineInput, add_line
from sozialraum.organization.enums import OfferKind

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
MOVED = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def planner() -> Client:
    return browser_of(make_actor(Role.PLANNER))


def amount_of_ost(text: str) -> bool:
    return "947.466" in text


def test_a_draft_is_opened_by_planning_with_the_whole_forecast_and_its_reserve() -> None:
    planner = make_actor(Role.PLANNER)
    before = AuditEntry.objects.count()
    make_draft(by=planner)
    draft = queries.latest_draft()
    assert draft is not None
    assert draft.envelope.claims == draft.claims_forecast == 330 * 8_500_000 + 950 * 1_150_000
    assert draft.envelope.pool == 665_000_000
    assert draft.envelope.reserve == round(0.8416212335729143 * 0.045 * draft.envelope.claims)
    assert [each.object_kind for each in AuditEntry.objects.order_by("id")[before:]] == [
        "budgets.BudgetDraft"
    ]


@pytest.mark.parametrize(
    "role", [Role.CONTROLLER, Role.CASE_WORKER, Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR]
)
def test_nobody_else_opens_one(role: Role) -> None:
    with pytest.raises(Denied):
        make_draft(by=make_actor(role))
    assert not BudgetDraft.objects.exists()


def test_a_year_is_opened_once_and_small_counts_never_enter() -> None:
    make_draft()
    with pytest.raises(BudgetRefused, match="2027"):
        make_draft()
    rows = [
        AreaInput(code, young, burdened, factor, before * 100)
        for code, young, burdened, factor, before in AREAS
    ]
    rows[3] = replace(rows[3], burdened=3)
    with pytest.raises(BudgetRefused, match="04"):
        make_draft(year=2028, areas=rows)
    with pytest.raises(BudgetError, match="short of that"):
        make_draft(year=2028, quarters=600_000_000)
    assert BudgetDraft.objects.count() == 1


def test_a_scenario_never_changes_and_comes_out_the_same() -> None:
    draft_id, planner = make_draft(), make_actor(Role.PLANNER)
    kept = services.keep_scenario(
        draft_id, changes={"max_loss": 0.05}, negotiation=0.02, title="Milder", by=planner, at=AT
    )
    assert services.replay(kept).same
    services.set_parameters(
        draft_id, changes={"max_loss": 0.1}, negotiation=0.1, version=1, by=planner, at=AT
    )
    assert services.replay(kept).same
    for change in ("UPDATE budgets_budgetscenario SET title = 'x'", "DELETE FROM budgets_budgetscenario"):
        with (
            pytest.raises((ProgrammingError, InternalError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
    stored = BudgetScenario.objects.get()
    assert sum(row["amount"] for row in stored.result.values()) == 686_000_000
    assert [each.title for each in queries.scenarios_of(draft_id)] == ["Milder"]


def test_code_that_computes_otherwise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id, planner = make_draft(), make_actor(Role.PLANNER)
    kept = services.keep_scenario(draft_id, changes={}, negotiation=0.05, title="A", by=planner, at=AT)
    real = services.allocate

    def other(areas: object, recipe: object, amount: int) -> object:
        return real(areas, recipe.changed({"floor": 100}), amount)  # type: ignore[attr-defined,arg-type]

    monkeypatch.setattr(services, "allocate", other)
    assert not services.replay(kept).same
    page = browser_of(planner).get("/organisation/budget/varianten/").content.decode()
    assert "Ergibt heute etwas anderes" in page


def test_two_people_changing_a_draft_at_once_lose_nothing() -> None:
    draft_id, planner = make_draft(), make_actor(Role.PLANNER)
    services.set_parameters(
        draft_id, changes={"floor": 100_000}, negotiation=0.05, version=1, by=planner, at=AT
    )
    with pytest.raises(Conflict) as caught:
        services.set_parameters(
            draft_id, changes={"floor": 200_000}, negotiation=0.05, version=1, by=planner, at=AT
        )
    assert "floor=100000" in caught.value.theirs
    assert "floor=200000" in caught.value.mine
    assert queries.latest_draft().recipe.parameters["floor"] == 100_000  # type: ignore[union-attr]


def test_controlling_keeps_scenarios_and_does_not_shape_the_formula() -> None:
    draft_id, controller = make_draft(), make_actor(Role.CONTROLLER)
    services.keep_scenario(draft_id, changes={}, negotiation=0.05, title="A", by=controller, at=AT)
    with pytest.raises(Denied):
        services.set_parameters(draft_id, changes={}, negotiation=0.05, version=1, by=controller, at=AT)
    with pytest.raises(Denied):
        services.keep_scenario(
            draft_id, changes={}, negotiation=0.05, title="B", by=make_actor(Role.COMMITTEE_MEMBER), at=AT
        )
    with pytest.raises(BudgetRefused, match="no name"):
        services.keep_scenario(draft_id, changes={}, negotiation=0.05, title=" ", by=controller, at=AT)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {
            "people_share": st.integers(0, 100).map(lambda part: part / 100), "floor": st.integers(0, 300_000),
            "max_loss": st.integers(0, 20).map(lambda part: part / 100),
            "max_gain": st.integers(0, 50).map(lambda part: part / 100),
        }
    ),
    st.integers(0, 20).map(lambda part: part / 100),
)  # fmt: skip
def test_no_parameter_of_the_quarter_budgets_touches_the_claims(
    changes: dict[str, object], reserve: float
) -> None:
    if not BudgetDraft.objects.exists():
        make_draft()
    draft = queries.latest_draft()
    assert draft is not None
    view = queries.workshop(draft, queries.Wish(changes=changes, negotiation=reserve))
    assert view.envelope.claims == draft.envelope.claims
    assert view.envelope.reserve == draft.envelope.reserve
    assert int(view.allocation.amount.sum()) == (draft if view.problem else view).envelope.pool


def test_the_workshop_answers_with_the_worked_example(planner: Client) -> None:
    make_draft()
    text = planner.get("/organisation/budget/").content.decode()
    assert amount_of_ost(text)
    assert "kein Gebiet verliert mehr als 3\u00a0%." in text
    assert "Nach der Zahl der jungen Menschen wären es 832.103 Euro." in text
    assert "Davon fließen 107.466 Euro schon in diesem Jahr als einmaliger Aufholbetrag." in text
    assert 'aria-valuetext="40\u00a0% Köpfe, 60\u00a0% Belastung"' in text


def test_a_moved_slider_gets_the_parts_that_change_and_no_form(planner: Client) -> None:
    make_draft()
    text = planner.get("/organisation/budget/", {"loss": "5", "area": ["06", "03"]}, **MOVED).content.decode()
    assert "<form" not in text
    assert "kein Gebiet verliert mehr als 5\u00a0%." in text
    for part in ("budget-answer", "rule", "budget-problem", "o-loss", "budget-detail", "keep-values"):
        assert f'id="{part}"' in text
    assert 'name="area" value="03" form="budget-form"' in text


def test_rules_that_clash_are_told_and_the_draft_stays_in_view(planner: Client) -> None:
    make_draft()
    text = planner.get("/organisation/budget/", {"floor": "700"}, **MOVED).content.decode()
    assert "Diese Regeln passen nicht zusammen" in text
    assert "dem Betrag von 6.650.000,00 Euro fehlen dazu" in text
    assert "1.042,2" in text


@pytest.mark.parametrize("query", [{"loss": "viel"}, {"loss": "-3"}, {"other": "scenario:x"}, {"area": "99"}])
def test_an_address_that_makes_no_sense_shows_the_draft(planner: Client, query: dict[str, str]) -> None:
    make_draft()
    answer = planner.get("/organisation/budget/", query)
    assert answer.status_code == 200
    assert amount_of_ost(answer.content.decode())


def test_a_scenario_is_kept_from_the_page_and_compared(planner: Client) -> None:
    make_draft()
    answer = planner.post(
        "/organisation/budget/varianten/neu/", {"title": "Milder", "loss": "1", "heads": "50"}
    )
    assert answer.status_code == 302
    assert "loss=1" in answer["Location"]
    kept = BudgetScenario.objects.get()
    assert (kept.title, kept.recipe["corridor"]["max_loss"], kept.recipe["need"]["people_share"]) == (
        "Milder",
        0.01,
        0.5,
    )
    text = planner.get("/organisation/budget/", {"other": f"scenario:{kept.id}"}).content.decode()
    assert "gegen Milder" in text
    assert (
        "gegen Nach Köpfen"
        in planner.get("/organisation/budget/", {"other": "method:per-head"}).content.decode()
    )
    assert planner.post("/organisation/budget/varianten/neu/", {"title": ""}).status_code == 302
    assert BudgetScenario.objects.count() == 1


def test_the_area_and_the_envelope_speak_plain_german(planner: Client) -> None:
    make_draft()
    area = planner.get("/organisation/budget/gebiete/06/").content.decode()
    assert "947.466 Euro im Jahr 2027, +35,4\u00a0% gegenüber dem Vorjahr." in area
    envelope = planner.get("/organisation/budget/rahmen/").content.decode()
    assert "Prognose und keine Grenze" in envelope
    assert "28,050" in envelope
    assert planner.get("/organisation/budget/gebiete/99/").status_code == 404


def test_without_a_year_the_pages_say_so(planner: Client) -> None:
    for address in ("", "rahmen/", "varianten/"):
        assert (
            "Es ist noch kein Jahr eröffnet."
            in planner.get(f"/organisation/budget/{address}").content.decode()
        )
    assert planner.get("/berichte/budget/vorlage.pdf").status_code == 404


def test_the_start_page_leads_to_the_draft() -> None:
    moment = Moment(now=AT, today=AT.date())
    assert contributions.today(make_actor(Role.CONTROLLER), moment) == []
    make_draft()
    (pointer,) = contributions.today(make_actor(Role.CONTROLLER), moment)
    assert pointer.url == "/organisation/budget/"
    assert contributions.today(make_actor(Role.CASE_WORKER), moment) == []


def test_the_workbook_has_living_formulas_and_the_amounts(planner: Client) -> None:
    make_draft()
    answer = planner.get("/berichte/budget/rechnung.xlsx")
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Parameter", "Rechnung", "Schritte"]
    rows = book.get_sheet_by_name("Rechnung").to_python()
    found = {row[0]: row[14] for row in rows[4:14]}
    assert found["06"] == 947_466
    assert sum(found.values()) == 6_650_000


def test_the_paper_is_accessible_and_printed_from_the_tried_parameters(planner: Client) -> None:
    make_draft()
    answer = planner.get("/berichte/budget/vorlage.pdf", {"loss": "5"})
    assert answer.status_code == 200
    assert faults_of(answer.content) == []
    assert browser_of(make_actor(Role.FINANCE_OFFICER)).get("/berichte/budget/vorlage.pdf").status_code == 404


def test_every_clause_and_every_step_has_words() -> None:
    draft_id = make_draft()
    assert draft_id
    draft = queries.latest_draft()
    assert draft is not None
    for changes in ({}, {"max_gain": 0}, {"max_loss": 0}, {"floor": 0}, {"people_share": 1}):
        for code in draft.table["area"].to_pylist():
            view = queries.workshop(draft, queries.Wish(changes=changes, area=code))
            assert presentation.sheet(view).sentences
    recipe = new_draft().recipe
    assert allocate(areas_of(draft.table, recipe), recipe, draft.envelope.pool).codes[5] == "06"


def decide(draft_id: UUID, amounts: dict[str, int]) -> None:
    services.record_negotiated(
        draft_id, amounts=amounts, decided_on=date(2026, 12, 16), by=make_actor(Role.COMMITTEE_MEMBER), at=AT
    )


def test_a_decided_year_says_what_was_negotiated_everywhere(planner: Client) -> None:
    make_draft()
    assert "noch offen" in planner.get("/organisation/budget/gebiete/06/").content.decode()
    decide(queries.latest_draft().id, {"06": 4_000_000})  # type: ignore[union-attr]  # it was made above
    granted = planner.get("/organisation/budget/gebiete/06/").content.decode()
    assert "noch offen" not in granted
    assert "am 16.12.26" in granted
    assert "987.466 Euro im Jahr 2027" in granted
    assert "Die Gebietskreise haben 40.000 Euro mehr vereinbart." in granted
    assert "So hat es der Jugendhilfeausschuss am 16. Dezember 2026 beschlossen." in granted
    nothing = planner.get("/organisation/budget/gebiete/07/").content.decode()
    assert "Aus der Verhandlungsreserve wurde hier nichts bewilligt." in nothing
    shop = planner.get("/organisation/budget/").content.decode()
    assert "noch offen" not in shop
    assert "0,040 Millionen dazu beschlossen" in shop
    book = CalamineWorkbook.from_filelike(io.BytesIO(planner.get("/berichte/budget/rechnung.xlsx").content))
    rows = book.get_sheet_by_name("Rechnung").to_python()
    assert rows[3][14:17] == ["Betrag nach Formel", "verhandelt", "Betrag"]
    assert {row[0]: tuple(row[14:17]) for row in rows[4:14]}["06"] == (947_466, 40_000, 987_466)
    assert planner.get("/berichte/budget/vorlage.pdf").content.startswith(b"%PDF")


def test_the_decided_year_and_the_one_in_work_can_both_be_looked_at(planner: Client) -> None:
    decide(make_draft(), {"06": 4_000_000})
    make_draft(year=2028)
    latest = planner.get("/organisation/budget/gebiete/06/").content.decode()
    assert "noch offen" in latest
    assert "?year=2027" in latest
    decided = planner.get("/organisation/budget/gebiete/06/", {"year": "2027"}).content.decode()
    assert "987.466 Euro im Jahr 2027" in decided
    for address in ("", "rahmen/", "varianten/"):
        assert planner.get(f"/organisation/budget/{address}", {"year": "2027"}).status_code == 200
    # an unknown year shows the latest, and a scenario is kept in the year that was looked at
    assert (
        "im Jahr 2028" in planner.get("/organisation/budget/gebiete/06/", {"year": "1999"}).content.decode()
    )
    planner.post("/organisation/budget/varianten/neu/", {"title": "Rückblick", "year": "2027"})
    assert BudgetScenario.objects.get().draft.year == 2027


def test_cents_that_were_negotiated_are_not_lost() -> None:
    make_draft()
    decide(queries.latest_draft().id, {"06": 4_000_050})  # type: ignore[union-attr]  # it was made above
    draft = queries.latest_draft()
    assert draft is not None
    found = queries.workshop(draft, queries.Wish(changes={})).allocation
    assert int(found.amount.sum()) == draft.envelope.pool + 4_000_050


def test_rules_on_youth_work_and_providers_are_fed_from_the_lines(planner: Client) -> None:
    shares = {2026: 0.5, 2027: 0.4}
    for year, youth in shares.items():
        draft_id = make_draft(year=year)
        draft = queries.draft_of(year)
        assert draft is not None
        found = queries.workshop(draft, queries.Wish(changes={})).allocation
        if year == 2027:
            assert "bisher 0 Euro in Zeilen" in planner.get("/organisation/budget/").content.decode()
        for code, amount in zip(found.codes, found.amount.tolist(), strict=True):
            for kind, share in ((OfferKind.YOUTH_WORK, youth), (OfferKind.FAMILY_EDUCATION, 1 - youth)):
                provider = "kai" if code == "03" and kind is OfferKind.FAMILY_EDUCATION else ""
                line = LineInput(
                    code, str(kind), kind, "Ziel", "Wirkung", date(year, 9, 30), round(amount * share), provider_code=provider
                )  # fmt: skip
                add_line(draft_id, line, by=make_actor(Role.PLANNER), at=AT)
    text = planner.get("/organisation/budget/").content.decode()
    assert "Der Anteil der Jugendarbeit sinkt" in text
    assert "40,0\u00a0% dessen, was in Zeilen steht; im Vorjahr 50,0\u00a0%." in text
    assert (
        "kai erhält nach den Zeilen 60\u00a0% des Betrags von 03; vereinbart sind höchstens 40\u00a0%."
        in text
    )
