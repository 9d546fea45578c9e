"""Who belongs to a family: days of birth that cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.individual.enums import MemberKind

OLDEST = 120


def can_be_born(
    kind: MemberKind, born_on: date, *, others: Iterable[tuple[MemberKind, date]], today: date
) -> Decision:
    """Whether this day of birth fits the kind of person and the birthdays of the ``others`` of the family.

    A child or young person is younger than every parent; nothing else is compared, since brothers, aunts and
    grandparents come in every order.

    >>> mother = (MemberKind.PARENT, date(1988, 5, 1))
    >>> can_be_born(MemberKind.YOUNG_PERSON, date(1987, 1, 1), others=[mother], today=date(2026, 11, 24)).reason
    'A child cannot be older than a parent.'
    """
    if born_on > today:
        return Decision.no(gettext_noop("This day is still to come."))
    if today.year - born_on.year > OLDEST:
        return Decision.no(gettext_noop("Nobody is that old."))
    child, parent = MemberKind.YOUNG_PERSON, MemberKind.PARENT
    for other, day in others:
        if (kind is child and other is parent and born_on <= day) or (
            kind is parent and other is child and day <= born_on
        ):
            return Decision.no(gettext_noop("A child cannot be older than a parent."))
    return Decision.yes()
