"""A committee's own rules: written by planning, tried by everybody, frozen in round 0, printed and exported."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from factories import rounds as rounds_factory
from factories.browsers import browser_of, stop_clock
from factories.budgets import make_draft
from factories.people import AT, make_actor
from sozialraum.analytics.budget import shipped_budget_recipe
from sozialraum.analytics.budget.committee import RuleClash, read_rules
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.revisions import FieldConflict
from sozialraum.organization.budgets.committee import queries, services
from sozialraum.organization.budgets.models import BudgetDraft
from sozialraum.organization.budgets.queries import draft_of
from sozialraum.organization.budgets.services import BudgetRefused, keep_scenario, publish_draft, replay
from sozialraum.organization.budgets.spending.services import LineInput, add_line
from sozialraum.organization.enums import OfferKind

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PAGE = "/organisation/budget/2027/regeln/"
OST: dict[str, Any] = {
    "subject": "each", "areas": ["06"], "side": "at_least", "value": "1.000.000", "measure": "euros", "offer_kind": "", "why": "Beschluss",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def planner() -> Client:
    return browser_of(make_actor(Role.PLANNER))


def write(draft_id: Any, *, count: bool = True, **changes: object) -> int:
    by = make_actor(Role.PLANNER)
    number = services.add_rule(draft_id, by=by, at=AT)
    services.revise_rule(draft_id, number, values={**OST, **changes}, version=1, by=by, at=AT)
    if count:
        services.let_count(draft_id, number, by=by, at=AT)
    return number


def test_a_rule_counts_only_when_it_is_made_to() -> None:
    draft_id = make_draft()
    number = write(draft_id, count=False)
    draft = draft_of(2027)
    assert draft is not None
    assert draft.recipe.rules == ()
    services.let_count(draft_id, number, by=make_actor(Role.PLANNER), at=AT)
    draft = draft_of(2027)
    assert draft is not None
    assert [rule.text for rule in draft.recipe.rules] == ["each of 06 >= 1000000"]
    assert draft.version == 2
    found = queries.ruled(draft)
    assert found.found is not None
    assert int(found.found.amount[found.found.codes.index("06")]) == 100_000_000
    (effect,) = found.effects
    assert effect.binds
    assert effect.cost == effect.moved["06"] == 5_253_400
    services.let_rest(draft_id, number, by=make_actor(Role.PLANNER), at=AT)
    services.remove_rule(draft_id, number, by=make_actor(Role.PLANNER), at=AT)
    assert BudgetDraft.objects.get().rules == []


def test_typing_goes_on_while_the_rule_counts_as_it_was() -> None:
    draft_id = make_draft()
    number, by = write(draft_id), make_actor(Role.PLANNER)
    version = services.revise_rule(draft_id, number, values={"value": ""}, version=2, by=by, at=AT)
    draft = draft_of(2027)
    assert draft is not None
    (entry,) = queries.entries_of(draft)
    assert (version, entry.changed, entry.written) == (3, True, None)
    assert draft.recipe.rules
    with pytest.raises(BudgetRefused, match="counts"):
        services.remove_rule(draft_id, number, by=by, at=AT)


def test_two_people_at_one_rule_lose_nothing() -> None:
    draft_id = make_draft()
    number, one, other = write(draft_id, count=False), make_actor(Role.PLANNER), make_actor(Role.PLANNER)
    services.revise_rule(draft_id, number, values={**OST, "why": "Protokoll"}, version=2, by=one, at=AT)
    # another field is joined, the same field is shown to both
    services.revise_rule(draft_id, number, values={**OST, "value": "900.000"}, version=2, by=other, at=AT)
    assert BudgetDraft.objects.get().rules[0]["typed"] | {} == {**OST, "why": "Protokoll", "value": "900.000"}
    with pytest.raises(FieldConflict) as clash:
        services.revise_rule(draft_id, number, values={**OST, "value": "800.000"}, version=2, by=one, at=AT)
    assert [(each.field, each.theirs, each.mine) for each in clash.value.clashes] == [
        ("value", "900.000", "800.000")
    ]


def test_a_clash_is_refused_and_nothing_changes() -> None:
    draft_id = make_draft()
    number = write(draft_id, count=False, areas=["01"], side="at_most", value="600.000")
    with pytest.raises(RuleClash, match="01 is protected"):
        services.let_count(draft_id, number, by=make_actor(Role.PLANNER), at=AT)
    stored = BudgetDraft.objects.get()
    assert (stored.version, stored.rules[0]["rule"]) == (1, None)


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.COMMITTEE_MEMBER, Role.PROVIDER_LEAD])
def test_others_try_and_do_not_write(role: Role) -> None:
    draft_id = make_draft()
    with pytest.raises(Denied):
        services.add_rule(draft_id, by=make_actor(role), at=AT)
    client = browser_of(make_actor(role))
    text = client.get(
        PAGE, {"subject": "each", "areas": "06", "side": "at_least", "value": "1 000 000", "measure": "euros"}
    ).content.decode()
    assert "52.534 Euro" in text
    assert "Regel schreiben" not in text
    assert client.post(f"{PAGE}neu/").status_code == 404
    assert BudgetDraft.objects.get().rules == []


def test_published_rules_stand_and_travel_with_the_round() -> None:
    planner = make_actor(Role.PLANNER)
    recipe = shipped_budget_recipe("default").changed({"rules": "06 >= 1.000.000; offers youth_work >= 15 %"})
    draft_id = make_draft(by=planner, recipe=recipe)
    scenario = publish_draft(draft_id, title="Wie veröffentlicht", by=planner, at=AT)
    assert replay(scenario).same
    with pytest.raises(BudgetRefused, match="published"):
        services.let_rest(draft_id, 1, by=planner, at=AT)
    with pytest.raises(BudgetRefused, match="published"):
        services.add_rule(draft_id, by=planner, at=AT)


def test_the_public_page_says_the_rules_of_round_0(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = shipped_budget_recipe("default").changed({"rules": "06 >= 900.000; provider <= 40 %"})
    monkeypatch.setattr(rounds_factory, "make_draft", lambda **given: make_draft(recipe=recipe, **given))
    rounds_factory.publish()
    text = Client().get("/mitwirkung/budget/2027/").content.decode()
    assert "06 erhält mindestens 900.000 Euro." in text
    assert "In jedem Gebiet erhält kein Träger mehr als 40 % vom Betrag des Gebiets." in text
    steps = Client().get("/mitwirkung/budget/2027/verlauf.json").json()
    assert "900000" in str(steps)


def test_a_scenario_keeps_the_rules() -> None:
    draft_id = make_draft()
    write(draft_id)
    kept = keep_scenario(
        draft_id,
        changes={"max_gain": 0.3},
        negotiation=0.05,
        title="Mit Regel",
        by=make_actor(Role.PLANNER),
        at=AT,
    )
    assert replay(kept).same


def test_the_pages_say_what_a_rule_moves_and_save_what_is_typed(planner: Client) -> None:
    make_draft()
    assert "Noch gilt keine Regel des Ausschusses." in planner.get(PAGE).content.decode()
    answer = planner.post(f"{PAGE}neu/")
    assert answer.headers["Location"] == f"{PAGE}1/"
    saved = planner.post(f"{PAGE}1/", {**OST, "version": 1}, headers={"X-Autosave": "1"})
    assert saved.json()["version"] == 2
    wrong = planner.post(f"{PAGE}1/", {**OST, "value": "viel", "version": 2}, headers={"X-Autosave": "1"})
    assert wrong.status_code == 422
    assert "value" in wrong.json()["errors"]
    assert "06 erhält mindestens 1.000.000 Euro." in planner.get(f"{PAGE}1/").content.decode()
    planner.post(f"{PAGE}1/gilt/")
    text = planner.get(PAGE).content.decode()
    assert "1 Regel des Ausschusses gilt." in text
    assert "Verschiebt 52.534 Euro: mehr für" in text
    workshop = planner.get("/organisation/budget/", {"area": "06"}).content.decode()
    assert "Durch eigene Regeln des Ausschusses kommen" in workshop
    assert planner.post(f"{PAGE}1/ruht/", follow=True).status_code == 200
    assert planner.post(f"{PAGE}1/weg/", follow=True).status_code == 200
    assert planner.get(f"{PAGE}1/").status_code == 404


def test_a_clash_is_told_on_the_page(planner: Client) -> None:
    make_draft()
    tried = {"subject": "each", "areas": "01", "side": "at_most", "value": "600.000", "measure": "euros"}
    text = planner.get(PAGE, tried).content.decode()
    assert "Diese Regeln sind zusammen nicht einzuhalten." in text
    assert "ist geschützt: Es erhält mindestens 620.800 Euro." in text
    incomplete = planner.get(PAGE, {"subject": "together", "value": "5"})
    assert incomplete.status_code == 422


def test_rules_on_offers_divide_what_the_lines_plan(planner: Client) -> None:
    by = make_actor(Role.PLANNER)
    draft_id = make_draft(by=by)
    for kind, amount in ((OfferKind.YOUTH_WORK, 50_000_00), (OfferKind.FAMILY_EDUCATION, 600_000_00)):
        line = LineInput("06", "Zeile", kind, "Ziel", "Wirkung", AT.date(), amount)
        add_line(draft_id, line, by=by, at=AT)
    draft = draft_of(2027)
    assert draft is not None
    found = queries.ruled(draft, read_rules("offers youth_work >= 15 %")[0])
    assert found.parts is not None
    youth = next(part for part in found.parts if (part.area, part.offer_kind) == ("06", "youth_work"))
    assert youth.cents == round(0.15 * 94_746_600)
    assert sum(part.cents for part in found.parts if part.area == "06") == 94_746_600
    text = planner.get(
        PAGE, {"subject": "offers", "offer_kind": "youth_work", "side": "at_least", "value": "15"}
    ).content.decode()
    assert "Wie die Beträge der Gebiete aufgeteilt sind" in text


def test_paper_and_workbook_carry_the_rules(planner: Client) -> None:
    draft_id = make_draft()
    write(draft_id)
    write(draft_id, subject="together", areas=["02", "06"], value="32", measure="share")
    answer = planner.get("/berichte/budget/rechnung.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    assert "Regeln" in book.sheet_names
    rows = book.get_sheet_by_name("Regeln").to_python()
    assert any("06 erhält mindestens 1.000.000 Euro." in row for row in rows)
    assert planner.get("/berichte/budget/vorlage.pdf").status_code in {200, 404}
