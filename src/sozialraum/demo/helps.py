"""The helps of the cases that were kept in the office's former system, and what was told about them to the statistics.

Records of the years before are complete but for a few; those of this year have the gaps of a year that is not over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db import transaction

from sozialraum.demo.calendar import NOW, on
from sozialraum.demo.city.names import origins
from sozialraum.demo.city.plan import City
from sozialraum.demo.city.randomness import stream
from sozialraum.demo.city.stories import Story
from sozialraum.demo.families.telling import Telling
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import MemberKind
from sozialraum.individual.queries import case_file
from sozialraum.individual.services import TakenOverHelp, TakenOverPerson
from sozialraum.individual.surveys.facts import FOR_FAMILIES, TYPES_OF, WITH_SCHOOL

CHILD: Final = "kind"
UNDER_WAY: Final = frozenset({"plan", "running", "review", "transition"})
UNTIL_IT_BEGINS: Final = timedelta(days=42)
BEFORE_THE_HELP: Final = frozenset(
    {"concern", "exploration", "will_and_goals", "team", "offer", "decision", "counseling"}
)
PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "27": ("01", "06"), "28": ("06",), "29": ("05", "06"), "30": ("01", "06"), "31": ("01",), "32": ("07",),
    "33": ("02", "03", "03"), "34": ("08", "08", "09"), "35": ("10", "12"), "35a": ("05", "06", "06"), "41": ("08", "10"),
}  # fmt: skip
REASONS: Final = (
    ("13", 0.2),
    ("14", 0.18),
    ("15", 0.17),
    ("16", 0.13),
    ("17", 0.12),
    ("18", 0.1),
    ("11", 0.06),
    ("10", 0.04),
)
GAPS: Final = ("initiator", "situation", "german_spoken", "reasons", "end_reason", "residence", "school")
GAP_NOW, GAP_BEFORE = 0.35, 0.03


def note_help_of(story: Story, crowd: Crowd, case_id: UUID) -> None:
    """The help of a story that is on its way: put on record by its worker, with what the survey asks still open."""
    kind = story.help_kind.partition("-")[0]
    if kind not in TYPES_OF or story.state not in UNDER_WAY:
        return
    begun = min(story.opened_on + UNTIL_IT_BEGINS, NOW.date())
    with transaction.atomic():
        grant = gate.open(
            crowd.persona("case_worker"),
            Purpose.SERVICE,
            Action.WRITE,
            Subject("case", (case_id,)),
            at=on(begun),
        )
        young = [each.id for each in case_file(grant).people if each.kind is MemberKind.YOUNG_PERSON]
        alone = young[0] if len(young) == 1 and kind not in FOR_FAMILIES else None
        services.note_help(grant, help_kind=kind, begun_on=begun, member_id=alone)


class HelpFiles:
    """People and helps of one case after the other, drawn from streams of their own; call it in the order of the rows."""

    def __init__(self, city: City) -> None:
        self._rng = stream(city.seed, "help files")
        self._providers: dict[str, list[str]] = defaultdict(list)
        for row in city.providers.to_pylist():
            for basis in row["legal_bases"]:
                self._providers[basis].append(row["provider_code"])

    def people_of(self, row: Mapping[str, Any], told: Telling | None = None) -> tuple[TakenOverPerson, ...]:
        """The young person that the case is about, with a name of the city's own lists or as the family is told."""
        lists = origins()[int(self._rng.choice(len(origins()), p=_shares()))]
        self._girl = bool(self._rng.random() < 0.46)
        given = str(self._rng.choice(lists.women if self._girl else lists.men))
        if told is not None:
            child = told.child
            self._girl = not child.male
            return (
                TakenOverPerson(CHILD, MemberKind.YOUNG_PERSON, child.full_name, child.born_on, child.called),
            )
        name = f"{given} {row['family_name']}"
        return (TakenOverPerson(CHILD, MemberKind.YOUNG_PERSON, name, row["child_born_on"], given),)

    def helps_of(self, row: Mapping[str, Any], told: Telling | None = None) -> tuple[TakenOverHelp, ...]:
        """The help that runs or ran; none while the family is still on its way to one."""
        kind = row["help_kind"].partition("-")[0]
        counseling = kind == "28" and row["state"] == "counseling"
        if kind not in TYPES_OF or (row["state"] in BEFORE_THE_HELP and not counseling):
            return ()
        providers = self._providers.get(kind)
        drawn = str(self._rng.choice(providers)) if providers else ""
        return (
            TakenOverHelp(
                help_kind=kind, begun_on=row["opened_on"], ended_on=row["ended_on"],
                person="" if kind in FOR_FAMILIES else CHILD, key=f"{row['case_number']}-1",
                provider_code=told.pro.provider_code if told else drawn, answers=self._answers(kind, row),
            ),
        )  # fmt: skip

    def _answers(self, kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
        rng = self._rng
        codes, weights = zip(*REASONS, strict=True)
        many = int(rng.choice([1, 2, 3], p=[0.3, 0.45, 0.25]))
        chosen = rng.choice(codes, many, replace=False, p=np.array(weights) / sum(weights))
        answers: dict[str, Any] = {
            "help_type": str(rng.choice(TYPES_OF[kind])), "place": str(rng.choice(PLACES[kind])),
            "provider_kind": "28", "court_decision": "1" if kind in {"33", "34"} and rng.random() < 0.35 else "2",
            "intensity": str(rng.choice([2, 3, 4, 5, 6, 8])),
            "initiator": str(rng.choice(["1", "2", "3", "4", "5", "6"], p=[0.07, 0.38, 0.22, 0.22, 0.05, 0.06])),
            "reasons": [str(code) for code in chosen], "sex": {CHILD: "2" if self._girl else "1"},
            "situation": str(rng.choice(["1", "2", "3", "4", "5"], p=[0.34, 0.44, 0.18, 0.02, 0.02])),
            "foreign_origin": "1" if rng.random() < 0.41 else "2", "german_spoken": "1" if rng.random() < 0.72 else "2",
        }  # fmt: skip
        if kind in FOR_FAMILIES:
            answers["living_outside"] = str(rng.choice([0, 0, 0, 1]))
        if kind in WITH_SCHOOL:
            answers |= {
                "school": "1" if rng.random() < 0.8 else "2",
                "training": "1" if rng.random() < 0.08 else "2",
            }
        if row["ended_on"]:
            answers |= {
                "end_reason": str(rng.choice(["10", "20", "21", "22", "50"], p=[0.62, 0.18, 0.05, 0.08, 0.07])),
                "residence": str(rng.choice(["01", "02", "04", "06", "08"], p=[0.74, 0.06, 0.1, 0.06, 0.04])),
                "next_help": str(rng.choice(["2", "3", "4", "5", "6"], p=[0.08, 0.22, 0.14, 0.03, 0.53])),
            }  # fmt: skip
        this_year = row["ended_on"] is None or row["ended_on"].year == NOW.year
        if rng.random() < (GAP_NOW if this_year else GAP_BEFORE):
            for key in rng.choice(GAPS, 2, replace=False):
                answers.pop(str(key), None)
        return answers


def _shares() -> np.ndarray:
    shares = np.array([origin.share_of_families for origin in origins()])
    return np.asarray(shares / shares.sum())
