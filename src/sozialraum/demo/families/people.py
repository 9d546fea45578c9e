"""The people of one family: names that belong together, ages that can be, and who is who to the child."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

from sozialraum.demo.city.names import origins
from sozialraum.demo.families.wording import genitive
from sozialraum.individual.enums import MemberKind

CARERS: Final = {
    "mother": ("female", MemberKind.PARENT, "Mama", (17, 40)),
    "father": ("male", MemberKind.PARENT, "Papa", (19, 44)),
    "stepfather": ("male", MemberKind.PARENT, "", (20, 42)),
    "second_mother": ("female", MemberKind.PARENT, "Mami", (21, 42)),
    "grandmother": ("female", MemberKind.RELATIVE, "Oma {given}", (44, 62)),
    "grandfather": ("male", MemberKind.RELATIVE, "Opa {given}", (46, 66)),
    "aunt": ("female", MemberKind.RELATIVE, "Tante {given}", (19, 36)),
    "uncle": ("male", MemberKind.RELATIVE, "Onkel {given}", (20, 38)),
    "sister": ("female", MemberKind.RELATIVE, "{given}", (8, 14)),
    "brother": ("male", MemberKind.RELATIVE, "{given}", (8, 14)),
    "foster_mother": ("female", MemberKind.OTHER, "{given}", (28, 45)),
    "foster_father": ("male", MemberKind.OTHER, "{given}", (28, 48)),
    "guardian": ("female", MemberKind.OTHER, "Frau {family}", (30, 45)),
    "godmother": ("female", MemberKind.OTHER, "{given}", (20, 40)),
    "neighbor": ("female", MemberKind.OTHER, "Frau {family}", (25, 60)),
    "neighbor_man": ("male", MemberKind.OTHER, "Herr {family}", (25, 62)),
    "friend": ("female", MemberKind.OTHER, "{given}", (20, 40)),
    "friend_man": ("male", MemberKind.OTHER, "{given}", (20, 42)),
    "trainer": ("male", MemberKind.OTHER, "{given}", (12, 40)),
    "trainer_woman": ("female", MemberKind.OTHER, "{given}", (12, 40)),
}  # fmt: skip
"""What somebody is to the child: gender, kind of member, what the child says, and years older than the child."""

OF_THE_FAMILY: Final = frozenset({"mother", "father", "grandmother", "grandfather", "sister", "brother"})


@cache
def names() -> dict[str, dict[str, tuple[str, ...]]]:
    """Given names by origin: of children (girls, boys) and of grandparents (old_women, old_men)."""
    text = resources.files("sozialraum.demo.families").joinpath("texts/names.toml").read_text("utf-8")
    return {
        origin: {kind: tuple(listed.split()) for kind, listed in lists.items()}
        for origin, lists in tomllib.loads(text).items()
    }


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody of the family or around it; ``who`` is what the person is to the child."""

    key: str
    who: str
    given: str
    family: str
    male: bool
    kind: MemberKind
    called: str
    born_on: date

    @property
    def full_name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"

    @property
    def formal(self) -> str:
        """As professionals speak of an adult."""
        return f"{'Herr' if self.male else 'Frau'} {self.family}"


class Names:
    """Draws names of one origin, each given name once within a family."""

    def __init__(self, draw: random.Random, family_name: str) -> None:
        self.draw, self.family_name = draw, family_name
        self.place = next((place for place, each in enumerate(origins()) if family_name in each.families), 0)
        self.used: set[str] = set()
        self.surnames = {family_name}

    def child(self, *, boy: bool) -> str:
        """A child's name of the family's origin, sometimes of another, as it is today."""
        place = self.place if self.draw.random() < 0.85 else 0
        return self._one(list(names().values())[place]["boys" if boy else "girls"])

    def adult(self, *, man: bool, old: bool = False, foreign: bool = False) -> str:
        """A grown-up's name; ``foreign`` for somebody from outside the family."""
        place = self.draw.randrange(len(origins())) if foreign else self.place
        if old:
            return self._one(list(names().values())[place]["old_men" if man else "old_women"])
        return self._one(origins()[place].men if man else origins()[place].women)

    def family(self) -> str:
        """Another family's name."""
        place = 0 if self.draw.random() < 0.5 else self.draw.randrange(len(origins()))
        name = self._one([each for each in origins()[place].families if each != self.family_name])
        self.surnames.add(name)
        return name

    def _one(self, listed: Any) -> str:
        free = [each for each in listed if each not in self.used] or list(listed)
        chosen = str(self.draw.choice(free))
        self.used.add(chosen)
        return chosen


def cast(
    who: str, key: str, *, named: Names, child_born_on: date, draw: random.Random, same_name: float = 0.75
) -> Somebody:
    """Somebody who is ``who`` to the child, of an age that can be."""
    gender, kind, form, (youngest, oldest) = CARERS[who]
    man = gender == "male"
    outside = who not in OF_THE_FAMILY and kind is not MemberKind.RELATIVE
    given = named.adult(man=man, old=who in {"grandmother", "grandfather"}, foreign=outside)
    own_name = not outside and draw.random() < (same_name if who in OF_THE_FAMILY else same_name / 2)
    family = named.family_name if own_name else named.family()
    years = draw.triangular(youngest, oldest, youngest + (oldest - youngest) * 0.45)
    return Somebody(
        key, who, given, family, man, kind, form.format(given=given, family=family) or given,
        child_born_on - timedelta(days=round(years * 365.25)),
    )  # fmt: skip


def child_of(key: str, *, named: Names, boy: bool, born_on: date) -> Somebody:
    """A young person of the family."""
    given = named.child(boy=boy)
    return Somebody(key, "child", given, named.family_name, boy, MemberKind.YOUNG_PERSON, given, born_on)


def slots_of(child: Somebody, carer: Somebody | None, other: Somebody | None) -> dict[str, str]:
    """The names by which texts speak of a family."""
    found = {"K": child.called, "Ks": genitive(child.called)}
    if carer is not None:
        found |= {"E": carer.formal, "mama": carer.called, "mamas": genitive(carer.called)}
    if other is not None:
        formal = other.full_name if carer is not None and other.formal == carer.formal else other.formal
        found |= {"P": formal, "papa": other.called, "papas": genitive(other.called)}
    return found
