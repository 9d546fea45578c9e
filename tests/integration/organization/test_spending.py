"""Lines of a budget, and bookings that find them to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.budgets import make_draft
from factories.people import AT, make_actor
from sozialraum.errors import Conflict
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.organization.budgets.models import BudgetLine, LedgerImport
from sozialraum.organization.budgets.services import BudgetRefused
from sozialraum.organization.budgets.spending import queries, services
from sozialraum.organization.budgets.spending.services import LineInput
from sozialraum.organization.enums import OfferKind
from sozialraum.warehouse.ledger_files import LedgerError
from sozialraum.warehouse.sources import read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
LINE = LineInput(
    "03", "Treff am Kai", OfferKind.YOUTH_WORK, "Im Winter ein warmer Ort", "20 Jugendliche am Tag", date(2027, 9, 30),
    12_000_000, account="360001",
)  # fmt: skip
FILE = "Konto;Buchungstag;Betrag;Text\n360001;05.01.2027;10.000,01;a\n360001;03.02.2027;9.999,99;b\n999;04.02.2027;0,10;c\n;05.02.2027;-0,30;d\n360001;30.12.2026;1,00;e\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SNAPSHOT_DIRECTORY = str(tmp_path / "snapshots")
    stop_clock(monkeypatch)


def bring_in(draft_id: UUID, text: str = FILE, **changes: object) -> UUID:
    values: dict[str, object] = {
        "source": read_table(text.encode(), "buchungen.csv"), "mapping": {}, "replaces": True, "booked_until": date(2027, 2, 28),
        "control_total": None, "by": make_actor(Role.CONTROLLER), "at": AT,
    }  # fmt: skip
    return services.import_ledger(draft_id, **{**values, **changes})  # type: ignore[arg-type]  # values by name


@pytest.mark.parametrize(
    "changes", [{"goal": " "}, {"effect": ""}, {"review_on": None}, {"amount": 0}, {"area_code": "99"}]
)
def test_a_line_without_a_goal_is_refused(changes: dict[str, object]) -> None:
    draft_id, planner = make_draft(), make_actor(Role.PLANNER)
    with pytest.raises(BudgetRefused):
        services.add_line(draft_id, replace(LINE, **changes), by=planner, at=AT)  # type: ignore[arg-type]  # values by name
    made = services.add_line(draft_id, LINE, by=planner, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.filter(id=made).update(goal="  ")


def test_planning_writes_lines_and_two_at_once_lose_nothing() -> None:
    draft_id, planner = make_draft(), make_actor(Role.PLANNER)
    with pytest.raises(Denied):
        services.add_line(draft_id, LINE, by=make_actor(Role.CONTROLLER), at=AT)
    made = services.add_line(draft_id, LINE, by=planner, at=AT)
    with pytest.raises(BudgetRefused, match="360001"):
        services.add_line(draft_id, replace(LINE, title="Zweiter"), by=planner, at=AT)
    services.change_line(made, replace(LINE, goal="Ein Ort"), version=1, by=planner, at=AT)
    with pytest.raises(Conflict) as caught:
        services.change_line(made, replace(LINE, goal="Zwei Orte"), version=1, by=planner, at=AT)
    assert "Ein Ort" in caught.value.theirs
    assert queries.line_of(made).goal == "Ein Ort"  # type: ignore[union-attr]  # it was made above


def test_every_cent_of_an_import_has_a_place() -> None:
    draft_id = make_draft()
    services.add_line(draft_id, LINE, by=make_actor(Role.PLANNER), at=AT)
    bring_in(draft_id, control_total=2_000_080)
    shown = queries.plan_actual(draft_id, 2027)
    assert shown is not None
    assert shown.lines[0].months[:3] == (1_000_001, 999_999, 0)
    assert shown.unassigned == (("", -30), ("999", 10))
    assert (shown.outside, shown.total, shown.difference) == (100, 2_000_080, 0)
    assert shown.closed == 2
    assert shown.end.expected == 2_000_000 + 10_000_000
    assert queries.imports_of(draft_id)[0].difference == 0


def test_an_import_is_taken_back_and_what_it_replaced_counts_again() -> None:
    draft_id, controller = make_draft(), make_actor(Role.CONTROLLER)
    bring_in(draft_id)
    with pytest.raises(BudgetRefused, match="already"):
        bring_in(draft_id)
    second = bring_in(draft_id, FILE.replace("10.000,01", "10.000,00"), at=AT + timedelta(hours=1))
    bring_in(
        draft_id, "Konto;Buchungstag;Betrag\n1;01.02.2027;5,00\n", replaces=False, at=AT + timedelta(hours=2)
    )
    assert queries.plan_actual(draft_id, 2027).total == 2_000_079 + 500  # type: ignore[union-attr]  # imported above
    services.undo_import(second, by=controller, at=AT)
    assert queries.plan_actual(draft_id, 2027).total == 2_000_080 + 500  # type: ignore[union-attr]  # as above
    with pytest.raises(BudgetRefused, match="back already"):
        services.undo_import(second, by=controller, at=AT)
    with pytest.raises(Denied):
        services.undo_import(second, by=make_actor(Role.PLANNER), at=AT)


def test_the_mapping_is_kept_and_what_cannot_be_read_is_named() -> None:
    draft_id = make_draft()
    other = FILE.replace("Konto;Buchungstag;Betrag", "KST;Tag;EUR")
    with pytest.raises(LedgerError, match="KST"):
        bring_in(draft_id, other)
    bring_in(draft_id, other, mapping={"account": "KST", "booked_on": "Tag", "amount": "EUR"})
    bring_in(draft_id, other.replace("10.000,01", "10.000,02"), at=AT + timedelta(hours=1))
    for broken, words in (
        (FILE.replace("9.999,99", "neun"), "Betrag"),
        (FILE.replace("03.02.2027", "31.02.2027"), "Buchungstag"),
    ):
        with pytest.raises(LedgerError, match=words):
            bring_in(draft_id, broken)
    assert len(queries.imports_of(draft_id)) == 2


def test_pages_show_lines_and_the_year_to_those_concerned() -> None:
    make_areas()
    draft_id = make_draft()
    services.add_line(draft_id, LINE, by=make_actor(Role.PLANNER), at=AT)
    bring_in(draft_id)
    controller = browser_of(make_actor(Role.CONTROLLER))
    page = controller.get("/organisation/budget/2027/plan-ist/").content.decode()
    assert "Treff am Kai" in page
    assert "20.000,80" in page
    assert controller.get("/organisation/budget/2027/zeilen/").status_code == 200
    provider = browser_of(make_actor(Role.PROVIDER_LEAD))
    assert provider.get("/organisation/budget/2027/zeilen/").status_code == 200
    assert provider.get("/organisation/budget/2027/plan-ist/").status_code == 404
    (row,) = queries.lines_of(draft_id)
    assert (
        "Im Winter ein warmer Ort"
        in provider.get(f"/organisation/budget/2027/zeilen/{row.id}/").content.decode()
    )
    planner = browser_of(make_actor(Role.PLANNER))
    assert 'value="120000,00"' in planner.get(f"/organisation/budget/2027/zeilen/{row.id}/").content.decode()
    answer = planner.post("/organisation/budget/2027/zeilen/neu/", {"title": "x", "area_code": "03", "offer_kind": "youth_work", "amount": "1.000", "goal": "", "effect": "y", "review_on": "2027-09-30"})  # fmt: skip
    assert answer.status_code == 422
    assert BudgetLine.objects.count() == 1


def test_columns_are_chosen_from_the_headers_of_the_file() -> None:
    make_draft()
    controller = browser_of(make_actor(Role.CONTROLLER))
    address = "/organisation/budget/2027/plan-ist/spalten/"

    def look(content: str, **chosen: str) -> str:
        file = SimpleUploadedFile("buchungen.csv", content.encode())
        return controller.post(address, {"file": file, **chosen}).content.decode()

    strange = "Sachkto;Valuta;Soll;Empfänger\n360001;05.01.2027;10.000,01;Familie Schmidt\n360002;06.01.2027;5,00;b\n"
    text = look(strange)
    assert '<option value="Sachkto">Sachkto</option>' in text
    assert "hat keine der Spalten" in text
    text = look(strange, account="Sachkto", booked_on="Valuta", amount="Soll")
    assert '<option value="Sachkto" selected>Sachkto</option>' in text
    assert "2 Buchungen, 05.01.2027 bis 06.01.2027, zusammen 10.005,01 Euro." in text
    assert "Schmidt" not in text
    assert not LedgerImport.objects.exists()
    assert "5 Buchungen" in look(FILE)
    assert browser_of(make_actor(Role.PLANNER)).post(address, {}).status_code == 404
