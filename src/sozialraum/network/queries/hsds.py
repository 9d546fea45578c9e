"""What the directory gives to other programs: public entries alone, never a resident's card."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from sozialraum.foundation.privacy.actors import NOBODY
from sozialraum.network.access import visible_to
from sozialraum.network.hsds.documents import organization_of_provider, service_of_offer, service_of_place
from sozialraum.network.models import Place
from sozialraum.network.queries.places import place_rows
from sozialraum.organization.queries import ProviderRow, offers, offers_by_id, providers

Document = dict[str, Any]


def services_page(*, today: date, offset: int, limit: int) -> tuple[int, list[Document]]:
    """How many public services there are, and some of them: places first, in the order of their ids."""
    open_places = Place.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), visibility__in=visible_to(NOBODY)
    )
    count = open_places.count()
    ids = list(open_places.order_by("id").values_list("id", flat=True)[offset : offset + limit])
    running = sorted(offers(today=today), key=lambda each: each.id)
    behind = _providers(today)
    rows = place_rows(NOBODY, ids, today=today)
    found = [service_of_place(rows[each], behind) for each in ids]
    begin = max(0, offset - count)
    found += [service_of_offer(each, behind) for each in running[begin : begin + limit - len(found)]]
    return count + len(running), found


def service_document(service_id: UUID, *, today: date) -> Document | None:
    """One public service, ``None`` where there is none for everybody."""
    rows = place_rows(NOBODY, [service_id], today=today)
    if service_id in rows:
        return service_of_place(rows[service_id], _providers(today))
    found = offers_by_id([service_id], today=today)
    return service_of_offer(found[0], _providers(today)) if found else None


def organizations_page(*, today: date, offset: int, limit: int) -> tuple[int, list[Document]]:
    """How many providers there are, and some of them."""
    known = providers(today=today)
    return len(known), [organization_of_provider(each) for each in known[offset : offset + limit]]


def _providers(today: date) -> dict[str, ProviderRow]:
    return {each.code: each for each in providers(today=today)}
