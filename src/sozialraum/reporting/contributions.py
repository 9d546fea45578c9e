"""What reporting brings to other floors' pages: the released count of active cases of an area."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.reporting.queries import latest_active_cases, latest_direct_access
from sozialraum.social_structure.contributions import AreaKey, Block


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
        text = _("As of %(day)s. The count says who is being helped, not who needs help.") % {"day": day}
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
        text = _("In %(month)s, at counseling and other help that is open without a decision.") % {
            "month": month
        }
    return Block(title=_("People who found help without a case"), figure=figure, text=text)
