"""The team sheet: nobody's name leaves the case, a person reads it first, ideas come before paragraphs, nothing decides."""

from __future__ import annotations

from uuid import UUID

import pytest

from factories.browsers import browser_of, stop_clock
from factories.case_pages import shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import Ring, StatementKind
from sozialraum.individual.queries.team_sheets import SheetView
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
IDEAS = ("Opa frühstückt mit.", "Emre holt ihn ab.", "Die Fahrradwerkstatt am Mittwoch.")
NAMED = (
    "Jonas Kessler wohnt mit Frau Kessler im Lindenring 12. Tel. 030 2312514, geboren am 8. März 2012, Akte 2026-01856, "
    "Mail miriam@kessler.example. Herr Vogt und Jonas' Mutter Miriam sagen dasselbe."
)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    made = make_family()
    grant = grant_for(made.worker, made.case_id, Action.WRITE)
    services.record_statement(grant, text=NAMED, said_on=TODAY, kind=StatementKind.PROFESSIONAL_VIEW)
    return made


def view(family: Family) -> SheetView:
    found = queries.team_sheet(grant_for(family.worker, family.case_id))
    assert found is not None
    return found


@pytest.fixture
def sheet_id(family: Family) -> UUID:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.make_team_sheet(grant, question="Wie kommt Jonas zurück in die Schule?")
    return view(family).id


def test_h6_d5_no_name_day_number_or_address_is_left(family: Family, sheet_id: UUID) -> None:
    sheet = view(family)
    text = f"{sheet.question} {sheet.body}"
    for hidden in (
        "Jonas",
        "Kessler",
        "Miriam",
        "Vogt",
        "Lindenring",
        "2312514",
        "März",
        "01856",
        "@",
        "Toni",
        "Berger",
    ):
        assert hidden not in text, hidden
    for kept in ("[Kind 1]", "[Elternteil 1]", "Ich will wieder in die Schule."):
        assert kept in text


def test_nothing_goes_out_before_a_person_has_read_it(family: Family, sheet_id: UUID) -> None:
    worker, address = browser_of(family.worker), f"/individuum/{family.case_id}/teambogen/"
    assert worker.get(f"{address}bogen.pdf").status_code == 404
    with pytest.raises(Refused, match="checked"):
        services.go_to_phase(grant_for(family.worker, family.case_id, Action.WRITE), sheet_id, 2)
    worker.post(f"{address}pruefen/", {"body": f"{view(family).body}\nUnd Jonas lacht."})
    assert "Jonas" not in view(family).body
    assert worker.get(f"{address}bogen.pdf").content[:4] == b"%PDF"


def advise(family: Family, sheet_id: UUID) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.check_team_sheet(grant, sheet_id, body=view(family).body)
    services.name_advisers(
        grant, sheet_id, professionals=["A", "B"], providers=["Verein (könnte selbst helfen)"]
    )
    services.go_to_phase(grant, sheet_id, 6)
    for text in IDEAS:
        services.name_idea(grant, sheet_id, ring=Ring.FAMILY_FRIENDS, text=text, provider=False)


def test_no_paragraph_before_phase_7(family: Family, sheet_id: UUID) -> None:
    advise(family, sheet_id)
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="phase 7"):
        services.name_idea(grant, sheet_id, ring=Ring.PROFESSIONAL, text="SPFH nach § 31", provider=True)
    services.go_to_phase(grant, sheet_id, 7)
    services.name_idea(grant, sheet_id, ring=Ring.PROFESSIONAL, text="Hilfe nach § 31", provider=True)
    assert len(view(family).ideas) == 4


def test_advice_needs_two_alternatives_and_keeps_dissent(family: Family, sheet_id: UUID) -> None:
    advise(family, sheet_id)
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="two alternatives"):
        services.close_advice(grant, sheet_id, offered=[0])
    assert not queries.process_facts(grant).team_advised
    browser_of(family.worker).post(
        f"/individuum/{family.case_id}/teambogen/abschluss/",
        {"offered": ["0", "2"], "dissent": "B sieht zu viel Druck."},
    )
    assert [each.offered for each in view(family).ideas] == [True, False, True]
    assert view(family).dissent == "B sieht zu viel Druck."
    assert queries.process_facts(grant).team_advised
    assert "der Familie angeboten" in shown(
        browser_of(family.worker), f"/individuum/{family.case_id}/teambogen/"
    )


def test_h2_a_provider_writes_nothing_here_and_advice_grants_nothing(family: Family, sheet_id: UUID) -> None:
    advise(family, sheet_id)
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    with pytest.raises(Denied):
        grant_for(provider, family.case_id, Action.WRITE, at=AT)
    services.close_advice(grant_for(family.worker, family.case_id, Action.WRITE), sheet_id, offered=[0, 1])
    facts = queries.process_facts(grant_for(family.worker, family.case_id))
    assert (facts.granted, facts.choice_made) == (False, False)
    assert browser_of(family.mother).get(f"/individuum/{family.case_id}/teambogen/").status_code == 404


def test_the_question_is_checked_as_well_and_dissent_is_not_typed_twice(
    family: Family, sheet_id: UUID
) -> None:
    worker, address = browser_of(family.worker), f"/individuum/{family.case_id}/teambogen/"
    told = {"body": view(family).body, "question": "Wie kommt Jonas an der Grundschule am Wehr wieder an?"}
    worker.post(f"{address}pruefen/", told)
    assert view(family).question == "Wie kommt [Kind 1] an der [Einrichtung] wieder an?"
    answer = worker.post(f"{address}abschluss/", {"dissent": "Zwei Wochen sind zu kurz."})
    assert answer.status_code == 422
    assert "Zwei Wochen sind zu kurz." in answer.content.decode()
