"""What the floors above bring to the pages of an area, without this floor knowing them.

A floor registers its functions in its ``AppConfig.ready``. Places and offers come from the network floor, the count
of active cases from reporting; figures come as released figures only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.release import Figure


@dataclass(frozen=True, slots=True)
class AreaKey:
    """An area by its official key."""

    system_code: str
    vintage: int
    area_code: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place or an offer in an area: what it is called, what one finds there, where it is shown."""

    name: str
    text: str = ""
    url: str = ""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Assets:
    """What is there: places by name, and how many places and offers in all."""

    places: tuple[Place, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A figure that another floor brings: its title, the released figure, a sentence, and where to read on."""

    title: str
    figure: Figure
    text: str
    url: str = ""


AssetsFunction = Callable[[AreaKey, date], Assets | None]
CountsFunction = Callable[[str, int], Mapping[str, int]]
BlockFunction = Callable[[Actor, AreaKey, date], Block | None]


@dataclass(slots=True)
class _Registry:
    assets: list[AssetsFunction] = field(default_factory=list)
    counts: list[CountsFunction] = field(default_factory=list)
    blocks: list[BlockFunction] = field(default_factory=list)


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


def assets_of(area: AreaKey, today: date) -> Assets:
    """Everything that the floors know to be in an area."""
    found = [each for function in _registered.assets if (each := function(area, today)) is not None]
    return Assets(
        places=tuple(place for each in found for place in each.places),
        count=sum(each.count for each in found),
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
