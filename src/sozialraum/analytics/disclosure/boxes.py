"""Hiding by boxes: every sensitive count joins an exchange of hidden cells that proves it.

For tables of three and more dimensions, where a linear program for every cell takes minutes and has no whole
solution. For each count that is not proven yet, the smallest first, the box is hidden that takes the fewest people
out of sight; most boxes run through cells that are hidden already and cost nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.disclosure.exchanges import Exchange, Exchanges
from sozialraum.analytics.tables import BoolArray, FloatArray

_TRIES = 8
IntArray = NDArray[np.int64]
# whether the table after moving these cells by these amounts agrees with what is public besides it
Allowed = Callable[[IntArray, IntArray], bool]


@dataclass
class Boxes:
    """A search for a pattern of hidden cells (raveled) in which every hidden cell is proven by exchanges.

    `counts` are true counts. A `primary` cell must be able to rise by `up` and to fall by `down`, another hidden one
    must move over a range of `width`. `fixed` cells stay shown (zeros do anyway). After `search`, `rise` and `fall`
    say how far each cell moves in some witness.
    """

    exchanges: Exchanges
    counts: IntArray
    primary: BoolArray
    fixed: BoolArray
    up: IntArray
    down: IntArray
    width: int
    allowed: Allowed
    hidden: BoolArray = field(init=False)
    rise: IntArray = field(init=False)
    fall: IntArray = field(init=False)
    _cost: FloatArray = field(init=False)
    _room: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.hidden = self.primary.copy()
        self.rise, self.fall = np.zeros_like(self.counts), np.zeros_like(self.counts)
        self._cost = self.counts.astype(np.float64)
        self._cost[self.fixed | (self.counts <= 0)] = np.inf
        self._cost[self.hidden] = 0.0
        # everybody knows that a hidden count is at least 1
        self._room = np.maximum(self.counts - 1.0, 0.0)

    def search(self) -> None:
        """Hide until every cell that boxes can prove is proven."""
        order = np.flatnonzero(self.primary)
        waiting = deque(order[np.argsort(self.counts[order], kind="stable")].tolist())
        while waiting:
            cell = waiting.popleft()
            if not self.proven(cell):
                waiting.extend(self._hide_around(cell))

    def proven(self, cell: int) -> bool:
        """Whether the witnesses found so far move a cell as far as it must."""
        if self.primary[cell]:
            return bool(self.rise[cell] >= self.up[cell] and self.fall[cell] >= self.down[cell])
        return bool(self.rise[cell] + self.fall[cell] >= self.width)

    def _hide_around(self, cell: int) -> list[int]:
        up, down = (int(self.up[cell]), int(self.down[cell])) if self.primary[cell] else (self.width, 0)
        for far in (False, True):
            found = self._cheapest(cell, up, down, far=far)
            if found is not None:
                return [place for each in found for place in self._hide(each)]
        return self._in_steps(cell, up, 1) + self._in_steps(cell, down, -1)

    def _cheapest(self, cell: int, up: int, down: int, *, far: bool) -> list[Exchange] | None:
        """The cheapest way to prove a cell: one box for both directions, or one for each."""
        both = self._find(cell, up, down, self._room, far=far)
        if (both is not None and both[0] == 0) or not (up and down):
            return None if both is None else [both[1]]
        rise, fall = (
            self._find(cell, up, 0, self._room, far=far),
            self._find(cell, 0, down, self._room, far=far),
        )
        if rise is not None and fall is not None and (both is None or rise[0] + fall[0] < both[0]):
            return [rise[1], fall[1]]
        return None if both is None else [both[1]]

    def _find(
        self, cell: int, up: int, down: int, room: FloatArray, *, far: bool
    ) -> tuple[float, Exchange] | None:
        for price, each in self.exchanges.find(cell, self._cost, room, up, down, far=far, count=_TRIES):
            if self.allowed(each.cells, each.signs * up) and self.allowed(each.cells, -each.signs * down):
                return price, each
        return None

    def _hide(self, exchange: Exchange) -> list[int]:
        """Hide a box and note how far it moves its cells, also beyond what was asked for."""
        fresh: list[int] = exchange.cells[~self.hidden[exchange.cells]].tolist()
        self.hidden[exchange.cells] = True
        self._cost[exchange.cells] = 0.0
        room, plus = self._room[exchange.cells], exchange.signs > 0
        for direction, limit in ((1, room[~plus]), (-1, room[plus])):
            amount = int(limit.min(initial=self.width))
            while amount and not self.allowed(exchange.cells, direction * amount * exchange.signs):
                amount -= 1
            self._note(exchange.cells, direction * amount * exchange.signs)
        return fresh

    def _note(self, cells: IntArray, amounts: IntArray) -> None:
        self.rise[cells] = np.maximum(self.rise[cells], amounts)
        self.fall[cells] = np.maximum(self.fall[cells], -amounts)

    def _in_steps(self, cell: int, amount: int, direction: int) -> list[int]:
        """Move a cell one by one through several boxes: a total of 2 and 2 comes to 2 by one from each part."""
        room, moved = self._room.copy(), np.zeros_like(self.counts)
        fresh: list[int] = []
        for _ in range(amount):
            up, down = (1, 0) if direction > 0 else (0, 1)
            step = self._find(cell, up, down, room, far=False) or self._find(cell, up, down, room, far=True)
            if step is None:
                return fresh
            exchange = step[1]
            fresh += self._hide(exchange)
            moved[exchange.cells] += direction * exchange.signs
            room[exchange.cells] += direction * exchange.signs
            cells = np.flatnonzero(moved)
            if not self.allowed(cells, moved[cells]):
                return fresh
            self._note(cells, moved[cells])
        return fresh
