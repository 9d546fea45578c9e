"""Outlines and orientation of a cut, kept for everybody who asks for a page of its areas."""

from __future__ import annotations

from typing import Any

import shapely

from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.ui.maps import Outline
from sozialraum.foundation.ui.quarter_maps import Barrier
from sozialraum.social_structure.models import AreaSystem
from sozialraum.social_structure.queries.areas import EDITION, outlines_of


@kept(EDITION, size=4)
def all_outlines(system_id: int, level: str) -> tuple[Outline, ...]:
    """The outlines of a level, kept for all readers."""
    return tuple(outlines_of(system_id, level))


@kept(EDITION, size=4)
def background_of(system_id: int) -> tuple[dict[str, Any], ...]:
    """What orients the reader on a map of a cut: water, railways."""
    return tuple(AreaSystem.objects.values_list("background", flat=True).get(id=system_id))


@kept(EDITION, size=4)
def barriers_of(system_id: int) -> tuple[Barrier, ...]:
    """Water and railways of a cut: what somebody on foot cannot cross anywhere."""
    kinds = {"water", "railway"}
    found = (
        ((each.get("properties") or {}).get("kind"), each["geometry"]) for each in background_of(system_id)
    )
    return tuple(Barrier(str(kind), shapely.geometry.shape(shape)) for kind, shape in found if kind in kinds)
