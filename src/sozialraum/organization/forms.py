"""What people type on the organization floor, parsed into plain values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.selects import LongChoiceField
from sozialraum.organization.queries import OfferRow

EDITED = ("name", "description", "area_code", "capacity", "mainstream", "valid_until")


class OfferForm(forms.Form):
    """What a provider says about its own offer; what is agreed with the office is not in it."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Mandatory: under this name people look for it.")
    )
    description = forms.CharField(
        label=_("What happens there"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In plain words: for whom, when, how one gets in."),
    )  # fmt: skip
    area_code = LongChoiceField(label=_("In which quarter"), required=False)
    capacity = forms.IntegerField(
        label=_("Capacity"), min_value=0, max_value=100_000, required=False,
        help_text=_("Leave it open if there is no fixed number."),
    )  # fmt: skip
    valid_until = forms.DateField(
        label=_("Ends on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it open as long as the offer goes on."),
    )  # fmt: skip
    mainstream = forms.BooleanField(label=_("Open to everyone, without a reason"), required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {code for code, _name in areas}
        kept = str((self.initial or {}).get("area_code") or "")
        others = [(kept, kept)] if kept and kept not in known else []
        self.fields["area_code"].choices = [("", _("not tied to a quarter")), *others, *areas]  # type: ignore[attr-defined]  # a choice field

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {name: self.cleaned_data[name] for name in EDITED}


def offer_values(offer: OfferRow) -> dict[str, Any]:
    """What the form shows of a stored offer."""
    return {**{name: getattr(offer, name) for name in EDITED}, "version": offer.version}
