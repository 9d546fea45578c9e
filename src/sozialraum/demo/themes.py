"""Forty themes of the city in all states, each led through its steps on the days on which they happened."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from datetime import timedelta
from importlib import resources
from typing import Any, Final
from uuid import UUID

from sozialraum.demo.calendar import NOW, ahead, on
from sozialraum.demo.city.plan import City
from sozialraum.demo.gaps import gaps_of, quarters
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy.actors import NOBODY, Actor
from sozialraum.network.enums import MissingKind, ResourceLevel
from sozialraum.network.gaps import need_for
from sozialraum.network.matching import Source
from sozialraum.network.queries import resources_for
from sozialraum.network.themes import services
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.services import NewTheme

MANY: Final = 40
STATES: Final = (
    ThemeState.HINT, ThemeState.CHECKED, ThemeState.IN_WORK, ThemeState.IN_WORK, ThemeState.SOLVED, ThemeState.HINT,
    ThemeState.CHECKED, ThemeState.POLITICS, ThemeState.IN_WORK, ThemeState.SOLVED, ThemeState.RESTING,
)  # fmt: skip
LENGTHS: Final = {
    ThemeState.HINT: 1, ThemeState.CHECKED: 2, ThemeState.IN_WORK: 3, ThemeState.POLITICS: 4, ThemeState.SOLVED: 4,
    ThemeState.RESTING: 3,
}  # fmt: skip


def raise_themes(city: City, crowd: Crowd) -> None:
    """Raise the themes of the Alte Werft as they are told, and others where something is missing."""
    told = tomllib.loads(
        resources.files("sozialraum.demo.city").joinpath("base/themes.toml").read_text("utf-8")
    )
    planner, worker = crowd.persona("planner"), crowd.persona("case_worker")
    for each in told["told"]:
        _lead(each, worker if "Ahlers" in each.get("owner", "") else planner)
    draw = random.Random(f"{city.seed} themes")  # noqa: S311 - an invented city, no secret
    elsewhere = [code for code in quarters(city) if code != "0301"]
    near = [code for code in elsewhere if code[:2] in {"02", "03", "06"}]
    used: set[str] = set()
    for number in range(MANY - len(told["told"])):
        area = draw.choice(near if number % 2 else elsewhere)
        _lead(_invented(area, STATES[number % len(STATES)], told, used, draw), planner)


def _invented(
    area: str, state: ThemeState, told: dict[str, Any], used: set[str], draw: random.Random
) -> dict[str, Any]:
    kinds = [kind for kind in gaps_of(area) if set(told["words"][kind]) - used]
    kind = kinds[0] if kinds else draw.choice([k for k in MissingKind if set(told["words"][k]) - used])
    title = next(title for title in told["words"][kind] if title not in used)
    used.add(title)
    words, count = told["results"], LENGTHS[state]
    days = sorted(draw.sample(range(12, 380), k=count), reverse=True)
    return {
        "area": area, "missing": kind.value, "title": title, "raised_as": draw.choice(words["raised"]), "state": state.value,
        "owner": "" if state is ThemeState.HINT and draw.random() < 0.5 else draw.choice(words["owners"]), "days": days,
        "said": [draw.choice(words["checked"]), draw.choice(words["begun"])], "needed": draw.choice(words["needed"]),
        "place": "Jugendhilfeausschuss", "in_days": draw.randint(10, 90), "result": draw.choice(words["any"]),
        "resting": draw.choice(words["resting"]),
        "steps": [[draw.choice(words["steps"]), draw.randint(4, 40)]] if state is ThemeState.IN_WORK else [],
    }  # fmt: skip


def _lead(told: dict[str, Any], actor: Actor) -> None:
    """Lead one theme through its steps."""
    state, days = ThemeState(told["state"]), [NOW.date() - timedelta(days=each) for each in told["days"]]
    theme_id = services.raise_theme(
        NewTheme(
            title=told["title"], missing=MissingKind(told["missing"]), area_code=told["area"], area_vintage="2023",
            raised_as=told["raised_as"], text=told.get("text", ""), indicator_codes=told.get("indicators", ()),
        ),
        by=actor, at=on(days[0]),
    )  # fmt: skip
    if told.get("owner"):
        services.care_for_theme(theme_id, as_=told["owner"], by=actor, at=on(days[0]))
    if state is ThemeState.HINT:
        return None
    services.move_theme(theme_id, to=ThemeState.CHECKED, text=told["said"][0], by=actor, at=on(days[1]))
    if state is ThemeState.CHECKED:
        return _plan(theme_id, told.get("steps", ()), actor)
    if state is ThemeState.RESTING:
        return services.move_theme(theme_id, to=state, text=told["resting"], by=actor, at=on(days[2]))
    services.move_theme(theme_id, to=ThemeState.IN_WORK, text=told["said"][1], by=actor, at=on(days[2]))
    _plan(theme_id, told.get("steps", ()), actor)
    if state is ThemeState.POLITICS:
        decided_on = ahead(NOW.date() + timedelta(days=told["in_days"]))
        services.need_decision(
            theme_id,
            needed=told["needed"],
            place=told["place"],
            decided_on=decided_on,
            by=actor,
            at=on(days[3]),
        )
    elif state is ThemeState.SOLVED:
        place_id = _place_of(MissingKind(told["missing"]), told["area"])
        services.close_theme(theme_id, result=told["result"], place_id=place_id, by=actor, at=on(days[3]))
    return None


def _place_of(kind: MissingKind, area: str) -> UUID | None:
    """Where the result of a theme is found: what the directory itself would name for such a gap."""
    found = resources_for(
        NOBODY, need_for(kind, area_code=area), today=NOW.date(), limit=1, sources=[Source.PLACE],
        levels=[ResourceLevel.NEIGHBORHOOD, ResourceLevel.MAINSTREAM, ResourceLevel.PROJECT],
    )  # fmt: skip
    return UUID(found[0][0].candidate.id) if found else None


def _plan(theme_id: Any, steps: Sequence[Sequence[Any]], actor: Actor) -> None:
    for text, days in steps:
        step_id = services.plan_step(
            theme_id, text=text, due_on=ahead(NOW.date() + timedelta(days=days)), by=actor, at=on(NOW.date())
        )
        if days < 0:
            services.finish_step(step_id, by=actor, at=NOW + timedelta(days=days))
