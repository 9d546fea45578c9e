"""Files of HSDS 3 as entries of the directory: checked as a whole before anything is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.errors import SozialraumError
from sozialraum.network.calendars import DAY_CODES
from sozialraum.network.enums import Cost, PlaceKind, ResourceSort
from sozialraum.network.hsds.checks import MOST_PROBLEMS, problems
from sozialraum.network.schedules import DAY, Opening, minutes_of, possible, stored
from sozialraum.network.services.places import NewPlace

LARGEST: Final = 50_000_000
LONGEST: Final = {"name": 200, "hours": 300, "address": 240, "good_for": 300, "cost_note": 160, "phone": 40}


class BrokenFile(SozialraumError):
    """The file is no HSDS 3, or breaks its rules; ``found`` names what, and nothing was stored."""

    found: tuple[str, ...] = ()


def services_in(content: bytes) -> list[Mapping[str, Any]]:
    """The services of a file: one service, a list, a page of the interface, or an organization with its services.

    Raises :class:`BrokenFile` for what is no JSON, too large, or breaks the specification.
    """
    if len(content) > LARGEST:
        raise BrokenFile(_("This file is larger than 50 megabytes."), _("Cut it into several files."))
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BrokenFile(_("This is no JSON."), _("Export it anew as HSDS 3, JSON.")) from error
    services = list(_services(document))
    if not services:
        raise BrokenFile(
            _("No service stands in this file."), _("Export services, or organizations with their services.")
        )
    found = tuple(
        islice(
            (f"service {n}: {each}" for n, service in enumerate(services, 1) for each in problems(service)),
            MOST_PROBLEMS,
        )
    )
    if found:
        broken = BrokenFile(
            _("The file breaks the rules of HSDS 3: {problems}"),
            _("Mend it where it comes from. Nothing was stored."),
            problems="; ".join(found[:5]),
        )
        broken.found = found
        raise broken
    return services


def _services(document: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(document, list):
        for each in document:
            yield from _services(each)
    elif isinstance(document, Mapping):
        inner = document.get("contents") if "contents" in document else document.get("services")
        if isinstance(inner, list):
            behind = {name: document[name] for name in ("id", "name", "description") if name in document}
            for each in inner:
                if isinstance(each, Mapping):
                    yield (
                        each
                        if "organization" in each or "contents" in document
                        else {**each, "organization": behind}
                    )
        elif "services" not in document and "contents" not in document:
            yield document


def entry_of(service: Mapping[str, Any], *, source: str, at: datetime) -> NewPlace:
    """A service as an entry; its id stays with it as ``source_id``. Who assured it and when becomes its confirmation."""
    at_location: Mapping[str, Any] = next(iter(service.get("service_at_locations") or ()), {})
    location: Mapping[str, Any] = at_location.get("location") or {}
    schedules = service.get("schedules") or at_location.get("schedules") or location.get("schedules") or []
    openings = tuple(dict.fromkeys(found for each in schedules if (found := _opening(each))))
    return NewPlace(
        name=_cut("name", service["name"]), kind=PlaceKind.OTHER, sort=ResourceSort.ACTIVITY,
        description=str(service.get("description") or ""), schedule=stored(openings) if possible(openings) else (),
        hours=_cut("hours", "" if openings else "; ".join(str(each["description"]) for each in schedules if each.get("description"))),
        good_for=_cut("good_for", service.get("eligibility_description") or ""), age_from=_age(service.get("minimum_age")),
        age_to=_age(service.get("maximum_age")), languages=_languages(service, location),
        cost=Cost.FREE if _free(service) else Cost.UNKNOWN, cost_note=_cut("cost_note", service.get("fees_description") or ""),
        phone=_cut("phone", next((each["number"] for each in service.get("phones") or ()), "")),
        email=str(service.get("email") or ""), website=str(service.get("url") or ""), address=_address(location),
        longitude=location.get("longitude"), latitude=location.get("latitude"), source=source, source_id=str(service["id"]),
        confirmed_at=_assured(service.get("assured_date"), at),
    )  # fmt: skip


def _opening(schedule: Mapping[str, Any]) -> Opening | None:
    if not (schedule.get("byday") and schedule.get("opens_at") and schedule.get("closes_at")):
        return None
    days = tuple(sorted({DAY_CODES.index(day.strip()[-2:]) + 1 for day in str(schedule["byday"]).split(",")}))
    ends = minutes_of(str(schedule["closes_at"])[:5])
    found = Opening(
        days, minutes_of(str(schedule["opens_at"])[:5]), DAY if ends == DAY - 1 else ends,
        since=_date(schedule.get("valid_from")), until=_date(schedule.get("valid_to")),
        every=int(schedule.get("interval") or 1),
    )  # fmt: skip
    if not possible([found]):
        raise BrokenFile(
            _("A schedule cannot be: it ends before it begins."),
            _("Mend it where it comes from. Nothing was stored."),
        )
    return found


def _date(value: Any) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def _assured(value: Any, at: datetime) -> datetime | None:
    day = _date(value)
    here = timezone.localtime(at)
    # an assurance in the future is none
    return datetime.combine(day, here.timetz()) if day and day <= here.date() else None


def _languages(service: Mapping[str, Any], location: Mapping[str, Any]) -> Sequence[str]:
    named = [*(service.get("languages") or ()), *(location.get("languages") or ())]
    return list(dict.fromkeys(str(each["code"])[:8] for each in named if each.get("code")))


def _free(service: Mapping[str, Any]) -> bool:
    costs = service.get("cost_options") or []
    return bool(costs) and all(each.get("amount") == 0 for each in costs)


def _address(location: Mapping[str, Any]) -> str:
    found = next(
        (each for each in location.get("addresses") or () if each.get("address_type") != "postal"), None
    )
    found = found or next(iter(location.get("addresses") or ()), None)
    if found is None:
        return ""
    town = " ".join(filter(None, (found.get("postal_code"), found.get("city"))))
    return _cut("address", ", ".join(filter(None, (found.get("address_1"), town))))


def _age(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 <= value <= 120 else None


def _cut(name: str, value: Any) -> str:
    return str(value).replace("\0", "").strip()[: LONGEST[name]]
