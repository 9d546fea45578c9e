"""One statement: its versions, and a translation into plain words that stands beside it and never over it (H4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.browsers import browser_of, stop_clock
from factories.cases import grant_for, make_family
from factories.people import AT, make_actor
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import services
from sozialraum.individual.models import PlainWording
from sozialraum.individual.queries import statement_view
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_h4_plain_words_stand_beside_the_original_and_never_over_it() -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.say_plainly(grant, family.will_id, text="Jonas will wieder zur Schule gehen.")
    view = statement_view(grant, family.will_id)
    assert view.words.text == "Ich will wieder in die Schule."
    assert [each.text for each in view.plain] == ["Jonas will wieder zur Schule gehen."]
    assert view.plain[0].by
    assert not view.plain[0].out_of_date


def test_a_later_wording_keeps_the_earlier_one_and_changed_words_say_so() -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.say_plainly(grant, family.will_id, text="Er will lernen.")
    son = grant_for(family.son, family.case_id, Action.WRITE, at=AT + timedelta(days=3))
    services.revise_statement(
        son,
        family.will_id,
        text="Ich gehe wieder hin.",
        version=1,
        acts_oneself=True,
        own_action="Ich packe.",
    )
    later = grant_for(family.worker, family.case_id, Action.WRITE, at=AT + timedelta(days=4))
    assert statement_view(later, family.will_id).plain[0].out_of_date
    services.say_plainly(later, family.will_id, text="Er geht wieder hin.")
    view = statement_view(later, family.will_id)
    assert [each.text for each in view.plain] == ["Er geht wieder hin.", "Er will lernen."]
    assert [(each.version, each.text) for each in view.earlier] == [(1, "Ich will wieder in die Schule.")]


def test_empty_plain_words_are_refused() -> None:
    family = make_family()
    with pytest.raises(Refused):
        services.say_plainly(
            grant_for(family.worker, family.case_id, Action.WRITE), family.will_id, text="  "
        )


def test_words_of_another_family_answer_like_words_that_are_not_there() -> None:
    mine, foreign = make_family(), make_family(worker=make_actor(Role.CASE_WORKER))
    browser = browser_of(mine.worker)
    assert browser.get(f"/individuum/{mine.case_id}/worte/{foreign.will_id}/fassungen/").status_code == 404
    assert browser.get(f"/individuum/{foreign.case_id}/worte/{foreign.will_id}/fassungen/").status_code == 404
    grant_for(foreign.worker, foreign.case_id)
    assert PlainWording.objects.count() == 0


def test_the_page_shows_the_original_first_and_takes_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, AT)
    family = make_family()
    browser = browser_of(family.worker)
    url = f"/individuum/{family.case_id}/worte/{family.will_id}/"
    assert browser.post(f"{url}einfach/", {"text": "Jonas will lernen."}).status_code == 302
    page = browser.get(f"{url}fassungen/").content.decode()
    assert page.index("Ich will wieder in die Schule.") < page.index("Jonas will lernen.")


def test_words_of_another_language_carry_it_and_stand_beside_their_translation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop_clock(monkeypatch, AT)
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    said = services.record_statement(
        grant, text="أريد أن أعمل.", said_on=AT.date(), speaker_id=family.son_id, language="ar"
    )
    services.say_plainly(grant, said, text="Ich möchte arbeiten.")
    page = browser_of(family.worker).get(f"/individuum/{family.case_id}/").content.decode()
    assert '<blockquote class="words" lang="ar" dir="auto">أريد أن أعمل.</blockquote>' in page
    assert "<b>Auf Deutsch:</b> Ich möchte arbeiten." in page
    assert '<blockquote class="words">Ich will wieder in die Schule.</blockquote>' in page
