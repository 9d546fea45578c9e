"""What is brought to the start page, the search, the pages of areas and of themes: all of it from memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.contributions import Hit, Moment, Today
from sozialraum.foundation.ui.drawing import number
from sozialraum.network.advocacy import queries
from sozialraum.network.advocacy.access import can_raise_issue
from sozialraum.network.advocacy.enums import Addressee, IssueState
from sozialraum.network.advocacy.presentation import STATES, in_a_line, standing
from sozialraum.network.advocacy.queries import IssueRow
from sozialraum.network.themes.contributions import Asked
from sozialraum.network.themes.queries import areas_within
from sozialraum.social_structure.contributions import AreaKey, Theme
from sozialraum.social_structure.queries import planning_system

SOON: Final = timedelta(days=7)
SHOWN: Final = frozenset({IssueState.SENT, IssueState.ANSWERED})
MOST: Final = 3
FLOOR: Final = "network"


def today(actor: Actor, moment: Moment) -> Sequence[Today]:
    """Own issues whose answer is due or has come; for the committee, how many questions wait for it."""
    if actor.user_id is not None and can_raise_issue(actor):
        found = [_due(row, moment.today) for row in queries.own_issues(actor.user_id)]
        return [each for each in found if each is not None][:MOST]
    if actor.has(Role.COMMITTEE_MEMBER):
        return _for_committee(actor, moment.today)
    return []


def _due(row: IssueRow, day: date) -> Today | None:
    url = address_of("network:issue", row.id)
    if row.state is IssueState.SENT and row.due_on and row.due_on <= day + SOON:
        return Today(
            title=_("Has %(who)s answered?") % {"who": row.addressee_name},
            text=f"{row.title}. {standing(row, today=day)}", floor=FLOOR, due_on=row.due_on,
            action_label=_("Note the answer or remind"), url=url,
        )  # fmt: skip
    return None


def _for_committee(actor: Actor, day: date) -> Sequence[Today]:
    waiting = queries.issues(actor, today=day, addressee=Addressee.COMMITTEE, states={IssueState.SENT})
    if not waiting:
        return []
    title = ngettext(
        "A question from the quarters waits for the committee",
        "%(n)s questions from the quarters wait for the committee", len(waiting),
    ) % {"n": number(len(waiting))}  # fmt: skip
    return [
        Today(
            title=title, text=waiting[0].ask, floor=FLOOR, due_on=waiting[0].due_on, action_label=_("Read them"),
            url=f"{address_of('network:issues')}?an={Addressee.COMMITTEE}",
        )
    ]  # fmt: skip


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Issues by a word of their title."""
    return [
        Hit(row.title, address_of("network:issue", row.id), str(STATES[row.state]))
        for row in queries.find_issues(actor, text, limit=limit)
    ]


def theme_issues(actor: Actor, theme_id: UUID, day: date) -> Sequence[Asked]:
    """What politics was asked because of a theme."""
    return [
        Asked(row.ask, in_a_line(row, today=day), address_of("network:issue", row.id), row.late_on(day))
        for row in queries.issues_of_theme(actor, theme_id)
    ]


def area_issues(actor: Actor, area: AreaKey, day: date) -> Sequence[Theme]:
    """What an area has asked of politics and still waits for; those that belong to a theme stand with it."""
    waiting = [row for row in queries.issues(actor, today=day, states=SHOWN) if row.theme_id is None]
    if not waiting:
        return []
    system = planning_system()
    if system is None or (system.code, system.vintage) != (area.system_code, area.vintage):
        return []
    codes = areas_within(area.area_code)
    return [
        Theme(row.title, in_a_line(row, today=day), address_of("network:issue", row.id))
        for row in waiting
        if row.area_code in codes
    ][:MOST]
