"""What start pages keep in memory is gone with the change: next steps of themes, and the own time in the field."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_team
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.ui.services import found_installation
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work.enums import FieldKind
from sozialraum.network.field_work.services import NewNote, log_field_work, withdraw_note
from sozialraum.network.themes.services import NewTheme, care_for_theme, finish_step, plan_step, raise_theme


@pytest.fixture
def worker(committing: None, monkeypatch: pytest.MonkeyPatch) -> Actor:
    stop_clock(monkeypatch)
    with transaction.atomic():
        found_installation(municipality_name="Kleinstadt", language="de", at=AT, by=None)
        make_areas()
        team = make_team(make_keeper(), area_codes=["0101"], area_vintage="2023")
        return make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key=team)


def start(browser: Client) -> str:
    return browser.get("/").content.decode()


def test_a_next_step_stands_on_the_start_page_of_who_cares_until_it_is_done(worker: Actor) -> None:
    with transaction.atomic():
        own, others = browser_of(worker), browser_of(make_actor(Role.CASE_WORKER))
        theme = raise_theme(
            NewTheme("Kein stiller Ort", MissingKind.QUIET_PLACE, "0101", "2023", "Team"), by=worker, at=AT
        )
        care_for_theme(theme, as_="Team", by=worker, at=AT)
    for _ in range(2):
        assert "Schlüssel besorgen" not in start(own)
    with transaction.atomic():
        step = plan_step(theme, text="Schlüssel besorgen", due_on=TODAY + timedelta(days=3), by=worker, at=AT)
    for _ in range(2):
        assert "Schlüssel besorgen" in start(own)
        assert "Schlüssel besorgen" not in start(others)
    with transaction.atomic():
        finish_step(step, by=worker, at=AT)
    assert "Schlüssel besorgen" not in start(own)


def test_the_own_time_in_the_field_is_that_of_now_and_of_nobody_else(worker: Actor) -> None:
    with transaction.atomic():
        own, others = browser_of(worker), browser_of(make_actor(Role.CASE_WORKER))
    for _ in range(2):
        assert "seit Montag" not in start(own)
    with transaction.atomic():
        note = log_field_work(NewNote(TODAY, FieldKind.PRESENCE, "Marktplatz", 90), by=worker, at=AT)
    for _ in range(2):
        assert "1,5 Stunden seit Montag" in start(own)
        assert "seit Montag" not in start(others)
    with transaction.atomic():
        withdraw_note(note, by=worker, at=AT)
    assert "seit Montag" not in start(own)
