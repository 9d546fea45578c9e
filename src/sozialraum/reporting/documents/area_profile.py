"""The profile of an area on two accessible pages: the same figures, drawings and sentences as its page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from sozialraum.foundation.ui.drawing import number
from sozialraum.reporting.documents.typesetting import typeset
from sozialraum.social_structure.queries.profiles import AreaProfile

TEMPLATE = "area_profile.typ"
MOST_NEAR = 4
MOST_NAMES = 24


def profile_pdf(profile: AreaProfile, *, office: str, at: datetime) -> bytes:
    """The profile as PDF: first what is there, then conditions, change, who is alike, and what is not known.

    ``office`` is the author that the document names. Raises ``DocumentFailed`` where Typst refuses it.
    """
    pictures: dict[str, bytes] = {}
    content = _content(profile, pictures, office, at)
    return typeset(TEMPLATE, content, pictures, at=at)


def _content(profile: AreaProfile, pictures: dict[str, bytes], office: str, at: datetime) -> dict[str, Any]:
    figures, area, day = profile.figures, profile.area, timezone.localdate(at)
    title = gettext("What makes %(area)s?") % {"area": area.name}
    where = [figures.level, area.district] if profile.in_district else [figures.level]
    return {
        "lang": (get_language() or "de")[:2], "author": office, "title": title, "summary": profile.text,
        "year": day.year, "month": day.month, "day": day.day,
        "crumbs": f"{office} · {gettext('Area profile')} · {date_format(day, 'DATE_FORMAT')}",
        "lead": profile.lead, "sentences": " ".join(profile.sentences), "key_figures": _key_figures(profile),
        "location": _kept(pictures, "location.svg", figures.location),
        "location_alt": gettext("Where %(area)s lies in %(whole)s") % {"area": area.name, "whole": area.system.whole_name},
        "where": [" · ".join(where), gettext("key %(key)s, cut of %(year)s") % {"key": area.area_code, "year": area.system.vintage}],
        "places": _places(profile, pictures), "reach": _reach(profile, pictures),
        "conditions": _conditions(profile, pictures), "change": _change(profile, pictures),
        "people": _people(profile, pictures),
        "alike": [
            {"name": each.area.name, "district": each.area.district, "alike": each.alike, "different": each.different}
            for each in figures.alike
        ],
        "gaps": [{"title": each.title, "text": each.text} for each in figures.gaps],
        "provenance": _provenance(profile, at), "words": _words(profile),
    }  # fmt: skip


def _kept(pictures: dict[str, bytes], name: str, drawn: object) -> str:
    """Put a drawing among the pictures and return its name; empty where there is none."""
    if not drawn:
        return ""
    pictures[name] = str(drawn).encode()
    return name


def _key_figures(profile: AreaProfile) -> list[list[str]]:
    found = [list(each) for each in profile.figures.conditions.key_figures]
    if profile.here.count:
        found.append([gettext("Places and offers"), number(profile.here.count)])
    return found


def _places(profile: AreaProfile, pictures: dict[str, bytes]) -> dict[str, Any]:
    here = profile.here
    names = ", ".join(f"{spot.number} {spot.place.name}" for spot in here.spots)
    others = [
        *(place.name for spot in here.spots for place in spot.also),
        *(place.name for place in here.others),
    ]
    more = ", ".join(others[:MOST_NAMES])
    if len(others) > MOST_NAMES:
        more = ngettext(
            "%(names)s and %(count)s more", "%(names)s and %(count)s more", len(others) - MOST_NAMES
        ) % {
            "names": more,
            "count": number(len(others) - MOST_NAMES),
        }
    return {
        "map": _kept(pictures, "places.svg", here.map),
        "alt": gettext("Map of %(area)s with its places: %(names)s") % {"area": profile.area.name, "names": names},
        "spots": [
            {"number": spot.number, "name": spot.place.name, "text": spot.place.text} for spot in here.spots
        ],
        "more": more,
        "near": [] if here.walk is None else [
            {"name": each.place.name, "minutes": gettext("%(minutes)s min") % {"minutes": each.minutes}}
            for each in here.walk.nearest[:MOST_NEAR]
        ],
        "near_title": "" if here.walk is None else gettext("Beyond the border, in %(minutes)s minutes") % {"minutes": here.walk.minutes},
    }  # fmt: skip


def _reach(profile: AreaProfile, pictures: dict[str, bytes]) -> dict[str, Any]:
    conditions = profile.figures.conditions
    return {
        "bars": [
            {
                "name": line.title, "value": line.value, "whole": line.whole,
                "picture": _kept(pictures, f"reach-{place}.svg", line.picture),
            }
            for place, line in enumerate(conditions.reach)
        ],
        "assets": [[line.indicator.name, line.value, line.whole] for line in conditions.assets],
    }  # fmt: skip


def _conditions(profile: AreaProfile, pictures: dict[str, bytes]) -> dict[str, Any]:
    lives = profile.figures.conditions.lives
    rows = []
    for place, line in enumerate(lives):
        name = line.indicator.name
        if line.day_text != profile.figures.as_of:
            name = f"{name}, {line.day_text}"
        compared = [line.district, line.whole] if profile.in_district else [line.whole]
        picture = _kept(pictures, f"bullet-{place}.svg", line.picture)
        rows.append({"name": name, "value": line.value, "picture": picture, "interval": line.interval, "compared": compared, "said": line.said})  # fmt: skip
    compared = [profile.area.district] if profile.in_district else []
    return {
        "rows": rows,
        "head": [
            gettext("Indicator, as of %(day)s") % {"day": profile.figures.as_of}, gettext("Value"),
            f"0–{number(profile.figures.conditions.axis.high)} %", gettext("Interval"), *compared,
            profile.area.system.whole_name, gettext("What can be said"),
        ],
    }  # fmt: skip


def _change(profile: AreaProfile, pictures: dict[str, bytes]) -> dict[str, Any] | None:
    changes = profile.figures.changes
    if changes.main is None:
        return None
    cut = changes.cut
    return {
        "name": changes.main.indicator.name, "sentence": changes.main.sentence,
        "picture": _kept(pictures, "series.svg", changes.main.picture),
        "cut": None if cut is None else {
            "before": _kept(pictures, "before.svg", cut.before), "after": _kept(pictures, "after.svg", cut.after),
            "before_title": cut.before_title, "after_title": cut.after_title, "text": cut.text,
        },
        "small": [
            {
                "name": each.indicator.name, "sentence": each.ends,
                "picture": _kept(pictures, f"small-{place}.svg", each.picture),
            }
            for place, each in enumerate(changes.small)
        ],
    }  # fmt: skip


def _people(profile: AreaProfile, pictures: dict[str, bytes]) -> dict[str, Any] | None:
    people = profile.figures.people
    if people is None:
        return None
    bands = [gettext("Interval of the middle")] if people.has_bands else []
    rows = [
        [row.label, row.now, row.low, row.mid, row.high, *([row.interval] if people.has_bands else [])]
        for row in people.groups
    ]
    return {
        "sentence": people.sentence, "withheld": people.withheld, "picture": _kept(pictures, "tree.svg", people.tree),
        "alt": people.alt, "rows": rows, "assumptions": " ".join(people.assumptions),
        "head": [gettext("Age"), gettext("today"), gettext("low"), gettext("middle"), gettext("high"), *bands],
        "title": gettext("And in %(year)s?") % {"year": people.year},
        "caption": gettext("In percent of all people. Bars: %(day)s. Line: %(year)s, middle scenario.")
        % {"day": "" if people.day is None else date_format(people.day, "SHORT_DATE_FORMAT"), "year": people.year}
        if people.groups
        else gettext("In percent of all people."),
        "rounded": gettext("Every count is rounded to a multiple of five, so that nobody is recognized; sums may differ a little."),
    }  # fmt: skip


def _provenance(profile: AreaProfile, at: datetime) -> str:
    release = profile.figures.release
    said = gettext("Profile of %(area)s, as of %(day)s.") % {
        "area": profile.area.name, "day": date_format(timezone.localdate(at), "SHORT_DATE_FORMAT"),
    }  # fmt: skip
    if release is None:
        return said
    stamped = gettext("Release %(number)s of %(day)s · checksum %(check)s") % {
        "number": release.number, "day": date_format(timezone.localdate(release.released_at), "SHORT_DATE_FORMAT"), "check": release.table_hash[:8],
    }  # fmt: skip
    return f"{said} {stamped} · {gettext('Source')}: {'; '.join(profile.figures.sources)}"


def _words(profile: AreaProfile) -> dict[str, Any]:
    area, whole = profile.area.name, profile.area.system.whole_name
    return {
        "here": gettext("What is here"), "lives": gettext("How families live here"), "change": gettext("What has changed"),
        "alike": gettext("Which areas are alike"), "people": gettext("Who lives here"), "rests_on": gettext("What it rests on"), "unknown": gettext("What we do not know"),
        "on_foot": gettext("In ten minutes on foot"), "also": gettext("Also here:"),
        "share": gettext("Share of the children who get there. Tick: all of %(whole)s.") % {"whole": whole},
        "assets": [gettext("What there is"), gettext("Here"), whole],
        "no_places": gettext("No place or offer is entered for this area. That does not mean that nothing is here: a walk with young people is the quickest way to find out."),
        "key": gettext("Dot: %(area)s, light bar: its interval. Dashed tick: %(district)s. Solid tick: %(whole)s.") % {"area": area, "district": profile.area.district, "whole": whole}
        if profile.in_district
        else gettext("Dot: %(area)s, light bar: its interval. Solid tick: %(whole)s.") % {"area": area, "whole": whole},
        "cause": gettext("These figures describe income, housing and access. They describe no parents and no children. Causes lie above all in rents, work and ways to school."),
        "alike_in": gettext("Alike in: %(names)s."), "different_in": gettext("Different in: %(names)s."),
    }  # fmt: skip
