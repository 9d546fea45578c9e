"""What the page of a network is made of: picture, sentences, what is missing, areas beside each other, the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.ui.rows import RowsAtHand
from sozialraum.foundation.ui.tables import Column
from sozialraum.network.cooperations import queries, wording
from sozialraum.network.cooperations.drawing import GroupedPicture, groups_to_open
from sozialraum.network.cooperations.filters import Grouping, NetworkFilter
from sozialraum.network.cooperations.gaps import MissingKindHere, missing_here
from sozialraum.network.cooperations.groups import ELSEWHERE, Group, GroupedNetwork, by_area, by_kind
from sozialraum.network.cooperations.queries import CooperationRow, Organization, Reader
from sozialraum.network.cooperations.rules import SECTOR_OF
from sozialraum.network.cooperations.sheet import DayNetwork, network_on, of_areas, parts_of
from sozialraum.network.cooperations.tables import COOPERATIONS, AreaLine, area_columns
from sozialraum.network.network_maps import Look, Said, draw_network
from sozialraum.network.presentation.places import KINDS
from sozialraum.social_structure.queries import (
    PlanningSystem,
    area_middles,
    area_names,
    area_parents,
    areas_below,
)

# up to so many stand on the sheet one by one; of more, groups stand for them, and so many may be opened at once
MOST_SINGLE, MOST_OPENED = 34, 320
ALL_GROUPS = "alle"
FEWEST_FOR_DENSITY = 3
AREAS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Picked:
    """The organization chosen in the picture, with those it works with."""

    organization: Organization
    rows: tuple[tuple[CooperationRow, Organization, str], ...]
    area: str


@dataclass(frozen=True)
class NetworkPage:
    """The network of one area on one day, as a reader may see it; ``before`` is an earlier day to compare with.

    It is shared by all who see the same (``asked.network_page``), so that it knows nobody.
    """

    reader: Reader
    area_code: str
    today: date
    day: date
    before_day: date | None
    picked_key: str
    system: PlanningSystem | None
    filter: NetworkFilter = field(default_factory=NetworkFilter)
    grouped_by: Grouping | None = None
    wanted_open: tuple[str, ...] = ()

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
        return self.filter.of(queries.network_of(self.reader, codes, today=self.today))

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
        """The areas below this one, or those beside it where it is of the finest level, itself first, for comparison."""
        below = [code for code, above in self.parents.items() if above == self.code]
        if not below and self.code in self.parents:
            below = [code for code, above in self.parents.items() if above == self.parents[self.code]]
        parts = parts_of(self.around, {code: self._codes(code) for code in below})
        lines = (self._line(code, part) for code, part in parts.items())
        return sorted(lines, key=lambda line: (line.code != self.code, german_sort_key(line.name)))

    def _line(self, code: str, part: DayNetwork) -> AreaLine:
        enough = len(part.organizations) >= FEWEST_FOR_DENSITY
        return AreaLine(
            code, self.names.get(code, code), len(part.organizations), len(part.inside),
            part.density if enough else None, len(part.organizations) - len(part.connected), len(part.across), self._partners(code),
        )  # fmt: skip

    def _partners(self, code: str) -> str:
        if self.grouped is None:
            return ""
        found = next((line for line in self.grouped.lines if line.group.key == code), None)
        return wording.most_with(found.partners) if found else ""

    @cached_property
    def sentences(self) -> list[Said]:
        """What the picture shows."""
        finest = self.parents.keys() - set(self.parents.values())
        usual = None
        if self.code in finest and self.around_name:
            beside = sorted(finest & self._codes(self.around_code) - {self.code})
            others = parts_of(self.around, {code: {code} for code in beside}).values()
            dense = [each.density for each in others if len(each.organizations) >= FEWEST_FOR_DENSITY]
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
        return Picked(chosen, rows, self.names.get(chosen.area_code, ""))

    @cached_property
    def rows(self) -> RowsAtHand:
        """The cooperations as a table, in the order of names."""
        return RowsAtHand(COOPERATIONS, self.found.cooperations)

    @cached_property
    def area_columns(self) -> tuple[Column, ...]:
        """The columns of :attr:`lines`."""
        since = self.before_day.isoformat() if self.before_day else ""
        return area_columns(
            since=since, grouped=self.grouping is Grouping.AREA, many=len(self.lines) > AREAS_SHOWN
        )

    @cached_property
    def below(self) -> list[str]:
        """The areas directly below this one."""
        return [code for code, above in self.parents.items() if above == self.code]

    @cached_property
    def grouping(self) -> Grouping | None:
        """By what the picture is grouped; ``None`` where everybody stands on it one by one."""
        if self.grouped_by is Grouping.AREA and not self.below:
            return Grouping.KIND
        if self.grouped_by is not None or len(self.found.organizations) <= MOST_SINGLE:
            return self.grouped_by
        return Grouping.AREA if self.below else Grouping.KIND

    @cached_property
    def grouped(self) -> GroupedNetwork | None:
        """The network by groups."""
        if self.grouping is None:
            return None
        if self.grouping is Grouping.AREA:
            parts = {code: self._codes(code) for code in self.below}
            groups = by_area(
                self.found, parts, self.names, area_middles(self.system.id) if self.system else {}
            )
        else:
            kinds = {kind.value: str(KINDS[kind]) for kind in SECTOR_OF}
            groups = by_kind(self.found, list(kinds), kinds)
        if self.found.partners_outside:
            groups += (Group(ELSEWHERE, _("from elsewhere"), self.found.partners_outside),)
        return GroupedNetwork(self.found, groups)

    @property
    def group_lines(self) -> list[dict[str, object]]:
        """The groups as a table, each with the address that opens or closes it."""
        lines = self.grouped.lines if self.grouped else []
        return [
            {
                "group": line.group, "inside": line.inside, "across": line.across, "alone": line.alone,
                "with": wording.most_with(line.partners), "url": self.open_address(line.group.key),
            }
            for line in lines
        ]  # fmt: skip

    @cached_property
    def opened(self) -> list[str]:
        """The groups whose members stand in the picture; that of the chosen organization is among them."""
        if self.grouped is None:
            return []
        sizes = {each.key: len(each.members) for each in self.grouped.groups}
        wanted = list(sizes) if ALL_GROUPS in self.wanted_open else list(self.wanted_open)
        picked = [key for id_, key in self.grouped.group_of.items() if str(id_) == self.picked_key]
        return groups_to_open(sizes, list(dict.fromkeys([*picked, *wanted])), MOST_OPENED)

    @cached_property
    def drawing(self) -> SafeString | None:
        """The picture; ``None`` where no organization stands here."""
        return self.drawn(linked=True) if self.found.organizations else None

    def drawn(self, *, linked: bool) -> SafeString:
        """The picture, each sign a way on where it is ``linked``."""
        title = _("Who works with whom in %(area)s") % {"area": self.name}
        look = replace(self.look, address=self._address) if linked else self.look
        if self.grouped is None:
            return draw_network(self.found.sheet, middle="", title=title, selected=self.picked_key, look=look)
        return GroupedPicture(
            self.grouped, self.opened, self.picked_key, look, self.open_address if linked else None
        ).svg(title)  # fmt: skip

    @property
    def may_open_all(self) -> bool:
        """Whether all groups may be open at once and are not yet."""
        grouped = self.grouped
        return (
            grouped is not None
            and len(self.opened) < len(grouped.groups)
            and sum(len(each.members) for each in grouped.groups) <= MOST_OPENED
        )

    def open_address(self, key: str) -> str:
        """The address with a group opened, or closed where it is open."""
        opened = [each for each in self.opened if each != key] if key in self.opened else [*self.opened, key]
        chosen = {"org": ""} if key in self.opened else {}
        return f"{self.address(offen=','.join(opened), **chosen)}#picture"

    @property
    def all_opened(self) -> str:
        """The address with all groups open."""
        return f"{self.address(offen=ALL_GROUPS)}#picture"

    @property
    def all_closed(self) -> str:
        """The address with all groups closed."""
        return f"{self.address(offen='', org='')}#picture"

    @property
    def groupings(self) -> list[tuple[Grouping, str, str]]:
        """The ways to group, as said and with their address."""
        ways = [*([Grouping.AREA] if self.below else []), Grouping.KIND]
        return [
            (way, str(wording.GROUPINGS[way]), f"{self.address(gruppen=way.value, offen='', org='')}#picture")
            for way in ways
        ]

    @property
    def filtered(self) -> str:
        """What alone is shown; empty where everything is."""
        return wording.filtered(self.filter)

    @property
    def unfiltered(self) -> str:
        """The address without the filter."""
        return self.address(**dict.fromkeys(self.filter.values, ""))

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
        )  # fmt: skip

    def _address(self, key: str) -> str:
        return f"{self.address(org=key)}#picked"

    def address(self, **changes: str) -> str:
        """The address of this page with something else chosen."""
        values = {
            "gebiet": self.area_code, "tag": "" if self.day == self.today else self.day.isoformat(),
            "seit": self.before_day.isoformat() if self.before_day else "", "org": self.picked_key,
            "gruppen": self.grouped_by.value if self.grouped_by else "", "offen": ",".join(self.wanted_open),
            **self.filter.values, **changes,
        }  # fmt: skip
        return f"{reverse('network:cooperations')}?{urlencode({k: v for k, v in values.items() if v})}"
