"""Bringing in the streets that people walk on."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
from django.db import transaction

from sozialraum.analytics.reach import StreetGraph
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.models import StreetMap
from sozialraum.network.services.places import changed
from sozialraum.social_structure.snapshots import keep


@transaction.atomic
def record_streets(
    nodes: pa.Table, edges: pa.Table, *, source: str, licence: str, by: Actor, at: datetime
) -> int:
    """Walk on these streets from now on; returns the number of the map.

    ``nodes`` hold ``node_id``, ``longitude``, ``latitude`` (degrees); ``edges`` ``from_node``, ``to_node``, ``metres``
    and ``kind``. Raises :class:`TableError` where a street leads nowhere, :class:`gate.Denied` where somebody else than
    planning or administration brings them in.
    """
    if not by.has(Role.PLANNER, Role.ADMINISTRATOR):
        raise gate.Denied(Decision.no("Planning and administration bring in the streets."))
    StreetGraph.from_arrow(nodes, edges, x="longitude", y="latitude")
    made = StreetMap.objects.create(
        nodes_hash=keep(nodes), edges_hash=keep(edges), source=source, licence=licence, recorded_at=at,
        recorded_by=by.user_id,
    )  # fmt: skip
    changed(by, at, [str(made.id)], ["nodes_hash", "edges_hash"], kind="network.StreetMap")
    return int(made.id)
