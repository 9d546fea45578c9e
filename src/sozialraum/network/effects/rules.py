"""Rules of effects that are told: nobody is told of further than each person agrees, and no longer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.effects.enums import EffectAudience

LONGEST_TEXT: Final = 2_000
MOST_PERSONS: Final = 12
LONGEST_CONSENT: Final = timedelta(days=366)
# for so long after an end of consent the story waits unread for being asked again; then it is erased
TO_ASK_AGAIN: Final = timedelta(days=30)
ASK_BEFORE: Final = timedelta(days=21)

COVERS: Final[Mapping[EffectAudience, frozenset[EffectAudience]]] = {
    EffectAudience.TEAM: frozenset(EffectAudience),
    EffectAudience.CITY: frozenset({EffectAudience.CITY, EffectAudience.PUBLIC}),
    EffectAudience.PUBLIC: frozenset({EffectAudience.PUBLIC}),
}
"""Which consents suffice for an audience: who agreed to more agreed to less."""
WIDTH: Final = tuple(EffectAudience)


def audience_of(
    consents: Collection[tuple[EffectAudience, date]],
    *,
    persons: int,
    at_most: EffectAudience,
    today: date,
) -> EffectAudience | None:
    """The widest audience that everybody told of agrees to; ``None`` as long as one person has not agreed.

    ``consents`` are those that nobody took back, each with its last day.

    >>> day = date(2026, 11, 22)
    >>> both = [(EffectAudience.PUBLIC, day), (EffectAudience.CITY, day)]
    >>> audience_of(both, persons=2, at_most=EffectAudience.PUBLIC, today=day)
    <EffectAudience.CITY: 'city'>
    >>> audience_of(both, persons=3, at_most=EffectAudience.PUBLIC, today=day) is None
    True
    """
    holding = [given for given, until in consents if until >= today]
    widest = [
        audience
        for audience in WIDTH[: WIDTH.index(at_most) + 1]
        if sum(given in COVERS[audience] for given in holding) >= persons
    ]
    return widest[-1] if widest else None


def consent_holds(
    *, audience: EffectAudience, valid_until: date, minor: bool, guardian_agreed: bool, today: date
) -> Decision:
    """Whether somebody can agree like this: for a year at most, and under age beyond the team only with custody.

    A young person may turn to the team alone (§ 8 (3) SGB VIII); to be told of further, custody agrees as well.
    """
    if not today <= valid_until <= today + LONGEST_CONSENT:
        return Decision.no(_("A consent runs for a year at most. After that the person is asked again."))
    if minor and not guardian_agreed and audience is not EffectAudience.TEAM:
        return Decision.no(
            _(
                "Of somebody under age it is told beyond the team only if those who have custody agree as well."
            )
        )
    return Decision.yes()


def may_be_told(*, title: str, text: str, told_as: str, area_code: str, persons: int) -> Decision:
    """Whether a story says what came of something, who tells it and where, in a length that is read."""
    if not all(each.strip() for each in (title, text, told_as, area_code)):
        return Decision.no(_("Say what came of it, who tells it, and in which quarter."))
    if len(text) > LONGEST_TEXT:
        return Decision.no(_("This is too long to be read by others. Up to 2,000 characters fit."))
    if not 0 <= persons <= MOST_PERSONS:
        return Decision.no(
            _("A story tells of twelve people at most. Tell of a group without single persons.")
        )
    return Decision.yes()
