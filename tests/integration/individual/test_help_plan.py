"""The help plan from its beginning to signature, review and output, as the people of a case do it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.case_pages import shown
from factories.cases import Family, grant_for, make_family
from factories.documents import faults_of
from factories.field import make_keeper, make_provider
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.revisions import FieldConflict
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import (
    Audience,
    GoalLevel,
    GoalState,
    PlanState,
    ReviewResult,
    SignatureState,
)
from sozialraum.individual.models import Goal, HelpPlan, Member
from sozialraum.individual.presentation.documents import plan_blocks
from sozialraum.individual.queries.plans import PlanView
from sozialraum.individual.rules.plans import plan_for
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
WHOLE = {
    "summary": "Jonas kommt in kleinen Schritten zurück in die Schule.", "meeting_on": TODAY.isoformat(), "help_kind": "31",
    "services": "Brücke e. V. [P01]: begleitet morgens; 4 Stunden je Woche\nOpa Werner: ist um 6:45 da",
    "siblings": "Lotte frühstückt mit.", "review_on": (TODAY + timedelta(days=140)).isoformat(),
    "need": "Jonas braucht einen Weg zurück.", "exit_when": "Die Hilfe endet, wenn Jonas acht Wochen zur Schule geht.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    made = make_family()
    grant_for(made.worker, made.case_id, Action.WRITE)
    kept = {
        "recorded_by": made.worker.user_id,
        "recorded_at": AT,
        "changed_by": made.worker.user_id,
        "changed_at": AT,
    }
    goal = Goal.objects.create(
        case_id=made.case_id, owner_id=made.son_id, level=GoalLevel.ACTION, state=GoalState.OPEN,
        words="Ich komme mit Emre in der Schule an.", sign="Jonas isst sein Brot auf dem Schulhof.", **kept,
    )  # fmt: skip
    Goal.objects.create(
        case_id=made.case_id, owner_id=made.son_id, level=GoalLevel.STEP, state=GoalState.OPEN, parent=goal, who="Jonas",
        words="packt abends die Tasche", reach_by=TODAY, **kept,
    )  # fmt: skip
    return made


def address(family: Family, rest: str = "") -> str:
    return f"/individuum/{family.case_id}/hilfeplan/{rest}"


def write(family: Family, **changes: str) -> int:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    return services.revise_help_plan(grant, 1, values=WHOLE | changes, version=view(family).version)


def view(family: Family, number: int | None = None) -> PlanView:
    found = queries.help_plan(grant_for(family.worker, family.case_id), number)
    assert found is not None
    return found


@pytest.fixture
def drafted(family: Family) -> Family:
    services.begin_help_plan(grant_for(family.worker, family.case_id, Action.WRITE))
    return family


@pytest.fixture
def fixed(drafted: Family) -> Family:
    write(drafted)
    services.fix_help_plan(grant_for(drafted.worker, drafted.case_id, Action.WRITE), 1)
    return drafted


def test_a_plan_is_put_together_and_nothing_is_typed_again(family: Family) -> None:
    worker = browser_of(family.worker)
    assert "Aus dem zusammenstellen, was da ist" in shown(worker, address(family))
    worker.post(address(family, "beginnen/"))
    text = shown(worker, address(family))
    for words in (
        "Ich will wieder in die Schule.",
        "Ich komme mit Emre in der Schule an.",
        "packt abends die Tasche",
    ):
        assert words in text
    assert "was es für die Geschwister heißt" in text


def test_a_draft_may_have_gaps_and_is_not_fixed_with_them(drafted: Family) -> None:
    grant = grant_for(drafted.worker, drafted.case_id, Action.WRITE)
    with pytest.raises(Refused, match="everything yet"):
        services.fix_help_plan(grant, 1)
    write(drafted)
    services.fix_help_plan(grant, 1)
    assert view(drafted).state is PlanState.FIXED


def test_the_form_saves_itself_and_two_editors_lose_nothing(drafted: Family) -> None:
    page = browser_of(drafted.worker)
    typed = {**WHOLE, "version": "1", "participants": "Jonas"}
    answer = page.post(address(drafted, "1/schreiben/"), typed, headers={"x-autosave": "1"})
    assert (answer.status_code, answer.json()["version"], answer.json()["values"]) == (200, 2, {})
    with pytest.raises(FieldConflict) as clash:
        services.revise_help_plan(
            grant_for(drafted.worker, drafted.case_id, Action.WRITE),
            1,
            values={"siblings": "Anders."},
            version=1,
        )
    assert [each.field for each in clash.value.clashes] == ["siblings"]
    assert view(drafted).content.siblings == "Lotte frühstückt mit."


def test_the_family_disagrees_in_the_draft_and_the_answer_stands_beside(drafted: Family) -> None:
    son = browser_of(drafted.son)
    son.post(
        address(drafted, "1/anders/"), {"words": "Vier Stunden sind zu viel.", "member": str(drafted.son_id)}
    )
    browser_of(drafted.worker).post(
        address(drafted, "1/anders/"), {"words": "Im Dezember sprechen wir darüber.", "answer_to": "0"}
    )
    text = shown(son, address(drafted))
    assert "Vier Stunden sind zu viel." in text
    assert "Im Dezember sprechen wir darüber." in text
    with pytest.raises(Refused, match="speaks for herself"):
        services.say_otherwise(
            grant_for(drafted.mother, drafted.case_id, Action.WRITE), 1, words="...", member_id=drafted.son_id
        )


def test_a_fixed_version_never_changes_not_even_in_the_database(fixed: Family) -> None:
    grant = grant_for(fixed.worker, fixed.case_id, Action.WRITE)
    with pytest.raises(Refused, match="fixed"):
        write(fixed, siblings="Anders.")
    assert HelpPlan.objects.filter(case_id=fixed.case_id).update(content={}) == 0
    assert view(fixed).content.siblings == "Lotte frühstückt mit."
    assert services.begin_help_plan(grant) == 2


def test_signing_waits_for_nobodys_patience(fixed: Family) -> None:
    son, worker = browser_of(fixed.son), browser_of(fixed.worker)
    son.post(address(fixed, "1/unterschrift/"), {"state": "reads_again", "member": str(fixed.son_id)})
    assert "möchte den Plan noch einmal in Ruhe lesen" in shown(worker, address(fixed))
    worker.post(address(fixed, "1/unterschrift/"), {"state": "signed"})
    assert not view(fixed).agreed
    son.post(
        address(fixed, "1/unterschrift/"),
        {"state": "signed", "member": str(fixed.son_id), "words": "mit dem, was ich gesagt habe"},
    )
    assert view(fixed).agreed
    assert queries.process_facts(grant_for(fixed.worker, fixed.case_id)).plan_agreed
    assert "2 von 3 Unterschriften" in shown(son, address(fixed))


def test_nobody_signs_in_anothers_place(fixed: Family) -> None:
    for actor in (fixed.mother, fixed.worker):
        with pytest.raises(Refused, match=r"account of their own"):
            services.sign_help_plan(
                grant_for(actor, fixed.case_id, Action.WRITE),
                1,
                state=SignatureState.SIGNED,
                member_id=fixed.son_id,
            )


def test_changes_of_the_next_version_are_told_and_can_be_hidden(fixed: Family) -> None:
    grant = grant_for(fixed.worker, fixed.case_id, Action.WRITE)
    Goal.objects.filter(case_id=fixed.case_id, level=GoalLevel.STEP).update(words="packt morgens die Tasche")
    services.begin_help_plan(grant)
    page = browser_of(fixed.worker)
    text = shown(page, address(fixed))
    assert "<del>abends </del>" in text
    assert "<ins>morgens </ins>" in text
    assert "<ins>" not in shown(page, address(fixed, "2/?ohne-aenderungen")).replace("<ins>neu</ins>", "")


def test_person_and_professional_rate_a_goal_and_both_are_shown(fixed: Family) -> None:
    key = view(fixed).content.goals[0].key
    browser_of(fixed.son).post(
        address(fixed, "1/wie-weit/"),
        {"goal": key, "value": "2", "member": str(fixed.son_id), "words": "Ich war da."},
    )
    browser_of(fixed.worker).post(address(fixed, "1/wie-weit/"), {"goal": key, "value": "0"})
    assert {(each.own, each.value) for each in view(fixed).ratings} == {(True, 2), (False, 0)}
    text = shown(browser_of(fixed.mother), address(fixed))
    assert "erreicht" in text
    assert "wie vorher" in text


def test_a_review_answers_both_questions_of_the_law(fixed: Family) -> None:
    grant = grant_for(fixed.worker, fixed.case_id, Action.WRITE)
    with pytest.raises(Refused, match="Both questions"):
        services.review_help_plan(
            grant, 1, held_on=TODAY, suitable="Ja.", needed=" ", result=ReviewResult.CONTINUE
        )
    browser_of(fixed.worker).post(
        address(fixed, "1/ueberpruefung/"),
        {
            "held_on": TODAY.isoformat(),
            "suitable": "Ja, am Morgen.",
            "needed": "Bis April.",
            "result": "change",
        },
    )
    assert "geht anders weiter" in shown(browser_of(fixed.son), address(fixed))
    assert queries.process_facts(grant).reviewed


def _text(client: Client, family: Family, audience: Audience, kind: str) -> str:
    """What the paper of an audience says, after the paper itself was asked for and found accessible."""
    answer = client.get(address(family, f"1/{kind}.pdf"))
    assert answer.status_code == 200, kind
    assert faults_of(answer.content) == []
    found = view(family)
    return json.dumps(plan_blocks(found, plan_for(audience, found.content), audience), ensure_ascii=False)


def test_h8_the_courts_pdf_holds_no_word_of_card_goal_or_dissent(fixed: Family) -> None:
    text = _text(browser_of(fixed.worker), fixed, Audience.COURT, "gericht")
    assert "Jonas braucht einen Weg zurück." in text
    for hidden in ("Ich will wieder in die Schule.", "Emre", "packt abends", "Lotte", "acht Wochen"):
        assert hidden not in text
    assert browser_of(fixed.son).get(address(fixed, "1/gericht.pdf")).status_code == 404


def test_h11_the_plain_version_has_no_paragraph_and_no_professional_view(fixed: Family) -> None:
    text = _text(browser_of(fixed.son), fixed, Audience.PLAIN, "einfach")
    assert "Ich komme mit Emre in der Schule an." in text
    assert "§" not in text
    assert "braucht einen Weg" not in text


def test_a_provider_reads_fixed_versions_and_its_parts_alone(drafted: Family) -> None:
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(drafted.case_id))
    page = browser_of(provider)
    assert "Ich komme mit Emre" not in shown(page, address(drafted))
    write(drafted)
    services.fix_help_plan(grant_for(drafted.worker, drafted.case_id, Action.WRITE), 1)
    text = shown(page, address(drafted))
    assert "Ich komme mit Emre" in text
    assert "Jonas braucht einen Weg zurück." not in text
    assert "Lotte frühstückt mit." not in text


def test_strangers_and_unknown_versions_answer_alike(fixed: Family) -> None:
    stranger = browser_of(make_family().worker)
    assert stranger.get(address(fixed)).status_code == 404
    assert browser_of(fixed.worker).get(address(fixed, "9/")).status_code == 404
    with pytest.raises(Denied):
        services.begin_help_plan(grant_for(fixed.mother, fixed.case_id, Action.WRITE))


def test_who_is_asked_to_sign_follows_age_and_custody(fixed: Family) -> None:
    grant_for(fixed.worker, fixed.case_id, Action.WRITE)
    Member.objects.filter(id=fixed.son_id).update(born_on=TODAY.replace(year=TODAY.year - 8))
    assert [each.name for each in view(fixed).signers if each.member_id] == ["Miriam Kessler"]


def test_d7_a_provider_reads_its_own_services_and_nobody_elses(drafted: Family) -> None:
    for code in ("P01", "P02"):
        make_provider(make_keeper(), code=code, name=f"Träger {code}")
    write(
        drafted,
        services="Brücke [P01]: Begleitung am Morgen; 4 Stunden je Woche\nHafen [P02]: Lerngruppe\nOpa: Frühstück",
    )
    services.fix_help_plan(grant_for(drafted.worker, drafted.case_id, Action.WRITE), 1)
    own = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(drafted.case_id))
    assert "Begleitung am Morgen" not in shown(browser_of(own), address(drafted))
    own = make_actor(
        Role.PROVIDER_WORKER,
        user=User.objects.get(id=own.user_id),
        scope_kind=ScopeKind.PROVIDER,
        scope_key="P01",
    )
    text = shown(browser_of(own), address(drafted))
    assert "Begleitung am Morgen" in text
    assert "Lerngruppe" not in text
    assert "Opa: Frühstück" not in text
    worker = browser_of(drafted.worker)
    assert "Für Träger P02" in shown(worker, address(drafted))
    for asked in ("", "?fuer=", "?fuer=P03"):
        assert worker.get(address(drafted, f"1/traeger.pdf{asked}")).status_code == 404
    assert faults_of(worker.get(address(drafted, "1/traeger.pdf?fuer=P02")).content) == []
    content = plan_for(Audience.PROVIDER, view(drafted).content, providers=["P02"])
    assert [each.what for each in content.services] == ["Lerngruppe"]
