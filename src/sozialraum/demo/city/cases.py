"""The statistical core of the cases: where, since when, which help, how old. No words and no members."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sozialraum.demo.city.blueprint import VINTAGE_AFTER, Blueprint
from sozialraum.demo.city.names import draw_family_names
from sozialraum.demo.city.randomness import apportion, stream
from sozialraum.demo.city.staff import DRAWN_ON
from sozialraum.demo.city.stories import STORY_WORKER, Story, read_stories
from sozialraum.demo.city.working_days import working_day

ACTIVE_CASES, ENDED_CASES = 4_000, 2_400
FAMILIES_OF_THE_STORY_WORKER = 31

# Active helps of the city at scale 1 by kind: (kind, cases, mean duration in days, youngest, oldest age).
HELPS = (
    ("16", 610, 150, 0, 17), ("17", 180, 140, 0, 17), ("18", 356, 190, 0, 17), ("28", 900, 210, 3, 20),
    ("27-2", 100, 400, 4, 17), ("29", 80, 300, 7, 16), ("30", 250, 380, 11, 18), ("31", 520, 500, 0, 15),
    ("32", 110, 620, 6, 13), ("33", 260, 1500, 0, 17), ("34", 270, 800, 9, 17), ("35", 12, 420, 14, 18),
    ("35a-ambulatory", 240, 640, 6, 17), ("35a-residential", 20, 760, 9, 18), ("41", 60, 420, 18, 21),
    ("19", 14, 330, 0, 5), ("42", 18, 24, 2, 17),
)  # fmt: skip

# How far cases that are not ended have come; counseling has states of its own.
STATES = (
    ("concern", 0.05), ("exploration", 0.05), ("will_and_goals", 0.05), ("team", 0.03), ("offer", 0.02),
    ("decision", 0.03), ("plan", 0.07), ("running", 0.55), ("review", 0.11), ("transition", 0.04),
)  # fmt: skip
LONGEST_AFTERCARE = 300
"""Days after the end of a help on which somebody still asks how it goes."""
LONGEST_ON_THE_WAY = {
    "concern": 40, "exploration": 80, "will_and_goals": 120, "team": 150, "offer": 180, "decision": 200, "plan": 260,
}  # fmt: skip
"""Days after which no family is still on the way to its help; nobody waits for a first talk for years."""
TOLD_FROM = {
    "concern": (1, 20), "counseling": (5, 200), "exploration": (12, 80), "will_and_goals": (18, 120), "team": (26, 150),
    "offer": (32, 165), "decision": (40, 185), "plan": (48, 205), "running": (90, 425), "review": (250, 305),
    "transition": (285, 425),
}  # fmt: skip
"""Days since the opening between which a case can be told from its first day on, by where it stands."""
ALIKE = 3
"""How many families on the desk of the story worker, beside the stories, stand at one place."""
_COUNSELING_ALONE = frozenset({"16", "17", "18"})
_COUNSELING = frozenset({"16", "17", "18", "28"})
_BEYOND_18 = frozenset({"28", "30", "33", "34", "35", "35a-residential", "41"})


def cases_table(blueprint: Blueprint, staff: pa.Table) -> pa.Table:
    """Return active and ended cases, at scale 1 4,000 and 2,400, in the order of their numbers.

    Columns: case_number, family_name, area_code, area_vintage, team_code, worker_code, state, help_kind,
    opened_on, ended_on (null while active), child_born_on, is_story. The families of the stories are among
    them; their worker has 31 active cases at scale 1.
    """
    rng = stream(blueprint.seed, "cases")
    stories = [story for story in read_stories() if _has(blueprint, story)]
    active = max(len(stories), round(ACTIVE_CASES * blueprint.scale))
    ended = round(ENDED_CASES * blueprint.scale)
    drawn = _draw(blueprint, rng, active - len(stories), ended)
    opened, numbers = _numbered(drawn["opened_on"], {story.case_number for story in stories})
    columns: dict[str, list[object]] = {
        name: [values[place] for place in opened] for name, values in drawn.items()
    }
    columns["case_number"] = list(numbers)
    columns["is_story"] = [False] * len(numbers)
    for story in stories:
        for name, value in _story_row(story, blueprint).items():
            columns[name].append(value)
    columns["worker_code"] = _workers(blueprint, columns, staff, rng)
    schema = pa.schema(
        [
            ("case_number", pa.string()), ("family_name", pa.string()), ("area_code", pa.string()),
            ("area_vintage", pa.string()), ("team_code", pa.string()), ("worker_code", pa.string()),
            ("state", pa.string()), ("help_kind", pa.string()), ("opened_on", pa.date32()),
            ("ended_on", pa.date32()), ("child_born_on", pa.date32()), ("is_story", pa.bool_()),
        ]
    )  # fmt: skip
    table = pa.table({name: columns[name] for name in schema.names}, schema=schema)
    return table.take(pc.sort_indices(table, sort_keys=[("case_number", "ascending")]))


def _has(blueprint: Blueprint, story: Story) -> bool:
    return any(quarter.code == story.area_code for quarter in blueprint.quarters)


def _draw(blueprint: Blueprint, rng: np.random.Generator, active: int, ended: int) -> dict[str, list[object]]:
    """Draw everything of a case but its number and its worker."""
    kinds = np.array([help_[0] for help_ in HELPS])
    amounts = np.array([help_[1] for help_ in HELPS], dtype=np.float64)
    duration = np.array([help_[2] for help_ in HELPS], dtype=np.float64)
    youngest = np.array([help_[3] for help_ in HELPS])
    oldest = np.array([help_[4] for help_ in HELPS])
    now = np.repeat(np.arange(len(HELPS)), apportion(amounts, active))
    past = np.repeat(np.arange(len(HELPS)), apportion(amounts / np.sqrt(duration), ended))
    place = np.concatenate([rng.permutation(now), rng.permutation(past)])
    is_active = np.arange(len(place)) < active
    quarter = _quarters(blueprint, rng, len(place))
    age = youngest[place] + rng.random(len(place)) * (oldest[place] + 1 - youngest[place])
    until = np.where(np.isin(kinds[place], list(_BEYOND_18)), 21.0, np.maximum(18.0, age + 0.5))
    days = np.maximum(rng.gamma(1.4, duration[place] / 1.4), 6)
    days = np.minimum(days, np.maximum((until - age) * 365, 6)).astype(np.int64)
    since = np.where(is_active, (days * rng.random(len(place))).astype(np.int64) + 2, 0)
    finished = (rng.random(len(place)) * 3 * 365).astype(np.int64) + 5
    opened = np.where(is_active, since, finished + days)
    state = _states(kinds[place], is_active, finished, rng)
    for on_the_way, most in LONGEST_ON_THE_WAY.items():
        late = is_active & (state == on_the_way) & (opened > most)
        opened = np.where(late, 2 + opened % most, opened)
    born = opened + (age * 365.25).astype(np.int64)
    names = draw_family_names(rng, len(place))
    return {
        "family_name": list(names),
        "area_code": [blueprint.quarters[number].code for number in quarter],
        "area_vintage": [VINTAGE_AFTER] * len(place),
        "team_code": [f"T{blueprint.quarters[number].district}" for number in quarter],
        "state": list(state),
        "help_kind": kinds[place].tolist(),
        "opened_on": [working_day(DRAWN_ON - timedelta(days=int(back))) for back in opened],
        "ended_on": [
            None if running else working_day(DRAWN_ON - timedelta(days=int(back)))
            for running, back in zip(is_active, finished, strict=True)
        ],
        "child_born_on": [DRAWN_ON - timedelta(days=int(back)) for back in born],
    }


def _quarters(blueprint: Blueprint, rng: np.random.Generator, count: int) -> np.ndarray:
    """Draw quarters by the number of young people, more often where many live on basic income support."""
    weight = np.array(
        [0.012 * quarter.under_21 + 0.075 * quarter.sgb2_under_18 for quarter in blueprint.quarters]
    )
    return np.asarray(rng.choice(len(weight), count, p=weight / weight.sum()))


def _states(
    kinds: np.ndarray, active: np.ndarray, finished: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Where each case stands; ``finished`` is how many days ago it ended, if it did: nobody is looked after for years."""
    names = np.array([name for name, _ in STATES], dtype=object)
    state = rng.choice(names, len(kinds), p=[share for _, share in STATES])
    counseling = np.isin(kinds, list(_COUNSELING))
    state[counseling & (rng.random(len(kinds)) < 0.85)] = "counseling"
    looked_after = np.where(finished[~active] <= LONGEST_AFTERCARE, 0.7, 0.0)
    state[~active] = np.where(rng.random(int((~active).sum())) < looked_after, "aftercare", "ended")
    return np.asarray(state)


