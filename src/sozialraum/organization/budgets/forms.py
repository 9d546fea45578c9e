"""What the workshop's controls send, parsed into plain values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.analytics.budget import cents, read_amount
from sozialraum.organization.budgets.queries import Wish

WHOLE = {"heads": ("people_share", 0.01), "loss": ("max_loss", 0.01), "gain": ("max_gain", 0.01)}


class WorkshopForm(forms.Form):
    """The sliders in whole per cent and thousand euros; a field that is left out keeps the draft's value."""

    heads = forms.IntegerField(min_value=0, max_value=100, required=False)
    floor = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    loss = forms.IntegerField(min_value=0, max_value=100, required=False)
    gain = forms.IntegerField(min_value=0, max_value=1_000, required=False)
    reserve = forms.IntegerField(min_value=0, max_value=100, required=False)
    other = forms.CharField(max_length=60, required=False)
    maps = forms.CharField(max_length=20, required=False)
    version = forms.IntegerField(required=False)

    def changes(self) -> dict[str, object]:
        """The parameters of the recipe that are tried."""
        tried: dict[str, object] = {}
        for field, (name, unit) in WHOLE.items():
            if (value := self.cleaned_data.get(field)) is not None:
                tried[name] = round(value * unit, 10)
        if (thousands := self.cleaned_data.get("floor")) is not None:
            tried["floor"] = thousands * 1000
        return tried

    def negotiation(self) -> float | None:
        """The share of the negotiation reserve that is tried."""
        value = self.cleaned_data.get("reserve")
        return None if value is None else value / 100


class ScenarioForm(WorkshopForm):
    """The same with a name, to be kept."""

    title = forms.CharField(
        label=_("Name of the scenario"), max_length=120, required=True,
        help_text=_("Mandatory: under this name others find it."),
    )  # fmt: skip


def wish_of(data: Mapping[str, Any], areas: list[str]) -> Wish:
    """What an address asks for; what cannot be read keeps the draft's value. The last ``area`` is the one pressed."""
    form = WorkshopForm(data)
    form.is_valid()
    return Wish(
        changes=form.changes(), negotiation=form.negotiation(), area=areas[-1] if areas else "",
        other=form.cleaned_data.get("other") or "", as_difference=form.cleaned_data.get("maps") == "difference",
    )  # fmt: skip


class NewYearForm(forms.Form):
    """What opens a year: its envelope, and two tables as they are."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2100, help_text=_("Mandatory: a year is opened once.")
    )
    structure = forms.CharField(
        label=_("Structure projects, euros"),
        max_length=30,
        help_text=_("Across areas and offices; 0 if there are none."),
    )
    quarters = forms.CharField(
        label=_("Quarter budgets, euros"), max_length=30, help_text=_("With the negotiation reserve.")
    )
    claims = forms.FileField(
        label=_("Table of the help that is running"),
        help_text=_(
            "CSV, XLSX or ODS with the columns kind, stock (running on average) and unit_cost (euros a year). It is a forecast and no limit."
        ),
    )
    claims_error = forms.DecimalField(
        label=_("Error of past forecasts, per cent"), min_value=0, max_value=100, initial=Decimal("4.5"), localize=True,
        help_text=_("Standard deviation; the risk reserve follows from it."),
    )  # fmt: skip
    areas = forms.FileField(
        label=_("Table of the areas"),
        help_text=_(
            "Columns area (key or name), young_people, burdened, infrastructure, previous (last year's ongoing amount in euros)."
        ),
    )
    source = forms.CharField(
        label=_("Where the numbers come from"),
        max_length=240,
        help_text=_("Mandatory: it stands under every page."),
    )

    def clean_structure(self) -> int:
        """The amount in cents."""
        return _cents(self.cleaned_data["structure"])

    def clean_quarters(self) -> int:
        """The amount in cents."""
        return _cents(self.cleaned_data["quarters"])


def _cents(text: str) -> int:
    value = read_amount(text)
    if value is None or value < 0 or value != round(value, 2):
        raise forms.ValidationError(_("Write an amount in euros, like 7.000.000 or 7000000,50."))
    return cents(value)
