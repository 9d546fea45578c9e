"""The forecast of individual help: months are brought in, looked at, taken back; forecast and reserve enter a year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.budgets import make_draft
from factories.people import AT, make_actor
from sozialraum.analytics.budget import BudgetError
from sozialraum.errors import Conflict
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.organization.budgets import queries as budgets
from sozialraum.organization.budgets.claims import queries, services
from sozialraum.organization.budgets.models import ClaimsHistory
from sozialraum.organization.budgets.services import BudgetRefused
from sozialraum.warehouse.sources import read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PAGE = "/organisation/budget/2027/prognose/"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SNAPSHOT_DIRECTORY = str(tmp_path / "snapshots")
    stop_clock(monkeypatch)


def months_file(*, years: int = 6, level: int = 330, seed: int = 1) -> bytes:
    random = np.random.default_rng(seed)
    rows = ["Hilfeart;Monat;Bestand;Zugang;Kosten"]
    for kind, cost in (("§ 34", 85_000), ("§ 31", 11_500)):
        stock = level
        for step in range(12 * years - 2):
            begun, ended = int(random.poisson(level / 24)), int(random.binomial(stock, 1 / 24))
            stock += begun - ended
            rows.append(f"{kind};{step % 12 + 1:02}.{2027 - years + step // 12};{stock};{begun};{cost}")
    return "\n".join(rows).encode()


def bring_in(content: bytes | None = None, *, role: Role = Role.CONTROLLER) -> Any:
    source = read_table(content or months_file(), "monate.csv")
    return services.preview_history(source=source, year=2027, by=make_actor(role), at=AT)


@pytest.fixture
def controller() -> Client:
    return browser_of(make_actor(Role.CONTROLLER))


def test_controlling_previews_accepts_takes_into_the_envelope_and_takes_back(controller: Client) -> None:
    draft_id = make_draft()
    assert "Es gibt noch keine Prognose aus Monaten." in controller.get(PAGE).content.decode()
    sent = controller.post(PAGE, {"file": SimpleUploadedFile("monate.csv", months_file())})
    assert sent.status_code == 302
    preview = controller.get(PAGE).content.decode()
    assert "Vorschau" in preview
    assert queries.counting_history() is None
    history = ClaimsHistory.objects.get()
    controller.post(f"{PAGE}{history.id}/uebernehmen/")
    page = controller.get(PAGE).content.decode()
    assert "Prognose, keine Grenze →" in page
    assert "Wie gut wäre sie gewesen?" in page
    found = queries.forecast_of(queries.counting_history(), 2027)  # type: ignore[arg-type]  # accepted above
    assert (found.ahead, [year for year, _past in found.past]) == (2, [2024, 2025])
    assert found.claims == pytest.approx(330 * 9_650_000, rel=0.15)
    controller.post(f"{PAGE}rahmen/", {"version": "1"})
    draft = budgets.draft_by_id(draft_id)
    assert draft.envelope.claims == draft.claims_forecast == found.claims
    assert draft.envelope.reserve == found.reserve
    assert draft.version == 2
    assert sum(round(line["stock"] * line["unit_cost"]) for line in draft.claim_lines) == pytest.approx(
        found.claims, abs=2
    )
    controller.post(f"{PAGE}{history.id}/zuruecknehmen/")
    assert queries.counting_history() is None
    assert budgets.draft_by_id(draft_id).envelope.claims == found.claims


def test_the_file_before_counts_again_and_the_same_forecast_comes_out() -> None:
    make_draft()
    controller = make_actor(Role.CONTROLLER)
    first = bring_in()
    services.accept_history(first, by=controller, at=AT)
    with pytest.raises(BudgetRefused, match="counts already"):
        bring_in()
    before = queries.forecast_of(queries.counting_history(), 2027)  # type: ignore[arg-type]  # accepted above
    second = bring_in(months_file(seed=2))
    services.accept_history(second, by=controller, at=AT)
    with pytest.raises(BudgetRefused, match="no preview"):
        services.accept_history(second, by=controller, at=AT)
    services.undo_history(second, by=controller, at=AT)
    again = queries.counting_history()
    assert again is not None
    assert again.id == first
    queries._forecast.cache_clear()
    assert queries.forecast_of(again, 2027).claims == before.claims


def test_only_controlling_brings_in_and_nobody_without_a_part_reads() -> None:
    make_draft()
    with pytest.raises(Denied):
        bring_in(role=Role.PLANNER)
    assert browser_of(make_actor(Role.PLANNER)).get(PAGE).status_code == 200
    assert browser_of(make_actor(Role.CASE_WORKER)).get(PAGE).status_code == 404


def test_a_year_that_is_decided_or_was_changed_meanwhile_is_left_alone() -> None:
    draft_id, controller = make_draft(), make_actor(Role.CONTROLLER)
    with pytest.raises(BudgetRefused, match="no history"):
        services.take_forecast(draft_id, version=1, by=controller, at=AT)
    services.accept_history(bring_in(), by=controller, at=AT)
    with pytest.raises(Conflict):
        services.take_forecast(draft_id, version=7, by=controller, at=AT)


def test_too_little_history_gives_a_forecast_and_no_reserve(controller: Client) -> None:
    draft_id, actor = make_draft(), make_actor(Role.CONTROLLER)
    services.accept_history(bring_in(months_file(years=2)), by=actor, at=AT)
    page = controller.get(PAGE).content.decode()
    assert "Kein vergangenes Jahr lässt sich nachträglich prognostizieren" in page
    assert "Prognose und Reserve einsetzen" not in page
    with pytest.raises(BudgetRefused, match="too short"):
        services.take_forecast(draft_id, version=1, by=actor, at=AT)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((b"Zugang", b"Neues"), "keine der Spalten"),
        ((b"\n\xc2\xa7 34;03.2021;", b"\n\xc2\xa7 34;04.2021;"), "unbekannt, negativ oder doppelt"),
        ((b"03.2021", b"2021"), "Jahreswerte allein"),
        ((b"\n\xc2\xa7 34;01.2021;", b"\n\xc2\xa7 35;01.2021;"), "Monate fehlen"),
    ],
)
def test_files_that_do_not_fit_are_named_and_nothing_is_kept(
    controller: Client, change: tuple[bytes, bytes], message: str
) -> None:
    make_draft()
    content = months_file().replace(*change)
    answer = controller.post(PAGE, {"file": SimpleUploadedFile("monate.csv", content)})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not ClaimsHistory.objects.exists()


def test_rare_kinds_of_help_are_refused_and_old_months_as_well() -> None:
    make_draft()
    few = "\n".join(f"§ 35;{step % 12 + 1:02}.{2024 + step // 12};2;0;0;110000" for step in range(34))
    with pytest.raises(BudgetRefused, match="single families"):
        bring_in(("Hilfeart;Monat;Bestand;Zugang;Abgang;Kosten\n" + few).encode())
    with pytest.raises(BudgetError, match="near enough"):
        bring_in(months_file().replace(b".202", b".201"))


def test_agreed_raises_stand_in_the_fan_and_not_in_the_reserve_as_well(controller: Client) -> None:
    draft_id = make_draft()
    services.accept_history(bring_in(), by=make_actor(Role.CONTROLLER), at=AT)
    draft = budgets.draft_of(2027)
    assert draft is not None
    (history,) = queries.histories()
    flat = queries.forecast_of(history, 2027)
    with pytest.raises(Denied):
        services.set_raises(draft_id, [queries.Raise("§ 34", 0.03, 1)], by=make_actor(Role.PLANNER), at=AT)
    # kinds stand by name: § 31 first
    answer = controller.post(f"{PAGE}steigerungen/", {"share_1": "3,00", "month_1": "7"})
    assert answer.status_code == 302
    draft = budgets.draft_of(2027)
    assert draft is not None
    raised = queries.forecast_of(history, 2027, queries.raises_of(draft))
    assert raised.raises == (queries.Raise("§ 34", 0.03, 7),)
    assert raised.forecast.by_kind["§ 31"] == flat.forecast.by_kind["§ 31"]
    assert raised.forecast.by_kind["§ 34"] / flat.forecast.by_kind["§ 34"] == pytest.approx(1.015, abs=0.001)
    assert raised.unit_cost["§ 34"] == pytest.approx(85_000 * 1.015)
    text = controller.get(PAGE).content.decode()
    assert "Eingerechnet: § 34 +3,0\u00a0% ab Juli." in text
    services.take_forecast(draft_id, version=draft.version, by=make_actor(Role.CONTROLLER), at=AT)
    taken = budgets.draft_of(2027)
    assert taken is not None
    assert taken.envelope.claims == raised.claims
    wrong = controller.post(
        f"{PAGE}steigerungen/", {"share_1": "viel", "month_1": "7"}, follow=True
    ).content.decode()
    assert "Steigerung bei § 34, Prozent" in wrong


def test_past_years_with_raises_are_judged_by_their_numbers_alone() -> None:
    rows = months_file(years=6).decode().splitlines()
    # costs that rise by a tenth every year: without raises every forecast is far too low
    risen = [rows[0]]
    for row in rows[1:]:
        kind, month, stock, begun, cost = row.split(";")
        risen.append(f"{kind};{month};{stock};{begun};{round(int(cost) * 1.1 ** (int(month[3:]) - 2021))}")
    source = read_table("\n".join(risen).encode(), "monate.csv")
    months = services.read_claims(source)
    blind = queries.year_forecast(months, 2027)
    knowing = queries.year_forecast(
        months, 2027, (queries.Raise("§ 34", 0.1, 1), queries.Raise("§ 31", 0.1, 1))
    )
    assert blind.error is not None
    assert knowing.error is not None
    assert knowing.error < 0.7 * blind.error
