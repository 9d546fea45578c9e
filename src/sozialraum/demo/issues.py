"""What the quarters ask of politics: questions in every state, each led through its steps on its days."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from importlib import resources
from typing import Any
from uuid import UUID

from sozialraum.demo.calendar import NOW, ahead, on
from sozialraum.demo.city.plan import City
from sozialraum.demo.gaps import quarters
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.advocacy import services
from sozialraum.network.advocacy.enums import Addressee, AnswerKind
from sozialraum.network.advocacy.services import NewIssue
from sozialraum.network.themes.queries import find_themes

TODAY = NOW.date()


def ask_politics(city: City, crowd: Crowd) -> None:
    """Ask what is told, as far as its quarter is in this city."""
    told = tomllib.loads(
        resources.files("sozialraum.demo.city").joinpath("base/issues.toml").read_text("utf-8")
    )
    draw = random.Random(f"{city.seed} issues")  # noqa: S311 - an invented city, no secret
    codes = quarters(city)
    for each in told["told"]:
        within = [code for code in codes if code.startswith(each["area"])]
        if within:
            by = crowd.persona("case_worker" if each["area"] == "0301" else "planner")
            _lead(each, draw.choice(within), by)


def _lead(told: Mapping[str, Any], area_code: str, by: Actor) -> None:
    """Lead one question through its steps."""
    themes = find_themes(by, told["theme"], limit=1) if "theme" in told else []
    issue_id = services.raise_issue(
        NewIssue(
            title=told["title"], ask=told["ask"], addressee=Addressee(told["addressee"]), addressee_name=told["name"],
            area_code=area_code, area_vintage="2023", raised_as=told["by"], text=told.get("text", ""),
            public=told["public"], theme_id=themes[0][0] if themes else None,
        ),
        by=by, at=_at(told["written"]),
    )  # fmt: skip
    if "sent" not in told:
        return
    due_on = ahead(TODAY + timedelta(days=told["due"]))
    first = min(due_on, TODAY - timedelta(days=told["remind"] + 5)) if "remind" in told else due_on
    services.send_issue(issue_id, due_on=first, text=told["how"], by=by, at=_at(told["sent"]))
    if "remind" in told:
        services.remind(issue_id, due_on=due_on, text=told["again"], by=by, at=_at(told["remind"]))
    _end(told, issue_id, by)


def _end(told: Mapping[str, Any], issue_id: UUID, by: Actor) -> None:
    if "withdrawn" in told:
        services.withdraw_issue(issue_id, why=told["consequence"], by=by, at=_at(told["withdrawn"]))
    if "answered" in told:
        services.note_answer(
            issue_id, kind=AnswerKind(told["kind"]), answer=told["answer"], by=by, at=_at(told["answered"])
        )
    if "closed" in told:
        services.note_consequence(issue_id, consequence=told["consequence"], by=by, at=_at(told["closed"]))


def _at(days: int) -> Any:
    return on(TODAY - timedelta(days=days))
