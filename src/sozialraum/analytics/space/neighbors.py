"""Who is a neighbor of whom: by a common border, by rank of distance, or within a distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import pyarrow as pa
import scipy
from numpy.typing import ArrayLike, NDArray

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import BoolArray, FloatArray, TableError, unique_or_error


class Contiguity(StrEnum):
    """What makes areas neighbors: a common point (queen) or a common stretch of border (rook)."""

    QUEEN = "queen"
    ROOK = "rook"


@dataclass(frozen=True)
class Neighbors:
    """Weights between areas: row i of `matrix` (n x n, sparse, nothing below zero) holds those of area `codes[i]`.

    `standardized` says that every row that has neighbors sums to 1, and is kept when areas are left out.
    """

    codes: tuple[str, ...]
    matrix: scipy.sparse.csr_array
    standardized: bool = False

    def __post_init__(self) -> None:
        """Refuse repeated codes, a wrong shape, and weights that are negative or unknown."""
        unique_or_error(self.codes, column="area_code")
        size = len(self.codes)
        if self.matrix.shape != (size, size):
            raise TableError(
                gettext_noop("The weights have the shape {shape}, but there are {count} areas."),
                gettext_noop("Give one row and one column for every area."),
                shape=self.matrix.shape,
                count=size,
            )
        if not np.isfinite(self.matrix.data).all() or (self.matrix.data < 0).any():
            raise TableError(
                gettext_noop("A weight between neighbors is negative or unknown."),
                gettext_noop("Use weights of zero or more."),
            )

    @classmethod
    def from_pairs(
        cls, codes: Sequence[str], of: ArrayLike, to: ArrayLike, weights: ArrayLike | None = None
    ) -> Neighbors:
        """Neighbors from pairs of positions in `codes`; each direction is a pair of its own."""
        rows, columns = np.asarray(of, dtype=np.int64), np.asarray(to, dtype=np.int64)
        values = np.ones(rows.size) if weights is None else np.asarray(weights, dtype=np.float64)
        matrix = scipy.sparse.csr_array((values, (rows, columns)), shape=(len(codes), len(codes)))
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        return cls(tuple(codes), matrix)

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many neighbors every area has."""
        return np.diff(self.matrix.indptr).astype(np.int64)

    @property
    def islands(self) -> tuple[str, ...]:
        """Areas without any neighbor. A local statistic knows nothing of them."""
        return tuple(self.codes[place] for place in np.flatnonzero(self.counts == 0))

    @cached_property
    def even_weights(self) -> bool:
        """Whether all neighbors of an area weigh the same."""
        counts = self.counts
        first = self.matrix.data[np.minimum(self.matrix.indptr[:-1], max(self.matrix.data.size - 1, 0))]
        return bool(np.array_equal(np.repeat(first, counts), self.matrix.data)) if counts.any() else True

    def neighbors_of(self, code: str) -> tuple[str, ...]:
        """The codes of an area's neighbors."""
        place = self.codes.index(code)
        start, end = self.matrix.indptr[place], self.matrix.indptr[place + 1]
        return tuple(self.codes[other] for other in sorted(self.matrix.indices[start:end].tolist()))

    def row_standardized(self) -> Neighbors:
        """The same neighbors with weights that sum to 1 for every area; islands keep an empty row."""
        sums = self.matrix.sum(axis=1)
        scale = np.divide(1.0, sums, out=np.zeros_like(sums), where=sums > 0)
        # the same factor for every entry of a row, so that even weights stay exactly even
        return Neighbors(
            self.codes,
            scipy.sparse.csr_array(scipy.sparse.diags_array(scale) @ self.matrix),
            standardized=True,
        )

    def with_self(self) -> Neighbors:
        """Every area as its own neighbor as well, with the weight 1 before any standardization (for G*)."""
        if self.standardized:
            raise TableError(
                gettext_noop("An area cannot join its own standardized neighbors."),
                gettext_noop("Call with_self first and row_standardized after it."),
            )
        own = scipy.sparse.csr_array(
            self.matrix
            - scipy.sparse.diags_array(self.matrix.diagonal())
            + scipy.sparse.eye_array(len(self.codes))
        )
        own.eliminate_zeros()
        return Neighbors(self.codes, own)

    def subset(self, keep: BoolArray) -> Neighbors:
        """The neighbors among some areas only; standardized weights are standardized anew."""
        chosen = np.flatnonzero(keep)
        matrix = scipy.sparse.csr_array(self.matrix[chosen][:, chosen])
        part = Neighbors(tuple(self.codes[place] for place in chosen), matrix)
        return part.row_standardized() if self.standardized else part

    def to_arrow(self) -> pa.Table:
        """Long form: `area_code`, `neighbor_code`, `weight`, in the order of the areas."""
        matrix = self.matrix.copy()
        matrix.sort_indices()
        codes = np.array(self.codes, dtype=object)
        return pa.table(
            {
                "area_code": pa.array(np.repeat(codes, self.counts), pa.string()),
                "neighbor_code": pa.array(codes[matrix.indices], pa.string()),
                "weight": pa.array(matrix.data, pa.float64()),
            }
        )