def _numbered(opened_on: list[object], reserved: set[str]) -> tuple[list[int], list[str]]:
    """Number cases by the year they were opened in, in order of the day; reserved numbers stay free."""
    order = sorted(range(len(opened_on)), key=lambda place: (str(opened_on[place]), place))
    numbers: list[str] = []
    last: dict[int, int] = {}
    for place in order:
        day = opened_on[place]
        assert isinstance(day, date)  # noqa: S101 - the calendar gives days
        number = last.get(day.year, 0) + 1
        while f"{day.year}-{number:05d}" in reserved:
            number += 1
        last[day.year] = number
        numbers.append(f"{day.year}-{number:05d}")
    return order, numbers


def _story_row(story: Story, blueprint: Blueprint) -> dict[str, object]:
    district = next(quarter.district for quarter in blueprint.quarters if quarter.code == story.area_code)
    children = [member.born_on for member in story.members if member.kind == "young_person"]
    return {
        "case_number": story.case_number, "family_name": story.family_name, "area_code": story.area_code,
        "area_vintage": VINTAGE_AFTER, "team_code": f"T{district}", "state": story.state,
        "help_kind": story.help_kind, "opened_on": story.opened_on, "ended_on": None,
        "child_born_on": min(children), "is_story": True,
    }  # fmt: skip


