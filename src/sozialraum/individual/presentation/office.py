"""What waits in the whole office in words, without a person: a count below the threshold is not told as a number."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.privacy.release import DEFAULT_THRESHOLD
from sozialraum.foundation.ui.contributions import Today
from sozialraum.foundation.ui.drawing import number
from sozialraum.individual.presentation.complaints import complaints_today
from sozialraum.individual.queries.office import OfficeDue


def office_today(due: OfficeDue, *, today: date) -> list[Today]:
    """One line for each kind of thing that waits, with whom to ask; nothing where nothing waits."""
    found = complaints_today(due.complaints)
    if due.reports:
        many = due.reports >= DEFAULT_THRESHOLD
        title = (
            _("%(n)s reports of a danger are past their time") % {"n": number(due.reports)}
            if many
            else _("A few reports of a danger are past their time")
        )
        found.append(
            Today(
                title=title, floor="individual", due_on=today, prominence=70,
                text=_("Two professionals have not concluded them. Which they are, the leads of the teams see on their start pages: ask them."),
            )
        )  # fmt: skip
    if due.objections and due.objection_due_on:
        many = due.objections >= DEFAULT_THRESHOLD
        title = (
            _("%(n)s objections to decisions wait for an answer") % {"n": number(due.objections)}
            if many
            else _("A few objections to decisions wait for an answer")
        )
        found.append(
            Today(
                title=title, floor="individual", due_on=due.objection_due_on,
                text=_("After three months without an answer a family may go to court. Which they are, the leads of the teams know: ask them."),
            )
        )  # fmt: skip
    if due.emergencies:
        title = ngettext(
            "An emergency access waits for its review", "%(n)s emergency accesses wait for their review", due.emergencies
        ) % {"n": number(due.emergencies)}  # fmt: skip
        found.append(
            Today(
                title=title, floor="participation", due_on=today,
                text=_("The data-protection officer reviews them; ask whether something is missing for it."),
            )
        )  # fmt: skip
    if due.erasures:
        title = ngettext(
            "The time of one file is over: it waits for your approval",
            "The time of %(n)s files is over: they wait for your approval", due.erasures,
        ) % {"n": number(due.erasures)}  # fmt: skip
        found.append(
            Today(
                title=title, text=_("Offer them to the public archive first; nothing is erased before you approve."),
                floor="participation", due_on=today, action_label=_("Look at the periods"),
                url=reverse("supervision:periods"),
            )
        )  # fmt: skip
    return found
