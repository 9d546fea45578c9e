"""What follows a slider while it moves, as small as it can be: colors and words, for the areas where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from sozialraum.organization.budgets.drawing import MOST_LABELS
from sozialraum.organization.budgets.presentation.areas import moving_cells, total_row
from sozialraum.organization.budgets.presentation.controls import sliders
from sozialraum.organization.budgets.presentation.maps import ShownMap, shown_maps
from sozialraum.organization.budgets.presentation.workshop import Core, core
from sozialraum.organization.budgets.queries import Workshop


@dataclass(frozen=True, slots=True)
class Moved:
    """Words for the page's fragments, and figures for what stands on it already.

    ``maps`` are, for each map of the page, its fills with the areas that carry them and, where there are few, their
    labels. ``cells`` are the columns of the table with their total last. ``outputs`` say the sliders' values.
    """

    core: Core
    maps: tuple[dict[str, object], ...]
    cells: dict[str, list[str]]
    outputs: dict[str, str]
    fall: SafeString
    steps: list[str]


def moved(view: Workshop) -> Moved:
    """What a moved slider changes; the rest of the page follows when it rests."""
    said, totals = core(view), total_row(view)
    return Moved(
        core=said,
        maps=tuple(_colors(view, each) for each in shown_maps(view)),
        cells={name: [*cells, getattr(totals, name)] for name, cells in moving_cells(view).items()},
        outputs={each.name: each.said for each in sliders(view)},
        fall=said.chart + said.narrow_chart,
        steps=[figure for _name, figure in said.steps],
    )


def _colors(view: Workshop, shown: ShownMap) -> dict[str, object]:
    fills: dict[str, list[str]] = {}
    for code, change in shown.relative.items():
        fills.setdefault(shown.colored(change), []).append(code)
    few = len(shown.cents) <= MOST_LABELS
    labels = {code: (label.amount, label.change) for code, label in shown.labels(view).items()} if few else {}
    return {"fills": fills, "labels": labels}
