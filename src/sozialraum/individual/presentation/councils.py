"""The family council in words: its phases, who comes as what, and where it stands."""

from __future__ import annotations

from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.individual.enums import CouncilAnswer, CouncilPhase, CouncilResult, CouncilRole
from sozialraum.individual.presentation.resource_words import COMPONENT_KINDS
from sozialraum.individual.queries.councils import CouncilStanding, CouncilView, DraftView, ItemView

PHASES: dict[str, str | Promise] = {
    CouncilPhase.PREPARATION: gettext_lazy("Prepare"),
    CouncilPhase.INFORMATION: gettext_lazy("Hear the concern"),
    CouncilPhase.PRIVATE: gettext_lazy("The family among itself"),
    CouncilPhase.DECISION: gettext_lazy("Hand over and answer"),
    CouncilPhase.IMPLEMENTATION: gettext_lazy("Do it"),
    CouncilPhase.FOLLOW_UP: gettext_lazy("Look at it again"),
}
ROLES: dict[str, str | Promise] = {
    CouncilRole.FAMILY: gettext_lazy("family"),
    CouncilRole.NETWORK: gettext_lazy("friend, neighbor, somebody close"),
    CouncilRole.ADVOCATE: gettext_lazy("speaks for the child"),
    CouncilRole.EXPERT: gettext_lazy("knows something about it"),
    CouncilRole.COORDINATOR: gettext_lazy("coordinates"),
    CouncilRole.COMMISSIONER: gettext_lazy("office"),
}
ANSWERS: dict[str, str | Promise] = {
    CouncilAnswer.YES: gettext_lazy("Yes"),
    CouncilAnswer.CONDITIONS: gettext_lazy("Yes, with conditions"),
    CouncilAnswer.NO: gettext_lazy("Not yet, the family goes on"),
}
RESULTS: dict[str, str | Promise] = {
    CouncilResult.DONE: gettext_lazy("done"),
    CouncilResult.PARTLY: gettext_lazy("partly"),
    CouncilResult.NOT_YET: gettext_lazy("not yet"),
    CouncilResult.OTHERWISE: gettext_lazy("solved in another way"),
}


def council_answer(council: CouncilView | CouncilStanding | None, *, family: bool) -> str:
    """Where the council stands, in a sentence; of what the family writes it says nothing."""
    if council is None:
        return _("The family may make a plan of its own first, with everybody it wants to have there.")
    if council.ended_at:
        return _("Ended on %(day)s: %(words)s") % {
            "day": date_format(localtime(council.ended_at), "DATE_FORMAT"), "words": council.ending
        }  # fmt: skip
    if council.phase is CouncilPhase.PRIVATE:
        return (
            _("We are among ourselves. Nobody of the office reads what is written here.")
            if family
            else _private(council)
        )
    if council.phase is CouncilPhase.DECISION:
        if council.answered:
            return _("The office agrees with conditions. The family says whether it agrees too.")
        return _("The family has handed its plan over. It waits for the answer of the office.")
    if council.phase in {CouncilPhase.IMPLEMENTATION, CouncilPhase.FOLLOW_UP} and council.followup_on:
        return _("The plan of the family holds. All meet again on %(day)s.") % {
            "day": date_format(council.followup_on, "DATE_FORMAT")
        }
    if council.meets_on:
        return _("The council meets on %(day)s, %(place)s.") % {
            "day": date_format(council.meets_on, "DATE_FORMAT"), "place": council.place or _("place still open")
        }  # fmt: skip
    return _("The council is being prepared.")


def _private(council: CouncilView | CouncilStanding) -> str:
    if council.private_from is None:
        return _("The family is among itself.")
    since = localtime(council.private_from)
    return _("The family has been among itself since %(day)s, %(time)s. What it writes is sealed until it hands its plan over.") % {
        "day": date_format(since, "DATE_FORMAT"), "time": time_format(since, "TIME_FORMAT"),
    }  # fmt: skip


def part_in_words(part: DraftView | ItemView) -> str:
    """Who does a part, until when, and who looks after it, in one line."""
    said = [f"{part.who} ({COMPONENT_KINDS[part.kind]})" if part.who else str(COMPONENT_KINDS[part.kind])]
    if part.until:
        said.append(_("until %(day)s") % {"day": date_format(part.until, "DATE_FORMAT")})
    if part.check_by:
        said.append(_("%(name)s looks whether it works") % {"name": part.check_by})
    return ", ".join(said)
