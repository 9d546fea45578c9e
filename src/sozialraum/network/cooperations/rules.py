"""Rules of cooperations: what makes an organization, when two work together, and when a contact is an official one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.analytics.networks import Sector
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.cooperations.enums import Confirmation
from sozialraum.network.enums import PlaceKind

# the quarters of the sheet: what kind of organization stands in which
SECTOR_OF: Final[Mapping[PlaceKind, Sector]] = {
    PlaceKind.DAY_CARE: Sector.FAMILY, PlaceKind.SCHOOL: Sector.FAMILY, PlaceKind.LEARNING: Sector.FAMILY,
    PlaceKind.LIBRARY: Sector.FAMILY,
    PlaceKind.MEETING_PLACE: Sector.FRIENDS, PlaceKind.FAMILY_CENTER: Sector.FRIENDS,
    PlaceKind.YOUTH_CENTER: Sector.FRIENDS, PlaceKind.GARDEN: Sector.FRIENDS, PlaceKind.EVERYDAY: Sector.FRIENDS,
    PlaceKind.CLUB: Sector.COLLEAGUES, PlaceKind.CULTURE: Sector.COLLEAGUES, PlaceKind.FAITH: Sector.COLLEAGUES,
    PlaceKind.COUNSELING: Sector.PROFESSIONALS, PlaceKind.HEALTH: Sector.PROFESSIONALS,
    PlaceKind.SHELTER: Sector.PROFESSIONALS, PlaceKind.OTHER: Sector.PROFESSIONALS,
}  # fmt: skip
# what every quarter should have within reach; where none stands, the page says how far the next one is
EXPECTED: Final = (
    PlaceKind.DAY_CARE, PlaceKind.SCHOOL, PlaceKind.MEETING_PLACE, PlaceKind.FAMILY_CENTER, PlaceKind.YOUTH_CENTER,
    PlaceKind.CLUB, PlaceKind.LIBRARY, PlaceKind.COUNSELING, PlaceKind.HEALTH,
)  # fmt: skip
EARLIEST: Final = date(1950, 1, 1)
OFFICE_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()/–-]{4,30}")
MOBILE: Final = re.compile(r"^(\+49|0049|0)?\s*\(?0?\)?\s*1[5-7]")


def may_be_noted(*, since: date, ended_on: date | None, today: date) -> Decision:
    """Whether the days of a cooperation are in order: it began, and it ended no earlier than that.

    >>> bool(may_be_noted(since=date(2024, 9, 1), ended_on=None, today=date(2026, 11, 22)))
    True
    """
    if not EARLIEST <= since <= today:
        return Decision.no(_("A cooperation has begun: say since when, as well as you know."))
    if ended_on is not None and not since <= ended_on <= today:
        return Decision.no(_("It ended between the day it began and today."))
    return Decision.yes()


def is_official(phone: str) -> Decision:
    """Whether a number is one of an office: a cell phone is a person's and stands nowhere.

    >>> [bool(is_official(number)) for number in ("030 23125-332", "0171 2345678", "+49 160 123456", "call me")]
    [True, False, False, False]
    """
    if not phone:
        return Decision.yes()
    if not OFFICE_PHONE.fullmatch(phone.strip()):
        return Decision.no(_("A telephone number has digits."))
    if MOBILE.match(phone.strip()):
        return Decision.no(_("This is a number of a cell phone. Write the number of the office."))
    return Decision.yes()


def confirmation_of(one: date | None, other: date | None) -> Confirmation:
    """Who has said that a cooperation holds.

    >>> confirmation_of(date(2026, 5, 1), None).value
    'one_side'
    """
    if one is not None and other is not None:
        return Confirmation.BOTH
    return Confirmation.NOBODY if one is None and other is None else Confirmation.ONE_SIDE
