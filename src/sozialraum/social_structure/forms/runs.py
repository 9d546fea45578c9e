"""How a run is kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SaveRunForm(forms.Form):
    """What a run is called and why it was made."""

    title = forms.CharField(label=_("Title"), max_length=200)
    reason = forms.CharField(
        label=_("Why this run?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A run stays for good. Those who read it later want to know what it was made for."),
    )  # fmt: skip
