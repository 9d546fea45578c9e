"""Which families of the city are told in full, and what each of them comes with."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sozialraum.demo.city.names import origins
from sozialraum.demo.city.plan import City
from sozialraum.demo.city.stories import STORY_WORKER
from sozialraum.demo.families.days import TODAY, can_be
from sozialraum.demo.families.people import names
from sozialraum.demo.families.situations import Situation, situations
from sozialraum.individual.enums import CaseState
from sozialraum.individual.rules import years_old

FAMILIES: Final = 300
"""Told here at scale 1, beside the stories. A larger city has no more: they would repeat."""
CROWDED: Final = 7
"""How often a situation is told at most."""
OF_A_WORKER: Final = 9
HEARD_FROM: Final = 3
"""From this age on a child speaks before anything is decided."""
HOME_TEAM: Final = "T03"
SHARES: Final = {
    CaseState.CONCERN: 9, CaseState.COUNSELING: 44, CaseState.EXPLORATION: 26, CaseState.WILL_AND_GOALS: 28,
    CaseState.TEAM: 20, CaseState.OFFER: 14, CaseState.DECISION: 18, CaseState.PLAN: 32, CaseState.RUNNING: 92,
    CaseState.REVIEW: 30, CaseState.TRANSITION: 14, CaseState.ENDED: 8, CaseState.AFTERCARE: 12,
}  # fmt: skip
"""How many families stand where, of 347 that are looked for."""
RARE: Final = frozenset({CaseState.TRANSITION, CaseState.AFTERCARE})
"""Where few cases stand that can be told: they come first, so that there are some."""
BEYOND_ADVICE: Final = frozenset({"16", "17", "18"})
ADVICE: Final = frozenset(
    {CaseState.CONCERN, CaseState.COUNSELING, CaseState.EXPLORATION, CaseState.WILL_AND_GOALS}
)
BY_CODE: Final = {"27-2": "27", "35a-ambulatory": "35a", "35a-residential": "35a"}


@dataclass(frozen=True, slots=True)
class Part:
    """One family that is told: its row among the cases of the city, and its situation."""

    row: dict[str, Any]
    situation: Situation
    number: int

    @property
    def state(self) -> CaseState:
        """Where the case stands."""
        return CaseState(self.row["state"])

    @property
    def help_code(self) -> str:
        """The kind of help as a plan names it."""
        return BY_CODE.get(self.row["help_kind"], self.row["help_kind"])


def parts(city: City, offered: Collection[str]) -> list[Part]:
    """The families of a city that are told, 300 at scale 1; ``offered`` are the kinds of help that somebody offers.

    The families of the worker whose desk a visitor sees first come first, then those of her team, then a few of every
    other team; no worker has one situation twice.
    """
    wanted = round(FAMILIES * min(1.0, city.scale))
    room = {state: max(1, round(share * min(1.0, city.scale))) for state, share in SHARES.items()}
    draw = random.Random(f"{city.seed} cast of families")  # noqa: S311 - an invented city, no secret
    told: Counter[str] = Counter()
    of_worker: dict[str, set[str]] = {}
    found: list[Part] = []
    for row, at_home in _in_order(city, draw):
        if len(found) >= wanted:
            break
        state, mine = CaseState(row["state"]), of_worker.setdefault(row["worker_code"], set())
        if not at_home and (room[state] <= 0 or len(mine) >= OF_A_WORKER):
            continue
        fitting = [each for each in situations() if told[each.key] < CROWDED and each.key not in mine]
        fitting = [each for each in fitting if _fits(row, state, each, offered)]
        if fitting:
            least = min(told[each.key] for each in fitting)
            chosen = draw.choice([each for each in fitting if told[each.key] == least])
            told[chosen.key] += 1
            mine.add(chosen.key)
            room[state] -= 1
            found.append(Part(row, chosen, len(found)))
    return found


def _in_order(city: City, draw: random.Random) -> Iterator[tuple[dict[str, Any], bool]]:
    staff = {row["person_code"]: (row["given_name"], row["family_name"]) for row in city.staff.to_pylist()}
    rows = [row for row in city.cases.to_pylist() if not row["is_story"]]
    draw.shuffle(rows)
    rows.sort(key=lambda row: (row["worker_code"], row["state"] not in RARE))
    workers = sorted({row["worker_code"] for row in rows})
    rank = {code: draw.random() for code in workers}

    def nearness(row: dict[str, Any]) -> tuple[int, float]:
        if staff[row["worker_code"]] == STORY_WORKER:
            return 0, 0.0
        return (1 if row["team_code"] == HOME_TEAM and rank[row["worker_code"]] < 0.7 else 2), rank[
            row["worker_code"]
        ]

    for row in sorted(rows, key=nearness):
        yield row, nearness(row)[0] == 0 and row["ended_on"] is None


def _fits(row: dict[str, Any], state: CaseState, situation: Situation, offered: Collection[str]) -> bool:
    kind = row["help_kind"]
    if kind not in situation.helps or not can_be(state, row["opened_on"], row["ended_on"]):
        return False
    if situation.origins and origin_of(row["family_name"]) not in situation.origins:
        return False
    low, high = situation.ages
    if not low <= years_old(row["child_born_on"], today=row["opened_on"]) <= high:
        return False
    if (
        not situation.with_child
        and state not in ADVICE
        and years_old(row["child_born_on"], today=TODAY) >= HEARD_FROM
    ):
        return False
    return state in ADVICE or (kind not in BEYOND_ADVICE and BY_CODE.get(kind, kind) in offered)


def origin_of(family_name: str) -> str:
    """The origin to which a family's name belongs, as `city/base/names.toml` lists it."""
    listed = list(names())
    return next(
        (listed[place] for place, each in enumerate(origins()) if family_name in each.families), listed[0]
    )
