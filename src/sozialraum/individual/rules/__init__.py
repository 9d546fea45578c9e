"""Professional and statutory rules of the individual floor: pure functions of values."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import CaseState, MemberKind, StatementKind

INACTIVE = frozenset({CaseState.ENDED, CaseState.AFTERCARE})
OWN_WORDS = frozenset({StatementKind.WISH, StatementKind.WILL, StatementKind.OPEN})
STRENGTHS = range(11)


def kind_of_own_words(*, acts_oneself: bool | None, own_action: str) -> StatementKind:
    """Tell will from wish by who acts (DOMAIN 2.3): a will holds an own act that is named.

    ``acts_oneself`` is ``None`` while the question is open; nothing is guessed and no text is changed.

    >>> kind_of_own_words(acts_oneself=True, own_action="I pack my bag in the evening").value
    'will'
    >>> kind_of_own_words(acts_oneself=True, own_action=" ").value
    'open'
    >>> kind_of_own_words(acts_oneself=False, own_action="").value
    'wish'
    """
    if acts_oneself is None:
        return StatementKind.OPEN
    if not acts_oneself:
        return StatementKind.WISH
    return StatementKind.WILL if own_action.strip() else StatementKind.OPEN


def may_speak(kind: StatementKind, *, by_family: bool) -> Decision:
    """Whose record a kind is: own words are the family's, view and mandate the professional's (H4)."""
    if kind in OWN_WORDS and not by_family:
        return Decision.no(gettext_noop("Own words have a speaker of the family."))
    if kind not in OWN_WORDS and by_family:
        return Decision.no(
            gettext_noop("A professional view or a mandate has a professional as its speaker.")
        )
    return Decision.yes()


def may_revise(*, actor_id: UUID | None, owner_id: UUID | None, scribe_id: UUID, same_day: bool) -> Decision:
    """Words belong to the one who spoke them; who wrote them down for her may correct the writing that day only."""
    if actor_id is not None and (actor_id == owner_id or (actor_id == scribe_id and same_day)):
        return Decision.yes()
    return Decision.no(gettext_noop("This was said by somebody else."))


def is_under_18(kind: MemberKind, born_on: date | None, *, today: date) -> bool:
    """Whether somebody of a family is under 18; without a birthday a young person is taken to be.

    >>> is_under_18(MemberKind.YOUNG_PERSON, date(2008, 11, 24), today=date(2026, 11, 24))
    False
    >>> is_under_18(MemberKind.YOUNG_PERSON, None, today=date(2026, 11, 24))
    True
    """
    if born_on is None:
        return kind is MemberKind.YOUNG_PERSON
    return years_old(born_on, today=today) < 18


def years_old(born_on: date, *, today: date) -> int:
    """How old somebody is in full years.

    >>> years_old(date(2008, 3, 1), today=date(2026, 2, 28))
    17
    """
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def may_share(
    *, by_owner: bool, by_worker: bool, owner_has_account: bool, taken_back_before: bool
) -> Decision:
    """Who may show what belongs to one person (DOMAIN 2.4, 2.5: the map stays with the person).

    She herself; the case worker who draws it with her, until she has taken it back; for somebody without an account
    whoever writes in the case. Nobody else of the family, not even to herself.
    """
    if by_owner or not owner_has_account:
        return Decision.yes()
    if not by_worker:
        return Decision.no(gettext_noop("This belongs to the person. Only she herself shows it."))
    if taken_back_before:
        return Decision.no(gettext_noop("The person has taken this back. Only she herself shows it again."))
    return Decision.yes()


def is_active(state: CaseState) -> bool:
    """Whether a case in this state counts as active."""
    return state not in INACTIVE
