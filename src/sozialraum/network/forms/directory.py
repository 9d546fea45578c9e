"""The question in the address of the directory, parsed into plain values."""

from __future__ import annotations

from django.http import QueryDict

from sozialraum.network.directory.asked import WHOLE_MAP, Asked, Window
from sozialraum.network.enums import Audience, PlaceKind
from sozialraum.network.presentation.places import LANGUAGES
from sozialraum.network.rules import OLDEST
from sozialraum.network.schedules import ANY_PART, EVERY_DAY, PartOfDay

LONGEST_QUESTION = 200
LONGEST_NAME = 80
LONGEST_WALK = 120


def asked_from(get: QueryDict) -> Asked:
    """The question in the address; what makes no sense there is left aside."""
    audience = _text(get, "for")
    parts = ANY_PART
    for value in get.getlist("part"):
        if value in {str(part.value) for part in PartOfDay}:
            parts |= PartOfDay(int(value))
    return Asked(
        text=_text(get, "q")[:LONGEST_QUESTION],
        kinds=frozenset(PlaceKind(kind) for kind in get.getlist("kind") if kind in set(PlaceKind)),
        area_code=_text(get, "area")[:LONGEST_NAME],
        age=_number(get, "age", OLDEST),
        audience=Audience(audience) if audience in set(Audience) else Audience.EVERYONE,
        languages=frozenset(code for code in get.getlist("lang") if code in LANGUAGES),
        days=frozenset(int(day) for day in get.getlist("day") if day in {str(each) for each in EVERY_DAY}),
        parts=parts,
        free=get.get("free") == "1",
        step_free=get.get("step_free") == "1",
        quiet=get.get("quiet") == "1",
        near=_text(get, "near")[:LONGEST_NAME],
        minutes=_number(get, "minutes", LONGEST_WALK),
        window=_window(_text(get, "ausschnitt")),
    )


def _window(text: str) -> Window | None:
    """A part of the map: ``alle`` or four degrees; nothing where the text is neither."""
    if text == "alle":
        return WHOLE_MAP
    try:
        west, south, east, north = (float(each) for each in text.split(",", 4))
    except ValueError:
        return None
    return (west, south, east, north) if -180 <= west < east <= 180 and -90 <= south < north <= 90 else None


def _text(get: QueryDict, name: str) -> str:
    return get.get(name, "").replace("\0", "").strip()


def _number(get: QueryDict, name: str, most: int) -> int | None:
    text = get.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) <= most else None
