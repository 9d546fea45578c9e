"""The areas of an allocation: rows of the table, labels of the map, change against last year."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sozialraum.analytics.budget import Allocation, Step
from sozialraum.foundation.ui.drawing import number
from sozialraum.organization.budgets.drawing import (
    DIFFERENCES,
    GAINS,
    GREAT_LOSS,
    LOSS,
    SAME,
)
from sozialraum.organization.budgets.presentation.figures import percent, thousands
from sozialraum.organization.budgets.queries import Workshop


@dataclass(frozen=True, slots=True)
class Row:
    """One area in the table."""

    code: str
    name: str
    picked: bool
    young_people: str
    burdened: str
    infrastructure: str
    previous: str
    share: str
    target: str
    ongoing: str
    catch_up: str
    negotiated: str
    amount: str
    change: str
    per_head: str
    difference: str


def area_name(view: Workshop, code: str) -> str:
    """The name of an area, or its key."""
    return view.draft.names.get(code, code)


def changes_of(view: Workshop, found: Allocation) -> dict[str, float | None]:
    """The change of every area against last year as a share; None without a last year."""
    before = view.areas.previous
    return {
        code: (int(found.amount[place]) - int(before[place])) / int(before[place])
        if before is not None and before[place]
        else None
        for place, code in enumerate(found.codes)
    }


def map_key() -> tuple[tuple[str, str], ...]:
    """Fills of the map with their words."""
    first, second, third = (fill for _least, fill in GAINS)
    return (
        (first, _("30 % and more added")), (second, _("10 to under 30 % added")), (third, _("0 to under 10 % added")),
        (LOSS, _("less than the year before")),
    )  # fmt: skip


def differences_of(view: Workshop, other: Allocation) -> tuple[dict[str, int], dict[str, float | None]]:
    """What is tried, less what it is compared with: cents by area, and the same as a share of the latter."""
    less = {
        code: int(view.allocation.amount[place]) - int(other.amount[place])
        for place, code in enumerate(view.allocation.codes)
    }
    then = dict(zip(other.codes, other.amount.tolist(), strict=True))
    return less, {code: cents / then[code] if then[code] else None for code, cents in less.items()}


def difference_key() -> tuple[tuple[str, str], ...]:
    """Fills of the map of the difference with their words."""
    first, second, third = (fill for _least, fill in DIFFERENCES)
    return (
        (first, _("10 % and more added")), (second, _("2 to under 10 % added")), (third, _("under 2 % added")),
        (SAME, _("the same")), (LOSS, _("under 10 % less")), (GREAT_LOSS, _("at least 10 % less")),
    )  # fmt: skip


def moving_cells(view: Workshop) -> dict[str, list[str]]:
    """The columns of the table that a parameter can change, by name; their cells in the order of the areas."""
    found, young = view.allocation, view.areas.column("young_people")
    amounts = found.amount.tolist()
    cells = {
        "share": [number(100 * share, 3) for share in found.shares.tolist()],
        "target": [thousands(cents) for cents in found.target.tolist()],
        "ongoing": [thousands(cents) for cents in found.ongoing.tolist()],
        "catch_up": [thousands(cents) for cents in found.catch_up.tolist()],
        "amount": [thousands(cents) for cents in amounts],
        "change": [percent(change, 1, signed=True) if change is not None else _("new") for change in changes_of(view, found).values()],
        "per_head": [number(cents / 100 / heads) if heads else "–" for cents, heads in zip(amounts, young.tolist(), strict=True)],
    }  # fmt: skip
    if view.other is not None:
        less, _relative = differences_of(view, view.other)
        cells["difference"] = [thousands(cents, signed=True) for cents in less.values()]
    return cells


def area_rows(view: Workshop) -> tuple[Row, ...]:
    """The rows of the table."""
    found, areas = view.allocation, view.areas
    cells = moving_cells(view)
    rows = []
    for place, code in enumerate(found.codes):
        rows.append(
            Row(
                code=code, name=area_name(view, code), picked=code == view.picked,
                young_people=number(float(areas.column("young_people")[place])),
                burdened=number(float(areas.column("burdened")[place])) if "burdened" in areas.columns else "–",
                infrastructure=number(float(areas.column("infrastructure")[place]), 2) if "infrastructure" in areas.columns else "–",
                previous=thousands(int(areas.previous[place])) if areas.previous is not None else "–",
                negotiated=thousands(int(found.steps[Step.NEGOTIATION][place])),
                **{name: column[place] for name, column in ({"difference": [""] * len(found.codes)} | cells).items()},
            )
        )  # fmt: skip
    return tuple(rows)


def total_row(view: Workshop) -> Row:
    """The sums under the table."""
    found, areas = view.allocation, view.areas
    young, amount = float(areas.column("young_people").sum()), int(found.amount.sum())
    before = int(areas.previous.sum()) if areas.previous is not None else 0
    return Row(
        code="", name=_("Total"), picked=False, young_people=number(young),
        burdened=number(float(areas.column("burdened").sum())) if "burdened" in areas.columns else "–", infrastructure="",
        previous=thousands(before), share=number(100), target=thousands(int(found.target.sum())),
        ongoing=thousands(int(found.ongoing.sum())), catch_up=thousands(int(found.catch_up.sum())),
        negotiated=thousands(int(found.steps[Step.NEGOTIATION].sum())), amount=thousands(amount), change=percent((amount - before) / before, 1, signed=True) if before else "",
        per_head=number(amount / 100 / young), difference="0" if view.other is not None else "",
    )  # fmt: skip
