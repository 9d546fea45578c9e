"""The catalogue of indicators: declarative files in, rows out."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, ValidationError

from sozialraum.errors import SozialraumError
from sozialraum.social_structure.enums import Direction, IndicatorKind, Unit
from sozialraum.social_structure.models import Indicator

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
            gettext_noop("Compare it with another file of the catalogue."),
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
    """Bring the indicators' rows to what the files say; new ones are added, none is removed. Returns how many."""
    wanted = shipped_indicators() if indicators is None else indicators
    rows = [Indicator(**_fields(each)) for each in wanted]
    names = [name for name in IndicatorFile.model_fields if name != "code"]
    Indicator.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=names)
    return len(rows)


def _fields(indicator: IndicatorFile) -> dict[str, Any]:
    values = indicator.model_dump()
    return values | {
        "breaks": list(indicator.breaks),
        "columns": list(indicator.columns),
        "caution_de": indicator.caution_de.strip(),
        "caution_en": indicator.caution_en.strip(),
    }
