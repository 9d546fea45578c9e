"""What people type on the individual floor, parsed into plain values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.presentation import EMERGENCIES
from sozialraum.individual.services import LONGEST_STATEMENT

ACTS = (
    ("yes", _("Yes, I do something myself")),
    ("no", _("No, others should do something")),
    ("", _("still open")),
)


class WordsForm(forms.Form):
    """Words of one speaker: the text, and the two plain questions that tell a will from a wish."""

    text = forms.CharField(
        max_length=LONGEST_STATEMENT, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    acts = forms.ChoiceField(choices=ACTS, required=False)
    own_action = forms.CharField(max_length=2_000, required=False, strip=True)
    strength = forms.IntegerField(min_value=0, max_value=10, required=False)
    version = forms.IntegerField(min_value=1, required=False)
    speaker = forms.UUIDField(required=False)
    kind = forms.CharField(required=False, max_length=20)

    def words(self) -> dict[str, Any]:
        """The values as the services take them."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "acts_oneself": {"yes": True, "no": False}.get(data["acts"]),
            "own_action": data["own_action"],
            "strength": data["strength"],
        }


class OpenCaseForm(forms.Form):
    """A new concern: two fields are enough to begin."""

    family_name = forms.CharField(max_length=120, label=_("What is the family called?"))
    area_code = forms.ChoiceField(label=_("In which quarter does the family live?"))

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = areas  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """What was entrusted to one person."""

    text = forms.CharField(max_length=LONGEST_STATEMENT, widget=forms.Textarea(attrs={"rows": 4}))


class EmergencyForm(forms.Form):
    """A case that is not one's own, in an emergency: its number, and why."""

    number = forms.CharField(max_length=20, label=_("Number of the case"))
    kind = forms.ChoiceField(
        label=_("What is the emergency?"), choices=lambda: list(EMERGENCIES.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        max_length=2_000, min_length=15, label=_("What has happened, and why can it not wait?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
