"""The profile of an area as Excel: every figure with status, interval, source and licence; text is never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from sozialraum.foundation.privacy.release import Figure
from sozialraum.social_structure.queries.profiles import AreaProfile
from sozialraum.social_structure.queries.profiles.changes import Series
from sozialraum.social_structure.queries.profiles.conditions import Condition

FIGURE_TITLES = ("value", "lower", "upper", "numerator", "denominator", "status", "withheld")
Row = Sequence[Any]


def profile_workbook(profile: AreaProfile, *, at: datetime) -> bytes:
    """Sheets: figures, series, places, areas that are alike, where everything comes from.

    Column names are stable codes in every language; ``status`` is ``observed``, ``missing``, ``suppressed`` or
    ``not_applicable``, ``withheld`` why a known figure is not shown.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    forms = {
        "head": book.add_format({"bold": True, "bottom": 1}), "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }  # fmt: skip
    for name, titles, rows in _sheets(profile, at):
        _write(book.add_worksheet(name), titles, rows, forms)
    book.close()
    return out.getvalue()


def _sheets(profile: AreaProfile, at: datetime) -> Iterable[tuple[str, Row, Iterable[Row]]]:
    conditions, changes = profile.figures.conditions, profile.figures.changes
    compared = ("district_value", "whole_value") if profile.in_district else ("whole_value",)
    yield (
        gettext("Figures"),
        ("indicator_code", "indicator", "kind", "unit", "reference_date", *FIGURE_TITLES, *compared, "comparison", "said", "source", "licence", "release"),
        [_figure_row(line, with_district=profile.in_district) for line in (*conditions.lives, *conditions.reach, *conditions.assets)],
    )  # fmt: skip
    series = [each for each in (changes.main, *changes.small) if each is not None]
    yield (
        gettext("Series"),
        ("indicator_code", "indicator", "reference_date", *FIGURE_TITLES, "estimated", "whole_value"),
        [row for each in series for row in _series_rows(each)],
    )
    yield (
        gettext("Places"),
        ("number", "name", "kind", "text", "longitude", "latitude"),
        _place_rows(profile),
    )
    if (people := profile.figures.people) is not None:
        yield (
            gettext("People"),
            ("age", *(("female", "male") if len(people.columns) > 1 else ("people",)), "reference_date"),
            [(line.label, *line.counts, people.day) for line in people.lines],
        )
        yield (
            gettext("Projection"),
            ("age", "now", "low", "mid", "high", "interval", "year"),
            [
                (row.label, row.now, row.low, row.mid, row.high, row.interval, people.year)
                for row in people.groups
            ],
        )
    yield (
        gettext("Alike"),
        ("area_code", "name", "district", "alike", "different"),
        [(each.area.area_code, each.area.name, each.area.district, each.alike, each.different) for each in profile.figures.alike],
    )  # fmt: skip
    yield (gettext("Provenance"), ("what", "value"), _provenance(profile, at))


def _figure(figure: Figure) -> Row:
    return (
        figure.value, figure.lower, figure.upper, figure.numerator, figure.denominator, figure.status,
        figure.withheld.value if figure.withheld else None,
    )  # fmt: skip


def _figure_row(line: Condition, *, with_district: bool) -> Row:
    indicator = line.indicator
    compared = [line.district_figure.value] if with_district else []
    return (
        indicator.code, indicator.name, indicator.kind, indicator.unit.value, line.reference_date, *_figure(line.figure),
        *compared, line.whole_figure.value, line.comparison.value, line.said, indicator.source, indicator.licence,
        line.release.number,
    )  # fmt: skip


def _series_rows(series: Series) -> list[Row]:
    return [
        (
            series.indicator.code, series.indicator.name, row.day, *_figure(row.here),
            "estimated" if row.note else None, row.whole_figure.value,
        )
        for row in reversed(series.rows)
    ]  # fmt: skip


def _place_rows(profile: AreaProfile) -> list[Row]:
    numbers = {place: spot.number for spot in profile.here.spots for place in (spot.place, *spot.also)}
    return [
        (numbers.get(each), each.name, each.kind, each.text, each.longitude, each.latitude)
        for each in profile.here.places
    ]


def _provenance(profile: AreaProfile, at: datetime) -> list[Row]:
    area, system, release = profile.area, profile.area.system, profile.figures.release
    rows: list[Row] = [
        (gettext("Area"), area.name), (gettext("Key"), area.area_code),
        (gettext("Cut"), f"{system.name} {system.vintage}"), (gettext("Source of the outlines"), system.source),
        (gettext("Licence of the outlines"), system.licence), (gettext("Written on"), date_format(timezone.localdate(at), "SHORT_DATE_FORMAT")),
        (gettext("In short"), profile.text),
    ]  # fmt: skip
    if release is not None:
        rows += [
            (gettext("Latest release"), str(release.number)),
            (gettext("Released on"), date_format(timezone.localdate(release.released_at), "SHORT_DATE_FORMAT")),
            (gettext("Checksum"), release.table_hash), (gettext("Proof"), release.proof_digest),
        ]  # fmt: skip
    rows += [(gettext("Source"), source) for source in profile.figures.sources]
    if profile.figures.people is not None:
        rows += [
            (gettext("What the projection rests on"), each) for each in profile.figures.people.assumptions
        ]
    return rows + [(f"{gettext('not known')}: {gap.title}", gap.text) for gap in profile.figures.gaps]


def _write(sheet: Any, titles: Row, rows: Iterable[Row], forms: dict[str, Any]) -> None:
    for at, title in enumerate(titles):
        sheet.write_string(0, at, title, forms["head"])
    for line, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, at, datetime(value.year, value.month, value.day), forms["day"])  # noqa: DTZ001 - a sheet has no zones
            elif isinstance(value, int | float):
                sheet.write_number(line, at, value)
            elif value is not None:
                sheet.write_string(line, at, str(value))
    sheet.freeze_panes(1, 0)
    sheet.autofit()
