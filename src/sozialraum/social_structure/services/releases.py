"""Letting figures out: indicators after an import, runs, and counts that other floors bring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import pyarrow as pa
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from sozialraum.analytics.indices import Recipe
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.privacy.release import Kind, ReleasedTable, Rule, Withheld, release, small_areas
from sozialraum.social_structure import rules
from sozialraum.social_structure.models import AreaSystem, Indicator, Observation, Release, Run
from sozialraum.social_structure.open_data.services import open_run
from sozialraum.social_structure.queries.figures import earlier_releases, released, releases_close_by
from sozialraum.social_structure.queries.inputs import (
    INHABITANTS,
    IndicatorFigures,
    indicator_figures,
    people_at,
)
from sozialraum.social_structure.queries.run_figures import RANGE, shown_columns
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.records import record_change
from sozialraum.social_structure.snapshots import fetch, keep
from sozialraum.warehouse.snapshots import content_hash


def indicator_subject(code: str) -> str:
    """Under which name an indicator's figures are released."""
    return f"indicator:{code}"


def run_subject(run_id: UUID) -> str:
    """Under which name a run's figures are released."""
    return f"run:{run_id}"


@transaction.atomic
def release_run(*, run: Run, by: UUID | None, at: datetime) -> ReleasedTable:
    """Release the result of a run; areas with too few people stay blank.

    Where the licences of its sources allow it, the released figures become open data with that.
    """
    recipe = Recipe.model_validate(run.parameters)
    intervals = fetch(run.intervals_hash) if run.intervals_hash else None
    figures, people = run_figures(fetch(run.result_hash), fetch(run.snapshot_hash), recipe, intervals)
    table = let_out(
        run_subject(run.id), figures, run.system, run.reference_date, inhabitants=people, by=by, at=at
    )
    open_run(run, table, at=at)
    return table


def run_figures(
    result: pa.Table, given: pa.Table, recipe: Recipe, intervals: pa.Table | None = None
) -> tuple[IndicatorFigures, dict[str, float]]:
    """The result of an index as figures before their release, and the people by area from its input.

    Only what is shown goes along: index, rank and class of the parts, no standardized value of a single indicator.
    With the ranges of ranks the first index also has ``<part>_rank_low``, ``<part>_rank_high`` and
    ``<part>_class_share``.
    """
    names = recipe.validity.population or (INHABITANTS,)
    people = given.column(names[0]).to_pylist() if names[0] in given.column_names else []
    codes = given.column("area_code").to_pylist()
    inhabitants = {code: count for code, count in zip(codes, people, strict=False) if count is not None}
    wanted = {"area_code", *shown_columns(recipe)}
    shown = {name: result.column(name) for name in result.column_names if name in wanted}
    if intervals is not None:
        shown |= _ranges(result, intervals, recipe.roots[0].code)
    table = pa.table(
        {
            **shown,
            "status": pa.array(["observed"] * result.num_rows, pa.string()),
            "value": result.column(f"{recipe.roots[0].code}_index"),
            "numerator": pa.nulls(result.num_rows, pa.float64()),
            "denominator": pa.nulls(result.num_rows, pa.float64()),
        }
    )
    return IndicatorFigures(table, Kind.INDEX, {}), inhabitants


def _ranges(result: pa.Table, intervals: pa.Table, part: str) -> dict[str, pa.Array]:
    """The ranges of ranks in the order of the result's areas."""
    by_area = {row["area_code"]: row for row in intervals.to_pylist()}
    rows = [by_area.get(code, {}) for code in result.column("area_code").to_pylist()]
    return {
        f"{part}_{name}": pa.array([row.get(name) for row in rows], intervals.schema.field(name).type)
        for name in RANGE
    }


@transaction.atomic
def release_counts(
    *,
    subject: str,
    system_code: str,
    vintage: int,
    reference_date: date,
    counts: Mapping[str, int],
    parents: Mapping[str, str],
    by: UUID | None,
    at: datetime,
    threshold: int | None = None,
) -> ReleasedTable:
    """Release counts of cases by area that another floor has taken.

    ``counts`` holds every area of the finest level, zero included; ``parents`` leads from an area to the one above it,
    up to the whole, whose counts are the sums. ``subject`` names what is counted, so that later releases of the same
    are checked against this one, also those of the days before and after. ``threshold`` may raise the house's rule, never lower it.
    """
    totals = dict(counts)
    for code, count in counts.items():
        above = parents.get(code)
        while above is not None:
            totals[above] = totals.get(above, 0) + count
            above = parents.get(above)
    codes = sorted(totals)
    table = pa.table(
        {
            "area_code": pa.array(codes, pa.string()),
            "status": pa.array(["observed"] * len(codes), pa.string()),
            "value": pa.array([float(totals[code]) for code in codes], pa.float64()),
            "numerator": pa.array([float(totals[code]) for code in codes], pa.float64()),
            "denominator": pa.nulls(len(codes), pa.float64()),
        }
    )
    rule = Rule() if threshold is None else Rule(threshold=max(threshold, Rule().threshold))
    system = system_of(system_code, vintage)
    return let_out(
        subject, IndicatorFigures(table, Kind.COUNTS, dict(parents)), system, reference_date, inhabitants={},
        by=by, at=at, rule=rule, near=releases_close_by(subject, system.id, reference_date),
    )  # fmt: skip


