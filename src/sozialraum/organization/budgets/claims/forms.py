"""What controlling hands in for the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from sozialraum.organization.budgets.claims.queries import Raise


class HistoryForm(forms.Form):
    """A file of months."""

    file = forms.FileField(
        label=_("File of the months"),
        help_text=_("CSV, XLSX or ODS, one row for each kind of help and month: kind, month, stock (running at its end), begun, unit_cost (euros a year), and ended or duration (months) if known. No names, no single cases."),
    )  # fmt: skip


class RaisesForm(forms.Form):
    """For each kind of help the raise that is agreed for the year: per cent, and from which month it holds."""

    def __init__(self, *args: Any, kinds: Sequence[str], raises: Sequence[Raise] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = tuple(kinds)
        known = {each.kind: each for each in raises}
        for place, kind in enumerate(kinds):
            now = known.get(kind)
            self.fields[f"share_{place}"] = forms.DecimalField(
                label=_("Raise of %(kind)s, per cent") % {"kind": kind}, min_value=-20, max_value=50, decimal_places=2,
                required=False, localize=True, initial=Decimal(str(round(100 * now.share, 2))) if now else None,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "in"}),
            )  # fmt: skip
            self.fields[f"month_{place}"] = forms.ChoiceField(
                label=_("from which month, %(kind)s") % {"kind": kind}, choices=list(MONTHS.items()),
                initial=now.month if now else 1, required=False,
            )  # fmt: skip

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Every kind with its two fields."""
        return [
            (kind, self[f"share_{place}"], self[f"month_{place}"]) for place, kind in enumerate(self.kinds)
        ]

    def raises(self) -> list[Raise]:
        """The raises that were entered."""
        data = self.cleaned_data
        return [
            Raise(kind, float(data[f"share_{place}"]) / 100, int(data[f"month_{place}"] or 1))
            for place, kind in enumerate(self.kinds)
            if data[f"share_{place}"]
        ]
