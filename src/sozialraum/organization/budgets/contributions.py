"""What budgets bring to the start page: where the year stands, for those who shape or answer for it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sozialraum.analytics.budget.checks import CheckState, Draft, checks
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.contributions import Moment, Resume
from sozialraum.organization.budgets.presentation import millions
from sozialraum.organization.budgets.queries import latest_outline

CONCERNED = (Role.PLANNER, Role.CONTROLLER, Role.HEAD_OF_OFFICE)


def today(actor: Actor, _moment: Moment) -> Sequence[Resume]:
    """The draft of the year, for planning, controlling and the head of the office."""
    if not actor.has(*CONCERNED):
        return []
    draft = latest_outline()
    if draft is None:
        return []
    facts = Draft(envelope=draft.envelope, claims_forecast=draft.claims_forecast)
    open_rules = sum(check.state is CheckState.RESOLVE for check in checks(facts))
    text = _("%(pool)s million euros by formula") % {"pool": millions(draft.envelope.pool)}
    if open_rules:
        text = _("%(text)s, %(rules)s rules to be cleared") % {"text": text, "rules": open_rules}
    title = _("Budget of the areas %(year)s") % {"year": draft.year}
    return [Resume(title, address_of("organization:budget"), text, draft.changed_at)]
