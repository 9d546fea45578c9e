"""What the moving map and its reader fetch beside the page: outlines, tiles, figures, drawings, files."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.map_pictures import as_png
from sozialraum.social_structure.queries.areas import area_system
from sozialraum.social_structure.queries.city_map import CityMap
from sozialraum.social_structure.queries.city_map import city_map as find_city_map
from sozialraum.social_structure.queries.grounds import ground_file, ground_of_level, ground_tile
from sozialraum.social_structure.queries.map_files import map_geojson, map_picture
from sozialraum.social_structure.queries.map_panels import Panel
from sozialraum.social_structure.views.doors import figures_only
from sozialraum.social_structure.views.wishes import wish_of

# the address names the content, so that it never changes; outlines of areas are no secret, but not for proxies
FOR_GOOD = "private, max-age=31536000, immutable"
SMALL = 10_000
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
Answer = Callable[[HouseRequest, CityMap], HttpResponse]


def _of_the_wish(answer: Answer) -> Callable[[HouseRequest], HttpResponse]:
    @require_GET
    @login_required
    @figures_only
    @wraps(answer)
    def view(request: HouseRequest) -> HttpResponse:
        city = find_city_map(wish_of(request))
        if city is None or not city.panels:
            raise Http404
        return answer(request, city)

    return view


def _panel(request: HouseRequest, city: CityMap) -> Panel:
    return next((each for each in city.panels if each.live.name == request.GET.get("panel")), city.panels[0])


@_of_the_wish
def figures(request: HouseRequest, city: CityMap) -> HttpResponse:
    """The released figures of one map, as the browser paints them."""
    response = JsonResponse(_panel(request, city).figures_document)
    # they are a third of a megabyte for ten thousand areas, and the same for every reader
    if len(response.content) > SMALL and _takes_packed(request):
        response.content = gzip.compress(response.content, compresslevel=4, mtime=0)
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    return response


@_of_the_wish
def drawing(request: HouseRequest, city: CityMap) -> HttpResponse:
    """The drawing of one map, for pages in which it would be too large."""
    return HttpResponse(_panel(request, city).map.svg, content_type=PICTURES["svg"])


@_of_the_wish
def picture(request: HouseRequest, city: CityMap) -> HttpResponse:
    """The maps with title, key and source as one picture to keep: SVG or PNG."""
    kind = request.GET.get("format", "svg")
    if kind not in PICTURES:
        raise Http404
    drawn = map_picture(city)
    content = as_png(drawn) if kind == "png" else str(drawn).encode()
    return _file(content, PICTURES[kind], f"{_name(city)}.{kind}")


@_of_the_wish
def geojson(_request: HouseRequest, city: CityMap) -> HttpResponse:
    """Outlines and released figures as one file for a geographic information system."""
    return _file(map_geojson(city), "application/geo+json", f"{_name(city)}.geojson")


@require_GET
@login_required
@figures_only
def ground(request: HouseRequest, system_code: str, vintage: int, level: str, digest: str) -> HttpResponse:
    """The outlines of a level of a cut; kept by the browser for good, because the address names the content."""
    system = area_system(system_code, vintage)
    known = None if system is None else ground_of_level(system.id, level)
    if system is None or known is None or known.digest != digest:
        raise Http404
    packed = ground_file(system.id, level, system.levels[0].code)
    return _packed(request, packed or b"", "application/geo+json")


@require_GET
@login_required
@figures_only
def tile(
    request: HouseRequest,
    system_code: str,
    vintage: int,
    level: str,
    digest: str,
    zoom: int,
    column: int,
    row: int,
) -> HttpResponse:
    """One vector tile of the areas of a level."""
    system = area_system(system_code, vintage)
    known = None if system is None else ground_of_level(system.id, level)
    if system is None or known is None or known.digest != digest or zoom > known.last_zoom:
        raise Http404
    found = ground_tile(system.id, level, zoom, column, row)
    if found is None:
        return HttpResponse(status=204, headers={"Cache-Control": FOR_GOOD})
    return _packed(request, found, "application/vnd.mapbox-vector-tile")


def _packed(request: HouseRequest, packed: bytes, content_type: str) -> HttpResponse:
    accepted = _takes_packed(request)
    response = HttpResponse(packed if accepted else gzip.decompress(packed), content_type=content_type)
    if accepted:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = FOR_GOOD
    response["Vary"] = "Accept-Encoding"
    return response


def _takes_packed(request: HouseRequest) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _name(city: CityMap) -> str:
    parts = [each.title for each in city.panels]
    return slugify(f"{city.system.whole_name} {' '.join(parts)} {city.reference_date:%Y}")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