def _is_young(columns: dict[str, list[object]], place: int) -> bool:
    """Whether a case is open and so young, and of such a kind, that its whole way can be told."""
    opened, state = columns["opened_on"][place], str(columns["state"][place])
    assert isinstance(opened, date)  # noqa: S101 - the calendar gives days
    least, most = TOLD_FROM.get(state, (0, 0))
    beyond_advice = state in {"concern", "exploration", "will_and_goals"} or state == "counseling"
    return (
        columns["ended_on"][place] is None and columns["family_name"][place] != STORY_WORKER[1] and least <= (DRAWN_ON - opened).days <= most
        and (beyond_advice or columns["help_kind"][place] not in _COUNSELING_ALONE)
        and columns["help_kind"][place] not in {"19", "35", "42"}
    )  # fmt: skip


def _workers(
    blueprint: Blueprint, columns: dict[str, list[object]], staff: pa.Table, rng: np.random.Generator
) -> list[object]:
    """Share each team's cases among its workers; the stories and 31 families in all go to their worker."""
    by_team: dict[str, list[str]] = {}
    story_worker = None
    for row in staff.to_pylist():
        if row["role"] == "case_worker":
            by_team.setdefault(row["team_code"], []).append(row["person_code"])
        if (row["given_name"], row["family_name"]) == STORY_WORKER:
            story_worker = row["person_code"]
    workers: list[object] = []
    held: Counter[str] = Counter()
    room = max(0, round(FAMILIES_OF_THE_STORY_WORKER * min(1.0, blueprint.scale)))
    room -= sum(bool(story) for story in columns["is_story"])
    for place, (team, is_story) in enumerate(zip(columns["team_code"], columns["is_story"], strict=True)):
        colleagues = [code for code in by_team[str(team)] if code != story_worker]
        state = str(columns["state"][place])
        if is_story or (team == "T03" and room > 0 and held[state] < ALIKE and _is_young(columns, place)):
            held[state] += 0 if is_story else 1
            workers.append(story_worker)
            room -= 0 if is_story else 1
        elif colleagues:
            workers.append(colleagues[int(rng.integers(len(colleagues)))])
        else:
            workers.append(by_team[str(team)][0])
    return workers
