"""The city map as files: a picture with its key, and outlines with released figures."""

from __future__ import annotations

import json

import shapely
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.foundation.privacy.release import Figure
from sozialraum.foundation.ui.drawing import number
from sozialraum.foundation.ui.map_pictures import Pictured, map_sheet
from sozialraum.social_structure.queries.areas import outlines_of
from sozialraum.social_structure.queries.city_map import CityMap


def map_picture(city: CityMap) -> SafeString:
    """The maps of the page on one sheet, with keys, reasons and source."""
    whole = {"whole": city.system.whole_name, "day": date_format(city.reference_date, "SHORT_DATE_FORMAT")}
    title = " · ".join(panel.title for panel in city.panels)
    layers = [city.layer, *([city.second] if city.second else [])]
    sources = dict.fromkeys(each.indicator.source for each in layers if each.indicator.source)
    facts = gettext("Release %(number)d, checksum %(check)s. Source: %(source)s") % {
        "number": city.release.number, "check": city.release.table_hash[:8], "source": "; ".join(sources),
    }  # fmt: skip
    notes = [*city.reasons, facts]
    if city.has_places:
        many = gettext("Brown diamonds stand where many places and offers are (from %(number)s on).")
        notes.insert(0, many % {"number": number(city.many_places)})
    return map_sheet(
        [
            Pictured(panel.map, panel.live.height, panel.title, panel.key_title, panel.key, panel.directions)
            for panel in city.panels
        ],
        title=title, subtitle=gettext("%(whole)s, %(day)s") % whole, name=city.panels[0].live.title,
        notes=notes,
    )  # fmt: skip


def map_geojson(city: CityMap) -> bytes:
    """Every area of the map with its outline and its released figures (RFC 7946, EPSG:4326).

    ``status`` tells observed, missing, suppressed and not applicable apart; ``withheld`` says why a known figure is
    kept back. A second indicator stands beside the first with its code before the name.
    """
    outlines = {each.area_code: each for each in outlines_of(city.system.id, city.level.code)}
    features = []
    for row in city.rows:
        outline = outlines.get(row.area.area_code)
        shape = shapely.from_wkb(outline.wkb) if outline and outline.wkb else None
        figures = {city.indicator.code: row.figure}
        if city.second is not None and row.second is not None:
            figures[city.second.indicator.code] = row.second
        properties: dict[str, object] = {
            "area_code": row.area.area_code,
            "name": row.area.name,
            "district": row.area.district,
        }
        for code, figure in figures.items():
            properties |= {f"{code}_{name}": value for name, value in _plain(figure).items()}
        features.append(
            {
                "type": "Feature", "id": row.area.area_code, "properties": properties,
                "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
            }
        )  # fmt: skip
    layers = [city.layer, *([city.second] if city.second else [])]
    collection = {
        "type": "FeatureCollection", "name": city.panels[0].live.title,
        "area_system": city.system.code, "area_vintage": city.system.vintage, "level": city.level.code,
        "release": city.release.number, "checksum": city.release.table_hash,
        "indicators": [
            {
                "code": each.indicator.code, "name": each.indicator.name, "unit": each.indicator.unit.value,
                "reference_date": each.reference_date.isoformat(), "source": each.indicator.source,
                "licence": each.indicator.licence,
            }
            for each in layers
        ],
        "outlines": {"source": city.system.source, "licence": city.system.licence},
        "features": features,
    }  # fmt: skip
    return json.dumps(collection, ensure_ascii=False).encode()


def _plain(figure: Figure) -> dict[str, object]:
    return {
        "value": figure.value, "lower": figure.lower, "upper": figure.upper, "numerator": figure.numerator,
        "denominator": figure.denominator, "status": figure.status,
        "withheld": figure.withheld.value if figure.withheld else None,
    }  # fmt: skip
