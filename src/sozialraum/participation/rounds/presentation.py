"""How the rounds of a budget are said in words and drawn: pure functions for pages and documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.accounts.titles import ROLE_TITLES
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui.components import Empty
from sozialraum.foundation.ui.drawing import INK, TEAL, element, picture
from sozialraum.foundation.ui.tables import Column
from sozialraum.organization.budgets.presentation import euros
from sozialraum.organization.presentation import OFFER_KINDS
from sozialraum.participation.rounds.enums import (
    ObjectionState,
    Outcome,
    Position,
    RequestState,
    Stage,
    StepKind,
)
from sozialraum.participation.rounds.queries import ObjectionRow, RequestRow, Rounds, StepRow
from sozialraum.participation.rounds.rules import ORDER, WHOLE

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
    return date_format(value, "l, j. F")


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
        return _("since %(day)s") % {"day": date_format(timezone.localdate(rounds.published_at), "j. F")}
    if stage is Stage.DECIDED:
        decided = rounds.decision.decided_on if rounds.decision else days.decision_on
        return date_format(decided, "j. F Y")
    return _("until %(day)s") % {"day": date_format(days.ends(stage), "j. F")}


def _note(rounds: Rounds, stage: Stage) -> str:
    if stage is Stage.REQUESTS and rounds.requests:
        number = len(rounds.standing_requests)
        return ngettext("%(n)s request, %(sum)s", "%(n)s requests, %(sum)s", number) % {
            "n": number, "sum": euros(rounds.asked),
        }  # fmt: skip
    if stage is Stage.CONSENT and rounds.proposal:
        number = sum(position is Position.CONSENT for position in rounds.proposal.voices.values())
        return _("proposal %(loop)s: %(n)s of %(all)s circles consent") % {
            "loop": rounds.proposal.loop, "n": number, "all": len(rounds.names),
        }  # fmt: skip
    if stage is Stage.COMMITTEE:
        carried = len(carried_objections(rounds))
        if carried:
            return ngettext("%(n)s open objection", "%(n)s open objections", carried) % {"n": carried}
    if stage is Stage.DECIDED and rounds.decision:
        return str(OUTCOMES[rounds.decision.outcome])
    return ""


def answer(rounds: Rounds, *, today: date) -> tuple[str, str]:
    """Where the year stands, in one sentence and what follows from it."""
    reserve = {"reserve": euros(rounds.reserve)}
    if rounds.decision is not None:
        shared = sum(rounds.decision.grants.values())
        return (
            _("The committee has decided on %(day)s.") % {"day": date_format(rounds.decision.decided_on, "j. F Y")},
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


def request_columns(rounds: Rounds) -> tuple[Column, ...]:
    """The columns of the change requests; the last amount is what was proposed or decided."""
    grants, many = rounds.grants or {}, len(rounds.requests) > FEW
    columns = [
        Column("title", gettext_lazy("Purpose of the request"), lambda row: row.title, link=lambda row: request_url(rounds.year, row), search=many),
        Column("area", gettext_lazy("Circle"), lambda row: rounds.names[row.area_code], choices=many),
        Column("kind", gettext_lazy("Offer"), lambda row: str(OFFER_KINDS[row.offer_kind])),
        Column("amount", gettext_lazy("Asked for, €"), lambda row: (row.amount or 0) / 100, numeric=True, decimals=0),
    ]  # fmt: skip
    if rounds.grants is not None:
        title = gettext_lazy("Decided, €") if rounds.decision else gettext_lazy("Proposed, €")
        columns.append(
            Column("grant", title, lambda row: grants[str(row.id)] / 100 if str(row.id) in grants else None, numeric=True, decimals=0)
        )  # fmt: skip
    if any(each.state is RequestState.WITHDRAWN for each in rounds.requests):
        columns.append(Column("state", gettext_lazy("State"), lambda row: _("withdrawn") if row.state is RequestState.WITHDRAWN else _("handed in")))  # fmt: skip
    return tuple(columns)


def request_url(year: int, row: RequestRow) -> str:
    """Where a change request is shown."""
    return reverse("participation:budget_request", args=[year, row.id])


def no_requests(rounds: Rounds) -> Empty:
    """Why no change request stands here."""
    return Empty(
        _("No change request has been handed in yet."),
        _("The circles write until %(day)s.") % {"day": day(rounds.schedule.requests_until)},
    )


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


@dataclass(frozen=True, slots=True)
class StepLine:
    """A public step in words."""

    number: int
    when: Any
    title: str
    text: str
    check: str


def step_lines(steps: Sequence[StepRow], names: Mapping[str, str]) -> tuple[StepLine, ...]:
    """The public steps in words, the latest first."""
    return tuple(
        StepLine(step.number, step.taken_at, _step_title(step, names), _step_text(step), step.step_hash[:8])
        for step in reversed(steps)
    )


def _step_title(step: StepRow, names: Mapping[str, str]) -> str:
    content = step.content
    circle = circle_name(step.area_code, names)
    if step.kind is StepKind.PUBLISHED:
        return _("Formula published, %(reserve)s in reserve") % {"reserve": euros(content["reserve"])}
    if step.kind is StepKind.STAGE_OPENED:
        return str(STAGES[step.stage][0])
    if step.kind is StepKind.DATES_MOVED:
        return _("Days moved")
    if step.kind is StepKind.REQUEST_SUBMITTED:
        return _("%(circle)s asks for %(amount)s") % {"circle": circle, "amount": euros(content["amount"])}
    if step.kind is StepKind.REQUEST_WITHDRAWN:
        return _("%(circle)s takes request %(number)s back") % {"circle": circle, "number": content["number"]}
    if step.kind is StepKind.RECORD_ADDED:
        return _("Record: %(circle)s") % {
            "circle": STAGES[Stage.DECIDED][1] if step.stage is Stage.COMMITTEE else circle
        }
    if step.kind is StepKind.PROPOSED:
        return _("Proposal %(loop)s: %(total)s") % {"loop": content["loop"], "total": euros(content["total"])}
    if step.kind is StepKind.VOICE_GIVEN:
        return f"{circle} {POSITIONS[Position(content['position'])][1]}"
    if step.kind is StepKind.OBJECTION_RAISED:
        who = circle if step.area_code else str(ROLE_TITLES[Role(content["speaker"])])
        return _("Objection %(number)s: %(who)s") % {"number": content["number"], "who": who}
    if step.kind is StepKind.OBJECTION_ANSWERED:
        return _("Answer to objection %(number)s") % {"number": content["number"]}
    if step.kind is StepKind.MINORITY_VIEW:
        return _("Minority view to objection %(number)s") % {"number": content["number"]}
    return _("Decision: %(outcome)s") % {"outcome": OUTCOMES[Outcome(content["outcome"])]}


def _step_text(step: StepRow) -> str:
    content = step.content
    if step.kind is StepKind.REQUEST_SUBMITTED:
        return f"{content['title']}. {content['goal']}"
    for name in ("text", "reason", "answer", "explanation", "title"):
        if content.get(name):
            return str(content[name])
    return ""


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection as pages show it."""

    row: ObjectionRow
    speaker: str
    tag: str
    state: Text


