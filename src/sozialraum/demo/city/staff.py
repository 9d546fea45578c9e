"""Who works for the young people of Lindenfurt: 12 teams with 320 people, and the personas of the demo."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

import numpy as np
import pyarrow as pa

from sozialraum.demo.city.blueprint import Blueprint
from sozialraum.demo.city.names import draw_names
from sozialraum.demo.city.randomness import apportion, stream

DRAWN_ON = date(2026, 11, 20)
"""The Friday on which the city is drawn up; nothing in it happened later."""

STAFF = 320
FINANCE_TEAM, PLANNING_TEAM = "WJH", "LPC"


@dataclass(frozen=True)
class Persona:
    """Somebody a visitor of the demo can be. `role` and `scope` follow the rights matrix."""

    key: str
    given_name: str
    family_name: str
    title: str
    role: str
    scope_kind: str
    scope_key: str
    sentence: str

    @property
    def full_name(self) -> str:
        """Given and family name, with the doctor's title where there is one."""
        return f"{self.given_name} {self.family_name}"


@cache
def personas() -> tuple[Persona, ...]:
    """Read the personas in the order in which the sign-in page shows them."""
    text = resources.files("sozialraum.demo.city").joinpath("base/personas.toml").read_text("utf-8")
    return tuple(Persona(**entry) for entry in tomllib.loads(text)["persona"])


OFFICE_ROLES = frozenset(
    {
        "case_worker", "team_lead", "planner", "controller", "finance_officer", "head_of_office",
        "administrator", "data_protection_officer",
    }
)  # fmt: skip

# People whom the stories name; nobody else gets one of these names.
STORY_NAMES = (
    ("Ayşe", "Demir"), ("Tarek", "Salman"), ("Werner", "Lang"), ("Lotte", "Kessler"), ("Jonas", "Weber"),
    ("Aylin", "Brandt"), ("Friederike", "Lampe"),
)  # fmt: skip


def teams_table(blueprint: Blueprint) -> pa.Table:
    """List the teams: team_code, name, kind (district or central), district_code, office address.

    Every district has a team `T` + district code; two central teams serve the whole office.
    """
    streets = (
        "Am Dom 4", "Ziegeleistraße 31", "Rosenstraße 8", "Weststraße 112", "Brauereiplatz 2", "Ostring 45",
        "Klosterbergweg 9", "Philosophenweg 17", "Siedlerplatz 3", "Dorfstraße 26",
    )  # fmt: skip
    rows: list[dict[str, str | None]] = [
        {
            "team_code": f"T{district.code}",
            "name": f"Team {district.name}",
            "kind": "district",
            "district_code": district.code,
            "address": streets[place % len(streets)],
        }
        for place, district in enumerate(blueprint.districts)
    ]
    rows.append(
        {"team_code": FINANCE_TEAM, "name": "Wirtschaftliche Jugendhilfe", "kind": "central",
         "district_code": None, "address": "Rathausplatz 1"}
    )  # fmt: skip
    rows.append(
        {"team_code": PLANNING_TEAM, "name": "Leitung, Planung und Controlling", "kind": "central",
         "district_code": None, "address": "Rathausplatz 1"}
    )  # fmt: skip
    schema = pa.schema(
        [(name, pa.string()) for name in ("team_code", "name", "kind", "district_code", "address")]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def staff_table(blueprint: Blueprint) -> pa.Table:
    """List the office's people: 320 at scale 1.

    Columns: person_code, given_name, family_name, title, role, team_code, started_on, weekly_hours. Team
    sizes follow the number of children in poverty; each team has a lead and a deputy. The office's personas
    are among them.
    """
    rng = stream(blueprint.seed, "staff")
    size = max(4 * len(blueprint.districts) + 12, round(STAFF * blueprint.scale))
    posts = _posts(blueprint, size)
    expected = {
        (persona.role, persona.scope_key): persona for persona in personas() if persona.role in OFFICE_ROLES
    }
    taken = [(persona.given_name, persona.family_name) for persona in personas()] + list(STORY_NAMES)
    people = iter(draw_names(rng, len(posts), taken=taken))
    rows = []
    for number, (role, title, team) in enumerate(posts, start=1):
        given, family, gender = next(people)
        persona = expected.pop((role, team if team.startswith("T") else ""), None)
        if persona is not None:
            given, family, title = persona.given_name, persona.family_name, persona.title
        rows.append(
            {
                "person_code": f"S{number:04d}",
                "given_name": given,
                "family_name": family,
                "title": title if persona else _titled(title, female=gender == "female"),
                "role": role,
                "team_code": team,
                "started_on": DRAWN_ON - timedelta(days=int(rng.gamma(1.6, 1500)) + 30),
                "weekly_hours": 39.0
                if title.startswith(("Leitung", "Teamleitung"))
                else float(rng.choice([39.0, 39.0, 39.0, 32.0, 30.0, 25.0, 19.5])),
            }
        )
    return pa.Table.from_pylist(rows)


def _posts(blueprint: Blueprint, size: int) -> list[tuple[str, str, str]]:
    """Return role, title and team of every post."""
    central = _central_posts(size)
    need = np.array(
        [0.3 * district.under_21 + 2.0 * district.sgb2_under_18 + 1 for district in blueprint.districts]
    )
    rest = size - len(central) - 4 * len(blueprint.districts)
    team_sizes = 4 + apportion(need, rest)
    posts: list[tuple[str, str, str]] = []
    for district, people in zip(blueprint.districts, team_sizes, strict=True):
        team = f"T{district.code}"
        posts.append(("team_lead", f"Teamleitung {district.name}", team))
        posts.append(("team_lead", f"Stellvertretende Teamleitung {district.name}", team))
        posts += [("case_worker", "Bezirkssozialdienst", team)] * (int(people) - 2)
    return posts + central


def _central_posts(size: int) -> list[tuple[str, str, str]]:
    finance = max(3, round(size * 0.115))
    return [
        ("head_of_office", "Leitung Amt für Jugend und Familie", PLANNING_TEAM),
        ("data_protection_officer", "Datenschutzbeauftragter", PLANNING_TEAM),
        ("administrator", "Verfahrensbetreuung", PLANNING_TEAM),
        *[("planner", "Jugendhilfeplanung", PLANNING_TEAM)] * max(1, round(size * 0.0125)),
        *[("controller", "Controlling", PLANNING_TEAM)] * max(1, round(size * 0.0125)),
        *[("administrator", "Verfahrensbetreuung", PLANNING_TEAM)] * max(0, round(size * 0.0063)),
        *[("finance_officer", "Wirtschaftliche Jugendhilfe", FINANCE_TEAM)] * finance,
    ]


def _titled(title: str, *, female: bool) -> str:
    if title != "Bezirkssozialdienst":
        return title
    return "Sozialarbeiterin im Bezirkssozialdienst" if female else "Sozialarbeiter im Bezirkssozialdienst"
