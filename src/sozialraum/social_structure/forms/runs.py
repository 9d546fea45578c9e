"""What an index is computed from, and how its run is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RecipeForm(forms.Form):
    """Which recipe over which values."""

    recipe = forms.ChoiceField(label=_("Recipe"))
    areas = forms.ChoiceField(label=_("Areas shown"))
    reference_date = forms.ChoiceField(label=_("Reference date"))

    def __init__(
        self, *args: Any, recipes: Sequence[tuple[str, str]], areas: Sequence[tuple[str, str]],
        dates: Sequence[tuple[str, str]], **values: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **values)
        for name, choices in (("recipe", recipes), ("areas", areas), ("reference_date", dates)):
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class SaveRunForm(forms.Form):
    """What a run is called and why it was made."""

    title = forms.CharField(label=_("Title"), max_length=200)
    reason = forms.CharField(
        label=_("Why this run?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A run stays for good. Those who read it later want to know what it was made for."),
    )  # fmt: skip
