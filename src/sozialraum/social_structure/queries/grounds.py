"""What moving maps stand on: outlines and tiles of a level of a cut, made once and kept in the data directory."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sozialraum.foundation.ui.live_maps import (
    DOCUMENT_FORM,
    Ground,
    ground_document,
    ground_of,
    kept,
    tile,
    write_tiles,
)
from sozialraum.social_structure.models import AreaSystem
from sozialraum.social_structure.queries.areas import outlines_of


@lru_cache(maxsize=16)
def ground_of_level(system_id: int, level: str) -> Ground | None:
    """Fingerprint and extent of a level's outlines; None where none were delivered.

    Kept in memory: the outlines of a cut never change once it is imported.
    """
    return ground_of(outlines_of(system_id, level))


def ground_file(system_id: int, level: str, district_level: str) -> bytes | None:
    """The outlines as compressed GeoJSON; written into the data directory when first asked for."""
    ground = ground_of_level(system_id, level)
    if ground is None:
        return None
    return kept(
        _folder() / f"{ground.digest}.{DOCUMENT_FORM}.geojson.gz",
        lambda: ground_document(
            outlines_of(system_id, level), outlines_of(system_id, district_level),
            AreaSystem.objects.values_list("background", flat=True).get(id=system_id),
        ),
    )  # fmt: skip


def ground_tile(system_id: int, level: str, zoom: int, column: int, row: int) -> bytes | None:
    """One compressed vector tile of a level's areas; None where nothing lies there."""
    ground = ground_of_level(system_id, level)
    if ground is None:
        return None
    path = _folder() / f"{ground.digest}.mbtiles"
    if not path.exists():
        write_tiles(outlines_of(system_id, level), path)
    return tile(path, zoom, column, row)


def _folder() -> Path:
    return Path(settings.SNAPSHOT_DIRECTORY).parent / "maps"
