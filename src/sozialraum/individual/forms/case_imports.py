"""What is handed in: a file, and the name of the system it comes from."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ExportForm(forms.Form):
    """An export of another system."""

    system = forms.CharField(
        max_length=80, label=_("From which system?"),
        help_text=_("Always write it the same way: by this name and the key a case is recognized when it comes again."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("The file (ZIP with CSV tables, or JSON)"), max_length=200, allow_empty_file=True,
        help_text=_("It is looked at first. It is kept sealed for four hours at most and then forgotten."),
    )  # fmt: skip
