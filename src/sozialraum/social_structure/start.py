"""What the floor says on the start page, and what the search finds on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.contributions import Begin, Hit, HouseLine, Moment
from sozialraum.social_structure.access import can_import, can_view_figures
from sozialraum.social_structure.queries.areas import area_systems, areas_of
from sozialraum.social_structure.queries.indicators import released_indicators
from sozialraum.social_structure.queries.overview import in_brief

FLOOR = "social_structure"


def today(actor: Actor, moment: Moment) -> Sequence[HouseLine | Begin]:  # noqa: ARG001 (the registry's signature)
    """A line in the drawing of the house, and for planning the two things that can be begun."""
    if not can_view_figures(actor):
        return []
    known = in_brief()
    said: list[HouseLine | Begin] = []
    if known is not None:
        numbers = {"areas": known.areas, "indicators": known.indicators}
        said.append(
            HouseLine(FLOOR, gettext("%(areas)s, %(indicators)d indicators") % numbers, known.latest_run)
        )
    if can_import(actor):
        said += _to_begin(has_areas=known is not None)
    return said


def _to_begin(*, has_areas: bool) -> list[Begin]:
    if not has_areas:
        return [Begin(gettext("Bring in areas"), reverse("social_structure:upload_areas"))]
    return [
        Begin(gettext("Bring in a table"), reverse("social_structure:upload")),
        Begin(gettext("Compute a new index"), reverse("social_structure:workshop")),
    ]


def find(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Areas by name or key and indicators by name, of the newest cut."""
    systems = area_systems()
    if not systems or not can_view_figures(actor):
        return []
    wanted = german_sort_key(text).split("\x01")[0]
    areas = [
        Hit(area.name, area.url, area.district if area.district != area.name else "")
        for code, area in areas_of(systems[0]).items()
        if code == text.strip() or wanted in german_sort_key(area.name)
    ]
    indicators = [
        Hit(each.name, f"{reverse('social_structure:map')}?indicator={each.code}", each.question)
        for each in released_indicators(systems[0])
        if wanted in german_sort_key(each.name)
    ]
    return [*areas, *indicators][:limit]
