"""What controlling hands in for the forecast."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class HistoryForm(forms.Form):
    """A file of months."""

    file = forms.FileField(
        label=_("File of the months"),
        help_text=_("CSV, XLSX or ODS, one row for each kind of help and month: kind, month, stock (running at its end), begun, unit_cost (euros a year), and ended or duration (months) if known. No names, no single cases."),
    )  # fmt: skip
