"""What has changed between two maps of the same person."""

from __future__ import annotations

from dataclasses import dataclass

from sozialraum.analytics.networks.network_map import Alter, NetworkMap, Sector, Tie

# smaller moves come from a hand on the sheet and mean nothing
SMALLEST_MOVE = 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody who was on both maps, and what is different.

    `distance` is the way moved, negative where somebody has come nearer; `new_ring` says that the ring has changed.
    """

    alter_id: str
    distance: float
    new_ring: bool
    sector: tuple[Sector, Sector] | None
    tie: tuple[Tie, Tie] | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two maps beside each other: who is new, who is gone, who has changed, which acquaintances began and ended."""

    new: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[Change, ...]
    new_edges: frozenset[tuple[str, str]]
    lost_edges: frozenset[tuple[str, str]]

    @property
    def nearer(self) -> tuple[str, ...]:
        """Those who have come nearer."""
        return tuple(each.alter_id for each in self.changed if each.distance <= -SMALLEST_MOVE)

    @property
    def farther(self) -> tuple[str, ...]:
        """Those who stand farther away."""
        return tuple(each.alter_id for each in self.changed if each.distance >= SMALLEST_MOVE)


def compare(before: NetworkMap, after: NetworkMap) -> Comparison:
    """What is different on the later of two maps; people are the same where their `alter_id` is.

    Whoever is no longer connectable (died, moved beyond the outer horizon) counts as lost. An edge counts as lost
    or new only where both people are on both maps: the rest follows from who came and went.

    >>> from sozialraum.analytics.networks import Alter, Sector
    >>> earlier = NetworkMap([Alter("emre", Sector.FRIENDS, 50), Alter("silke", Sector.FAMILY, 40)])
    >>> later = NetworkMap([Alter("emre", Sector.FRIENDS, 30), Alter("tarek", Sector.COLLEAGUES, 60)])
    >>> found = compare(earlier, later)
    >>> found.new, found.lost, found.nearer
    (('tarek',), ('silke',), ('emre',))
    """
    old = {each.alter_id: each for each in before.connectable}
    now = {each.alter_id: each for each in after.connectable}
    both = set(old) & set(now)
    edges_old, edges_now = (
        {pair for pair in each.edges if both.issuperset(pair)} for each in (before, after)
    )
    changes = (_change(old[code], each) for code, each in now.items() if code in both)
    return Comparison(
        new=tuple(code for code in now if code not in old),
        lost=tuple(code for code in old if code not in now),
        changed=tuple(each for each in changes if each is not None),
        new_edges=frozenset(edges_now - edges_old),
        lost_edges=frozenset(edges_old - edges_now),
    )


def _change(old: Alter, now: Alter) -> Change | None:
    moved = now.distance - old.distance
    sector = (old.sector, now.sector) if old.sector is not now.sector else None
    tie = (old.tie, now.tie) if old.tie is not now.tie else None
    new_ring = old.horizon is not now.horizon
    if abs(moved) < SMALLEST_MOVE and not (sector or tie or new_ring):
        return None
    return Change(now.alter_id, moved, new_ring, sector, tie)
