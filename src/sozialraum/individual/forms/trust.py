"""Whom somebody lets in: the name, what she sees, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sozialraum.individual.enums import SharedThing
from sozialraum.individual.forms.process import day_field
from sozialraum.individual.presentation.trust import THINGS
from sozialraum.individual.rules.trust import AT_FIRST, SHOWABLE


class ShownForm(forms.Form):
    """What somebody sees, and until when."""

    things = forms.MultipleChoiceField(
        label=_("What may she or he see?"), widget=forms.CheckboxSelectMultiple,
        choices=[(each.value, THINGS[each]) for each in SHOWABLE],
        error_messages={"required": _("Choose at least one thing to show.")},
    )  # fmt: skip
    until = day_field(
        label=_("Until when?"), help_text=_("One year at most. You can take it back on any day.")
    )

    def values(self) -> dict[str, Any]:
        """The values as the services take them."""
        return {**self.cleaned_data, "things": {SharedThing(each) for each in self.cleaned_data["things"]}}


class TrustForm(ShownForm):
    """A new person, with the name that stands in the letter."""

    full_name = forms.CharField(max_length=200, label=_("First and last name"))
    relation = forms.CharField(
        max_length=120, required=False, label=_("Who is that? (voluntary)"),
        help_text=_("For example: my aunt, my trainer."),
    )  # fmt: skip

    field_order = ("full_name", "relation", "things", "until")

    def __init__(self, data: Any = None, *, young: bool, today: date) -> None:
        super().__init__(data, initial={"until": today + AT_FIRST})
        if young:
            self.fields["until"].help_text = pgettext_lazy(
                "young", "One year at most. You can take it back on any day."
            )
