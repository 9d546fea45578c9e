"""What the kinds of goals, resources and contributions are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import (
    Availability,
    ComponentKind,
    ComponentState,
    Funding,
    GoalLevel,
    GoalState,
    ReplyKind,
    ResourceKind,
    Ring,
)

Word = str | Promise

GOAL_LEVELS: dict[str, Word] = {
    GoalLevel.DIRECTION: _("Direction"),
    GoalLevel.ACTION: _("Goal"),
    GoalLevel.STEP: _("Step"),
}
GOAL_STATES: dict[str, Word] = {
    GoalState.OPEN: _("on the way"),
    GoalState.REACHED: _("reached"),
    GoalState.DROPPED: _("given up"),
}
RESOURCE_KINDS: dict[str, Word] = {
    ResourceKind.PERSONAL: _("personal"),
    ResourceKind.SOCIAL: _("social"),
    ResourceKind.MATERIAL: _("material"),
    ResourceKind.INFRASTRUCTURAL: _("infrastructural"),
}
WANTS: tuple[Word, ...] = (_("not now"), _("maybe"), _("gladly"), _("by all means"))
EFFECTS: tuple[Word, ...] = (
    _("has not helped"),
    _("has helped a little"),
    _("has helped"),
    _("has helped a lot"),
)
AVAILABILITIES: dict[str, Word] = {
    Availability.NOW: _("is there today"),
    Availability.REVIVABLE: _("could be revived"),
    Availability.TO_BUILD: _("still to be built up"),
}
COMPONENT_KINDS: dict[str, Word] = {
    ComponentKind.OWN: _("the person herself"),
    ComponentKind.FAMILY_FRIENDS: _("family or friends"),
    ComponentKind.NEIGHBORHOOD: _("neighbor or volunteer"),
    ComponentKind.MAINSTREAM: _("offer for everyone"),
    ComponentKind.PROJECT: _("project in the quarter"),
    ComponentKind.PROFESSIONAL_HOURS: _("professional, by the hour"),
    ComponentKind.PROFESSIONAL_PLACE: _("professional, a place"),
    ComponentKind.MONEY_OR_THINGS: _("money or things"),
}
RINGS: dict[str, Word] = {
    Ring.OWN: _("Myself"),
    Ring.FAMILY_FRIENDS: _("Family and friends"),
    Ring.NEIGHBORHOOD: _("Neighborhood"),
    Ring.MAINSTREAM: _("Offers for everyone"),
    Ring.PROJECT: _("Project in the quarter"),
    Ring.PROFESSIONAL: _("Professionals"),
}
FUNDING: dict[str, Word] = {
    Funding.NONE: _("costs nothing"),
    Funding.OPEN_OFFERS: _("open offers"),
    Funding.AREA_PROJECT: _("project of the quarter"),
    Funding.HOURS: _("hours agreed with a provider"),
    Funding.DAILY_RATE: _("daily rate agreed with a provider"),
    Funding.OTHER_PAYER: _("somebody else pays"),
}
COMPONENT_STATES: dict[str, Word] = {
    ComponentState.PROPOSED: _("to be talked about"),
    ComponentState.AGREED: _("agreed"),
    ComponentState.ENDED: _("over"),
}
REPLIES: dict[str, Word] = {ReplyKind.OBJECTION: _("is against it"), ReplyKind.HELPED: _("it has helped")}
