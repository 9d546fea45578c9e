"""What stages, outcomes, circles and speakers are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.foundation.accounts.titles import ROLE_TITLES
from sozialraum.foundation.privacy.actors import Role
from sozialraum.participation.rounds.enums import ObjectionState, Outcome, Position, Stage
from sozialraum.participation.rounds.queries import ObjectionRow, Rounds
from sozialraum.participation.rounds.rules import WHOLE

Text = str | Promise


FEW = 10


STAGES: Mapping[Stage, tuple[Text, Text, Text]] = {
    Stage.PUBLISHED: (
        gettext_lazy("The formula lies open"), gettext_lazy("Planning"),
        gettext_lazy("Everybody reads how the money is shared, tries it, and asks. The parameters stand."),
    ),
    Stage.REQUESTS: (
        gettext_lazy("The circles ask for changes"), gettext_lazy("The circle of each area"),
        gettext_lazy("What is missing in the area, why, and what it is known from. Only the reserve is spoken about."),
    ),
    Stage.CONSENT: (
        gettext_lazy("The circles agree"), gettext_lazy("All circles together"),
        gettext_lazy("A proposal holds when nobody has a serious, reasoned objection. Objections are worked in and it is proposed again."),
    ),
    Stage.COMMITTEE: (
        gettext_lazy("What stays open goes to the committee"), gettext_lazy("Circles that object"),
        gettext_lazy("Open objections and minority views are laid before it, word for word."),
    ),
    Stage.DECIDED: (
        gettext_lazy("The committee decides"), gettext_lazy("Youth welfare committee"),
        gettext_lazy("In public, with reasons and votes."),
    ),
}  # fmt: skip


OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.ADOPTED: gettext_lazy("adopted as the circles proposed"),
    Outcome.CHANGED: gettext_lazy("adopted with changes"),
    Outcome.RETURNED: gettext_lazy("given back to the circles"),
}


OBJECTION_STATES: Mapping[ObjectionState, tuple[str, Text]] = {
    ObjectionState.OPEN: ("warn", gettext_lazy("open")),
    ObjectionState.ANSWERED: ("ok", gettext_lazy("answered")),
    ObjectionState.CARRIED: ("bad", gettext_lazy("goes to the committee")),
}


POSITIONS: Mapping[Position, tuple[str, Text]] = {
    Position.CONSENT: ("ok", gettext_lazy("consents")),
    Position.OBJECTION: ("bad", gettext_lazy("objects")),
}


DAY_TITLES: tuple[Text, ...] = (
    gettext_lazy("Round 1 opens: change requests"),
    gettext_lazy("Last day for change requests"),
    gettext_lazy("Last day for consent"),
    gettext_lazy("Last day for objections and minority views"),
    gettext_lazy("The committee decides"),
)


def day(value: date) -> str:
    """A day with its name and without its year, as people say it."""
    return date_format(value, _("l, j F"))


def speaker_of(objection: ObjectionRow, names: Mapping[str, str]) -> str:
    """Who objects: the circle of an area, or the role of a person; never a name."""
    if objection.area_code:
        return _("Circle %(area)s") % {"area": names.get(objection.area_code, objection.area_code)}
    return str(ROLE_TITLES[Role(objection.speaker)])


def circle_name(area_code: str, names: Mapping[str, str]) -> str:
    """The circle of an area, or of all areas."""
    if area_code == WHOLE:
        return _("All circles together")
    return _("Circle %(area)s") % {"area": names.get(area_code, area_code)}


def circles(rounds: Rounds, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Circles to choose from."""
    return [(code, circle_name(code, rounds.names)) for code in codes]
