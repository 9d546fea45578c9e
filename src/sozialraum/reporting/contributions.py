"""What reporting brings to other floors' pages: the released count of active cases of an area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.ui.contributions import Begin, Moment, Today
from sozialraum.reporting.access import can_hand_in, can_release_counts
from sozialraum.reporting.queries import latest_active_cases, latest_direct_access
from sozialraum.social_structure.contributions import AreaKey, Block

STATISTICS_IN_SIGHT: Final = timedelta(days=42)
"""From how long before 31 December, the day for which running helps are counted (§ 101 SGB VIII), it is told."""


def releases_today(actor: Actor, moment: Moment) -> Sequence[Today | Begin]:
    """The counts of this month that nobody has let out, and the day of the official statistics when it comes near."""
    if can_hand_in(actor):
        return _to_hand_in(moment.today)
    last = latest_active_cases()
    if last is None or not can_release_counts(actor, today=moment.today, released_on=None):
        return []
    found: list[Today | Begin] = []
    if can_release_counts(actor, today=moment.today, released_on=last.reference_date):
        found.append(
            Today(
                title=_("The counts of %(month)s have not been let out") % {"month": date_format(moment.today, "F")},
                text=_("Counted and let out last on %(day)s; once a month at most.")
                % {"day": date_format(last.reference_date, "DATE_FORMAT")},
                floor="participation", due_on=end_of_month(moment.today), action_label=_("Look at the reports"),
                url=reverse("reporting:index"),
            )
        )  # fmt: skip
    day = date(moment.today.year, 12, 31)
    if actor.has(Role.HEAD_OF_OFFICE) and day - moment.today <= STATISTICS_IN_SIGHT:
        found.append(
            Today(
                title=_("The official statistics count the running helps on this day"),
                text=_("Economic youth welfare hands them in: ask there what the records still lack."), floor="organization",
                due_on=day, action_label=_("Helps of a year"), url=reverse("reporting:survey"),
            )
        )  # fmt: skip
    return found


def _to_hand_in(today: date) -> Sequence[Today | Begin]:
    """The official statistics for those who hand them in: their day when it is near, and the way there all year."""
    found: list[Today | Begin] = [
        Begin(_("Helps of a year"), reverse("reporting:survey"), _("What the records still lack, and the files to hand in"))
    ]  # fmt: skip
    day = date(today.year, 12, 31)
    if day - today <= STATISTICS_IN_SIGHT:
        found.append(
            Today(
                title=_("The official statistics count the running helps on this day"),
                text=_("See by then what the records still lack. The year is handed in once it is over."),
                floor="organization", due_on=day, action_label=_("See what is missing"), url=reverse("reporting:survey"),
            )
        )  # fmt: skip
    return found


def end_of_month(day: date) -> date:
    """The last day of a month.

    >>> end_of_month(date(2026, 2, 3))
    datetime.date(2026, 2, 28)
    """
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def active_cases_block(actor: Actor, area: AreaKey, today: date) -> Block | None:  # noqa: ARG001 - the registry's form
    """How many families the office is there for in this area, if that may be said."""
    cases = latest_active_cases()
    if cases is None or (cases.system.code, cases.system.vintage) != (area.system_code, area.vintage):
        return None
    figure = cases.table.figure(area.area_code)
    day = date_format(cases.reference_date, "DATE_FORMAT")
    if figure.value is None:
        text = _("As of %(day)s. Not shown, so that nobody can be recognized.") % {"day": day}
    else:
        text = _("on %(day)s. The count says who is being helped, not who needs help.") % {"day": day}
    return Block(title=_("Families the office is there for"), figure=figure, text=text)


def direct_access_block(actor: Actor, area: AreaKey, today: date) -> Block | None:  # noqa: ARG001 - the registry's form
    """How many people of this area came to a provider without a case, if that may be said."""
    visits = latest_direct_access()
    if visits is None or (visits.system.code, visits.system.vintage) != (area.system_code, area.vintage):
        return None
    figure = visits.table.figure(area.area_code)
    month = date_format(visits.reference_date, "F Y")
    if figure.value is None:
        text = _("In %(month)s. Not shown, so that nobody can be recognized.") % {"month": month}
    else:
        text = _("in %(month)s, at counseling and other help that is open without a decision.") % {
            "month": month
        }
    return Block(title=_("People who found help without a case"), figure=figure, text=text)
