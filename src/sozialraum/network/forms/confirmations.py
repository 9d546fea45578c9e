"""What whoever got a link may correct about an entry: the few things that change most."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.network.queries import PlaceRow

TEXTS = ("hours", "good_for", "phone", "website", "cost_note")


class CorrectionForm(forms.Form):
    """Small corrections; what stays as it was is no change."""

    hours = forms.CharField(label=_("When is it open?"), max_length=300, required=False)
    good_for = forms.CharField(label=_("For whom is it good?"), max_length=300, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    cost_note = forms.CharField(label=_("Price in words"), max_length=160, required=False)
    ended = forms.BooleanField(label=_("This does not exist any more"), required=False)

    def __init__(self, data: Any, *, place: PlaceRow) -> None:
        super().__init__(data, initial={name: getattr(place, name) for name in TEXTS})

    def changes(self, *, today: date) -> dict[str, object]:
        """The fields that say something else than the entry; an entry that has ended is found until today."""
        told = self.cleaned_data
        found: dict[str, object] = {
            name: told[name] for name in TEXTS if told[name] != (self.initial[name] or "")
        }
        return found | ({"valid_until": today} if told["ended"] else {})
