"""The network of an area as tables: who works with whom, and area beside area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.tables import Column
from sozialraum.network.cooperations import wording


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area beside others: how many organizations, what joins them, and who stands alone. ``density`` of 1."""

    code: str
    name: str
    organizations: int
    cooperations: int
    density: float | None
    alone: int
    across: int
    partners: str


COOPERATIONS: Final = (
    Column(
        "one", gettext_lazy("Organization"), lambda row: row.ends[0].name, search=True,
        link=lambda row: address_of("network:organization", row.ends[0].id),
    ),
    Column(
        "other", gettext_lazy("works with"), lambda row: row.ends[1].name, search=True,
        link=lambda row: address_of("network:organization", row.ends[1].id),
    ),
    Column("kinds", gettext_lazy("What they do"), wording.together_in_words, search=True, sortable=False),
    Column("rhythm", gettext_lazy("How often"), lambda row: str(wording.RHYTHMS[row.rhythm]), choices=True),
    Column("since", gettext_lazy("Since"), lambda row: row.since),
    Column(
        "confirmed", gettext_lazy("Who says so"), wording.confirmed_in_words,
        tag=lambda row: "" if row.freshness == "confirmed" else "warn",
    ),
)  # fmt: skip


def area_columns(*, since: str, grouped: bool, many: bool) -> tuple[Column, ...]:
    """The columns of areas beside each other; ``since`` is the earlier day that the way into an area keeps.

    One looks for the name of an area where there are ``many``.
    """

    def address(line: AreaLine) -> str:
        return f"?{urlencode({'gebiet': line.code, **({'seit': since} if since else {})})}"

    columns = (
        Column("gebiet", pgettext_lazy("any level", "Area"), lambda line: line.name, link=address, search=many),
        Column("haeuser", gettext_lazy("Organizations"), lambda line: line.organizations, numeric=True),
        Column("zusammen", gettext_lazy("cooperations"), lambda line: line.cooperations, numeric=True),
        Column(
            "dicht", gettext_lazy("of a hundred pairs"),
            lambda line: None if line.density is None else round(100 * line.density, 1), numeric=True,
            shown=lambda line: _("too few") if line.density is None else wording.per_hundred(line.density),
        ),
        Column("allein", gettext_lazy("with nobody"), lambda line: line.alone, numeric=True),
        Column("hinaus", gettext_lazy("lead out"), lambda line: line.across, numeric=True),
    )  # fmt: skip
    if not grouped:
        return columns
    return (*columns, Column("mit", gettext_lazy("most with"), lambda line: line.partners, sortable=False))
