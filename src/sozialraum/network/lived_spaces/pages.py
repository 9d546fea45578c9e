"""What the pages of pins are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from django.utils import timezone
from django.utils.translation import gettext as _

from sozialraum.errors import SozialraumError
from sozialraum.foundation.privacy.actors import NOBODY, Actor
from sozialraum.network.enums import MissingKind, PlaceKind, ResourceSort
from sozialraum.network.lived_spaces import presentation, queries, services
from sozialraum.network.lived_spaces.access import can_lead_campaign
from sozialraum.network.lived_spaces.counting import ALL
from sozialraum.network.lived_spaces.drawing import heat_map, height_of, pin_map
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind
from sozialraum.network.lived_spaces.forms import CampaignForm
from sozialraum.network.lived_spaces.rules import MOST_PINS, Bounds, Grid
from sozialraum.network.queries import places_in
from sozialraum.social_structure.queries import area_names
from sozialraum.social_structure.queries.outlines import ground_of

AIR = 0.35  # of the quarter's breadth: lived spaces do not end at its border
LANDMARKS = 9
# what children know by name and find again on a map
KNOWN_BY_ALL = frozenset(
    {
        PlaceKind.SCHOOL, PlaceKind.PLAYGROUND, PlaceKind.SPORTS_GROUND, PlaceKind.LIBRARY, PlaceKind.YOUTH_CENTER,
        PlaceKind.FAMILY_CENTER, PlaceKind.DAY_CARE, PlaceKind.FAITH, PlaceKind.GARDEN, PlaceKind.MEETING_PLACE,
    }
)  # fmt: skip


def campaigns(actor: Actor) -> dict[str, Any]:
    """Closed maps for everybody, open ones for those who lead them."""
    rows = queries.campaigns()
    names = area_names(row.area_code for row in rows)
    return {
        "closed": [(row, names.get(row.area_code, "")) for row in rows if row.closed_at],
        "running": [(row, names.get(row.area_code, "")) for row in rows if not row.closed_at]
        if can_lead_campaign(actor) else [],
        "may_lead": can_lead_campaign(actor),
    }  # fmt: skip


def landmarks(area_code: str, bounds: Bounds) -> list[tuple[str, float, float]]:
    """Public places with a point on the map, by which one finds one's way."""
    west, south, east, north = bounds
    ground = ground_of([area_code])
    codes = [area.area_code for area in ground.areas] if ground else [area_code]
    found = [
        each for each in places_in(NOBODY, codes, today=timezone.localdate(), limit=400)
        if each.kind in KNOWN_BY_ALL and each.host is None and each.sort is ResourceSort.PLACE
    ]  # fmt: skip
    inside = [
        (place.name, place.longitude, place.latitude)
        for place in found
        if place.longitude is not None and place.latitude is not None
        and west < place.longitude < east and south < place.latitude < north
    ]  # fmt: skip
    return inside[:: max(1, len(inside) // LANDMARKS)][:LANDMARKS]


def map_page(campaign: queries.CampaignRow, person: str) -> dict[str, Any]:
    """The map with its kinds, times and landmarks; landmarks are also buttons, for those who do not tap on a map."""
    marks = landmarks(campaign.area_code, campaign.bounds)
    west, south, east, north = campaign.bounds
    spots = [
        (name, round((x - west) / (east - west), 5), round((y - south) / (north - south), 5))
        for name, x, y in marks
    ]
    return {
        "campaign": campaign, "person": person, "map": pin_map(campaign.bounds, campaign.area_code, marks),
        "kinds": [(kind.value, *presentation.KINDS[kind]) for kind in PinKind], "spots": spots, "most": MOST_PINS,
        "parts": [(part.value, presentation.PARTS[part]) for part in PartOfDay], "high": height_of(campaign.bounds),
        "meters": round(Grid(campaign.bounds).width),
    }  # fmt: skip


def result(actor: Actor, campaign: queries.CampaignRow, get: Mapping[str, str]) -> dict[str, Any]:
    """What five or more said alike, by kind and group."""
    area = area_names([campaign.area_code]).get(campaign.area_code, campaign.area_code)
    context: dict[str, Any] = {
        "campaign": campaign, "area": area, "may_lead": can_lead_campaign(actor),
        "people": presentation.people_sentence(campaign.people, campaign.expected),
    }  # fmt: skip
    table = queries.released_of(campaign.id)
    if table is None:
        return context
    kind = PinKind(get["was"]) if get.get("was") in set(PinKind) else PinKind.LIKE
    group = get.get("wer", "")
    chosen = {
        "age": group if group in set(AgeGroup) else ALL, "gender": group if group in set(Gender) else ALL,
        "part": group if group in set(PartOfDay) else ALL,
    }  # fmt: skip
    marks = landmarks(campaign.area_code, campaign.bounds)
    svg, lines = heat_map(table, campaign.bounds, campaign.area_code, kind, marks, **chosen)
    sentence, misleads = presentation.outside_sentence(queries.outside_shares(campaign.id), area)
    groups = [
        *((each.value, presentation.AGES[each]) for each in AgeGroup),
        *((each.value, presentation.GENDERS[each]) for each in Gender),
        *((each.value, presentation.PARTS[each]) for each in PartOfDay),
    ]
    return context | {
        "map": svg, "lines": lines, "kinds": presentation.kind_choices(kind), "kind": kind.value,
        "kind_label": presentation.KINDS[kind][0], "groups": groups, "group": group,
        "table": presentation.group_lines(table), "columns": [presentation.KINDS[each][0] for each in PinKind],
        "outside": sentence, "misleads": misleads, "unheard": presentation.missing_groups(table),
    }  # fmt: skip


def open_from(form: CampaignForm, vintage: str, *, by: Actor, at: datetime) -> UUID | None:
    """Open the map of a valid form; ``None`` with an error at the form where it makes no sense."""
    told = form.cleaned_data
    bounds = bounds_around(told["area_code"])
    if bounds is None:
        form.add_error("area_code", _("This quarter has no outline yet."))
        return None
    try:
        return services.open_campaign(
            title=told["title"],
            area_code=told["area_code"],
            area_vintage=vintage,
            bounds=bounds,
            expected=told["expected"],
            opens_at=at,
            closes_at=form.closes_at(),
            by=by,
            at=at,
            missing=MissingKind(told["missing"]) if told["missing"] else None,
        ).id
    except SozialraumError as error:
        form.add_error(None, " ".join(error.told(_)))
        return None


def bounds_around(area_code: str) -> Bounds | None:
    """The map of a quarter with some of its surroundings; ``None`` without an outline."""
    ground = ground_of([area_code])
    wkb = next((area.wkb for area in ground.areas if area.area_code == area_code), None) if ground else None
    if wkb is None:
        return None
    west, south, east, north = shapely.from_wkb(wkb).bounds
    wide, high = (east - west) * AIR, (north - south) * AIR
    return (west - wide, south - high, east + wide, north + high)
