"""What the start page says about notices and reviews, and to the administration about letters and failed work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.accounts.access import can_manage_people
from sozialraum.foundation.accounts.queries import running_letters
from sozialraum.foundation.audit.queries import concluded_at
from sozialraum.foundation.jobs.queries import periodic_reports
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.queries import notices_for
from sozialraum.foundation.privacy.retention.rules import months_later
from sozialraum.foundation.supervision.access import can_review, can_see_notices
from sozialraum.foundation.ui.contributions import Begin, Moment, Today
from sozialraum.foundation.ui.drawing import number

# the day of the following month until which a month should have been looked at
REVIEW_UNTIL: Final = 25
SOON: Final = timedelta(days=7)


def contributions(actor: Actor, moment: Moment) -> Sequence[Today | Begin]:
    """Notices that nobody has seen, the month that waits for its review, and what the administration looks after."""
    return [*_notices(actor), *_review(actor, moment), *_letters(actor, moment), *_failed_work(actor, moment)]


def _notices(actor: Actor) -> list[Today]:
    if not can_see_notices(actor):
        return []
    waiting = [notice for notice in notices_for(actor) if notice.seen_at is None]
    if not waiting:
        return []
    title = ngettext(
        "A case was opened in an emergency", "%(count)s cases were opened in an emergency", len(waiting)
    ) % {"count": number(len(waiting))}
    first = min(notice.made_at for notice in waiting)
    return [
        Today(
            title=title, text=_("Look who opened it and why."), floor="individual", due_on=timezone.localdate(first),
            action_label=_("Look at the notices"), url=reverse("supervision:notices"), prominence=90,
        )
    ]  # fmt: skip


def _review(actor: Actor, moment: Moment) -> list[Today]:
    begin = moment.today.replace(day=1)
    last = months_later(begin, -1)
    if not can_review(actor) or concluded_at(f"{last:%Y-%m}"):
        return []
    month = date_format(last, "F")
    return [
        Today(
            title=_("The trail of %(month)s waits for your review") % {"month": month},
            text=_("Counts without names: who read how much, what was refused, and whether the chain is whole."),
            floor="participation", due_on=begin.replace(day=REVIEW_UNTIL), action_label=_("Begin the review"),
            url=reverse("supervision:review"), prominence=60,
        )
    ]  # fmt: skip


def _letters(actor: Actor, moment: Moment) -> list[Today | Begin]:
    if not can_manage_people(actor):
        return []
    said: list[Today | Begin] = [Begin(_("Invite somebody"), reverse("accounts:invite"))]
    ending = [each for each in running_letters(at=moment.now) if each.expires_at <= moment.now + SOON]
    if ending:
        title = ngettext(
            "A letter has not been used and runs out",
            "%(count)s letters have not been used and run out",
            len(ending),
        ) % {"count": number(len(ending))}
        names = ", ".join(each.full_name for each in ending[:3])
        said.append(
            Today(
                title=title, text=names, floor="", due_on=timezone.localdate(min(each.expires_at for each in ending)),
                action_label=_("Look at the letters"), url=reverse("accounts:people"), prominence=40,
            )
        )  # fmt: skip
    return said


def _failed_work(actor: Actor, moment: Moment) -> list[Today]:
    if not can_manage_people(actor):
        return []
    return [
        Today(
            title=_("The work “%(name)s” failed") % {"name": each.name},
            text=each.failure, floor="", due_on=moment.today, prominence=80,
        )
        for each in periodic_reports()
        if each.failure
    ]  # fmt: skip
