"""What field work brings to the start page: the own time of this week, for its worker alone, and the way to a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.contributions import Begin, Moment
from sozialraum.network.field_work import queries
from sozialraum.network.field_work.access import can_log_field_work
from sozialraum.network.field_work.presentation import hours_in_words


def today(actor: Actor, moment: Moment) -> Sequence[Begin]:
    """The way to a new note, with the own field time since Monday."""
    if not can_log_field_work(actor):
        return []
    monday = moment.today - timedelta(days=moment.today.weekday())
    minutes = queries.own_minutes(actor, since=monday, until=moment.today)
    note = (
        ngettext("%(hours)s hour since Monday, seen by you alone", "%(hours)s hours since Monday, seen by you alone", 1 if minutes == 60 else 2)
        % {"hours": hours_in_words(minutes)}
        if minutes else _("Two minutes on your phone")
    )  # fmt: skip
    return [Begin(_("Note what was in the field"), address_of("network:field_note"), note)]
