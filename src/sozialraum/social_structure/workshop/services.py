"""Writing drafts, computing them, and keeping one as a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.analytics.indices import Recipe, RecipeError, correlations, shipped_recipe
from sozialraum.analytics.messages import Message
from sozialraum.analytics.uncertainty import Plan, Sensitivity, Simulation, drop_one, influence
from sozialraum.errors import SozialraumError
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.foundation.revisions import FieldConflict, Plain, Save, Values, join, passed_over, plain
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.queries.areas import EDITION
from sozialraum.social_structure.services.records import record_change
from sozialraum.social_structure.services.runs import (
    DRAWN,
    RunDraft,
    draft_run,
    how_sure,
    record_run,
    shown_figures,
)
from sozialraum.social_structure.workshop.models import IndexDraft, IndexDraftVersion
from sozialraum.social_structure.workshop.queries import Choice, candidates_for, fields_of
from sozialraum.social_structure.workshop.recipes import recipe_of

MOST_INDICATORS: Final = 40
INFLUENCE_DRAWS: Final = 128
INFLUENCE_UP_TO: Final = 2_000
"""Areas up to which it is worked out what moves the ranks: a page waits for it."""

OWN_FIELDS: Final = ("title", "areas", "reference_date", "places", "reach", "compared")


class DraftRefused(SozialraumError):
    """A draft that cannot be kept as it is; nothing was stored."""


@dataclass(frozen=True, eq=False)
class Reckoning:
    """A draft computed: the result, how sure its ranks are, what each indicator does to them.

    ``figures`` passed the release gate and carry the ranges of ranks; ``doubt`` says why there are none.
    ``without`` has one row an indicator as :func:`~sozialraum.analytics.uncertainty.drop_one` gives it; ``decides`` is
    what chance and each weight decide of the ranks, None where that was not worked out.
    """

    draft: RunDraft
    figures: ReleasedTable
    without: pa.Table | None
    together: pa.Table
    doubt: Message | None
    decides: Sensitivity | None


def plan_of(reach: float) -> Plan:
    """The draws of the workshop: as many and from the same seed as a recorded run, so that both say the same."""
    return Plan(draws=DRAWN.draws, seed=DRAWN.seed, reach=reach)


@kept(EDITION, size=24)
def reckon(recipe: Recipe, areas: str, reference_date: date, places: int, reach: float) -> Reckoning:
    """Compute a recipe with its ranges of ranks. Saves nothing; raises as :func:`draft_run` does."""
    place = Choice.of(areas)
    draft = draft_run(
        recipe=recipe, system_code=place.system_code, vintage=place.vintage, level=place.level,
        reference_date=reference_date,
    )  # fmt: skip
    drawn = how_sure(draft, plan_of(reach))
    sure = drawn if isinstance(drawn, Simulation) else None
    intervals = sure.intervals().table if sure else None
    return Reckoning(
        draft=draft,
        figures=shown_figures(draft.result.areas, draft.given.table, draft.recipe, intervals),
        without=drop_one(sure.composite, places=places) if sure else None,
        together=correlations(draft.result),
        doubt=drawn if isinstance(drawn, Message) else None,
        decides=_decides(sure, reach) if sure else None,
    )


def _decides(sure: Simulation, reach: float) -> Sensitivity | None:
    composite = sure.composite
    drawn = any(entry.sampled for entry in composite.inputs) or (reach and len(composite.inputs) > 1)
    if not drawn or len(composite.codes) > INFLUENCE_UP_TO:
        return None
    return influence(composite, reach=reach, draws=INFLUENCE_DRAWS, seed=DRAWN.seed)


def new_draft(
    *, title: str, recipe: Recipe, areas: str, reference_date: date, places: int, by: UUID | None, at: datetime,
    compared: UUID | None = None,
) -> IndexDraft:  # fmt: skip
    """Begin a draft with a recipe."""
    if len(recipe.indicators) > MOST_INDICATORS:
        raise _too_long(recipe)
    draft = IndexDraft.objects.create(
        title=title, recipe=recipe.model_dump(mode="json", exclude_none=True), areas=areas,
        reference_date=reference_date, places=places, compared_id=compared, changed_by=by, changed_at=at,
    )  # fmt: skip
    record_change(by=by, at=at, object_kind="workshop.IndexDraft", object_id=str(draft.id), fields=["recipe"])
    return draft


def starting_recipe(codes: Mapping[str, tuple[str, str]], weights: Mapping[str, float] | None = None) -> Recipe:  # fmt: skip
    """A recipe of these indicators (code to German and English title) with the house's treatments, equal weights.

    >>> starting_recipe({"unemployment": ("Arbeitslosigkeit", "Unemployment")}).indicators[0].weight
    100.0
    """
    shelf = shipped_recipe("default").model_dump(mode="json", exclude_none=True)
    shelf |= {
        "name": "own",
        "inputs": "all",
        "title_de": "Eigener Index",
        "title_en": "Own index",
        "validity": {"population": ["inhabitants"], "minimum_population": 300.0},
        "normalization": {"method": "z", "weights": ["inhabitants"]},
        "outliers": {"method": "deviations", "limit": 3.0},
        "missing": {"method": "reweight", "minimum_known": 0.5},
        "indicators": [
            {
                "code": code,
                "title_de": german,
                "title_en": english,
                "columns": [code],
                "denominator": [f"{code}_denominator"],
                "part": "need",
                "weight": (weights or {}).get(code) or round(100.0 / len(codes), 1),
            }
            for code, (german, english) in codes.items()
        ],
    }
    shelf.pop("refused", None)
    return Recipe.model_validate(shelf)


@transaction.atomic
def revise_draft(draft_id: UUID, *, values: Values, version: int, by: UUID | None, at: datetime) -> int:
    """Save what the fields say, joined with what others have changed since ``version``; the new version.

    Raises :class:`FieldConflict` where both changed the same field, and the recipe's own errors; nothing is stored then.
    """
    stored = IndexDraft.objects.select_for_update().get(id=draft_id)
    offered = candidates_for(stored)
    theirs = fields_of(stored, offered)
    mine = {name: plain(value) for name, value in values.items() if name in theirs}
    base: Mapping[str, Plain] | None = theirs
    if version != stored.version:
        old = stored.versions.filter(version=version).values_list("values", flat=True).first()
        base = {**theirs, **old} if old is not None else None
    found = join(base=base, theirs=theirs, mine=mine)
    if found.clashes:
        raise FieldConflict(found.clashes, taken=found.taken, version=stored.version)
    if not found.changes:
        return stored.version
    merged = {**theirs, **found.changes}
    recipe = recipe_of(merged, Recipe.model_validate(stored.recipe), offered)
    _keep_version(stored, theirs, by, at)
    stored.title = str(merged["title"])
    stored.areas = str(merged["areas"])
    stored.reference_date = date.fromisoformat(str(merged["reference_date"]))
    stored.places, stored.reach = int(str(merged["places"])), float(str(merged["reach"]))
    stored.compared_id = UUID(str(merged["compared"])) if merged["compared"] else None
    stored.recipe = recipe.model_dump(mode="json", exclude_none=True)
    stored.version, stored.changed_by, stored.changed_at = stored.version + 1, by, at
    stored.save()
    record_change(
        by=by, at=at, object_kind="workshop.IndexDraft", object_id=str(stored.id),
        fields=sorted({name if name in OWN_FIELDS else "recipe" for name in found.changes}),
    )  # fmt: skip
    return stored.version


@transaction.atomic
def rewrite_recipe(draft_id: UUID, *, text: str, version: int, by: UUID | None, at: datetime) -> None:
    """Take a recipe as it is written, with everything that no field of the page can say.

    Raises ``RecipeError`` with the first field that is wrong, and :class:`DraftRefused` where somebody has changed the draft
    since ``version``; nothing is stored then.
    """
    recipe = import_recipe(text)
    stored = IndexDraft.objects.select_for_update().get(id=draft_id)
    if stored.version != version:
        raise DraftRefused(
            gettext_noop("Somebody has changed this draft since you opened it."),
            gettext_noop("Copy your text, open the recipe anew and put it in again."),
        )
    if len(recipe.indicators) > MOST_INDICATORS:
        raise _too_long(recipe)
    _keep_version(stored, fields_of(stored, candidates_for(stored)), by, at)
    stored.recipe = recipe.model_dump(mode="json", exclude_none=True)
    stored.version, stored.changed_by, stored.changed_at = stored.version + 1, by, at
    stored.save()
    record_change(
        by=by, at=at, object_kind="workshop.IndexDraft", object_id=str(stored.id), fields=["recipe"]
    )


def _too_long(recipe: Recipe) -> DraftRefused:
    return DraftRefused(
        gettext_noop("A recipe of {count} indicators is too long for the workshop."),
        gettext_noop("Compute it with sozialraum index, or shorten it."),
        count=len(recipe.indicators),
    )


def _keep_version(stored: IndexDraft, values: Values, by: UUID | None, at: datetime) -> None:
    IndexDraftVersion.objects.create(
        draft=stored, version=stored.version, values=dict(values), saved_by=stored.changed_by,
        saved_at=stored.changed_at,
    )  # fmt: skip
    saves = [
        Save(*row) for row in stored.versions.order_by("version").values_list("id", "saved_by", "saved_at")
    ]
    stored.versions.filter(id__in=passed_over([*saves, Save(0, by, at)], at=at)).delete()


def recipe_asked(*, file: str = "", recipe: str = "") -> Recipe:
    """The shipped recipe of that name, or the one that the text of a file says."""
    return shipped_recipe(recipe) if recipe else import_recipe(file)


def import_recipe(text: str) -> Recipe:
    """A recipe from a TOML file; RecipeError says what is wrong with it."""
    recipe = Recipe.from_toml(text)
    if not recipe.indicators:
        raise RecipeError(
            gettext_noop("The recipe names no indicator."), gettext_noop("Add one to the file.")
        )
    return recipe


@transaction.atomic
def keep_run(draft_id: UUID, *, title: str, reason: str, by: UUID | None, at: datetime) -> Run:
    """Record what a draft says now as a run that never changes. It is published by a step of its own."""
    stored = IndexDraft.objects.select_for_update().get(id=draft_id)
    place = Choice.of(stored.areas)
    recipe = Recipe.model_validate(stored.recipe)
    named = recipe.model_copy(update={"title_de": title, "title_en": title})
    draft = draft_run(
        recipe=named, system_code=place.system_code, vintage=place.vintage, level=place.level,
        reference_date=stored.reference_date,
    )  # fmt: skip
    return record_run(
        draft=draft,
        title=title,
        reason=reason,
        by=by,
        at=at,
        plan=plan_of(stored.reach),
        places=stored.places,
    )


@transaction.atomic
def remove_draft(draft_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Throw a draft away with its versions; recorded runs stay."""
    IndexDraft.objects.filter(id=draft_id).delete()
    record_change(
        by=by, at=at, object_kind="workshop.IndexDraft", object_id=str(draft_id), fields=["removed"]
    )
