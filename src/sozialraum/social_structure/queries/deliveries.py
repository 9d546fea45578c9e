"""The data room: what was delivered, how old it is, and whether it is still in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import DeliveryKind
from sozialraum.social_structure.models import Delivery, Indicator


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One imported file in a list."""

    id: UUID
    file_name: str
    brought: str
    areas: str
    reference_date: date | None
    rows: int
    source: str
    licence: str
    imported_at: datetime
    by: str
    notices: int
    undone_at: datetime | None
    can_undo: bool


def delivery_lines() -> list[DeliveryLine]:
    """Every delivery, the newest first."""
    found = list(Delivery.objects.select_related("system").defer("system__background"))
    names = names_of(each.imported_by_id for each in found if each.imported_by_id)
    titles = {each.code: wording.in_language(each.name_de, each.name_en) for each in Indicator.objects.all()}
    return [
        DeliveryLine(
            id=each.id, file_name=each.file_name, brought=_brought(each.kind, each.mapping, titles),
            areas=f"{each.system.name} {each.system.vintage}", reference_date=each.reference_date, rows=each.rows,
            source=each.source, licence=each.licence, imported_at=each.imported_at,
            by=names.get(each.imported_by_id, "") if each.imported_by_id else "", notices=len(each.findings),
            undone_at=each.undone_at, can_undo=each.kind == DeliveryKind.VALUES and each.undone_at is None,
        )
        for each in found
    ]  # fmt: skip


def _brought(kind: str, mapping: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    from django.utils.translation import gettext

    if kind == DeliveryKind.AREAS:
        return gettext("areas")
    return ", ".join(titles.get(each["indicator"], each["indicator"]) for each in mapping["columns"])


def indicator_choices() -> list[tuple[str, str]]:
    """Every indicator of the catalogue by code and name, for choosing what a column holds."""
    found = [(each.code, wording.in_language(each.name_de, each.name_en)) for each in Indicator.objects.all()]
    return sorted(found, key=lambda each: each[1].casefold())
