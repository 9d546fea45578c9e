"""What tests/meta/facts.py says is taken over is taken over: nobody types it a second time."""

from __future__ import annotations

import pytest
from meta.facts import TAKEN_OVER

from factories.browsers import stop_clock
from factories.cases import Family, grant_for, make_family
from factories.field import make_keeper, make_offer, make_provider
from factories.people import TODAY, make_actor
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import (
    AdviceTopic,
    ComponentKind,
    ConsultationForm,
    Outcome,
    StatementKind,
)
from sozialraum.individual.forms.plans import PlanForm
from sozialraum.individual.rules.plan_lines import typed_values

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def grant() -> Grant:
    """A case in which everything was said and decided before its first plan."""
    keeper = make_keeper()
    make_offer(keeper, make_provider(keeper), name="Hilfe am Hafen", area_code="0301")
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.record_statement(
        grant, text="Jonas braucht einen Weg zurück.", said_on=TODAY, kind=StatementKind.PROFESSIONAL_VIEW
    )
    services.add_component(
        grant, kind=ComponentKind.OWN, who="Jonas", content="packt abends die Tasche", valid_from=TODAY
    )
    decide(family, grant)
    return grant


def decide(family: Family, grant: Grant) -> None:
    """Advice, choice and a granted decision."""
    services.log_consultation(grant, held_on=TODAY, form=ConsultationForm.TALK, topics=list(AdviceTopic))
    services.show_options(grant, help_kind="31", on=TODAY)
    key = queries.choice_page(grant).options[0].key
    services.record_choice(
        grant, option_key=key, member_id=family.son_id, words="Da kenne ich einen.", on=TODAY
    )
    services.prepare_decision(
        grant, outcome=Outcome.GRANTED, content="Begleitung am Morgen", extent="4 Stunden je Woche",
        valid_from=TODAY, reasons="Der Morgen braucht einen ausgeschlafenen Menschen.",
    )  # fmt: skip
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    (decision,) = queries.choice_page(grant).decisions
    services.decide_claim(grant_for(lead, family.case_id, Action.DECIDE), decision.id)


EXPECTED = {
    ("PlanForm", "participants"): "Jonas",
    ("PlanForm", "need"): "Jonas braucht einen Weg zurück.",
    ("PlanForm", "help_kind"): "31",
    ("PlanForm", "services"): "Jonas: packt abends die Tasche",
}


def test_a_plan_asks_for_nothing_that_is_on_record(grant: Grant) -> None:
    assert EXPECTED.keys() == TAKEN_OVER.keys(), "prove here what tests/meta/facts.py says"
    number = services.begin_help_plan(grant)
    view = queries.help_plan(grant, number)
    assert view is not None
    form = PlanForm(initial=dict(typed_values(view.content)))
    for (_form, field), value in EXPECTED.items():
        assert value in str(form[field].value()), field