def objection_line(rounds: Rounds, row: ObjectionRow) -> ObjectionLine:
    """One objection with who speaks and what became of it."""
    tag, word = OBJECTION_STATES[row.state]
    if row.state is ObjectionState.CARRIED and rounds.stage is Stage.DECIDED:
        tag, word = "soft", gettext_lazy("was laid before the committee")
    return ObjectionLine(row, speaker_of(row, rounds.names), tag, word)


def objection_lines(rounds: Rounds) -> tuple[ObjectionLine, ...]:
    """Every objection, those that go to the committee first."""
    rows = sorted(rounds.objections, key=lambda row: (row.state is not ObjectionState.CARRIED, row.number))
    return tuple(objection_line(rounds, row) for row in rows)


def voice_lines(rounds: Rounds) -> tuple[tuple[str, str, Text], ...]:
    """What every circle says to the last proposal: name, tag, word."""
    if rounds.proposal is None:
        return ()
    waiting = ("soft", gettext_lazy("not answered yet"))
    voices = rounds.proposal.voices
    return tuple(
        (name, *(POSITIONS[voices[code]] if code in voices else waiting))
        for code, name in rounds.names.items()
    )


def record_lines(rounds: Rounds) -> tuple[tuple[str, str, str, str], ...]:
    """The records: circle, day, who was there, what was said."""
    return tuple(
        (
            str(STAGES[Stage.DECIDED][1]) if row.stage is Stage.COMMITTEE else circle_name(row.area_code, rounds.names),
            date_format(row.met_on, "j. F Y") if row.met_on else _("did not meet"), row.present, row.text,
        )
        for row in rounds.records
    )  # fmt: skip


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


def grant_lines(rounds: Rounds) -> tuple[tuple[str, str, str, str], ...]:
    """The proposal by request: circle, what for, asked for, proposed."""
    grants = rounds.grants or {}
    return tuple(
        (rounds.names[row.area_code], row.title, euros(row.amount or 0), euros(grants.get(str(row.id), 0)))
        for row in rounds.standing_requests
    )


def circles(rounds: Rounds, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Circles to choose from."""
    return [(code, circle_name(code, rounds.names)) for code in codes]


def days_moved(steps: Sequence[StepRow]) -> int:
    """How often days were moved, for calendars."""
    return sum(step.kind is StepKind.DATES_MOVED for step in steps)


@dataclass(frozen=True, slots=True)
class RequestShown:
    """What a page says of one change request besides its own words."""

    asked: str
    granted: str
    kind: Text
    state: str


def request_shown(rounds: Rounds, row: RequestRow) -> RequestShown:
    """One change request in words."""
    grants = rounds.grants
    known = grants is not None and str(row.id) in grants
    return RequestShown(
        asked=euros(row.amount) if row.amount else _("no amount yet"),
        granted=euros(grants[str(row.id)]) if grants is not None and known else "",
        kind=OFFER_KINDS[row.offer_kind],
        state={
            RequestState.DRAFT: _("draft, read by your circle alone"), RequestState.SUBMITTED: _("handed in"),
            RequestState.WITHDRAWN: _("withdrawn"),
        }[row.state],
    )  # fmt: skip
