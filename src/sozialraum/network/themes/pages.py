"""What the pages of themes are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role
from sozialraum.network.field_work.access import can_log_field_work
from sozialraum.network.queries import places_in
from sozialraum.network.themes import presentation, queries
from sozialraum.network.themes.access import can_care, can_move_theme
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.gaps import gaps_without_theme
from sozialraum.network.themes.rules import NEXT, OPEN
from sozialraum.social_structure.access import can_view_figures
from sozialraum.social_structure.queries import area_choices, area_names, area_page, planning_system

SOLVED_SHOWN = 5
PAGE = 40


def board(actor: Actor, get: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """The themes of an area by state, one of them open beside the list, and what was solved lately."""
    area_code = get.get("gebiet", "").replace("\0", "")[:40]
    wanted = get.get("stand", "")
    state = ThemeState(wanted) if wanted in set(ThemeState) else None
    states = {state} if state else OPEN
    asked = [(states, PAGE), *([] if state else [({ThemeState.SOLVED}, SOLVED_SHOWN)])]
    rows, *others = queries.lists_of_themes(actor, asked, today=today, area_code=area_code)
    solved = others[0] if others else []
    gaps = gaps_without_theme(actor, area_code=area_code) if can_care(actor) else []
    names = area_names(
        [area_code, *(row.area_code for row in (*rows, *solved)), *(gap.area_code for gap in gaps)]
    )
    counts = queries.count_by_state(actor, area_code=area_code)
    opened = [row for row in rows if row.state in OPEN]
    picked = next((row for row in rows if str(row.id) == get.get("thema", "")), rows[0] if rows else None)
    system = planning_system()
    return {
        "lines": presentation.lines(rows, names), "solved": presentation.lines(solved, names),
        "states": presentation.state_choices(counts, state.value if state else ""), "state": state.value if state else "",
        "area_code": area_code, "area": names.get(area_code, ""), "areas": area_choices(),
        "area_url": area_page(area_code, str(system.vintage), inside=bool(can_view_figures(actor))) if system and area_code else "",
        "gaps": presentation.gap_lines(gaps, names), "answer": presentation.answer(opened), "picked": _picked(picked, names) if picked else None,
        "may_raise": can_care(actor), "today": today,
    }  # fmt: skip


def _picked(row: queries.ThemeRow, names: Mapping[str, str]) -> dict[str, Any]:
    return {"line": presentation.line(row, names), "way": presentation.way(row)}


def sheet(actor: Actor, row: queries.ThemeRow, *, today: date, new_place: str = "") -> dict[str, Any]:
    """One theme with what the actor may do next; ``new_place`` is the entry that was just added as its result."""
    names = area_names([row.area_code])
    may_move = bool(can_move_theme(actor, row.owner_id))
    own = names_of([actor.user_id]).get(actor.user_id, "") if actor.user_id else ""
    places = (
        places_in(NOBODY, queries.areas_within(row.area_code), today=today, limit=200) if may_move else []
    )
    return {
        "line": presentation.line(row, names), "way": presentation.way(row), "row": row, "today": today,
        "may_care": bool(can_care(actor)) and row.owner_id is None and row.state in OPEN, "may_move": may_move,
        "may_tell": bool(can_log_field_work(actor)) or actor.has(Role.RESIDENT),
        "new_place": new_place if new_place in {str(place.id) for place in places} else "",
        "mine": actor.user_id is not None and row.owner_id == actor.user_id, "own_name": own,
        "next": {state.value for state in NEXT[row.state]} if may_move else set(), "places": places,
        "area_url": area_page(row.area_code, row.area_vintage, inside=bool(can_view_figures(actor))),
        "open_steps": [s for s in row.steps if not s.done_on],
        "due": {step.id: presentation.due_in_words(step.due_on, today=today) for step in row.steps},
    }  # fmt: skip
