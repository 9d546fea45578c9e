"""What families say helps them leaves as counts of answers: by kind of help, rounded, once a year, never a mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from factories.browsers import browser_of, stop_clock
from factories.case_pages import shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.errors import SozialraumError
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComponentKind, UseValue
from sozialraum.reporting.extracts import release_use_value

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NEXT_YEAR = datetime(2027, 1, 11, 9, tzinfo=UTC)
PAGE = "/berichte/was-hilft/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def _says(value: UseValue, *, again: UseValue | None = None) -> Family:
    family = make_family()
    context.clear()
    part = services.add_component(
        grant_for(family.worker, family.case_id, Action.WRITE), kind=ComponentKind.OWN, who="Mama",
        content="Frühstück", times=[], minutes=60, valid_from=TODAY - timedelta(weeks=9),
    )  # fmt: skip
    for hours, said in enumerate(filter(None, (value, again))):
        context.clear()
        grant = grant_for(family.son, family.case_id, Action.WRITE, at=AT + timedelta(hours=hours))
        services.rate_use(grant, component_id=part, value=said, words="So ist es.")
    context.clear()
    return family


def test_answers_are_counted_once_a_person_and_leave_as_multiples_of_five() -> None:
    for _ in range(3):
        _says(UseValue.A_LOT)
    # what was said last in the year counts
    _says(UseValue.HARDER, again=UseValue.A_LOT)
    family = _says(UseValue.HARDER)
    planner = make_actor(Role.PLANNER)
    grant = gate.open(planner, Purpose.PLANNING, Action.READ, Subject("case", ()), at=AT)
    counted = queries.use_value_counts(grant, year=2026)
    assert counted == {("own", UseValue.A_LOT): 4, ("own", UseValue.HARDER): 1}
    assert queries.use_value_counts(grant, year=2025) == {}
    context.clear()
    table = release_use_value(planner, year=2026, at=NEXT_YEAR)
    shown_as = {figure.area_code: figure.value for figure in table}
    assert shown_as == {
        "own a_lot": 5, "own a_little": 0, "own not_yet": 0, "own harder": 0,
    }  # fmt: skip
    page = shown(browser_of(planner), PAGE)
    assert "die Person selbst</th>" in page
    assert "So ist es." not in page
    provider = make_actor(Role.PROVIDER_LEAD, scope_kind=ScopeKind.PROVIDER, scope_key="T01")
    assert "die Person selbst</th>" not in shown(browser_of(provider), PAGE)
    assert browser_of(family.son).get(PAGE).status_code == 404
    with pytest.raises(SozialraumError, match="out already"):
        release_use_value(planner, year=2026, at=NEXT_YEAR)


def test_a_year_leaves_when_it_is_over_and_by_those_who_count() -> None:
    with pytest.raises(SozialraumError, match="not over"):
        release_use_value(make_actor(Role.CONTROLLER), year=2026, at=AT)
    for role in (Role.CASE_WORKER, Role.PROVIDER_LEAD, Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR):
        context.clear()
        with pytest.raises(Denied):
            release_use_value(make_actor(role), year=2025, at=AT)
    family = make_family()
    with pytest.raises(Denied):
        queries.use_value_counts(grant_for(family.worker, family.case_id), year=2026)
