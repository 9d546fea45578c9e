"""The data room: what was delivered, how old it is, and whether it is still in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext, ngettext

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import DeliveryKind, FindingKind
from sozialraum.social_structure.models import Delivery, Indicator, Observation

# what an import decided by itself and only says
SAID_ONLY: Final = frozenset(
    {FindingKind.REPAIRED_KEY, FindingKind.TOTAL_ROW, FindingKind.READING, FindingKind.NEITHER_SEX, FindingKind.ADDED_ROWS}
)  # fmt: skip
NAMED_INDICATORS: Final = 3
"""Up to how many indicators of a file a list names; of more it names two and counts the others."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was noticed, as it is kept with the delivery."""

    kind: FindingKind
    weight: str
    count: int
    column: str = ""
    rows: Sequence[int] = ()
    examples: Sequence[str] = ()
    note: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


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
    """Every delivery, the newest first; of one moment by name of the file."""
    found = list(Delivery.objects.select_related("system").defer("system__background"))
    names = names_of(each.imported_by_id for each in found if each.imported_by_id)
    titles = {each.code: wording.in_language(each.name_de, each.name_en) for each in Indicator.objects.all()}
    return [
        DeliveryLine(
            id=each.id, file_name=each.file_name, brought=_brought(each.kind, each.mapping, titles),
            areas=f"{each.system.name} {each.system.vintage}", reference_date=each.reference_date, rows=each.rows,
            source=each.source, licence=each.licence, imported_at=each.imported_at,
            by=names.get(each.imported_by_id, "") if each.imported_by_id else "", notices=len(each.findings),
            undone_at=each.undone_at, can_undo=each.kind in {DeliveryKind.VALUES, DeliveryKind.PEOPLE} and each.undone_at is None,
        )
        for each in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """How a column (or a category of a long table) was read."""

    names: str
    indicator: str
    code: str
    on: date | None


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """One delivery with everything that was noticed, as it was stored on the day of the import."""

    line: DeliveryLine
    kind: str
    sha256: str
    key_column: str
    columns: tuple[ColumnLine, ...]
    findings: tuple[Finding, ...]
    values: int
    observed: int
    suppressed: int
    missing: int
    dates: tuple[date, ...] = ()
    cut: str = ""

    @property
    def weighty(self) -> tuple[Finding, ...]:
        """What somebody should look at; repaired keys, totals and notes of the reader are only said."""
        return tuple(each for each in self.findings if each.kind not in SAID_ONLY)

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What is only said."""
        return tuple(each for each in self.findings if each.kind in SAID_ONLY)


def delivery_report(delivery_id: UUID) -> DeliveryReport | None:
    """The report of a delivery; None where there is none."""
    line = next((each for each in delivery_lines() if each.id == delivery_id), None)
    if line is None:
        return None
    stored = Delivery.objects.select_related("system").defer("system__background").get(id=delivery_id)
    titles = dict(indicator_choices())
    columns = tuple(
        ColumnLine(
            names=_columns_said(each, titles),
            indicator=titles.get(each["indicator"], each["indicator"]), code=each["indicator"],
            on=date.fromisoformat(each["on"]) if each.get("on") else None,
        )
        for each in stored.mapping.get("columns", ())
    )  # fmt: skip
    counted = dict(
        Observation.objects.filter(delivery_id=delivery_id)
        .values_list("status")
        .annotate(values=Count("id"))
        .order_by()
    )
    return DeliveryReport(
        line=line, kind=stored.kind, sha256=stored.file_sha256, columns=columns,
        key_column=stored.mapping.get("key_column") or stored.mapping.get("key", ""),
        findings=tuple(Finding(**{**each, "kind": FindingKind(each["kind"])}) for each in stored.findings),
        values=sum(counted.values()), observed=counted.get("observed", 0), suppressed=counted.get("suppressed", 0),
        missing=counted.get("missing", 0), dates=tuple(date.fromisoformat(day) for day in stored.mapping.get("dates", ())),
        cut=f"{stored.system.code}:{stored.system.vintage}",
    )  # fmt: skip


def _columns_said(column: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """The columns of an indicator; another indicator that it is computed with stands by its name."""
    parts = (column["value"], column["numerator"], column["denominator"], *column.get("parts", ()))
    said = (titles.get(each[1:], each[1:]) if each.startswith("@") else each for each in parts if each)
    return " + ".join(said) if column["value"] or column.get("parts") else " / ".join(said)


def count_of_deliveries(count: int) -> str:
    """A number of lines."""
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": number(count)}


def undone_said(delivery_id: UUID, removed: int) -> str:
    """What was taken back with a delivery: values, or the people of some dates."""
    if Delivery.objects.filter(id=delivery_id, kind=DeliveryKind.PEOPLE).exists():
        said = ngettext(
            "The import is taken back; the people of %(count)s date are as before.",
            "The import is taken back; the people of %(count)s dates are as before.", removed,
        )  # fmt: skip
        return said % {"count": number(removed)}
    return gettext("The import is taken back; %(count)s values are out.") % {"count": number(removed)}


def _brought(kind: str, mapping: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    if kind == DeliveryKind.AREAS:
        return gettext("areas")
    if kind == DeliveryKind.CROSSWALK:
        return gettext("bridge between two cuts")
    if kind == DeliveryKind.PEOPLE:
        return gettext("people by age and sex")
    names = [titles.get(each["indicator"], each["indicator"]) for each in mapping["columns"]]
    if len(names) <= NAMED_INDICATORS:
        return ", ".join(names)
    said = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", len(names) - 2)
    return said % {"names": ", ".join(names[:2]), "count": number(len(names) - 2)}


def indicator_choices() -> list[tuple[str, str]]:
    """Every indicator of the catalogue by code and name, for choosing what a column holds."""
    found = [(each.code, wording.in_language(each.name_de, each.name_en)) for each in Indicator.objects.all()]
    return sorted(found, key=lambda each: german_sort_key(each[1]))
