"""What the data room says: for every indicator what we have, how old and how complete it is, and what is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import IndicatorKind
from sozialraum.social_structure.models import AreaSystem, Indicator
from sozialraum.social_structure.queries.areas import EDITION

# a delivery takes its time after the reference date; only then is the next one late
GRACE = timedelta(days=120)
SOON = timedelta(days=60)


class HoldingState(StrEnum):
    """How it stands with the data of an indicator."""

    COMPLETE = "complete"
    GAPS = "gaps"
    DUE = "due"
    REVIEW = "review"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Holding:
    """One indicator in the data room; ``step`` and ``url`` name what is to be done next, ``due_on`` until when."""

    code: str
    name: str
    kind: str
    latest: date | None
    observed: int
    areas: int
    suppressed: int
    dates: int
    publisher: str
    licence: str
    state: HoldingState
    said: str
    step: str
    url: str
    due_on: date | None = None

    @property
    def state_word(self) -> str:
        """The state in a word or two, for a table."""
        return {
            HoldingState.DUE: gettext("due"),
            HoldingState.REVIEW: gettext("to be confirmed"),
        }.get(self.state, self.said)

    @property
    def complete(self) -> str:
        """How many areas of the finest delivered level have a value."""
        if self.latest is None:
            return "–"
        return gettext("%(known)s of %(all)s") % {"known": number(self.observed), "all": number(self.areas)}


@dataclass(frozen=True, slots=True)
class DataRoom:
    """The whole room: what is there, and what of it is due, most urgent first."""

    holdings: tuple[Holding, ...]
    due: tuple[Holding, ...]
    never: tuple[Holding, ...]

    @property
    def complete(self) -> int:
        """How many indicators are complete and fresh."""
        return sum(each.state is HoldingState.COMPLETE for each in self.holdings)


@dataclass(frozen=True, slots=True)
class _Latest:
    day: date
    dates: int
    observed: int
    suppressed: int
    rows: int
    areas: int
    publisher: str
    licence: str
    delivery_id: str


def data_room(*, today: date) -> DataRoom:
    """What every indicator of the catalogue has in the newest cut, and what is due today."""
    system = (
        AreaSystem.objects.defer("background").filter(base__isnull=True).order_by("-vintage", "code").first()
    )
    latest = {} if system is None else _latest(system.id)
    lines = [_holding(each, latest.get(each.id), today) for each in Indicator.objects.all()]
    lines.sort(key=lambda line: german_sort_key(line.name))
    held = tuple(line for line in lines if line.state is not HoldingState.NEVER)
    urgent = [line for line in held if line.state in {HoldingState.DUE, HoldingState.REVIEW}]
    urgent += [line for line in held if line.state is HoldingState.GAPS]
    return DataRoom(held, tuple(urgent), tuple(line for line in lines if line.state is HoldingState.NEVER))


@kept(EDITION, size=4)
def due_at(today: date) -> tuple[Holding, ...]:
    """What needs a next step: with a day first, by day, then gaps; kept in memory until figures come in or the day ends."""
    return tuple(sorted(data_room(today=today).due, key=lambda each: each.due_on or date.max))


# the observations of a city are counted for it: once after an import, not with every page
@kept(EDITION, size=4)
def _latest(system_id: int) -> Mapping[int, _Latest]:
    """The latest date of every indicator on its finest delivered level, counted by status in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH last AS (
                SELECT o.indicator_id, max(o.reference_date) AS day, count(DISTINCT o.reference_date) AS dates
                FROM social_structure_observation o JOIN social_structure_area a ON a.id = o.area_id
                WHERE a.system_id = %(system)s GROUP BY o.indicator_id
            ), present AS (
                SELECT DISTINCT ON (o.indicator_id, o.area_id)
                    o.indicator_id, o.area_id, a.level, o.status, o.delivery_id, l.day, l.dates
                FROM social_structure_observation o
                JOIN last l ON l.indicator_id = o.indicator_id AND l.day = o.reference_date
                JOIN social_structure_area a ON a.id = o.area_id AND a.system_id = %(system)s
                JOIN social_structure_delivery d ON d.id = o.delivery_id
                ORDER BY o.indicator_id, o.area_id, d.imported_at DESC
            ), levels AS (
                SELECT level, count(*) AS areas FROM social_structure_area WHERE system_id = %(system)s GROUP BY level
            ), counted AS (
                SELECT p.indicator_id, p.level, min(p.day) AS day, min(p.dates) AS dates,
                    count(*) FILTER (WHERE p.status = 'observed') AS observed,
                    count(*) FILTER (WHERE p.status = 'suppressed') AS suppressed, count(*) AS rows,
                    min(v.areas) AS areas, (array_agg(p.delivery_id))[1] AS delivery_id
                FROM present p JOIN levels v ON v.level = p.level GROUP BY p.indicator_id, p.level
            )
            SELECT DISTINCT ON (c.indicator_id) c.indicator_id, c.day, c.dates, c.observed, c.suppressed, c.rows,
                c.areas, d.source, d.licence, d.id::text
            FROM counted c JOIN social_structure_delivery d ON d.id = c.delivery_id
            ORDER BY c.indicator_id, c.areas DESC
            """,
            {"system": system_id},
        )
        return MappingProxyType({row[0]: _Latest(*row[1:]) for row in cursor.fetchall()})


def _holding(indicator: Indicator, latest: _Latest | None, today: date) -> Holding:
    name = wording.in_language(indicator.name_de, indicator.name_en)
    facts: dict[str, Any] = {"code": indicator.code, "name": name, "kind": indicator.kind}
    upload, definition = (
        reverse("social_structure:upload"),
        address_of("social_structure:indicator", indicator.code),
    )
    if latest is None:
        return Holding(
            **facts, latest=None, observed=0, areas=0, suppressed=0, dates=0, publisher=indicator.source,
            licence=indicator.licence, state=HoldingState.NEVER, said=gettext("never delivered"),
            step=gettext("Bring in a table"), url=upload,
        )  # fmt: skip
    state, said, step, url = _state(indicator, latest, today, upload, definition)
    due_on = {HoldingState.DUE: _expected(indicator, latest), HoldingState.REVIEW: indicator.review_on}.get(
        state
    )
    return Holding(
        **facts, latest=latest.day, observed=latest.observed, areas=latest.areas, suppressed=latest.suppressed,
        dates=latest.dates, publisher=latest.publisher or indicator.source, licence=latest.licence or indicator.licence,
        state=state, said=said, step=step, url=url, due_on=due_on,
    )  # fmt: skip


def _expected(indicator: Indicator, latest: _Latest) -> date:
    return _months_later(latest.day, indicator.rhythm_months) + GRACE


def _state(
    indicator: Indicator, latest: _Latest, today: date, upload: str, definition: str
) -> tuple[HoldingState, str, str, str]:
    expected = _expected(indicator, latest)
    if indicator.rhythm_months and expected < today:
        said = gettext("next was due by %(day)s") % {"day": date_format(expected, "SHORT_DATE_FORMAT")}
        return HoldingState.DUE, said, gettext("Bring in a table"), upload
    if indicator.review_on is not None and indicator.review_on <= today + SOON:
        said = gettext("definition to be confirmed by %(day)s") % {
            "day": date_format(indicator.review_on, "SHORT_DATE_FORMAT")
        }
        return HoldingState.REVIEW, said, gettext("Check the definition"), definition
    missing = latest.areas - latest.observed - latest.suppressed
    report = reverse("social_structure:delivery", args=[latest.delivery_id])
    if missing > 0:
        said = gettext("%(count)s missing") % {"count": number(missing)}
        return HoldingState.GAPS, said, gettext("See the rows"), report
    if latest.suppressed:
        said = gettext("%(count)s suppressed") % {"count": number(latest.suppressed)}
        return HoldingState.COMPLETE, said, "", report
    return HoldingState.COMPLETE, gettext("complete"), "", report


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return (date(year + (month == 11), (month + 1) % 12 + 1, 1)) - timedelta(days=1)


def kind_text(kind: str) -> str:
    """What an indicator may be used for, in a word."""
    return {
        IndicatorKind.NEED.value: gettext("need"),
        IndicatorKind.ASSET.value: gettext("asset"),
        IndicatorKind.CONTEXT.value: gettext("context"),
        IndicatorKind.OUTPUT.value: gettext("output"),
    }[kind]
