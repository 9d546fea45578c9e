"""Where a family lives and who works there: the nearest places by kind, a teacher, a professional of a provider."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sozialraum.demo.city.plan import City
from sozialraum.demo.families.people import Names
from sozialraum.demo.people import Crowd

KINDS: Final = {
    "jugendhaus": ("youth_center", "Jugendhaus"), "treff": ("neighborhood_meeting", "Nachbarschaftstreff"),
    "fz": ("family_center", "Familienzentrum"), "buecherei": ("library", "Stadtteilbücherei"),
    "verein": ("club", "SV"), "spielplatz": ("playground", "Spielplatz"), "bolzplatz": ("pitch", "Bolzplatz"),
    "kita": ("daycare", "Kita"), "praxis": ("pediatrician", "Kinder- und Jugendarztpraxis"),
}  # fmt: skip
"""A name in the texts, the kind of place, and how its names begin, so that they fit into the sentence."""
MONTHS: Final = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
DAYS: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag")
NUMBERS: Final = (
    "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn",
    "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn", "zwanzig", "einundzwanzig",
)  # fmt: skip
BASIS: Final = {"27": "27-2", "35a": "35a-ambulatory"}


@dataclass(frozen=True, slots=True)
class Professional:
    """Somebody of a provider who is there for a family."""

    full_name: str
    male: bool
    provider: str
    provider_code: str

    @property
    def formal(self) -> str:
        """As the family's papers speak of the person."""
        return f"{'Herr' if self.male else 'Frau'} {self.full_name.rsplit(' ', 1)[-1]}"


class Surroundings:
    """The places, the office's staff and the providers of a city, looked up by quarter and team."""

    def __init__(self, city: City, crowd: Crowd) -> None:
        self.crowd = crowd
        self.places: dict[str, list[dict[str, Any]]] = {}
        for place in city.places.to_pylist():
            self.places.setdefault(place["kind"], []).append(place)
        self.staff = {row["person_code"]: row for row in city.staff.to_pylist()}
        self.provider_names = {row["provider_code"]: row["name"] for row in city.providers.to_pylist()}
        self.bases: dict[str, set[str]] = {}
        for offer in city.offers.to_pylist():
            self.bases.setdefault(offer["legal_basis"], set()).add(offer["provider_code"])
        self.provider_staff: dict[str, list[dict[str, Any]]] = {}
        for row in city.provider_staff.to_pylist():
            if row["role"] == "provider_worker":
                self.provider_staff.setdefault(row["provider_code"], []).append(row)

    def slots(self, area_code: str, opened_on: date, *, named: Names, draw: random.Random) -> dict[str, str]:
        """The names of places, days and months by which texts speak of where and when."""
        found = {name: self._place(*kind, area_code, draw) for name, kind in KINDS.items()}
        first, second, third = draw.sample(DAYS, 3)
        before = MONTHS[(opened_on.month - 1 - draw.randint(2, 4)) % 12]
        found |= {
            "tag": first, "tag2": second, "tag3": third, "tags": f"{first.lower()}s", "tags2": f"{second.lower()}s",
            "seit": before, "monat": MONTHS[opened_on.month - 1], "freund": named.child(boy=True),
            "freundin": named.child(boy=False), "L": f"Frau {named.family()}",
        }  # fmt: skip
        return found

    def _place(self, kind: str, begins: str, area_code: str, draw: random.Random) -> str:
        fitting = [each for each in self.places.get(kind, ()) if each["name"].startswith(begins)]
        for near in (area_code, area_code[:3], area_code[:2], ""):
            there = [each["name"] for each in fitting if each["area_code"].startswith(near)]
            if there:
                return str(draw.choice(there))
        return f"{begins} Lindenfurt"

    def professional(self, help_code: str, named: Names, draw: random.Random) -> Professional:
        """Somebody of a provider with this kind of help, with a name that nobody else of the family has."""
        codes = sorted(self.bases.get(BASIS.get(help_code, help_code), ())) or sorted(self.provider_staff)
        codes = [code for code in codes if code in self.provider_staff] or sorted(self.provider_staff)
        code = draw.choice(codes)
        there = self.provider_staff[code]
        row = draw.choice([each for each in there if each["family_name"] not in named.surnames] or there)
        named.used |= {row["given_name"], row["family_name"]}
        male = "Pädagogin" not in row["title"] and row["title"].startswith(("Pädagoge", "Familienhelfer"))
        return Professional(
            f"{row['given_name']} {row['family_name']}", male, self.provider_names[code], code
        )

    def colleagues(self, worker_code: str, draw: random.Random) -> tuple[Sequence[str], UUID]:
        """Who of the office sat in the advice, by name, and the account of one colleague."""
        team = self.staff[worker_code]["team_code"]
        others = [row for code, row in self.staff.items() if row["team_code"] == team and code != worker_code]
        workers = (
            [row for row in others if row["role"] == "case_worker"] or others or [self.staff[worker_code]]
        )
        one = draw.choice(workers)
        names = [self._name(self.staff[worker_code]), self._name(one)]
        lead = next((row for row in others if row["role"] == "team_lead"), None)
        if lead is not None and draw.random() < 0.5:
            names.append(self._name(lead))
        return names, self.crowd.staff[one["person_code"]]

    def worker(self, code: str) -> tuple[str, UUID]:
        """Name and account of who holds the case."""
        return self._name(self.staff[code]), self.crowd.staff[code]

    def formal(self, code: str) -> str:
        """As a family speaks of who holds the case."""
        row = self.staff[code]
        woman = "arbeiterin" in row["title"] or "pädagogin" in row["title"].lower()
        return f"{'Frau' if woman else 'Herr'} {row['family_name']}"

    def lead_of(self, team_code: str) -> UUID | None:
        """The account of who leads a team."""
        found = [
            code
            for code, row in self.staff.items()
            if row["team_code"] == team_code and row["role"] == "team_lead"
        ]
        return self.crowd.staff[sorted(found)[0]] if found else None

    @staticmethod
    def _name(row: Mapping[str, Any]) -> str:
        return f"{row['given_name']} {row['family_name']}"
