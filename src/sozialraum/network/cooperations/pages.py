"""What the page of a network is made of: picture, sentences, what is missing, areas beside each other, the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.cooperations import queries, wording
from sozialraum.network.cooperations.gaps import MissingKindHere, missing_here
from sozialraum.network.cooperations.queries import CooperationRow, Organization
from sozialraum.network.cooperations.sheet import DayNetwork, named_on, network_on, of_areas
from sozialraum.network.network_maps import Look, Said, draw_network
from sozialraum.social_structure.queries import (
    PlanningSystem,
    area_names,
    area_parents,
    areas_below,
    planning_system,
)

ALL_NAMED, MOST_NAMED = 34, 9
MOST_DRAWN = 90
FEWEST_FOR_DENSITY = 3


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area beside others: how many organizations, what joins them, and who stands alone. ``density`` of 100."""

    code: str
    name: str
    organizations: int
    cooperations: int
    density: str | None
    alone: int
    across: int


@dataclass(frozen=True, slots=True)
class Picked:
    """The organization chosen in the picture, with those it works with."""

    organization: Organization
    rows: tuple[tuple[CooperationRow, Organization, str], ...]
    area: str
    may_write: bool


@dataclass(frozen=True)
class NetworkPage:
    """The network of one area on one day, as this reader may see it; ``before`` is an earlier day to compare with."""

    actor: Actor
    area_code: str
    today: date
    day: date
    before_day: date | None
    picked_key: str
    system: PlanningSystem | None

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The area above each."""
        return area_parents(self.system.id) if self.system else {}

    @cached_property
    def root(self) -> str:
        """The area that holds all others."""
        return next((code for code in self.parents.values() if code not in self.parents), "")

    @cached_property
    def code(self) -> str:
        """The area shown: the one asked for, or the whole."""
        return self.area_code or self.root

    @cached_property
    def around_code(self) -> str:
        """The coarsest area below the whole that this one belongs to, itself included."""
        code = self.code
        while code in self.parents and self.parents[code] != self.root:
            code = self.parents[code]
        return code

    @cached_property
    def _all(self) -> queries.Network:
        codes = areas_below(self.system.id, self.around_code) if self.system else frozenset({self.code})
        return queries.network_of(self.actor, codes, today=self.today)

    @cached_property
    def around(self) -> DayNetwork:
        """The network of the larger area."""
        return network_on(self.day, self._all.organizations, self._all.cooperations)

    @cached_property
    def found(self) -> DayNetwork:
        """The network of the area."""
        return of_areas(self.around, self._codes(self.code))

    @cached_property
    def before(self) -> DayNetwork | None:
        """The network of the area on the earlier day."""
        if self.before_day is None:
            return None
        earlier = network_on(self.before_day, self._all.organizations, self._all.cooperations)
        return of_areas(earlier, self._codes(self.code))

    def _codes(self, code: str) -> frozenset[str]:
        return areas_below(self.system.id, code) if self.system else frozenset({code})

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of all areas."""
        return area_names([*self.parents, self.root, self.code])

    @property
    def name(self) -> str:
        """The name of the area."""
        return self.names.get(self.code, "")

    @property
    def around_name(self) -> str:
        """The name of the larger area; empty where the page shows that one itself."""
        return "" if self.around_code in {self.code, self.root} else self.names.get(self.around_code, "")

    @property
    def answer(self) -> str:
        """The answer to the question of the page."""
        return wording.answer(self.found)

    @cached_property
    def lines(self) -> list[AreaLine]:
        """The areas below this one, or those beside it where it is of the finest level, for comparison."""
        below = [code for code, above in self.parents.items() if above == self.code]
        if not below and self.code in self.parents:
            below = [code for code, above in self.parents.items() if above == self.parents[self.code]]
        return sorted((self._line(code) for code in below), key=lambda line: line.name)

    def _line(self, code: str) -> AreaLine:
        part = of_areas(self.around, self._codes(code))
        enough = len(part.organizations) >= FEWEST_FOR_DENSITY
        return AreaLine(
            code, self.names.get(code, code), len(part.organizations), len(part.inside),
            wording.per_hundred(_density(part)) if enough else None,
            len(part.organizations) - len(part.connected), len(part.across),
        )  # fmt: skip

    @cached_property
    def sentences(self) -> list[Said]:
        """What the picture shows."""
        finest = {code for code in self.parents if code not in set(self.parents.values())}
        usual = None
        if self.code in finest and self.around_name:
            others = [
                of_areas(self.around, {code}) for code in finest & self._codes(self.around_code) - {self.code}
            ]
            dense = [_density(each) for each in others if len(each.organizations) >= FEWEST_FOR_DENSITY]
            usual = sum(dense) / len(dense) if dense else None
        said = wording.sentences(self.found, usual=usual, around=self.around_name)
        if self.before is not None and self.before_day is not None:
            said = [*wording.changes(self.found, self.before, self.before_day), *said]
        return said

    @cached_property
    def missing(self) -> list[MissingKindHere]:
        """The kinds of houses that stand nowhere here."""
        return missing_here(self.found, self.around) if self.around_name else []

    @cached_property
    def alone(self) -> list[Organization]:
        """Those who work with nobody yet."""
        return [each for each in self.found.organizations if each.id not in self.found.connected]

    @property
    def strangers(self) -> list[str]:
        """Groups between which nobody works together, said of areas that one can walk through."""
        return [wording.between(pair) for pair in self.found.strangers] if self.around_name else []

    @cached_property
    def picked(self) -> Picked | None:
        """The organization chosen in the picture."""
        everybody = [*self.found.organizations, *self.found.partners_outside]
        chosen = next((each for each in everybody if str(each.id) == self.picked_key), None)
        if chosen is None:
            return None
        rows = tuple(
            (row, row.partner(chosen.id), wording.kinds_in_words(row.kinds))
            for row in self.found.cooperations
            if chosen.id in {row.one.id, row.other.id}
        )
        return Picked(
            chosen,
            rows,
            self.names.get(chosen.area_code, ""),
            queries.speaks_for(self.actor, chosen),
        )

    @cached_property
    def drawing(self) -> SafeString | None:
        """The picture; ``None`` where more organizations stand than a picture can show, or none."""
        if not self.found.organizations or len(self.found.sheet.people) > MOST_DRAWN:
            return None
        return draw_network(
            self.found.sheet, middle="", title=_("Who works with whom in %(area)s") % {"area": self.name},
            selected=self.picked_key, look=replace(self.look, address=self._address),
        )  # fmt: skip

    @cached_property
    def look(self) -> Look:
        """How the sheet is drawn: quarters by what organizations do, dashed what nobody has confirmed."""
        old = {row.pair for row in self.before.cooperations} if self.before else set()
        now = {row.pair for row in self.found.cooperations}
        return Look(
            sectors=wording.SECTORS, rings=wording.RINGS,
            unsure=frozenset(row.pair for row in self.found.cooperations if row.confirmed_on is None),
            begun=frozenset(now - old) if self.before else frozenset(),
            ended=frozenset(old - now),
            named=named_on(self.found, selected=self.picked_key, most=ALL_NAMED, then=MOST_NAMED),
        )  # fmt: skip

    def _address(self, key: str) -> str:
        return f"{self.address(org=key)}#picked"

    def address(self, **changes: str) -> str:
        """The address of this page with something else chosen."""
        values = {
            "gebiet": self.area_code, "tag": "" if self.day == self.today else self.day.isoformat(),
            "seit": self.before_day.isoformat() if self.before_day else "", "org": self.picked_key, **changes,
        }  # fmt: skip
        return f"{reverse('network:cooperations')}?{urlencode({k: v for k, v in values.items() if v})}"


def network_page(actor: Actor, get: Mapping[str, str], *, today: date) -> NetworkPage:
    """The page that an address asks for; what makes no sense in it is left out."""
    day = _day(get.get("tag", ""), today) or today
    before = _day(get.get("seit", ""), today)
    return NetworkPage(
        actor=actor, area_code=get.get("gebiet", "").replace("\0", "")[:40], today=today, day=day,
        before_day=before if before and before < day else None, picked_key=get.get("org", "")[:40],
        system=planning_system(),
    )  # fmt: skip


def _density(part: DayNetwork) -> float:
    """The share of possible pairs that work together; without the sheet, since many areas are asked for at once."""
    many = len(part.organizations)
    return len({row.pair for row in part.inside}) / (many * (many - 1) / 2) if many > 1 else 0.0


def _day(text: str, today: date) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and date(1950, 1, 1) <= day <= today else None


def rows_of(page: NetworkPage) -> Sequence[CooperationRow]:
    """The cooperations of the table: in the order of names."""
    return sorted(page.found.cooperations, key=lambda row: (row.one.name, row.other.name))
