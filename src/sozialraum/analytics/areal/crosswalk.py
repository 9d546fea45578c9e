"""The crosswalk: which part of which old area lies in which new one, and how much of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import scipy
from numpy.typing import ArrayLike, NDArray

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import (
    ArrowStream,
    BoolArray,
    FloatArray,
    TableError,
    as_table,
    float_column,
    text_column,
)

RELATIONS = ("unchanged", "split", "merged", "redrawn", "new")
"""What happened to an area: the same as before; parts of one old area; several old areas together; anything else;
without any old area (for a new cut) or any new area (for an old one)."""

WHOLE = 1e-9
"""A share that differs from one by less than this is one: rounding of floating-point sums."""


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """Parts of old areas in new areas, each with an amount.

    `amounts` is a sparse matrix, one row per old area (`from_codes`), one column per new area (`to_codes`), both
    sorted. An amount is whatever the parts were measured by: square meters, inhabitants, addresses. `basis` names it
    (a stable code such as `area`, `addresses`, `population`, `given`). Areas without any part are kept: an old one
    loses what it held, and :attr:`lost_codes` says so.

    Build one with :func:`crosswalk_from_geometry`, :func:`crosswalk_from_places` or :func:`crosswalk_from_parts`.
    """

    from_codes: tuple[str, ...]
    to_codes: tuple[str, ...]
    amounts: scipy.sparse.csr_array
    basis: str

    @cached_property
    def weights(self) -> scipy.sparse.csr_array:
        """Share of each old area that goes to each new one; a row sums to one, or to zero where it has no part."""
        return _scaled(self.amounts, np.asarray(self.amounts.sum(axis=1), dtype=np.float64))

    @cached_property
    def lost_codes(self) -> tuple[str, ...]:
        """Old areas of which no part lies in a new area."""
        return _without_parts(self.from_codes, np.diff(self.amounts.indptr))

    @cached_property
    def empty_codes(self) -> tuple[str, ...]:
        """New areas in which no part of an old area lies."""
        return _without_parts(self.to_codes, np.diff(self.amounts.tocsc().indptr))

    @property
    def parts(self) -> pa.Table:
        """The crosswalk as a table to store, print or correct by hand, sorted by both codes.

        `from_code`, `to_code` (text), `amount`, `weight` (share of the old area), `share` (share of the new area).
        """
        entries = self.amounts.tocoo()
        shares = _scaled(self.amounts.T.tocsr(), np.asarray(self.amounts.sum(axis=0), dtype=np.float64))
        order = np.lexsort((entries.col, entries.row))
        rows, columns = entries.row[order], entries.col[order]
        return pa.table(
            {
                "from_code": pa.array([self.from_codes[row] for row in rows], pa.string()),
                "to_code": pa.array([self.to_codes[column] for column in columns], pa.string()),
                "amount": np.asarray(entries.data, dtype=np.float64)[order],
                "weight": np.asarray(self.weights[rows, columns], dtype=np.float64).reshape(-1),
                "share": np.asarray(shares[columns, rows], dtype=np.float64).reshape(-1),
            }
        )

    def relations(self) -> pa.Table:
        """What happened to every area, by the family of areas that it is linked with.

        Old and new areas that share parts, directly or through others, form a family; one old and one new area are
        `unchanged`, one old and several new `split`, several old and one new `merged`, all else `redrawn`. Columns:
        `side` (`from` or `to`), `area_code`, `relation` (one of :data:`RELATIONS`), `family` (running number).
        """
        old, new = len(self.from_codes), len(self.to_codes)
        entries = self.amounts.tocoo()
        links = scipy.sparse.csr_array(
            (np.ones(entries.nnz), (entries.row, entries.col + old)), shape=(old + new, old + new)
        )
        count, family = scipy.sparse.csgraph.connected_components(links, directed=False)
        olds = np.bincount(family[:old], minlength=count)
        news = np.bincount(family[old:], minlength=count)
        kind = np.select(
            [(olds == 1) & (news == 1), (olds == 0) | (news == 0), olds == 1, news == 1],
            ["unchanged", "new", "split", "merged"],
            "redrawn",
        )
        return pa.table(
            {
                "side": ["from"] * old + ["to"] * new,
                "area_code": [*self.from_codes, *self.to_codes],
                "relation": kind[family].tolist(),
                "family": family.astype(np.int64),
            }
        )

    def then(self, following: Crosswalk) -> Crosswalk:
        """This cut change followed by another one: what an old area gives to the newest cut.

        The amounts of the result are the old areas' own, shared out twice. Raises TableError where the cut in the middle is not the same.
        """
        if self.to_codes != following.from_codes:
            raise TableError(
                gettext_noop("The two crosswalks do not meet in the same cut."),
                gettext_noop("Chain them in the order of the cuts."),
            )
        basis = self.basis if self.basis == following.basis else f"{self.basis}+{following.basis}"
        return Crosswalk(
            self.from_codes,
            following.to_codes,
            scipy.sparse.csr_array(self.amounts @ following.weights),
            basis,
        )

    def reversed(self) -> Crosswalk:
        """The way back: the same parts, read from the new cut to the old one."""
        return Crosswalk(self.to_codes, self.from_codes, scipy.sparse.csr_array(self.amounts.T), self.basis)


def crosswalk_from_parts(
    table: pa.Table | ArrowStream,
    *,
    from_column: str = "from_code",
    to_column: str = "to_code",
    amount_column: str | None = "amount",
    from_codes: Sequence[str] = (),
    to_codes: Sequence[str] = (),
    basis: str = "given",
) -> Crosswalk:
    """A crosswalk from a given table of parts, one row per part; rows of the same pair are added.

    `amount_column` may be None: then each row counts one, for tables that only say what became what. `from_codes` and
    `to_codes` add areas of which no part is known. Raises TableError for unknown, negative or zero amounts.

    >>> parts = pa.table({"from_code": ["A", "B", "B"], "to_code": ["1", "1", "2"], "amount": [10.0, 30.0, 10.0]})
    >>> crosswalk_from_parts(parts).parts.column("weight").to_pylist()
    [1.0, 0.75, 0.25]
    """
    source = as_table(table)
    missing = [
        name for name in (from_column, to_column, amount_column) if name and name not in source.column_names
    ]
    if missing:
        raise TableError(
            gettext_noop("The table of parts has no column “{column}”."),
            gettext_noop("Name the columns of the old key, the new key and the amount."),
            column=shorten(missing),
        )
    amounts = np.ones(source.num_rows) if amount_column is None else float_column(source, amount_column)
    return _built(
        text_column(source, from_column), text_column(source, to_column), amounts, from_codes, to_codes, basis
    )


def crosswalk_from_places(
    old: Sequence[str | None],
    new: Sequence[str | None],
    count: ArrayLike | None = None,
    *,
    from_codes: Sequence[str] = (),
    to_codes: Sequence[str] = (),
    basis: str = "addresses",
) -> Crosswalk:
    """A crosswalk from places that are known in both cuts: addresses, blocks, register counts.

    `old` and `new` name the area of every place in either cut; places that one cut does not know are left out.
    `count` is how many people or dwellings a place stands for (one by default).

    >>> walk = crosswalk_from_places(["A", "A", "A", "B"], ["1", "1", "2", "2"])
    >>> walk.parts.column("weight").to_pylist()
    [0.6666666666666666, 0.3333333333333333, 1.0]
    """
    known = [one is not None and two is not None for one, two in zip(old, new, strict=True)]
    counts = np.ones(len(known)) if count is None else np.asarray(count, dtype=np.float64)
    kept = np.array(known, dtype=np.bool_) & (counts != 0)
    places = np.flatnonzero(kept).tolist()
    return _built(
        [old[place] for place in places],
        [new[place] for place in places],
        counts[kept],
        from_codes,
        to_codes,
        basis,
    )


def crosswalk_from_links(
    links: Sequence[tuple[str, str]], overlay: Crosswalk, *, agreement: float = 0.9
) -> Crosswalk:
    """A crosswalk from links that say what became what, and from an overlay of the outlines for what they leave open.

    A link says which area is the next version of an old one, not that its outline stayed: where the overlay puts at
    least `agreement` of an old area into its linked one, it goes over whole, and the thin strips that drawing made are
    no parts. Every other old area goes where the overlay puts it, without strips (less than 1 - `agreement`) in areas
    that others went over to whole. Links of unknown areas are left out; amounts are those of the overlay.

    >>> overlay = crosswalk_from_places(["A"] * 19 + ["A"] + ["B"] * 20, ["1"] * 19 + ["2"] + ["2"] * 19 + ["1"])
    >>> walk = crosswalk_from_links([("A", "1")], overlay)
    >>> [(row["from_code"], row["to_code"], row["weight"]) for row in walk.parts.to_pylist()]
    [('A', '1', 1.0), ('B', '2', 1.0)]
    """
    linked = set(links)
    found: dict[str, dict[str, float]] = {}
    for row in overlay.parts.to_pylist():
        found.setdefault(row["from_code"], {})[row["to_code"]] = row["amount"]
    wholes = {
        old: new
        for old, parts in found.items()
        for new, amount in parts.items()
        if (old, new) in linked and amount >= agreement * sum(parts.values())
    }
    taken = set(wholes.values())
    rows: list[tuple[str, str, float]] = []
    for old, parts in found.items():
        total = sum(parts.values())
        kept = parts
        if old in wholes:
            kept = {wholes[old]: total}
        elif larger := {
            new: amount
            for new, amount in parts.items()
            if new not in taken or amount >= (1 - agreement) * total
        }:
            kept = larger
        scale = total / sum(kept.values())
        rows += [(old, new, amount * scale) for new, amount in kept.items()]
    olds, news, amounts = zip(*rows, strict=True)
    return _built(olds, news, np.array(amounts), overlay.from_codes, overlay.to_codes, "given")


def _built(
    old: Sequence[str | None],
    new: Sequence[str | None],
    amounts: FloatArray,
    from_codes: Sequence[str],
    to_codes: Sequence[str],
    basis: str,
) -> Crosswalk:
    if any(code is None for code in old) or any(code is None for code in new):
        raise TableError(
            gettext_noop("A part of the crosswalk has no key."),
            gettext_noop("Give every part the key of its old and of its new area."),
        )
    if not (np.isfinite(amounts) & (amounts > 0)).all():
        raise TableError(
            gettext_noop("A part of the crosswalk has no positive amount."),
            gettext_noop("Leave out parts that do not exist, and give all others an amount."),
        )
    olds = tuple(sorted({*from_codes, *(code for code in old if code)}))
    news = tuple(sorted({*to_codes, *(code for code in new if code)}))
    return Crosswalk(olds, news, matrix_of_parts(places_in(olds, old), places_in(news, new), amounts, len(olds), len(news)), basis)  # fmt: skip


def matrix_of_parts(
    rows: NDArray[np.intp], columns: NDArray[np.intp], amounts: FloatArray, old: int, new: int
) -> scipy.sparse.csr_array:
    """The sparse matrix of parts; amounts of the same pair are added in a fixed order."""
    order = np.lexsort((amounts, columns, rows))
    matrix = scipy.sparse.csr_array((amounts[order], (rows[order], columns[order])), shape=(old, new))
    matrix.sum_duplicates()
    return matrix


def places_in(codes: Sequence[str], wanted: Sequence[str | None]) -> NDArray[np.intp]:
    """The place of every wanted code among `codes`; -1 where it is not there."""
    place = {code: position for position, code in enumerate(codes)}
    return np.array([-1 if code is None else place.get(code, -1) for code in wanted], dtype=np.intp)


def _scaled(matrix: scipy.sparse.csr_array, totals: FloatArray) -> scipy.sparse.csr_array:
    factors = np.divide(1.0, totals, out=np.zeros_like(totals), where=totals > 0)
    scaled = scipy.sparse.csr_array(matrix, copy=True)
    scaled.data = scaled.data * np.repeat(factors, np.diff(scaled.indptr))
    # a part that is the whole must carry everything, to the last bit
    scaled.data[np.abs(scaled.data - 1.0) < WHOLE] = 1.0
    return scaled


def _without_parts(codes: tuple[str, ...], counts: NDArray[np.integer]) -> tuple[str, ...]:
    bare: BoolArray = counts == 0
    return tuple(code for code, is_bare in zip(codes, bare, strict=True) if is_bare)
