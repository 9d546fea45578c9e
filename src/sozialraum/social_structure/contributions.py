"""What the floors above bring to the pages of an area, without this floor knowing them.

A floor registers its functions in its ``AppConfig.ready``. Places and offers come from the network floor, the count
of active cases from reporting; figures come as released figures only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.release import Figure


@dataclass(frozen=True, slots=True)
class AreaKey:
    """An area by its official key; ``parts`` are the keys of the finest areas within it."""

    system_code: str
    vintage: int
    area_code: str
    parts: tuple[str, ...] = ()


OTHER_PLACES = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A place or an offer in an area: what it is called, what one finds there, where it is shown.

    ``kind`` says in a word what it is. Places of a low ``rank`` stand first: those where young people and families go
    by themselves.
    """

    name: str
    text: str = ""
    url: str = ""
    longitude: float | None = None
    latitude: float | None = None
    kind: str = ""
    rank: int = OTHER_PLACES


@dataclass(frozen=True, slots=True)
class Assets:
    """What is there: places by name, how many places and offers in all, and where all of them are listed."""

    places: tuple[Place, ...] = ()
    count: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A figure that another floor brings: its title, the released figure, a sentence, and where to read on."""

    title: str
    figure: Figure
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """What people of an area work on or miss: its title, how it stands, and where to read on."""

    title: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of work in an area, in own words: its title, how it begins, who tells it and when, where to read on."""

    title: str
    words: str
    told_as: str
    told_on: date
    url: str = ""


@dataclass(frozen=True, slots=True)
class Streets:
    """The streets that people walk: crossings (``node_id``, ``longitude``, ``latitude`` in degrees) and stretches between them
    (``from_node``, ``to_node``, ``metres``, ``kind``; ``steps`` are no way for wheelchairs and prams), and whose they are. Of the same ``mark`` are the same streets.
    """

    mark: str
    nodes: pa.Table
    edges: pa.Table
    source: str


Bounds = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

AssetsFunction = Callable[[AreaKey, date], Assets | None]
CountsFunction = Callable[[str, int], Mapping[str, int]]
BlockFunction = Callable[[Actor, AreaKey, date], Block | None]
PlacesFunction = Callable[[Bounds, date], Sequence[Place]]
StreetsFunction = Callable[[], Streets | None]
ThemesFunction = Callable[[Actor, AreaKey, date], Sequence[Theme]]
ToldFunction = Callable[[AreaKey, date], Sequence[Told]]


@dataclass(slots=True)
class _Registry:
    assets: list[AssetsFunction] = field(default_factory=list)
    counts: list[CountsFunction] = field(default_factory=list)
    blocks: list[BlockFunction] = field(default_factory=list)
    places: list[PlacesFunction] = field(default_factory=list)
    themes: list[ThemesFunction] = field(default_factory=list)
    told: list[ToldFunction] = field(default_factory=list)
    streets: list[StreetsFunction] = field(default_factory=list)


_registered = _Registry()


def register_assets(function: AssetsFunction) -> AssetsFunction:
    """Let a floor name the places and offers of an area; the same function counts once."""
    if function not in _registered.assets:
        _registered.assets.append(function)
    return function


def register_place_counts(function: CountsFunction) -> CountsFunction:
    """Let a floor count the places of every area of a cut, for the city map."""
    if function not in _registered.counts:
        _registered.counts.append(function)
    return function


def register_block(function: BlockFunction) -> BlockFunction:
    """Let a floor bring a released figure to the area page."""
    if function not in _registered.blocks:
        _registered.blocks.append(function)
    return function


def register_places_near(function: PlacesFunction) -> PlacesFunction:
    """Let a floor name the public places with a point inside bounds, for what a quarter reaches on foot."""
    if function not in _registered.places:
        _registered.places.append(function)
    return function


def register_streets(function: StreetsFunction) -> StreetsFunction:
    """Let a floor bring the streets, for ways on foot. It has to give the areas a new edition when they change."""
    if function not in _registered.streets:
        _registered.streets.append(function)
    return function


def register_themes(function: ThemesFunction) -> ThemesFunction:
    """Let a floor bring the themes of an area; they stand after what is there and before the figures.

    The actor is ``NOBODY`` on the open page, which shows what everybody may know.
    """
    if function not in _registered.themes:
        _registered.themes.append(function)
    return function


def register_told(function: ToldFunction) -> ToldFunction:
    """Let a floor bring what was told and released for everybody; it is the same for all readers."""
    if function not in _registered.told:
        _registered.told.append(function)
    return function


def assets_of(area: AreaKey, today: date) -> Assets:
    """Everything that the floors know to be in an area."""
    found = [each for function in _registered.assets if (each := function(area, today)) is not None]
    return Assets(
        places=tuple(place for each in found for place in each.places),
        count=sum(each.count for each in found),
        url=next((each.url for each in found if each.url), ""),
    )


def place_counts(system_code: str, vintage: int) -> dict[str, int]:
    """Places by area key over all floors."""
    counts: dict[str, int] = {}
    for function in _registered.counts:
        for code, count in function(system_code, vintage).items():
            counts[code] = counts.get(code, 0) + count
    return counts


def blocks_of(actor: Actor, area: AreaKey, today: date) -> tuple[Block, ...]:
    """The released figures of other floors for an area and an actor."""
    found = (function(actor, area, today) for function in _registered.blocks)
    return tuple(each for each in found if each is not None)


def places_near(bounds: Bounds, today: date) -> tuple[Place, ...]:
    """The public places of all floors inside bounds."""
    return tuple(place for function in _registered.places for place in function(bounds, today))


def themes_of(actor: Actor, area: AreaKey, today: date) -> tuple[Theme, ...]:
    """The themes of an area that an actor may know."""
    return tuple(theme for function in _registered.themes for theme in function(actor, area, today))


def told_in(area: AreaKey, today: date) -> tuple[Told, ...]:
    """What came of work in an area, as far as everybody may read it on this day."""
    return tuple(told for function in _registered.told for told in function(area, today))


def streets() -> Streets | None:
    """The streets of the first floor that knows some."""
    found = (function() for function in _registered.streets)
    return next((each for each in found if each is not None), None)
