"""The families whose stories the demo tells, read from `base/stories.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

PROFESSIONAL = "professional"
STORY_WORKER = ("Katrin", "Ahlers")
"""All stories are cases of this worker of the team Hafen."""


@dataclass(frozen=True)
class Member:
    """Somebody of a family; `kind` is young_person, parent, relative or other."""

    kind: str
    full_name: str
    called: str
    born_on: date


@dataclass(frozen=True)
class Spoken:
    """One statement. `by` is what the family calls the speaker, or `professional` for the case worker.

    `acts_oneself` tells will (true, with `own_action`) from wish (false); none where the question is open or
    a professional speaks.
    """

    by: str
    kind: str
    said_on: date
    text: str
    own_action: str
    strength: int | None
    language: str

    @property
    def acts_oneself(self) -> bool | None:
        """Whether the speaker named an own act; none where that was not asked."""
        return {"will": True, "wish": False}.get(self.kind)


@dataclass(frozen=True)
class Story:
    """A case with its family and what was said in it, in the order it was said."""

    case_number: str
    family_name: str
    area_code: str
    address: str
    opened_on: date
    state: str
    help_kind: str
    provider_code: str | None
    members: tuple[Member, ...]
    statements: tuple[Spoken, ...]


@cache
def read_stories() -> tuple[Story, ...]:
    """Read all stories in the order of the file; the Kesslers come first."""
    text = resources.files("sozialraum.demo.city").joinpath("base/stories.toml").read_text("utf-8")
    return tuple(_story(entry) for entry in tomllib.loads(text)["story"])


def _story(entry: dict[str, Any]) -> Story:
    members = tuple(Member(**member) for member in entry["members"])
    statements = tuple(
        Spoken(
            by=said["by"],
            kind=said["kind"],
            said_on=said["said_on"],
            text=said["text"],
            own_action=said.get("own_action", ""),
            strength=said.get("strength"),
            language=said.get("language", "de"),
        )
        for said in entry["statement"]
    )
    return Story(
        case_number=entry["case_number"],
        family_name=entry["family_name"],
        area_code=entry["area_code"],
        address=entry["address"],
        opened_on=entry["opened_on"],
        state=entry["state"],
        help_kind=entry["help_kind"],
        provider_code=entry.get("provider_code"),
        members=members,
        statements=statements,
    )
