"""What the pages of issues are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.advocacy import presentation, queries
from sozialraum.network.advocacy.access import can_move_issue, can_raise_issue
from sozialraum.network.advocacy.enums import Addressee, AnswerKind, IssueState
from sozialraum.network.advocacy.evidence import evidence_of, thawed
from sozialraum.network.advocacy.rules import NEXT, OPEN, USUAL
from sozialraum.network.cooperations.house_pages import speaks_as
from sozialraum.network.field_work.queries import note_for_politics
from sozialraum.network.themes.queries import areas_within
from sozialraum.network.themes.queries import theme as read_theme
from sozialraum.social_structure.access import can_view_figures
from sozialraum.social_structure.queries import area_choices, area_names, area_page

MOST_CLOSED = 5


def board(actor: Actor, get: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """The issues of an area or of all, by state and by who is to answer; below, what came of the last ones."""
    area_code = get.get("gebiet", "").replace("\0", "")[:40]
    asked = get.get("an", "")
    addressee = Addressee(asked) if asked in set(Addressee) else None
    wanted = get.get("stand", "")
    codes = areas_within(area_code) if area_code else ()
    everything = queries.issues(
        actor, today=today, area_codes=codes, addressee=addressee, states=set(IssueState)
    )
    counts, late = queries.count_by_state(everything, today=today)
    state = IssueState(wanted) if wanted in set(IssueState) else None
    shown = [
        row
        for row in everything
        if (row.late_on(today) if wanted == presentation.LATE else row.state in ({state} if state else OPEN))
    ]
    closed = [] if wanted else [row for row in everything if row.state is IssueState.CLOSED][:MOST_CLOSED]
    names = area_names([area_code, *(row.area_code for row in everything)])
    return {
        "lines": [presentation.line(row, names, today=today) for row in shown],
        "closed": [presentation.line(row, names, today=today) for row in closed],
        "answer": presentation.answer(counts, late), "choices": presentation.choices(counts, late, wanted),
        "wanted": wanted, "area_code": area_code, "area": names.get(area_code, ""), "areas": area_choices(),
        "addressee": asked if addressee else "", "may_raise": can_raise_issue(actor),
        "addressees": presentation.addressee_choices(queries.issues(actor, today=today, states=set(IssueState))),
    }  # fmt: skip


def sheet(actor: Actor, row: queries.IssueRow, *, today: date) -> dict[str, Any]:
    """One issue with what the actor may do next; before it is sent, with what is known today."""
    names = area_names([row.area_code])
    may_move = bool(can_move_issue(actor, row.owner_id))
    sent = row.state is not IssueState.PREPARED
    return {
        "line": presentation.line(row, names, today=today), "row": row, "way": presentation.way(row),
        "facts": thawed(row.evidence) if sent else evidence_of(row.theme_id, row.area_code, today=today),
        "sent": sent, "may_move": may_move, "mine": actor.user_id is not None and actor.user_id == row.owner_id,
        "next": {state.value for state in NEXT[row.state]} if may_move else set(),
        "answer_kind": presentation.ANSWERS[row.answer_kind] if row.answer_kind else "",
        "due": today + USUAL,
        "answers": [(each.value, presentation.ANSWERS[each]) for each in AnswerKind], "own_name": speaks_as(actor),
        "area_url": area_page(row.area_code, row.area_vintage, inside=bool(can_view_figures(actor))), "today": today,
    }  # fmt: skip


def beginning(actor: Actor, get: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """What a new issue begins with: its theme or note, and the words that stand there already."""
    theme_id, note_id = _id(get.get("thema", "")), _id(get.get("notiz", ""))
    theme = read_theme(actor, theme_id, today=today) if theme_id else None
    note = note_for_politics(actor, note_id) if note_id else None
    initial: dict[str, Any] = {
        "area_code": get.get("gebiet", ""),
        "raised_as": speaks_as(actor),
        "public": True,
    }
    if theme is not None:
        initial |= {
            "title": theme.title, "ask": theme.decision_needed, "area_code": theme.area_code, "text": theme.text,
            "addressee_name": theme.decision_place,
        }  # fmt: skip
    elif note is not None:
        initial |= {"area_code": note.area_code, "text": note.sentence}
    return {"initial": initial, "theme": theme, "note": note}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
