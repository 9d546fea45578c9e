"""Choice and decision: every help that fits is shown, a refusal has its lawful reason, the office alone decides."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from factories.browsers import browser_of, stop_clock
from factories.case_pages import shown
from factories.cases import Family, grant_for, make_family
from factories.documents import UA, faults_of
from factories.field import make_keeper, make_offer, make_provider
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.contributions import Moment, Today
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.contributions import individual_today
from sozialraum.individual.enums import AdviceTopic, ConsultationForm, Outcome, RefusalReason
from sozialraum.individual.models import GrantDecision
from sozialraum.individual.rules.choice import Refusal
from sozialraum.individual.services import Refused
from sozialraum.organization.queries import provider_names

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    keeper = make_keeper()
    for area, name in (("0301", "Hilfe am Hafen"), ("0907", "Hilfe in Altenfurt"), ("", "Hilfe überall")):
        make_offer(keeper, make_provider(keeper), name=name, area_code=area)
    return make_family()


def tell(family: Family, *topics: AdviceTopic) -> None:
    services.log_consultation(
        grant_for(family.worker, family.case_id, Action.WRITE), held_on=TODAY, form=ConsultationForm.TALK,
        topics=topics or list(AdviceTopic),
    )  # fmt: skip


def lead(team: str = "hafen") -> Actor:
    return make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key=team)


def choose(family: Family) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.show_options(grant, help_kind="31", on=TODAY)
    key = queries.choice_page(grant).options[1].key
    services.record_choice(
        grant, option_key=key, member_id=family.son_id, words="Da kenne ich einen.", on=TODAY
    )


def prepared(family: Family) -> None:
    tell(family)
    choose(family)
    services.prepare_decision(
        grant_for(family.worker, family.case_id, Action.WRITE), outcome=Outcome.GRANTED, content="Begleitung am Morgen",
        extent="4 Stunden je Woche", valid_from=TODAY, reasons="Der Morgen braucht einen ausgeschlafenen Menschen.",
    )  # fmt: skip


def test_h3_the_list_holds_every_offer_inside_and_outside_the_quarter(family: Family) -> None:
    tell(family, AdviceTopic.CHOICE)
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    assert services.show_options(grant, help_kind="31", on=TODAY) == 3
    options = queries.choice_page(grant).options
    assert {each.name for each in options} == {"Hilfe am Hafen", "Hilfe in Altenfurt", "Hilfe überall"}
    assert [each.here for each in options] == [True, False, False]


def test_h5_no_list_before_the_right_to_choose_was_explained(family: Family) -> None:
    tell(family, AdviceTopic.SITUATION)
    with pytest.raises(Refused, match="right to choose"):
        services.show_options(
            grant_for(family.worker, family.case_id, Action.WRITE), help_kind="31", on=TODAY
        )


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(RefusalReason.COST, text="Zu teuer."),
        Refusal(RefusalReason.COST, Decimal(70), Decimal(71), "Das Budget des Gebiets ist aufgebraucht."),
        Refusal(RefusalReason.COST, Decimal(90), Decimal(71), " "),
        Refusal(RefusalReason.NO_AGREEMENT, Decimal(90), Decimal(71), "Keine Vereinbarung."),
    ],
)
def test_h5_a_choice_is_refused_for_a_lawful_reason_with_figures_alone(
    family: Family, refusal: Refusal
) -> None:
    tell(family)
    choose(family)
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    chosen = queries.choice_page(grant).choices[0]
    with pytest.raises(Refused, match="two reasons"):
        services.refuse_choice(grant, chosen.id, refusal)
    lawful = Refusal(RefusalReason.COST, Decimal("98.50"), Decimal(71), "Ein Drittel über den anderen.")
    services.refuse_choice(grant, chosen.id, lawful)
    assert queries.choice_page(grant).choices[0].refusal_reason is RefusalReason.COST


def test_nothing_is_decided_before_advice_list_and_choice(family: Family) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    tell(family, AdviceTopic.CHOICE)
    choose(family)
    with pytest.raises(Refused, match="needed for a decision"):
        services.prepare_decision(grant, outcome=Outcome.REFUSED, content="Hilfe", reasons="Weil.")


def test_h2_the_lead_of_the_office_decides_and_nobody_else(family: Family) -> None:
    prepared(family)
    decision = queries.choice_page(grant_for(family.worker, family.case_id)).decisions[0]
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    address = f"/individuum/{family.case_id}/entscheidung/{decision.id}/"
    for actor in (provider, family.worker, family.mother, family.son, lead("altenfurt")):
        assert browser_of(actor).post(address).status_code == 404
    with pytest.raises(Denied):
        services.decide_claim(grant_for(family.worker, family.case_id, Action.WRITE), decision.id)
    browser_of(lead()).post(address)
    decided = queries.choice_page(grant_for(family.worker, family.case_id)).decisions[0]
    assert decided.decided_by == "Toni Berger"
    assert queries.process_facts(grant_for(family.worker, family.case_id)).granted


def test_what_was_granted_stands_in_the_plan_that_is_begun_after_it(family: Family) -> None:
    prepared(family)
    decision = queries.choice_page(grant_for(family.worker, family.case_id)).decisions[0]
    services.decide_claim(grant_for(lead(), family.case_id, Action.DECIDE), decision.id)
    services.begin_help_plan(grant_for(family.worker, family.case_id, Action.WRITE))
    chosen = queries.choice_page(grant_for(family.worker, family.case_id)).choices[0]
    plan = queries.help_plan(grant_for(family.worker, family.case_id))
    assert plan is not None
    (brought,) = plan.content.services
    assert (brought.what, brought.extent) == ("Begleitung am Morgen", "4 Stunden je Woche")
    assert brought.provider_code == chosen.provider_code
    assert brought.who == provider_names([chosen.provider_code])[chosen.provider_code]


def test_h2_a_lead_who_also_works_for_a_provider_does_not_decide(family: Family) -> None:
    both = lead()
    from sozialraum.foundation.accounts.models import User

    user = User.objects.get(id=both.user_id)
    both = make_actor(Role.PROVIDER_LEAD, user=user, scope_kind=ScopeKind.PROVIDER, scope_key="provider-1")
    with pytest.raises(Denied):
        grant_for(both, family.case_id, Action.DECIDE)


def test_h2_the_database_takes_nobody_elses_name_under_a_decision(family: Family) -> None:
    prepared(family)
    grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        GrantDecision.objects.update(decided_by=lead().user_id)


def test_the_letter_says_why_and_what_can_be_done_against_it(family: Family) -> None:
    prepared(family)
    page = browser_of(family.worker)
    decision = queries.choice_page(grant_for(family.worker, family.case_id)).decisions[0]
    base = f"/individuum/{family.case_id}/entscheidung/{decision.id}/"
    assert page.get(f"{base}bescheid.pdf").status_code == 404
    browser_of(lead()).post(base)
    for kind in ("bescheid", "kostenzusage"):
        document = page.get(f"{base}{kind}.pdf").content
        assert faults_of(document, UA) == []
    page.post(f"{base}verschickt/")
    facts = queries.process_facts(grant_for(family.worker, family.case_id))
    assert (facts.granted, facts.letter_sent) == (True, True)
    assert "Verschickt am" in shown(page, f"/individuum/{family.case_id}/wahl/")


def test_the_page_leads_from_the_list_to_the_prepared_decision(family: Family) -> None:
    tell(family)
    page, base = browser_of(family.worker), f"/individuum/{family.case_id}"
    page.post(f"{base}/wahl/liste/", {"help_kind": "31"})
    text = shown(page, f"{base}/wahl/")
    assert "Hilfe in Altenfurt" in text
    page.post(
        f"{base}/wahl/gewaehlt/",
        {"other": "Meine Tante", "member": str(family.son_id), "on": TODAY.isoformat()},
    )
    page.post(
        f"{base}/entscheidung/",
        {
            "outcome": "granted",
            "content": "Begleitung",
            "reasons": "Weil es hilft.",
            "valid_from": TODAY.isoformat(),
        },
    )
    text = shown(page, f"{base}/wahl/")
    assert "Meine Tante" in text
    assert "Die Teamleitung entscheidet." in text
    assert "So entscheiden" not in text
    assert "So entscheiden" in shown(browser_of(lead()), f"{base}/wahl/")
    assert browser_of(family.mother).get(f"{base}/wahl/").status_code == 404


def test_what_was_typed_stays_where_a_decision_or_a_choice_cannot_be_kept(family: Family) -> None:
    tell(family)
    choose(family)
    worker, address = browser_of(family.worker), f"/individuum/{family.case_id}/"
    given = {
        "outcome": "granted",
        "content": "Begleitung",
        "valid_from": TODAY.isoformat(),
        "valid_until": "2020-01-01",
    }
    answer = worker.post(f"{address}entscheidung/", {**given, "reasons": "Der Weg am Morgen."})
    assert answer.status_code == 422
    assert "Der Weg am Morgen." in answer.content.decode()
    answer = worker.post(
        f"{address}wahl/gewaehlt/", {"words": "Die mit den Rädern.", "on": TODAY.isoformat()}
    )
    assert answer.status_code == 422
    assert "Die mit den Rädern." in answer.content.decode()


def test_the_lead_finds_on_the_start_page_what_waits_and_nobody_elses(family: Family) -> None:
    prepared(family)
    now = Moment(AT, TODAY)
    mine = [each.title for each in individual_today(lead(), now) if isinstance(each, Today)]
    assert any("Kessler" in title for title in mine)
    assert not [each for each in individual_today(lead("nord"), now) if isinstance(each, Today)]