def contiguity(
    codes: Sequence[str],
    geometries: Sequence[bytes],
    *,
    kind: Contiguity = Contiguity.QUEEN,
    tolerance: float = 0.0,
) -> Neighbors:
    """Areas that share a border point (queen) or a stretch of border (rook), from polygons as WKB.

    Overlapping areas count as neighbors. `tolerance` in units of the coordinates bridges gaps of careless drawing;
    with it a common stretch must be longer than four times the tolerance, so that a corner is none.
    Raises TableError for an area without a usable polygon.

    >>> import shapely
    >>> squares = [shapely.to_wkb(shapely.box(x, y, x + 1, y + 1)) for x, y in ((0, 0), (1, 0), (1, 1))]
    >>> contiguity(["a", "b", "c"], squares).neighbors_of("a")
    ('b', 'c')
    >>> contiguity(["a", "b", "c"], squares, kind=Contiguity.ROOK).neighbors_of("a")
    ('b',)
    """
    import shapely

    shapes = _polygons(codes, geometries)
    bounds = shapely.bounds(shapes) + tolerance * np.array([-1.0, -1, 1, 1])
    one, other = shapely.STRtree(shapes).query(shapely.box(*bounds.T))
    upper = one < other
    one, other = one[upper], other[upper]
    # most neighbors are drawn with the same points; only the others need geometry
    at_once = _drawn_alike(shapes, one, other, kind)
    apart = np.flatnonzero(~at_once)
    meet = (
        shapely.dwithin(shapes[one[apart]], shapes[other[apart]], tolerance)
        if tolerance > 0
        else shapely.intersects(shapes[one[apart]], shapes[other[apart]])
    )
    apart = apart[meet]
    if kind is Contiguity.ROOK and apart.size:
        apart = apart[_share_a_stretch(shapes, one[apart], other[apart], tolerance)]
    at_once[apart] = True
    one, other = one[at_once], other[at_once]
    return Neighbors.from_pairs(codes, np.concatenate([one, other]), np.concatenate([other, one]))


def nearest(codes: Sequence[str], points: ArrayLike, *, count: int) -> Neighbors:
    """The `count` nearest areas of each, by the distance between points (n x 2, in a projection in metres).

    The relation is not symmetric. Equally far areas are taken in the order given.

    >>> nearest(["a", "b", "c"], [[0, 0], [1, 0], [5, 0]], count=1).neighbors_of("c")
    ('b',)
    """
    places = _points(codes, points)
    if not 1 <= count < len(codes):
        raise TableError(
            gettext_noop("{count} nearest neighbors of {areas} areas cannot be found."),
            gettext_noop("Ask for at least one and fewer than there are areas."),
            count=count,
            areas=len(codes),
        )
    # one more for the area itself, which need not come first where points coincide
    found = np.asarray(scipy.spatial.cKDTree(places).query(places, k=count + 1)[1])
    itself = found == np.arange(len(codes))[:, None]
    itself[~itself.any(axis=1), -1] = True
    columns = found[~itself]
    return Neighbors.from_pairs(codes, np.repeat(np.arange(len(codes)), count), columns)


