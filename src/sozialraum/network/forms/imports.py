"""A file for the directory, as it is handed in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class HsdsFileForm(forms.Form):
    """A file and the name of its source."""

    source = forms.CharField(
        label=_("Where it comes from"), max_length=80,
        help_text=_("Mandatory: by this name the same entries are known again."),
    )  # fmt: skip
    file = forms.FileField(label=_("HSDS file"))
