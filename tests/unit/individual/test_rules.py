"""Rules of the individual floor."""

from uuid import UUID

import pytest

from sozialraum.individual.enums import CaseState, StatementKind
from sozialraum.individual.rules import is_active, kind_of_own_words, may_revise, may_speak


@pytest.mark.parametrize(
    ("acts_oneself", "own_action", "kind"),
    [
        (True, "Ich packe die Tasche.", StatementKind.WILL),
        (True, "  ", StatementKind.OPEN),
        (False, "", StatementKind.WISH),
        (False, "Mama soll mich wecken.", StatementKind.WISH),
        (None, "Ich packe die Tasche.", StatementKind.OPEN),
    ],
)
def test_a_will_names_an_own_act(acts_oneself: bool | None, own_action: str, kind: StatementKind) -> None:
    assert kind_of_own_words(acts_oneself=acts_oneself, own_action=own_action) is kind


@pytest.mark.parametrize("kind", list(StatementKind))
def test_each_kind_has_one_side_that_may_speak_it(kind: StatementKind) -> None:
    assert may_speak(kind, by_family=True).allowed != may_speak(kind, by_family=False).allowed


def test_ended_cases_are_not_active() -> None:
    assert {state for state in CaseState if not is_active(state)} == {CaseState.ENDED, CaseState.AFTERCARE}


SPEAKER, SCRIBE, OTHER = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("actor", "same_day", "allowed"),
    [
        (SPEAKER, True, True), (SPEAKER, False, True), (SCRIBE, True, True), (SCRIBE, False, False),
        (OTHER, True, False), (None, True, False),
    ],
)  # fmt: skip
def test_words_are_changed_by_their_speaker_and_on_the_day_by_the_scribe(
    actor: UUID | None, same_day: bool, allowed: bool
) -> None:
    decision = may_revise(actor_id=actor, owner_id=SPEAKER, scribe_id=SCRIBE, same_day=same_day)
    assert decision.allowed is allowed