def distance_band(
    codes: Sequence[str], points: ArrayLike, *, radius: float, decay: float | None = None
) -> Neighbors:
    """All areas within `radius` (units of the points), weighing 1, or 1 / distance ** `decay` where it is given.

    With a decay, areas at the very same point weigh as if a thousandth of the radius lay between them.

    >>> distance_band(["a", "b", "c"], [[0, 0], [1, 0], [5, 0]], radius=2).islands
    ('c',)
    """
    places = _points(codes, points)
    if not radius > 0:
        raise TableError(
            gettext_noop("A radius of {radius} holds no neighbors."),
            gettext_noop("Use a distance above zero."),
            radius=radius,
        )
    pairs = scipy.spatial.cKDTree(places).query_pairs(radius, output_type="ndarray")
    weights = None
    if decay is not None:
        apart = np.hypot(*(places[pairs[:, 0]] - places[pairs[:, 1]]).T)
        weights = np.tile(np.maximum(apart, radius / 1000) ** -decay, 2)
    return Neighbors.from_pairs(
        codes, np.concatenate([pairs[:, 0], pairs[:, 1]]), np.concatenate([pairs[:, 1], pairs[:, 0]]), weights
    )


def _polygons(codes: Sequence[str], geometries: Sequence[bytes]) -> NDArray[np.object_]:
    import shapely

    if len(codes) != len(geometries):
        raise TableError(
            gettext_noop("There are {codes} areas and {shapes} outlines."),
            gettext_noop("Give one outline for every area."),
            codes=len(codes),
            shapes=len(geometries),
        )
    shapes = np.asarray(shapely.from_wkb(list(geometries)), dtype=object)
    broken = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if broken.any():
        raise TableError(
            gettext_noop("These areas have no outline: {areas}."),
            gettext_noop("Bring in their outlines, or leave them out."),
            areas=shorten([codes[place] for place in np.flatnonzero(broken).tolist()]),
        )
    crossed = ~shapely.is_valid(shapes)
    shapes[crossed] = shapely.make_valid(shapes[crossed])
    return shapes


def _drawn_alike(
    shapes: NDArray[np.object_], one: NDArray[np.intp], other: NDArray[np.intp], kind: Contiguity
) -> BoolArray:
    """Which pairs have a corner (queen) or a straight piece of border (rook) drawn with the very same points."""
    import shapely

    points, area = shapely.get_coordinates(shapes, return_index=True)
    point = np.unique(points[:, 0] + 1j * points[:, 1], return_inverse=True)[1]
    if kind is Contiguity.ROOK:
        # a step from one ring of an area to its next joins points that no other area joins
        inside = area[1:] == area[:-1]
        low, high = np.minimum(point[1:], point[:-1])[inside], np.maximum(point[1:], point[:-1])[inside]
        point = np.unique(low * (point.max() + 1) + high, return_inverse=True)[1]
        area = area[1:][inside]
    held = scipy.sparse.csr_array(
        (np.ones(point.size, np.int32), (area, point)), shape=(len(shapes), point.max(initial=0) + 1)
    )
    alike = (held @ held.T).tocsr()
    return np.asarray(alike[one, other]).ravel() > 0 if one.size else np.zeros(0, dtype=np.bool_)


def _share_a_stretch(
    shapes: NDArray[np.object_], one: NDArray[np.intp], other: NDArray[np.intp], tolerance: float
) -> BoolArray:
    import shapely

    if tolerance > 0:
        near = shapely.buffer(shapes, tolerance)
        common = shapely.length(shapely.intersection(shapely.boundary(shapes[one]), near[other]))
        result: BoolArray = common > 4 * tolerance
        return result
    # DE-9IM: the borders meet in a line, or the insides overlap
    lined = shapely.relate_pattern(shapes[one], shapes[other], "****1****")
    return np.asarray(lined | shapely.relate_pattern(shapes[one], shapes[other], "2********"), dtype=np.bool_)


def _points(codes: Sequence[str], points: ArrayLike) -> FloatArray:
    places = np.asarray(points, dtype=np.float64)
    if places.shape != (len(codes), 2) or not np.isfinite(places).all():
        raise TableError(
            gettext_noop("The points of the areas are incomplete."),
            gettext_noop("Give two known coordinates for every area."),
        )
    return places
