"""What a reader may see of a run's figures: the one place that decides it, for pages and files alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sozialraum.analytics.indices import Recipe
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.narrowing import say_less
from sozialraum.foundation.privacy.release import ReleasedTable, Withheld
from sozialraum.social_structure.access import can_see_parts
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.queries.run_inputs import indicator_days

GIVE_AWAY: Final = frozenset({Withheld.SMALL_COUNT, Withheld.PROTECTS_OTHERS, Withheld.SMALL_GROUP})
"""Figures that the index of an area was computed from although they themselves are kept back."""
RANGE: Final = ("rank_low", "rank_high", "class_share")
COARSE: Final = 1
"""Decimals of an index where the index of another area is withheld."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A run's figures as somebody may read them, and the areas whose index is withheld from them."""

    figures: ReleasedTable
    protected: frozenset[str] = frozenset()


def shown_columns(recipe: Recipe) -> tuple[str, ...]:
    """What is shown of an index beside its value: index, rank and class of its parts, the ranges of the first.

    Standardized values of single indicators are not among them: they would tell a share that is kept back.
    """
    parts = [f"{part.code}_{name}" for part in recipe.roots for name in ("index", "rank", "class")]
    return (*parts, *(f"{recipe.roots[0].code}_{name}" for name in RANGE))


def areas_to_protect(run: Run) -> frozenset[str]:
    """The areas whose index would tell a count that is kept back.

    An index is a sum of known parts: who knows it to the last digit, and every part but one, knows that one. So
    wherever a part is kept back, the index of the area is kept back as well, and the others are coarsened: all indices
    together have a known sum, and a gap in the ranks has known neighbors.
    """
    tables = (released(f"indicator:{code}", run.system_id, day) for code, day in sorted(indicator_days(run)))
    return frozenset(
        each.area_code
        for table in tables
        if table is not None
        for each in table
        if each.withheld in GIVE_AWAY
    )


def reading_of(run: Run, figures: ReleasedTable, actor: Actor) -> Reading:
    """A run's released figures for a reader."""
    return reading_for(run, figures, with_parts=bool(can_see_parts(actor)))


def reading_for(run: Run, figures: ReleasedTable, *, with_parts: bool) -> Reading:
    """A run's released figures for whoever may see the parts of an index, or for everybody else.

    Who brings in the raw deliveries sees the run as it is. Everybody else sees what open data show: no index for areas
    of which a part is kept back, then one decimal for the others, and neither ranks nor their ranges.
    """
    if with_parts:
        return Reading(figures)
    recipe = Recipe.model_validate(run.parameters)
    protected = areas_to_protect(run) & {each.area_code for each in figures}
    columns = shown_columns(recipe)
    if not protected:
        return Reading(say_less(figures, withhold=(), further=columns, decimals={}))
    decimals = dict.fromkeys(["value", *(f"{part.code}_index" for part in recipe.roots)], COARSE)
    further = [name for name in columns if name.endswith(("_index", "_class"))]
    return Reading(
        say_less(figures, withhold=protected, further=further, decimals=decimals), frozenset(protected)
    )
