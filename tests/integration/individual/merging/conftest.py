"""Two files of one family, and who leads the team of both."""

from __future__ import annotations

import pytest

from factories.browsers import stop_clock
from factories.cases import Family, make_family
from factories.merges import entered_again
from factories.people import make_actor
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def lead() -> Actor:
    return make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen", full_name="Sabine Brandt")


@pytest.fixture
def leading() -> Family:
    return make_family()


@pytest.fixture
def former() -> Family:
    return entered_again()
