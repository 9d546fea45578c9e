"""What can be chosen: recipes, areas, dates with stored values."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format

from sozialraum.analytics.indices import shipped_recipe, shipped_recipe_names
from sozialraum.foundation.database.editions import kept
from sozialraum.social_structure import wording
from sozialraum.social_structure.models import Observation
from sozialraum.social_structure.queries.areas import EDITION, area_systems
from sozialraum.social_structure.queries.inputs import known_columns


def recipe_choices() -> list[tuple[str, str]]:
    """The shipped recipes whose inputs the catalogue knows, by name and title."""
    recipes = [shipped_recipe(name) for name in reversed(shipped_recipe_names())]
    known = known_columns()
    return [
        (each.name, wording.in_language(each.title_de, each.title_en))
        for each in recipes
        if all(any(name.casefold() in known for name in entry.columns) for entry in each.indicators)
    ]


def system_choices() -> list[tuple[str, str]]:
    """The cuts by ``code:vintage`` and name."""
    return [(f"{each.code}:{each.vintage}", f"{each.name}, {each.vintage}") for each in area_systems()]


def area_levels() -> list[tuple[str, str]]:
    """The levels of every cut by ``code:vintage:level``, the finest first."""
    return [
        (
            f"{system.code}:{system.vintage}:{level.code}",
            f"{wording.counted_areas(level.count, level.singular, level.plural)}, {system.vintage}",
        )
        for system in area_systems()
        for level in reversed(system.levels)
    ]


def input_dates() -> list[tuple[str, str]]:
    """The reference dates with stored values, the newest first."""
    return [(day.isoformat(), date_format(day, "SHORT_DATE_FORMAT")) for day in _days()]


# every delivery renews the edition, and the values of a large city are many
@kept(EDITION, size=1)
def _days() -> tuple[date, ...]:
    days = Observation.objects.order_by("-reference_date").values_list("reference_date", flat=True).distinct()
    return tuple(days)
