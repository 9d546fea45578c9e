"""What the workshop's controls send, parsed into plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
        other=form.cleaned_data.get("other") or "",
    )  # fmt: skip
