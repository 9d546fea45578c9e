"""What the start page tells the data-protection officer and the administration."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories.browsers import browser_of, stop_clock
from factories.people import AT, TODAY, make_actor
from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.services import invite_person
from sozialraum.foundation.audit.queries import concluded_at
from sozialraum.foundation.jobs.models import PeriodicWork
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.supervision.queries import review_grant
from sozialraum.foundation.supervision.services import conclude_review
from sozialraum.foundation.supervision.start import contributions
from sozialraum.foundation.ui.contributions import Moment, Today
from sozialraum.foundation.vocabulary import Action

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
MOMENT = Moment(now=AT, today=TODAY)


def due(actor: Actor) -> list[Today]:
    return [each for each in contributions(actor, MOMENT) if isinstance(each, Today)]


def test_a_month_waits_until_its_review_is_concluded() -> None:
    officer = make_actor(Role.DATA_PROTECTION_OFFICER)
    (waiting,) = due(officer)
    assert waiting.due_on == date(2026, 11, 25)
    grant = review_grant(officer, at=AT, action=Action.WRITE)
    conclude_review(grant, date(2026, 9, 1))
    assert len(due(officer)) == 1
    conclude_review(grant, date(2026, 10, 1))
    assert due(officer) == []


def test_a_running_month_cannot_be_concluded() -> None:
    grant = review_grant(make_actor(Role.DATA_PROTECTION_OFFICER), at=AT, action=Action.WRITE)
    with pytest.raises(SozialraumError, match="not over"):
        conclude_review(grant, date(2026, 11, 1))
    assert concluded_at("2026-11") is None


def test_a_review_is_concluded_once() -> None:
    officer = make_actor(Role.DATA_PROTECTION_OFFICER)
    for days in (0, 1):
        grant = review_grant(officer, at=AT + timedelta(days=days), action=Action.WRITE)
        conclude_review(grant, date(2026, 10, 1))
    assert concluded_at("2026-10") == AT


def test_the_page_concludes_the_month(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    browser = browser_of(make_actor(Role.DATA_PROTECTION_OFFICER))
    assert "Durchsicht von Oktober abschließen" in browser.get("/datenschutz/pruefung/").content.decode()
    answer = browser.post("/datenschutz/pruefung/abschluss/", {"monat": "2026-10"}, follow=True)
    assert "Durchgesehen" in answer.content.decode()
    assert browser_of(make_actor(Role.PLANNER)).post(
        "/datenschutz/pruefung/abschluss/", {"monat": "2026-10"}
    ).status_code in {403, 404}


def test_letters_that_run_out_are_named_to_the_administration_alone() -> None:
    administrator, worker = make_actor(Role.ADMINISTRATOR), make_actor(Role.CASE_WORKER)
    assert due(administrator) == []
    for name, days in (("Ronja Beispiel", 9), ("Liv Beispiel", 1)):
        invite_person(
            full_name=name, role=Role.CASE_WORKER, by=administrator.user_id, at=AT - timedelta(days=days)
        )
    (letters,) = due(administrator)
    assert letters.text == "Ronja Beispiel"
    assert letters.due_on == timezone.localdate(AT + timedelta(days=5))
    assert due(worker) == []


def test_failed_work_is_told_with_its_reason() -> None:
    administrator = make_actor(Role.ADMINISTRATOR)
    PeriodicWork.objects.create(name="privacy.keep_periods", begun_at=AT, failure="disk full")
    (failed,) = due(administrator)
    assert "privacy.keep_periods" in failed.title
    assert failed.text == "disk full"
