"""What is typed at choice and decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import Outcome, RefusalReason
from sozialraum.individual.forms.process import day_field
from sozialraum.individual.presentation.choices import OUTCOMES, REASONS
from sozialraum.individual.presentation.plans import HELP_CODES
from sozialraum.individual.rules.choice import Refusal


class KindForm(forms.Form):
    """Which kind of help is looked for."""

    help_kind = forms.ChoiceField(choices=[("", "–"), *HELP_CODES.items()], label=_("Kind of help"))


class ChoiceForm(forms.Form):
    """What the family chose, from the list or besides it."""

    option = forms.CharField(max_length=60, required=False)
    other = forms.CharField(max_length=200, required=False, label=_("Somebody who is not on the list"))
    member = forms.UUIDField(required=False)
    words = forms.CharField(
        max_length=2_000, required=False, label=_("Why this one? In the family’s own words (voluntary)"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    on = day_field(label=_("When?"))


class RefusalForm(forms.Form):
    """Why a choice is not followed: one of two reasons, with both figures."""

    choice = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(choices=list(REASONS.items()), widget=forms.RadioSelect, label=_("Reason"))
    cost_wished = forms.DecimalField(
        max_digits=9,
        decimal_places=2,
        min_value=0,
        localize=True,
        label=_("Cost of the wished help, in euros"),
    )
    cost_comparable = forms.DecimalField(
        max_digits=9,
        decimal_places=2,
        min_value=0,
        localize=True,
        label=_("Cost of a comparable help, in euros"),
    )
    text = forms.CharField(max_length=4_000, label=_("In words"), widget=forms.Textarea(attrs={"rows": 2}))

    def refusal(self) -> Refusal:
        """The values as the rule takes them."""
        data = self.cleaned_data
        return Refusal(
            RefusalReason(data["reason"]), data["cost_wished"], data["cost_comparable"], data["text"]
        )


class PrepareForm(forms.Form):
    """The answer to a claim, for the one who decides."""

    outcome = forms.ChoiceField(
        choices=list(OUTCOMES.items()), widget=forms.RadioSelect, label=_("The claim is")
    )
    content = forms.CharField(
        max_length=4_000,
        label=_("What is granted, or what was asked for?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    extent = forms.CharField(
        max_length=200, required=False, label=_("How much?"),
        help_text=_("For example 4 hours a week. It follows the need and nothing else."),
    )  # fmt: skip
    valid_from = day_field(required=False, label=_("From"))
    valid_until = day_field(required=False, label=_("Until (voluntary)"))
    reasons = forms.CharField(
        max_length=8_000, label=_("Why?"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The family reads this. Say what the claim rests on and what was weighed."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A help ends after it begins."""
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("This day is before the first one."))
        return data

    def decision(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {**self.cleaned_data, "outcome": Outcome(self.cleaned_data["outcome"])}
