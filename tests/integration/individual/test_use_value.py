"""What a help is good for: said by those who get it, read by family and worker, and never a ranking."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import FloatField, IntegerField

from factories.browsers import browser_of, stop_clock
from factories.case_pages import page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.privacy.own_data import sections_of
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComponentKind, UseValue
from sozialraum.individual.models import UseRating

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
WORDS = "Der Morgen ist ruhiger."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family()


def _component(family: Family, *, weeks_ago: int) -> UUID:
    context.clear()
    return services.add_component(
        grant_for(family.worker, family.case_id, Action.WRITE), kind=ComponentKind.OWN, who="Mama",
        content="Frühstück", times=[], minutes=60, valid_from=TODAY - timedelta(weeks=weeks_ago),
    )  # fmt: skip


def _rate(family: Family, component_id: UUID, value: UseValue = UseValue.A_LITTLE) -> None:
    context.clear()
    grant = grant_for(family.son, family.case_id, Action.WRITE)
    services.rate_use(grant, component_id=component_id, value=value, words=WORDS)
    context.clear()


def test_somebody_is_asked_after_six_weeks_and_not_again_at_once(family: Family) -> None:
    young, old = _component(family, weeks_ago=2), _component(family, weeks_ago=7)

    def asked() -> dict[UUID, bool]:
        context.clear()
        parts = queries.use_of_help(grant_for(family.son, family.case_id))
        return {each.component_id: each.asked for each in parts}

    assert asked() == {young: False, old: True}
    _rate(family, old)
    assert asked() == {young: False, old: False}


def test_family_and_worker_read_it_a_provider_does_not(family: Family) -> None:
    component_id = _component(family, weeks_ago=7)
    _rate(family, component_id)
    _rate(family, component_id, UseValue.A_LOT)
    for actor in (family.mother, family.worker):
        context.clear()
        (part,) = queries.use_of_help(grant_for(actor, family.case_id))
        assert [(each.value, each.words) for each in part.said] == [(UseValue.A_LOT, WORDS)]
    provider = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    context.clear()
    assert queries.use_of_help(grant_for(provider, family.case_id)) == []
    context.clear()
    assert not UseRating.objects.exists()


def test_only_the_family_says_it_and_only_of_its_own_help(family: Family) -> None:
    component_id = _component(family, weeks_ago=7)
    foreign = make_family()
    for actor, case_id in ((family.worker, family.case_id), (foreign.son, foreign.case_id)):
        context.clear()
        with pytest.raises(Denied):
            services.rate_use(
                grant_for(actor, case_id, Action.WRITE), component_id=component_id, value=UseValue.A_LOT
            )


def test_h14_there_is_no_number(family: Family) -> None:
    numbers = [
        field.name
        for field in UseRating._meta.concrete_fields
        if isinstance(field, IntegerField | FloatField)
    ]
    assert numbers == []


def test_on_the_own_page_and_in_the_own_file(family: Family) -> None:
    component_id = _component(family, weeks_ago=7)
    son = browser_of(family.son)
    assert "Hilft dir das?" in shown(son, "/individuum/meine/")
    posted = {"component": str(component_id), "value": "a_lot", "words": WORDS}
    assert son.post("/individuum/meine/nutzen/", posted).status_code == 302
    page = shown(browser_of(family.worker), page_of(family, "antworten/"))
    assert WORDS in page
    context.clear()
    found = {each.key: each.rows for each in sections_of(queries.own_export_grant(family.son, at=AT))}
    assert len(found["use_ratings"]) == 1
