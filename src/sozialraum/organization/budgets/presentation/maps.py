"""What the maps of the workshop show: one, two side by side, or one of the difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sozialraum.analytics.budget import Allocation, shipped_budget_recipe_names
from sozialraum.organization.budgets.drawing import Label, difference_fill, fill_of
from sozialraum.organization.budgets.presentation.areas import area_name, changes_of, differences_of
from sozialraum.organization.budgets.presentation.figures import method_title, percent, thousands
from sozialraum.organization.budgets.queries import Workshop


@dataclass(frozen=True, slots=True)
class ShownMap:
    """One map before it is drawn: what stands above it, its name for a screen reader, cents and change by area."""

    caption: str
    title: str
    cents: Mapping[str, int]
    relative: Mapping[str, float | None]
    colored: Callable[[float | None], str] = fill_of
    signed: bool = False

    def labels(self, view: Workshop) -> dict[str, Label]:
        """What the map says of every area."""
        labels = {}
        for code, cents in self.cents.items():
            change = self.relative[code]
            amount = thousands(cents, signed=self.signed)
            moved = percent(change, 1, signed=True) if change is not None else _("new")
            said = _("%(amount)s thousand euros, %(change)s") % {"amount": amount, "change": moved}
            labels[code] = Label(area_name(view, code), amount, moved, said, change)
        return labels


def shown_maps(view: Workshop) -> tuple[ShownMap, ...]:
    """The maps that stand on the page, in their order."""
    if view.other is not None and view.as_difference:
        title = difference_title(view)
        return (ShownMap(title, title, *differences_of(view, view.other), difference_fill, signed=True),)
    year = view.draft.year
    caption = _("Amount %(year)s in thousand euros and change") % {"year": year}
    title = _("Amount %(year)s in thousand euros and change against %(before)s") % {
        "year": year,
        "before": year - 1,
    }
    first = _amounts(view, view.allocation, caption, title)
    if view.other is None:
        return (first,)
    return first, _amounts(view, view.other, view_title(view), view_title(view))


def _amounts(view: Workshop, found: Allocation, caption: str, title: str) -> ShownMap:
    cents = dict(zip(found.codes, found.amount.tolist(), strict=True))
    return ShownMap(caption, title, cents, changes_of(view, found))


def view_title(view: Workshop) -> str:
    """The name of what the allocation is compared with."""
    if view.other_title in shipped_budget_recipe_names():
        return method_title(view.other_title)
    return view.other_title


def difference_title(view: Workshop) -> str:
    """What the map of the difference shows, with its direction."""
    return _("What is set here, less “%(other)s”: thousand euros and per cent") % {"other": view_title(view)}
