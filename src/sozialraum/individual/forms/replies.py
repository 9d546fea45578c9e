"""What people type to answer a meeting or something that was agreed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import ReplyKind, UseValue
from sozialraum.individual.services.entries import LONGEST


class MomentInput(forms.DateTimeInput):
    """A day and a time, picked by the browser."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class MeetingForm(forms.Form):
    """When, where and what for."""

    begins_at = forms.DateTimeField(widget=MomentInput, label=_("When?"))
    place = forms.CharField(max_length=200, required=False, label=_("Where?"))
    topic = forms.CharField(
        max_length=LONGEST, label=_("What for?"), help_text=_("The family reads it just like this."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    who_comes = forms.CharField(max_length=300, required=False, label=_("Who comes?"))


class MeetingAnswerForm(forms.Form):
    """Whether a meeting suits."""

    meeting = forms.UUIDField()
    suits = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    words = forms.CharField(max_length=LONGEST, required=False)


class ReplyForm(forms.Form):
    """An objection, a word of help, or one of them taken back."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.name) for kind in ReplyKind], required=False)
    component = forms.UUIDField(required=False)
    words = forms.CharField(max_length=LONGEST, required=False)
    taken_back = forms.UUIDField(required=False)


class AnswerForm(forms.Form):
    """What the office answers."""

    answer = forms.CharField(max_length=LONGEST)


class UseForm(forms.Form):
    """What a contribution is good for."""

    component = forms.UUIDField()
    value = forms.ChoiceField(choices=[(value.value, value.name) for value in UseValue])
    words = forms.CharField(max_length=LONGEST, required=False)

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        data = self.cleaned_data
        return {"component_id": data["component"], "value": UseValue(data["value"]), "words": data["words"]}
