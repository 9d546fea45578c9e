"""The way of a year: what is decided when, by whom, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.ui.drawing import INK, TEAL, element, picture
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.organization.budgets.presentation import euros
from sozialraum.participation.rounds.enums import ObjectionState, Position, Stage
from sozialraum.participation.rounds.presentation.words import OUTCOMES, STAGES, Text, day
from sozialraum.participation.rounds.queries import ObjectionRow, Rounds
from sozialraum.participation.rounds.rules import ORDER


@dataclass(frozen=True, slots=True)
class PathRow:
    """One round on the way to the decision."""

    number: str
    title: Text
    who: Text
    text: Text
    when: str
    state: str
    note: str


def path(rounds: Rounds) -> tuple[PathRow, ...]:
    """The way of a year: what is decided when, by whom, and how far it is."""
    here = ORDER.index(rounds.stage)
    rows = []
    for place, stage in enumerate(ORDER):
        title, who, text = STAGES[stage]
        done = place < here or rounds.stage is Stage.DECIDED
        state = "done" if done else "now" if place == here else "later"
        number = str(place) if stage is not Stage.DECIDED else ""
        rows.append(PathRow(number, title, who, text, _when(rounds, stage), state, _note(rounds, stage)))
    return tuple(rows)


def _when(rounds: Rounds, stage: Stage) -> str:
    days = rounds.schedule
    if stage is Stage.PUBLISHED:
        return _("since %(day)s") % {
            "day": date_format(timezone.localdate(rounds.published_at), "MONTH_DAY_FORMAT")
        }
    if stage is Stage.DECIDED:
        decided = rounds.decision.decided_on if rounds.decision else days.decision_on
        return date_format(decided, "DATE_FORMAT")
    return _("until %(day)s") % {"day": date_format(days.ends(stage), "MONTH_DAY_FORMAT")}


def _note(rounds: Rounds, stage: Stage) -> str:
    if stage is Stage.REQUESTS and rounds.requests:
        number = len(rounds.standing_requests)
        return ngettext("%(n)s request, %(sum)s", "%(n)s requests, %(sum)s", number) % {
            "n": in_figures(number), "sum": euros(rounds.asked),
        }  # fmt: skip
    if stage is Stage.CONSENT and rounds.proposal:
        number = sum(position is Position.CONSENT for position in rounds.proposal.voices.values())
        return _("proposal %(loop)s: %(n)s of %(all)s circles consent") % {
            "loop": rounds.proposal.loop, "n": in_figures(number), "all": in_figures(len(rounds.names)),
        }  # fmt: skip
    if stage is Stage.COMMITTEE:
        carried = len(carried_objections(rounds))
        if carried:
            return ngettext("%(n)s open objection", "%(n)s open objections", carried) % {
                "n": in_figures(carried)
            }
    if stage is Stage.DECIDED and rounds.decision:
        return str(OUTCOMES[rounds.decision.outcome])
    return ""


def answer(rounds: Rounds, *, today: date) -> tuple[str, str]:
    """Where the year stands, in one sentence and what follows from it."""
    reserve = {"reserve": euros(rounds.reserve)}
    if rounds.decision is not None:
        shared = sum(rounds.decision.grants.values())
        return (
            _("The committee has decided on %(day)s.") % {"day": date_format(rounds.decision.decided_on, "DATE_FORMAT")},
            _("%(shared)s of the reserve of %(reserve)s are shared out, with %(votes)s votes for, %(against)s against.")
            % {**reserve, "shared": euros(shared), "votes": rounds.decision.votes_for, "against": rounds.decision.votes_against},
        )  # fmt: skip
    days = rounds.schedule
    if rounds.stage is Stage.PUBLISHED:
        first = _("Until %(day)s everybody can read the formula and ask.") % {"day": day(days.requests_from)}
        return first, _("Then the circles of the areas speak about %(reserve)s.") % reserve
    end = days.ends(rounds.stage)
    if rounds.stage is Stage.COMMITTEE:
        first = _("The committee decides on %(day)s.") % {"day": day(days.decision_on)}
        rest = _("Until %(day)s circles write what they lay before it.") % {"day": day(end)}
        return first, rest
    if rounds.stage is Stage.CONSENT:
        first = _("Until %(day)s the circles look for an agreement.") % {"day": day(end)}
    else:
        first = _("Until %(day)s the circles of the areas ask for changes.") % {"day": day(end)}
    if today > end:
        first = _("The day for this round was %(day)s; it is not closed yet.") % {"day": day(end)}
    return first, _("%(reserve)s can be spoken about, %(asked)s are asked for so far.") % {
        **reserve, "asked": euros(rounds.asked),
    }  # fmt: skip


def carried_objections(rounds: Rounds) -> tuple[ObjectionRow, ...]:
    """The objections that go to the committee."""
    return tuple(each for each in rounds.objections if each.state is ObjectionState.CARRIED)


def reserve_picture(rounds: Rounds) -> SafeString:
    """What is asked for, and what is proposed or decided, as bars; two lines hold the reserve, in scale."""
    granted = None if rounds.grants is None else sum(rounds.grants.values())
    most = max(rounds.reserve, rounds.asked, 1)
    width, height = 1152, 40 if granted is None else 80
    scale = (width - 4) / most
    bars = [element("rect", x=2, y=5, width=rounds.asked * scale, height=30, fill=TEAL[1])]
    if granted is not None:
        bars.append(element("rect", x=2, y=45, width=granted * scale, height=30, fill=TEAL[4]))
    end = 2 + rounds.reserve * scale
    held = element("path", d=f"M2 0V{height}M{end:.1f} 0V{height}", stroke=INK, stroke_width=2, fill="none")
    title = _("Reserve %(reserve)s, asked for %(asked)s, proposed or decided %(granted)s") % {
        "reserve": euros(rounds.reserve), "asked": euros(rounds.asked), "granted": euros(granted or 0),
    }  # fmt: skip
    return picture("".join(bars) + held, width=width, height=height, title=title, marker="reserve-bar")


def reserve_facts(rounds: Rounds) -> tuple[tuple[str, str, str], ...]:
    """The figures beside the picture of the reserve: sign, what it is, amount."""
    facts = [
        ("reserve", _("Negotiation reserve"), euros(rounds.reserve)),
        ("asked", _("asked for"), euros(rounds.asked)),
    ]
    if rounds.grants is not None:
        word = _("decided") if rounds.decision else _("proposed")
        facts.append(("granted", word, euros(sum(rounds.grants.values()))))
    return tuple(facts)