def let_out(
    subject: str,
    figures: IndicatorFigures,
    system: AreaSystem,
    reference_date: date,
    *,
    inhabitants: Mapping[str, float],
    by: UUID | None,
    at: datetime,
    rule: Rule = Rule(),  # noqa: B008 - frozen
    near: Sequence[ReleasedTable] = (),
) -> ReleasedTable:
    """Pass figures through the gate and store the release; the present one stays where nothing has changed.

    That is: the figures, the rule, and which areas have too few inhabitants to be shown.
    """
    source_hash = content_hash(figures.table)
    present = released(subject, system.id, reference_date)
    if (
        present is not None
        and present.certificate.source_hash == source_hash
        and present.certificate.kind is figures.kind
        and present.certificate.rule == rule
        and present.held_back(Withheld.FEW_INHABITANTS)
        == small_areas(figures.table, kind=figures.kind, inhabitants=inhabitants, rule=rule)
    ):
        return present
    table = release(
        figures.table, kind=figures.kind, source_hash=source_hash, parents=figures.parents, inhabitants=inhabitants,
        rule=rule, earlier=earlier_releases(subject, system.id, reference_date), near=near,
    )  # fmt: skip
    stored = Release.objects.create(
        subject=subject, system=system, reference_date=reference_date, source_hash=source_hash,
        table_hash=keep(table.table), kind=figures.kind.value, threshold=rule.threshold,
        proof_digest=table.certificate.proof_digest, certificate=table.certificate.as_json(), released_at=at,
        released_by_id=by,
    )  # fmt: skip
    record_change(
        by=by, at=at, object_kind="social_structure.Release", object_id=str(stored.id), fields=["table_hash"],
        outcome=Outcome.RELEASED, ground=subject,
    )  # fmt: skip
    return table


def release_indicators(
    *,
    indicator_codes: Collection[str],
    reference_dates: Collection[date],
    system: AreaSystem,
    by: UUID | None,
    at: datetime,
    progress: Callable[[int, int, str], None] | None = None,
) -> set[tuple[str, date]]:
    """Release these indicators at these dates anew, after values came or went. Published classes are no figures.

    What is stored is released on all levels; upper levels are summed where they can be. The number of inhabitants decides
    which areas are shown at all: with it, every indicator is looked at again whose people it tells. Returns the
    indicators and dates that were looked at.
    """
    pairs = _pairs(system, indicator_codes, reference_dates)
    if INHABITANTS in indicator_codes:
        pairs |= _of_these_people(system, set(reference_dates))
    indicators = Indicator.objects.exclude(unit="category").in_bulk(
        {code for code, _ in pairs}, field_name="code"
    )
    due = sorted(pair for pair in pairs if pair[0] in indicators)
    people = people_at(system, {day for _, day in due})
    for number, (code, day) in enumerate(due):
        if progress is not None:
            progress(number, len(due), gettext_noop("The figures are being checked and released."))
        with transaction.atomic():
            let_out(
                indicator_subject(code), indicator_figures(indicators[code], system, day), system, day,
                inhabitants=people[day], by=by, at=at,
            )  # fmt: skip
    return set(due)


def _pairs(
    system: AreaSystem, indicator_codes: Collection[str], reference_dates: Collection[date]
) -> set[tuple[str, date]]:
    """Indicators and dates of which there are values, or were: a table may bring several dates, not all of each."""
    stored = stored_pairs(system, indicator_codes, reference_dates)
    let_out_before = (
        Release.objects.filter(
            system=system, reference_date__in=reference_dates,
            subject__in=[indicator_subject(code) for code in indicator_codes],
        )
        .order_by()
        .values_list("subject", "reference_date")
        .distinct()
    )  # fmt: skip
    return {*stored} | {(subject.partition(":")[2], day) for subject, day in let_out_before}


def _of_these_people(system: AreaSystem, came: set[date]) -> set[tuple[str, date]]:
    """Indicators and dates with values whose people are those of a date at which the register came or went."""
    stored = set(_stored(system))
    register = sorted({day for code, day in stored if code == INHABITANTS} | came)
    return {(code, day) for code, day in stored if rules.date_of_people(register, day) in came}


def stored_pairs(
    system: AreaSystem, indicator_codes: Collection[str], reference_dates: Collection[date]
) -> QuerySet[Observation, tuple[str, date]]:
    """Indicators and dates, among these, of which the cut has values of its own."""
    return _stored(system).filter(indicator__code__in=indicator_codes, reference_date__in=reference_dates)


def _stored(system: AreaSystem) -> QuerySet[Observation, tuple[str, date]]:
    return (
        Observation.objects.filter(area__system=system)
        .order_by()
        .values_list("indicator__code", "reference_date")
        .distinct()
    )
