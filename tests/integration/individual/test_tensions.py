"""Where people pull apart: every voice in its own words, how all live with it, and never a weighing."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models import FloatField, IntegerField

from factories.browsers import browser_of, stop_clock
from factories.case_pages import SAID, page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.people import TODAY, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied, Grant
from sozialraum.foundation.privacy.own_data import sections_of
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import StatementKind, TensionState
from sozialraum.individual.models import Statement, Tension, TensionStep, TensionVoice
from sozialraum.individual.queries.plan_material import assembled
from sozialraum.individual.queries.team_sheets import scrubbed_body
from sozialraum.individual.rules.plans import Audience, PlanContent, plan_for
from sozialraum.individual.services import Refused, Seen

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
ABOUT = "Wie Jonas zur Schule kommt"
VIEW = "Vier Wochen Fahrdienst geben Luft."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family()


def _grant(actor: Actor, family: Family, action: Action = Action.WRITE) -> Grant:
    context.clear()
    return grant_for(actor, family.case_id, action)


def _named(family: Family) -> UUID:
    return services.name_tension(
        _grant(family.worker, family),
        about=ABOUT,
        seen=[Seen(statement_id=family.will_id), Seen(kind=StatementKind.PROFESSIONAL_VIEW, words=VIEW)],
    )


def _seen(actor: Actor, family: Family) -> list[queries.TensionView]:
    return queries.tensions(_grant(actor, family, Action.READ))


def test_h4_every_voice_stands_beside_the_others_and_links_to_where_it_was_said(family: Family) -> None:
    tension_id = _named(family)
    services.add_voice(_grant(family.son, family), tension_id, Seen(words="Mit dem Bus."))
    (seen,) = _seen(family.mother, family)
    assert [(each.name, each.words, each.own) for each in seen.voices] == [
        ("Jonas", SAID, True), ("Toni Berger", VIEW, False), ("Jonas", "Mit dem Bus.", True),
    ]  # fmt: skip
    assert seen.voices[0].statement_id == family.will_id
    assert Statement.objects.get(id=family.will_id).text == SAID


def test_h14_nothing_is_weighed(family: Family) -> None:
    for model in (Tension, TensionVoice, TensionStep):
        numbers = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, IntegerField | FloatField) and not field.primary_key
        ]
        assert numbers == [], model


def test_it_takes_two(family: Family) -> None:
    with pytest.raises(Refused, match="takes two"):
        services.name_tension(
            _grant(family.worker, family),
            about=ABOUT,
            seen=[Seen(statement_id=family.will_id)],
        )


def test_all_live_with_it_until_a_day_and_every_agreement_stays(family: Family) -> None:
    tension_id = _named(family)
    grant = _grant(family.worker, family)
    for until in (None, TODAY, TODAY + timedelta(days=400)):
        with pytest.raises(Refused, match="Name the day"):
            services.settle_tension(
                grant, tension_id, state=TensionState.HELD, how="Erst so.", held_until=until
            )
    services.settle_tension(
        grant, tension_id, state=TensionState.HELD, how="Erst so.", held_until=date(2026, 12, 18)
    )
    services.settle_tension(
        grant, tension_id, state=TensionState.SETTLED, how="Mit dem Bus, Opa bis zur Ecke."
    )
    (seen,) = _seen(family.son, family)
    assert [(each.state, each.how) for each in seen.steps] == [
        (TensionState.HELD, "Erst so."),
        (TensionState.SETTLED, "Mit dem Bus, Opa bis zur Ecke."),
    ]
    assert (seen.state, seen.held_until) == (TensionState.SETTLED, None)
    _grant(family.worker, family)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tension.objects.filter(id=tension_id).update(how="")


def test_everybody_of_the_family_speaks_for_herself_and_only_the_office_settles(family: Family) -> None:
    tension_id = _named(family)
    son = _grant(family.son, family)
    mother = next(each.id for each in queries.case_file(son).people if each.id != family.son_id)
    for seen in (Seen(member_id=mother, words="Ich fahre."), Seen(statement_id=family.will_id)):
        with pytest.raises(Refused, match="for herself"):
            services.add_voice(son, tension_id, seen)
    with pytest.raises(Denied):
        services.settle_tension(son, tension_id, state=TensionState.SETTLED, how="So.")


def test_a_provider_and_another_family_read_nothing_of_it(family: Family) -> None:
    tension_id = _named(family)
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    assert _seen(provider, family) == []
    other = make_family()
    with pytest.raises(Denied):
        services.add_voice(_grant(other.worker, other), tension_id, Seen(words="Fremd."))
    assert browser_of(other.worker).get(page_of(family, "verschieden/")).status_code == 404
    context.clear()
    assert not Tension.objects.exists()


def test_the_plan_says_it_before_the_goals_and_the_team_reads_it_without_names(family: Family) -> None:
    _named(family)
    services.say_plainly(_grant(family.worker, family), family.will_id, text="Jonas geht in die Schule.")
    grant = _grant(family.worker, family, Action.READ)
    content = assembled(grant, PlanContent())
    assert content == PlanContent.from_json(content.as_json())
    assert [each.about for each in content.tensions] == [ABOUT]
    assert [each.plain for each in content.voices if each.own] == ["Jonas geht in die Schule."]
    assert content.voices[0].words == SAID
    for audience in (Audience.PROVIDER, Audience.COURT):
        assert plan_for(audience, content).tensions == ()
    body = scrubbed_body(grant)
    assert VIEW in body
    assert "Jonas" not in body


def test_the_family_takes_it_along(family: Family) -> None:
    _named(family)
    context.clear()
    grant = queries.own_export_grant(family.son, at=_grant(family.son, family).at)
    assert grant.purpose is Purpose.OWN_DATA
    found = {each.key: each.rows for each in sections_of(grant)}
    assert len(found["tensions"]) == 2


def test_pages_for_worker_and_family(family: Family) -> None:
    _named(family)
    page = shown(browser_of(family.worker), page_of(family, "verschieden/"))
    assert ABOUT in page
    assert "§ 36" in page
    own = shown(browser_of(family.son), page_of(family, "verschieden/"))
    assert VIEW in own
    assert "§" not in own
    assert ABOUT in shown(browser_of(family.son), "/individuum/meine/")
