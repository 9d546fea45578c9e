"""What is typed into a help plan, said to it, and found at a review."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import ReviewResult, SignatureState
from sozialraum.individual.forms.process import day_field
from sozialraum.individual.presentation.plans import HELP_CODES, RATING_WORDS, RESULTS, SIGNED

LONG = 8_000


def _text(label: Any, *, rows: int = 2, help_text: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        max_length=LONG, required=required, label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class PlanForm(forms.Form):
    """What of a plan is typed; nothing is mandatory in a draft."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    summary = _text(
        _("The plan in one sentence that everybody understands"),
        help_text=_("It stands at the top and in the plain version."),
    )
    meeting_on = day_field(required=False, label=_("When was the meeting?"))
    place = forms.CharField(
        max_length=160, required=False, label=_("Where?"),
        help_text=_("Also where the child lives or likes to be."),
    )  # fmt: skip
    participants = _text(
        _("Who was there or was heard?"), rows=5,
        help_text=_("One person a line: name, role; how she was heard. For example “Lotte, sister; sent a picture”."),
    )  # fmt: skip
    absent = _text(_("Who was not there, and why? (voluntary)"), rows=1)
    need = _text(
        _("What is needed, in the professional view"),
        rows=4,
        help_text=_("Taken over from your latest view."),
    )
    help_kind = forms.ChoiceField(
        required=False, choices=[("", "–"), *HELP_CODES.items()], label=_("Kind of help")
    )
    services = _text(
        _("Who contributes what?"), rows=5,
        help_text=_("One contribution a line: who: what; how much; how long. Everyday people first."),
    )  # fmt: skip
    siblings = _text(_("What does it mean for brothers and sisters?"))
    out_of_home = forms.BooleanField(
        required=False, label=_("The child lives outside the family during the help")
    )
    perspective = _text(
        _("Where shall the child live in the long run?"), help_text=_("Only for help outside the family.")
    )
    with_parents = _text(
        _("What is agreed with the parents?"), help_text=_("Only for help outside the family.")
    )
    parents_counseling = _text(
        _("How much are the parents advised and supported?"),
        help_text=_("Only for help outside the family."),
    )
    review_on = day_field(required=False, label=_("When do all look at it together again?"))
    exit_when = _text(_("By what will you notice that the help is no longer needed?"))
    afterwards = _text(_("And afterwards? (voluntary)"), rows=1)

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        days = ("meeting_on", "review_on")
        return {
            name: (value.isoformat() if isinstance(value, date) else "") if name in days else value
            for name, value in self.cleaned_data.items()
            if name != "version"
        }


class DissentForm(forms.Form):
    """What somebody sees differently."""

    words = _text(_("What do you see differently?"), required=True)
    member = forms.UUIDField(required=False)


class SignForm(forms.Form):
    """What somebody says to a fixed plan."""

    state = forms.ChoiceField(choices=[(state.value, SIGNED[state]) for state in SignatureState])
    words = forms.CharField(max_length=2_000, required=False)
    member = forms.UUIDField(required=False)
    professional = forms.UUIDField(required=False)


class RatingForm(forms.Form):
    """How far a goal is reached in one person's eyes."""

    goal = forms.CharField(max_length=40)
    value = forms.TypedChoiceField(
        coerce=int, choices=list(RATING_WORDS.items()), widget=forms.RadioSelect, label=_("How far is it?")
    )
    words = forms.CharField(max_length=2_000, required=False, label=_("Why? (voluntary)"))
    member = forms.UUIDField(required=False)


class ReviewForm(forms.Form):
    """What all found together."""

    held_on = day_field(label=_("When did all look at it together?"))
    suitable = _text(_("Is the help still suitable?"), required=True)
    needed = _text(_("Is it still needed?"), required=True)
    exit_reached = forms.BooleanField(
        required=False, label=_("What the plan names as the end of the help is there")
    )
    result = forms.ChoiceField(choices=list(RESULTS.items()), label=_("The help"), widget=forms.RadioSelect)
    text = _text(_("What else was said? (voluntary)"))

    def review(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {**self.cleaned_data, "result": ReviewResult(self.cleaned_data["result"])}
