"""Crosswalks from outlines: the areas of two cuts laid over each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike

from sozialraum.analytics.areal.crosswalk import Crosswalk, matrix_of_parts
from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.analytics.tables import FloatArray, TableError


def crosswalk_from_geometry(
    from_codes: Sequence[str],
    from_shapes: Sequence[bytes],
    to_codes: Sequence[str],
    to_shapes: Sequence[bytes],
    *,
    sliver: float = 0.01,
    to_counts: ArrayLike | None = None,
) -> Crosswalk:
    """Lay two cuts over each other; a part's amount is its surface, or its surface times the density of its new area.

    Shapes are WKB in one metric projection of equal or nearly equal area (for example ETRS89 / UTM). Several shapes
    may carry the same code; they are one area. Borders are never drawn twice alike: a part that is less than `sliver`
    of its old and of its new area is noise and is dropped, the rest of the old area is scaled up to the whole.

    Simple area weighting assumes that people live evenly spread over an old area. With `to_counts` (inhabitants,
    dwellings or addresses of every new area, in the order of `to_codes`) the assumption is milder: that they live
    evenly within each new area (dasymetric weighting with the target zones as control). Where a new area's count is
    zero its parts carry nothing, unless the whole old area lies in such areas; then the surface decides.

    Source: Goodchild and Lam 1980 (areal weighting); Langford 2006 (control zones).
    Raises TableError for broken shapes, for counts that do not fit, and where no two areas meet.

    >>> square = lambda x, y, w, h: shapely.box(x, y, x + w, y + h).wkb
    >>> walk = crosswalk_from_geometry(["A"], [square(0, 0, 4, 1)], ["1", "2"], [square(0, 0, 1, 1), square(1, 0, 3, 1)])
    >>> walk.parts.column("weight").to_pylist()
    [0.25, 0.75]
    >>> walk = crosswalk_from_geometry(["A"], [square(0, 0, 4, 1)], ["1", "2"],
    ...                                [square(0, 0, 1, 1), square(1, 0, 3, 1)], to_counts=[300, 100])
    >>> walk.parts.column("weight").to_pylist()
    [0.75, 0.25]
    """
    olds, old_shapes = _areas(from_codes, from_shapes)
    news, new_shapes = _areas(to_codes, to_shapes)
    new_place, old_place = shapely.STRtree(old_shapes).query(new_shapes, predicate="intersects")
    surface = _overlap(old_shapes, new_shapes, old_place, new_place)
    old_surface, new_surface = shapely.area(old_shapes), shapely.area(new_shapes)
    kept = (surface > 0) & (
        (surface >= sliver * old_surface[old_place]) | (surface >= sliver * new_surface[new_place])
    )
    old_place, new_place, surface = old_place[kept], new_place[kept], surface[kept]
    if not kept.any():
        raise TableError(
            gettext_noop("No area of one cut meets an area of the other."),
            gettext_noop("Check that both are in the same projection."),
        )
    basis = "area"
    if to_counts is not None:
        surface = _by_density(
            surface, old_place, new_place, _counts(to_counts, to_codes, news) / new_surface, len(olds)
        )
        basis = "population"
        inhabited = surface > 0
        old_place, new_place, surface = old_place[inhabited], new_place[inhabited], surface[inhabited]
    matrix = matrix_of_parts(old_place, new_place, surface, len(olds), len(news))
    return Crosswalk(olds, news, matrix, basis)


def codes_at_points(
    x: ArrayLike, y: ArrayLike, codes: Sequence[str], shapes: Sequence[bytes]
) -> list[str | None]:
    """The area in which each point lies, None for a point outside of all; on a border the smaller code counts.

    With the points of all addresses and the shapes of either cut this gives the two lists that
    :func:`crosswalk_from_places` takes.

    >>> codes_at_points([0.5, 9], [0.5, 9], ["A"], [shapely.box(0, 0, 1, 1).wkb])
    ['A', None]
    """
    names, areas = _areas(codes, shapes)
    points = shapely.points(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
    point_place, area_place = shapely.STRtree(areas).query(points, predicate="intersects")
    found: list[str | None] = [None] * len(points)
    for point, area in sorted(zip(point_place.tolist(), area_place.tolist(), strict=True), reverse=True):
        found[point] = names[area]
    return found


def _areas(codes: Sequence[str], shapes: Sequence[bytes]) -> tuple[tuple[str, ...], shapely.Geometry]:
    """Sorted codes and one valid shape for each; several shapes of one code are joined."""
    try:
        geometries = shapely.from_wkb(np.asarray(list(shapes), dtype=object))
    except shapely.errors.ShapelyError as error:
        raise TableError(
            gettext_noop("A shape of the cut cannot be read."), gettext_noop("Import the cut again.")
        ) from error
    nameless = [
        code for code, shape in zip(codes, geometries, strict=True) if shape is None or shape.is_empty
    ]
    if nameless:
        raise TableError(
            gettext_noop("These areas have no shape: {areas}."),
            gettext_noop("Give every area of the cut an outline."),
            areas=shorten(nameless),
        )
    broken = ~shapely.is_valid(geometries)
    geometries[broken] = shapely.make_valid(geometries[broken])
    gathered: dict[str, list[shapely.Geometry]] = {}
    for code, shape in zip(codes, geometries, strict=True):
        gathered.setdefault(code, []).append(shape)
    names = tuple(sorted(gathered))
    joined = [
        gathered[code][0] if len(gathered[code]) == 1 else shapely.union_all(gathered[code]) for code in names
    ]
    return names, np.asarray(joined, dtype=object)


def _overlap(
    old_shapes: shapely.Geometry, new_shapes: shapely.Geometry, old_place: FloatArray, new_place: FloatArray
) -> FloatArray:
    """Surface of every pair's common part."""
    surface: FloatArray = shapely.area(shapely.intersection(old_shapes[old_place], new_shapes[new_place]))
    return surface


def _counts(to_counts: ArrayLike, to_codes: Sequence[str], names: tuple[str, ...]) -> FloatArray:
    counts = np.asarray(to_counts, dtype=np.float64)
    if counts.shape != (len(to_codes),) or not (np.isfinite(counts) & (counts >= 0)).all():
        raise TableError(
            gettext_noop("The counts do not fit the new areas."),
            gettext_noop("Give one known, non-negative count for every new area."),
        )
    # an area of several shapes carries its count on each of them, and it counts once
    by_code = dict(zip(to_codes, counts.tolist(), strict=True))
    return np.array([by_code[name] for name in names])


def _by_density(
    surface: FloatArray, old_place: FloatArray, new_place: FloatArray, density: FloatArray, old: int
) -> FloatArray:
    weighted = surface * density[new_place]
    uninhabited = np.bincount(old_place, weights=weighted, minlength=old) == 0
    return np.where(uninhabited[old_place], surface, weighted)
