"""The catalogue of indicators: declarative files in, rows out."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from pydantic import BaseModel, ConfigDict, ValidationError

from sozialraum.errors import SozialraumError
from sozialraum.social_structure import rules
from sozialraum.social_structure.enums import Direction, IndicatorKind, Unit
from sozialraum.social_structure.models import Indicator, IndicatorRevision
from sozialraum.social_structure.services.records import record_change

SHELF: Final = files("sozialraum.social_structure") / "catalog"


class CatalogError(SozialraumError):
    """An indicator file that cannot be read."""


class IndicatorFile(BaseModel):
    """What a file of the catalogue declares; the file's name is the indicator's code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name_de: str
    name_en: str
    question_de: str = ""
    question_en: str = ""
    caution_de: str = ""
    caution_en: str = ""
    numerator_de: str = ""
    numerator_en: str = ""
    denominator_de: str = ""
    denominator_en: str = ""
    unit: Unit
    direction: Direction
    kind: IndicatorKind
    counts_people: bool = True
    breaks: tuple[float, ...] = ()
    columns: tuple[str, ...] = ()
    categories: dict[str, int] = {}
    count_columns: tuple[str, ...] = ()
    ages: tuple[int, ...] = ()
    denominator_code: str = ""
    rhythm_months: int = 12
    source: str = ""
    licence: str = ""
    review_on: date | None = None


def read_indicator(text: str, *, name: str) -> IndicatorFile:
    """Read one file of the catalogue; :class:`CatalogError` names the first thing that is wrong."""
    try:
        return IndicatorFile.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
        raise CatalogError(
            gettext_noop("The indicator file {name} is wrong at “{place}”: {detail}."),
            gettext_noop("Compare it with another file of the catalog."),
            name=name, place=".".join(map(str, first["loc"])) or name, detail=first["msg"],
        ) from error  # fmt: skip


def shipped_indicators() -> list[IndicatorFile]:
    """The indicators that ship with the house, by code."""
    entries = sorted(
        (entry for entry in SHELF.iterdir() if entry.name.endswith(".toml")), key=lambda each: each.name
    )
    return [read_indicator(entry.read_text(encoding="utf-8"), name=entry.name) for entry in entries]


@transaction.atomic
def load_catalog(indicators: list[IndicatorFile] | None = None) -> int:
    """Bring the indicators' rows to what the files say; new ones are added, none is removed. Returns how many.

    A definition that the office has written over stays as it is.
    """
    wanted = shipped_indicators() if indicators is None else indicators
    own = set(Indicator.objects.filter(edited_at__isnull=False).values_list("code", flat=True))
    rows = [Indicator(**_fields(each)) for each in wanted if each.code not in own]
    names = [name for name in IndicatorFile.model_fields if name != "code"]
    Indicator.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=names)
    return len(rows)


def shipped_indicator(code: str) -> IndicatorFile | None:
    """The definition that ships with the program; None for an indicator of the office's own."""
    return next((each for each in shipped_indicators() if each.code == code), None)


@transaction.atomic
def define_indicator(
    *, definition: IndicatorFile, new: bool, reason: str, by: UUID | None, at: datetime
) -> None:
    """Write a definition of the office's own: a new indicator, or one over a shipped one. Its history is kept.

    Raises :class:`CatalogError` for a code that is taken, and where a definition would make what the office does
    into a need: the index would be circular.
    """
    stored = Indicator.objects.filter(code=definition.code).first()
    if new and stored is not None:
        raise CatalogError(
            gettext_noop("There is an indicator “{code}” already."),
            gettext_noop("Choose another short name, or change that one."),
            code=definition.code,
        )
    shipped = shipped_indicator(definition.code)
    if shipped is not None and not (allowed := rules.may_become(shipped.kind, definition.kind)):
        raise CatalogError(
            gettext_noop("“{code}” stays what the office does. {reason}"),
            gettext_noop("Define an indicator of its own for what children need."),
            code=definition.code, reason=gettext(allowed.reason),
        )  # fmt: skip
    if stored is None:
        stored = Indicator.objects.create(**_fields(definition), edited_at=at)
    else:
        _remember_shipped(stored, at)
        for name, value in _fields(definition).items():
            setattr(stored, name, value)
        stored.edited_at = at
        stored.save()
    _remember(stored, definition, reason, by=by, at=at)


@transaction.atomic
def take_shipped(*, code: str, reason: str, by: UUID | None, at: datetime) -> None:
    """Let the shipped definition hold again; the office's own stays in the history."""
    shipped = shipped_indicator(code)
    stored = Indicator.objects.filter(code=code, edited_at__isnull=False).first()
    if shipped is None or stored is None:
        raise CatalogError(
            gettext_noop("“{code}” has no shipped definition to go back to."),
            gettext_noop("Change the definition itself."),
            code=code,
        )
    for name, value in _fields(shipped).items():
        setattr(stored, name, value)
    stored.edited_at = None
    stored.save()
    _remember(stored, shipped, reason, by=by, at=at)


def _remember_shipped(stored: Indicator, at: datetime) -> None:
    """The first entry of a history: what held before the office wrote over it."""
    if not stored.revisions.exists():
        own = {name: getattr(stored, name) for name in IndicatorFile.model_fields}
        before = IndicatorFile(**own).model_dump(mode="json")
        IndicatorRevision.objects.create(
            indicator=stored,
            definition=before,
            reason=gettext_noop("Shipped with the program"),
            made_at=at,
            made_by_id=None,
        )


def _remember(
    stored: Indicator, definition: IndicatorFile, reason: str, *, by: UUID | None, at: datetime
) -> None:
    IndicatorRevision.objects.create(
        indicator=stored, definition=definition.model_dump(mode="json"), reason=reason, made_at=at, made_by_id=by
    )  # fmt: skip
    record_change(
        by=by, at=at, object_kind="social_structure.Indicator", object_id=stored.code, fields=["definition"]
    )


def _fields(indicator: IndicatorFile) -> dict[str, Any]:
    values = indicator.model_dump()
    return values | {
        "breaks": list(indicator.breaks),
        "columns": list(indicator.columns),
        "count_columns": list(indicator.count_columns),
        "ages": list(indicator.ages),
        "caution_de": indicator.caution_de.strip(),
        "caution_en": indicator.caution_en.strip(),
    }
