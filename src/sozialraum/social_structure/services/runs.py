"""From a recipe to a stored run: the draft saves nothing, the record never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from sozialraum.analytics.indices import IndexResult, Recipe, compute_index, shipped_recipe
from sozialraum.analytics.messages import Message
from sozialraum.analytics.tables import TableError
from sozialraum.analytics.uncertainty import Plan, Simulation, composite_of, simulate
from sozialraum.errors import SozialraumError
from sozialraum.foundation.privacy.release import ReleasedTable, release
from sozialraum.social_structure import rules, wording
from sozialraum.social_structure.enums import IndicatorKind
from sozialraum.social_structure.models import AreaSystem, Run
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.queries.inputs import IndexInput, index_input
from sozialraum.social_structure.queries.run_figures import Reading
from sozialraum.social_structure.queries.runs import RunView, is_published, view_of_run
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.records import record_change
from sozialraum.social_structure.services.releases import release_run, run_figures, run_subject
from sozialraum.social_structure.snapshots import fetch, keep
from sozialraum.warehouse.snapshots import content_hash

DRAWN = Plan(draws=1_000, seed=1, reach=0.5)
"""Chance in the counts, and every weight up to one half more or less."""

NUMBER_LOCK = 0x50A1_0002


class RunRefused(SozialraumError):
    """A run that cannot be computed or recorded; nothing was stored."""


@dataclass(frozen=True, slots=True)
class RunDraft:
    """A computed index that nobody has saved: the recipe, its input, its result."""

    recipe: Recipe
    system: AreaSystem
    level: str
    reference_date: date
    given: IndexInput
    result: IndexResult


def draft_run(
    *, recipe: Recipe, system_code: str, vintage: int, level: str, reference_date: date
) -> RunDraft:
    """Compute a recipe over the stored values of one level. Saves nothing.

    Each indicator enters with its newest date on or before ``reference_date``, or with the one its recipe names.
    Raises :class:`RunRefused` where the recipe uses what the office does as if it were need, where values that
    it names were never delivered, or where they are older than it allows; the arithmetic's own errors pass through.
    """
    system = system_of(system_code, vintage)
    given = index_input(recipe, system, level, reference_date)
    for code, kind in given.kinds.items():
        if not (allowed := rules.in_need_index(IndicatorKind(kind))):
            raise RunRefused(
                gettext_noop("“{indicator}” cannot enter this index. {reason}"),
                gettext_noop("Choose another recipe."),
                indicator=code, reason=gettext(allowed.reason),
            )  # fmt: skip
    if given.absent:
        raise RunRefused(
            gettext_noop("On or before {day} no values of {indicators} are stored."),
            gettext_noop("Import them, or choose another date or recipe."),
            day=f"{reference_date:%d.%m.%Y}", indicators=", ".join(given.absent),
        )  # fmt: skip
    if late := [each for each in given.dates if each.late and recipe.dates.older == "refuse"]:
        oldest = max(late, key=lambda each: each.months)
        raise RunRefused(
            gettext_noop("The newest values of {indicator} are of {date}: {months} months older than {day}, at most {limit} are allowed."),
            gettext_noop("Bring in newer ones, leave the indicator out, or allow older values in the recipe."),
            indicator=_title(recipe, oldest.code), date=f"{oldest.day:%d.%m.%Y}", months=oldest.months, day=f"{reference_date:%d.%m.%Y}",
            limit=oldest.limit,
        )  # fmt: skip
    result = _compute(given.table, given.recipe, given.valid_areas)
    return RunDraft(given.recipe, system, level, reference_date, given, result)


def _title(recipe: Recipe, code: str) -> str:
    known = {each.code: wording.in_language(each.title_de, each.title_en) for each in recipe.indicators}
    return known.get(code, gettext("Inhabitants"))


def how_sure(draft: RunDraft, plan: Plan = DRAWN) -> Simulation | Message:
    """The draws of a draft's first index, or why there can be none: chance in the counts and other weights."""
    try:
        composite = composite_of(
            draft.given.table, draft.recipe.with_any_keys(), key="area_code", valid_areas=draft.given.valid_areas,
            result=draft.result,
        )  # fmt: skip
        return simulate(composite, plan, pairs=False)
    except TableError as error:
        return Message(error.message, error.values)


