"""What the start page says about standing in: to whoever is away, and to whoever stands in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sozialraum.foundation.accounts.queries import StandIn, substitutions_of
from sozialraum.foundation.accounts.titles import ROLE_TITLES
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.contributions import Moment, News

AHEAD = timedelta(days=42)
"""How long before its first day it is shown."""


def standing_in(actor: Actor, moment: Moment) -> Sequence[News]:
    """One entry for each substitution that runs or begins within six weeks."""
    if actor.user_id is None:
        return []
    return [
        News(
            heading=_("You stand in") if each.substitute_id == actor.user_id else _("Somebody stands in for you"),
            url=reverse("accounts:substitutions"), link_label=_("Look at it or end it"),
            text=_told(each, own=each.absent_id == actor.user_id),
        )
        for each in substitutions_of(actor.user_id, today=moment.today)
        if each.valid_from <= moment.today + AHEAD
    ]  # fmt: skip


def _told(each: StandIn, *, own: bool) -> str:
    text = (
        _("%(name)s, from %(first)s until %(last)s: %(task)s.")
        if own
        else _("For %(name)s, from %(first)s until %(last)s: %(task)s.")
    )
    return text % {
        "name": each.substitute_name if own else each.absent_name, "task": ROLE_TITLES[each.role],
        "first": date_format(each.valid_from, "SHORT_DATE_FORMAT"), "last": date_format(each.valid_until, "SHORT_DATE_FORMAT"),
    }  # fmt: skip
