"""What people type on the network floor, parsed into plain values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.network.enums import Cost, PlaceKind, Visibility
from sozialraum.network.presentation.places import COSTS, KINDS, LANGUAGES, VISIBILITIES
from sozialraum.network.queries import PlaceRow
from sozialraum.network.rules import OLDEST

EDITED = (
    "name", "kind", "hours", "good_for", "description", "age_from", "age_to", "step_free", "languages", "cost",
    "cost_note", "phone", "email", "website", "address", "area_code", "visibility",
)  # fmt: skip


class PlaceForm(forms.Form):
    """An entry of the directory: name and kind are enough, everything else helps."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Mandatory: under this name people look for it.")
    )
    kind = forms.ChoiceField(
        label=_("What kind of place is it?"), choices=[(kind.value, KINDS[kind]) for kind in PlaceKind],
        help_text=_("Mandatory: people search by it."),
    )  # fmt: skip
    area_code = forms.ChoiceField(label=_("In which quarter"), required=False)
    address = forms.CharField(label=_("Address"), max_length=240, required=False)
    hours = forms.CharField(
        label=_("When is it open?"), max_length=300, required=False, help_text=_("For example: Tuesday to Saturday, 2 to 9 p.m.")
    )  # fmt: skip
    good_for = forms.CharField(label=_("For whom is it good?"), max_length=300, required=False)
    description = forms.CharField(
        label=_("What happens there"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    age_from = forms.IntegerField(label=_("From which age"), min_value=0, max_value=OLDEST, required=False)
    age_to = forms.IntegerField(label=_("Up to which age"), min_value=0, max_value=OLDEST, required=False)
    step_free = forms.TypedChoiceField(
        label=_("Can one get in without steps?"), required=False, empty_value=None,
        choices=[("", _("not known")), ("True", _("yes")), ("False", _("no"))], coerce=lambda chosen: chosen == "True",
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(LANGUAGES.items()),
    )  # fmt: skip
    cost = forms.ChoiceField(
        label=_("What does it cost?"), choices=[(cost.value, COSTS[cost]) for cost in reversed(Cost)]
    )
    cost_note = forms.CharField(label=_("Price in words"), max_length=160, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    visibility = forms.ChoiceField(
        label=_("Who finds it?"), choices=[(each.value, VISIBILITIES[each]) for each in Visibility]
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {code for code, _name in areas}
        kept = str((self.initial or {}).get("area_code") or "")
        others = [(kept, kept)] if kept and kept not in known else []
        self.fields["area_code"].choices = [("", _("not tied to a quarter")), *others, *areas]  # type: ignore[attr-defined]  # a choice field

    def values(self) -> dict[str, Any]:
        """The values as the services take them."""
        return {name: self.cleaned_data[name] for name in EDITED}


def place_values(place: PlaceRow) -> dict[str, Any]:
    """What the form shows of a stored entry."""
    values = {name: getattr(place, name) for name in EDITED}
    return {**values, "languages": list(place.languages), "version": place.version}
