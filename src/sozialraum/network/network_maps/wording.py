"""What a network map shows, as sentences and as the rows of its table twin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.analytics.networks import (
    Comparison,
    Direction,
    Horizon,
    NetworkMetrics,
    Support,
    Tie,
    compare,
    measure,
)
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.network.network_maps.drawing import SECTORS
from sozialraum.network.network_maps.sheet import MapPerson, Sheet

MOST_NAMES: Final = 4
HORIZONS: Final[Mapping[Horizon, str | Promise]] = {
    Horizon.NEAR: gettext_lazy("near"),
    Horizon.MIDDLE: gettext_lazy("in the middle"),
    Horizon.FAR: gettext_lazy("farther away"),
}
TIES: Final[Mapping[Tie, str | Promise]] = {
    Tie.NONE: gettext_lazy("not at the moment"),
    Tie.NORMAL: gettext_lazy("yes"),
    Tie.MULTIPLEX: gettext_lazy("in several ways"),
}
SUPPORTS: Final[Mapping[Support, str | Promise]] = {
    Support.EMOTIONAL: gettext_lazy("comfort and closeness"),
    Support.INSTRUMENTAL: gettext_lazy("a helping hand"),
    Support.INFORMATIONAL: gettext_lazy("advice"),
    Support.SOCIAL: gettext_lazy("company"),
    Support.LINKING: gettext_lazy("opens doors"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about the map: a number, what it counts, and how it was on the earlier map."""

    number: int | str
    text: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class MapRow:
    """One line of the table twin."""

    person: MapPerson
    sector: str
    distance: str
    contact: str
    knows: str
    change: str
    gives: str
    receives: str


def said_of(sheet: Sheet, *, middle: str, before: Sheet | None = None, month: str = "") -> list[Said]:
    """The metrics as sentences, with the earlier map named by its ``month`` where there is one."""
    names = {each.key: each.name for each in sheet.people}
    found = measure(sheet.network)
    earlier = measure(before.network) if before is not None else None
    return [
        _size(found, earlier, middle, month),
        *_near(sheet, found, middle),
        *_professionals(found),
        *_stars(found, names),
        *_isolated(found, names),
    ]


def answer_of(sheet: Sheet, *, before: Sheet | None = None, month: str = "") -> str:
    """The answer to “Who is there?” in one or two sentences."""
    size = measure(sheet.network).whole.size
    people = ngettext("%(count)s person.", "%(count)s people.", size) % {"count": in_figures(size)}
    if before is None:
        return people
    names = {each.key: each.name for each in sheet.people}
    found = compare(before.network, sheet.network)
    said = [people]
    if found.nearer:
        said.append(
            ngettext(
                "Since %(month)s %(names)s has come nearer.", "Since %(month)s %(names)s have come nearer.",
                len(found.nearer),
            ) % {"month": month, "names": listed([names[key] for key in found.nearer])}
        )  # fmt: skip
    if found.new:
        said.append(
            ngettext("One is new.", "%(count)s are new.", len(found.new))
            % {"count": in_figures(len(found.new))}
        )
    return " ".join(said)


def map_rows(sheet: Sheet, *, before: Sheet | None = None) -> list[MapRow]:
    """The table twin: everybody with sector, distance, contact, acquaintances and what has changed."""
    found = compare(before.network, sheet.network) if before is not None else None
    return [
        MapRow(
            person=each,
            sector=str(SECTORS[each.sector]),
            distance=distance_of(each),
            contact=_("has died") if each.deceased else str(TIES[each.tie]),
            knows=", ".join(other.name for other in sheet.knows(each.key)) or _("nobody here"),
            change=_change(each, found),
            gives=_supports(each, Direction.RECEIVED, Direction.MUTUAL),
            receives=_supports(each, Direction.GIVEN, Direction.MUTUAL),
        )
        for each in sheet.people
    ]


def distance_of(person: MapPerson) -> str:
    """How far away somebody stands, in words."""
    ring = person.alter.horizon
    return str(HORIZONS[ring]) if ring is not None else _("beyond the edge")


def listed(names: Sequence[str]) -> str:
    """Names as a list in words; more than four are counted.

    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     listed(["Mum", "Lotte"]), listed(["a", "b", "c", "d", "e", "f"])
    ('Mum and Lotte', 'a, b, c and 3 others')
    """
    if len(names) > MOST_NAMES:
        shown, rest = names[: MOST_NAMES - 1], len(names) - MOST_NAMES + 1
        return _("%(names)s and %(count)d others") % {"names": ", ".join(shown), "count": rest}
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _size(found: NetworkMetrics, earlier: NetworkMetrics | None, middle: str, month: str) -> Said:
    size = found.whole.size
    text = ngettext("person is in touch with %(name)s.", "people are in touch with %(name)s.", size) % {
        "name": middle
    }
    change = ""
    if earlier is not None and earlier.whole.size != size:
        before = earlier.whole.size
        change = ngettext("In %(month)s it was %(count)s.", "In %(month)s there were %(count)s.", before) % {
            "month": month,
            "count": in_figures(before),
        }
    return Said(size, text, change)


def _near(sheet: Sheet, found: NetworkMetrics, middle: str) -> list[Said]:
    near = [
        each.name
        for each in sheet.people
        if each.alter in sheet.network.in_contact and each.alter.horizon is Horizon.NEAR
    ]
    if not near:
        return [Said(0, _("Nobody stands near %(name)s.") % {"name": middle})] if found.whole.size else []
    text = ngettext("is near: %(names)s.", "are near: %(names)s.", len(near)) % {"names": listed(near)}
    return [Said(len(near), text)]


def _professionals(found: NetworkMetrics) -> list[Said]:
    if not found.whole.size:
        return []
    count = found.professional.size
    text = ngettext("of %(all)d is there by profession.", "of %(all)d are there by profession.", count) % {
        "all": found.whole.size
    }
    everyday = found.everyday.size
    from_life = ngettext(
        "%(count)d comes from everyday life.", "%(count)d come from everyday life.", everyday
    ) % {"count": everyday}
    return [Said(count, text, from_life)]


def _stars(found: NetworkMetrics, names: Mapping[str, str]) -> list[Said]:
    stars = found.whole.stars
    if not stars:
        return []
    text = ngettext(
        "others on the map are known to %(names)s.",
        "others on the map are known to each of %(names)s.",
        len(stars),
    ) % {"names": listed([names[key] for key in stars])}
    return [Said(found.degrees[stars[0]], text, _bridges(found, names))]


def _bridges(found: NetworkMetrics, names: Mapping[str, str]) -> str:
    # more than one such person is no news, and hardly to be read
    if len(found.bridges) != 1:
        return ""
    return _("Without %(name)s parts of the map would lose each other.") % {"name": names[found.bridges[0]]}


def _isolated(found: NetworkMetrics, names: Mapping[str, str]) -> list[Said]:
    if not found.isolated:
        return []
    text = ngettext(
        "knows nobody else here: %(names)s.", "know nobody else here: %(names)s.", len(found.isolated)
    ) % {"names": listed([names[key] for key in found.isolated])}
    return [Said(len(found.isolated), text)]


def _change(person: MapPerson, found: Comparison | None) -> str:
    if found is None:
        return ""
    if person.key in found.new:
        return _("new on the map")
    if person.key in found.nearer:
        return _("nearer than last time")
    if person.key in found.farther:
        return _("farther away than last time")
    return _("as last time")


def _supports(person: MapPerson, *ways: Direction) -> str:
    given: Iterable[Support] = (kind for kind, way in person.supports.items() if way in ways)
    return ", ".join(str(SUPPORTS[kind]) for kind in given)