@transaction.atomic
def record_run(
    *,
    draft: RunDraft,
    title: str,
    reason: str,
    by: UUID | None,
    at: datetime,
    plan: Plan = DRAWN,
    places: int = 0,
) -> Run:
    """Record a draft as a run: input and result as snapshots by hash, all parameters, the version of the code.

    Beside the result stand the ranges of its ranks over the draws of ``plan``, where the recipe can be drawn again.
    ``places`` is how many places the run is to decide about.
    """
    drawn = how_sure(draft, plan)
    intervals = drawn.intervals() if isinstance(drawn, Simulation) else None
    run = Run.objects.create(
        number=_next_number(timezone.localdate(at)), title=title, reason=reason, system=draft.system, level=draft.level,
        reference_date=draft.reference_date, recipe_name=draft.recipe.name,
        parameters=json.loads(draft.recipe.canonical), recipe_fingerprint=draft.recipe.fingerprint,
        snapshot_hash=keep(draft.given.table), delivery_ids=list(draft.given.delivery_ids), code_version=code_version(),
        result_hash=keep(draft.result.areas), excluded=draft.result.excluded.to_pylist(),
        intervals_hash=keep(intervals.table) if intervals else "",
        interval_parameters={**intervals.parameters, "reach": plan.reach} if intervals else {}, places=places,
        sources=list(draft.given.sources), inputs=[each.stored() for each in draft.given.dates], created_at=at, created_by_id=by,
    )  # fmt: skip
    record_change(
        by=by, at=at, object_kind="social_structure.Run", object_id=str(run.id), fields=["result_hash"]
    )
    return run


def recompute(run: Run, given: pa.Table) -> bool:
    """Whether a stored run, computed again from its stored input, gives the same result to the last bit."""
    recipe = Recipe.model_validate(run.parameters)
    valid = _valid_areas(given)
    result = _compute(given, recipe, valid)
    return content_hash(result.areas) == run.result_hash


def _compute(given: pa.Table, recipe: Recipe, valid_areas: Sequence[str] | None) -> IndexResult:
    """Compute a recipe over stored values. Their keys are known areas, whatever length the recipe's own city has."""
    return compute_index(given, recipe.with_any_keys(), key="area_code", valid_areas=valid_areas)


def _valid_areas(given: pa.Table) -> list[str] | None:
    if "valid" not in given.column_names:
        return None
    return [row["area_code"] for row in given.select(["area_code", "valid"]).to_pylist() if row["valid"]]


def _next_number(day: date) -> str:
    """``2026-11-20-07``: the day and a count that starts again every day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBER_LOCK])
    last = Run.objects.filter(number__startswith=f"{day:%Y-%m-%d}-").order_by("-number").first()
    return f"{day:%Y-%m-%d}-{int(last.number.rsplit('-', 1)[1]) + 1 if last else 1:02}"


@cache
def code_version() -> str:
    """The version of the program and a digest of the arithmetic's source: two runs of the same code carry the same."""
    digest = hashlib.sha256()
    for path in sorted(_sources(files("sozialraum.analytics")), key=str):
        digest.update(path.read_bytes())
    return f"{version_of_program()}+{digest.hexdigest()[:12]}"


def version_of_program() -> str:
    """The version of the installed program; of a source tree that is not installed, ``0``."""
    try:
        return version("sozialraum")
    except ModuleNotFoundError:
        return "0"


def _sources(folder: Any) -> list[Any]:
    found: list[Any] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _sources(entry)
        elif entry.name.endswith((".py", ".toml")):
            found.append(entry)
    return found


def shown_figures(
    result: pa.Table, given: pa.Table, recipe: Recipe, intervals: pa.Table | None = None
) -> ReleasedTable:
    """A result passed through the release gate for those who decide whether to publish it. Stores nothing."""
    figures, people = run_figures(result, given, recipe, intervals)
    return release(
        figures.table, kind=figures.kind, source_hash=content_hash(figures.table), inhabitants=people
    )


def figures_of(run: Run) -> ReleasedTable:
    """The figures of a run: as published, or, before that, passed through the gate in memory."""
    found = released(run_subject(run.id), run.system_id, run.reference_date)
    if found is not None:
        return found
    intervals = fetch(run.intervals_hash) if run.intervals_hash else None
    recipe = Recipe.model_validate(run.parameters)
    return shown_figures(fetch(run.result_hash), fetch(run.snapshot_hash), recipe, intervals)


def unpublished_view(run_id: UUID) -> RunView | None:
    """A run that was not published yet, for those who may; None where there is none or it is published."""
    run = Run.objects.filter(id=run_id).first()
    return None if run is None or is_published(run.id) else view_of_run(run, Reading(figures_of(run)), None)


@transaction.atomic
def record_and_release(
    *,
    recipe_name: str,
    system_code: str,
    vintage: int,
    level: str,
    reference_date: date,
    title: str,
    reason: str,
    by: UUID | None,
    at: datetime,
) -> Run:
    """Compute a shipped recipe, record the run and release its figures, in one step."""
    draft = draft_run(
        recipe=shipped_recipe(recipe_name), system_code=system_code, vintage=vintage, level=level,
        reference_date=reference_date,
    )  # fmt: skip
    run = record_run(draft=draft, title=title, reason=reason, by=by, at=at)
    release_run(run=run, by=by, at=at)
    return run
