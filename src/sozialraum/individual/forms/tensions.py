"""What is typed where people pull apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import StatementKind, TensionState
from sozialraum.individual.forms.process import day_field
from sozialraum.individual.queries import Person, Words
from sozialraum.individual.services import Seen
from sozialraum.individual.services.entries import LONGEST

OFFERED = 12
HOW_IT_GOES_ON: dict[TensionState, Promise] = {
    TensionState.OPEN: _("It stays open"),
    TensionState.HELD: _("We live with it until a day"),
    TensionState.SETTLED: _("We have found a way"),
}


class NewTensionForm(forms.Form):
    """What it is about, which words stand against each other, and how the worker sees it herself."""

    about = forms.CharField(
        max_length=160, label=_("What is it about?"),
        help_text=_("A few words that take nobody’s side. The family reads them."),
    )  # fmt: skip
    said = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Whose words pull apart?"),
        help_text=_("Choose what was said already; the words stay as they are."),
    )  # fmt: skip
    view = forms.CharField(
        required=False, max_length=LONGEST, label=_("How do you see it yourself? (voluntary)"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        widget=forms.RadioSelect, initial=StatementKind.PROFESSIONAL_VIEW, required=False, label=_("This is"),
        choices=[
            (StatementKind.PROFESSIONAL_VIEW.value, _("my professional view")),
            (StatementKind.MANDATE.value, _("what the office has to ask for")),
        ],
    )  # fmt: skip

    def __init__(self, data: Any = None, *, words: Sequence[Words]) -> None:
        super().__init__(data)
        field = self.fields["said"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [
                (str(each.id), f"{each.speaker_name}: „{Truncator(each.text).chars(110)}“")
                for each in words[:OFFERED]
            ]

    def seen(self) -> list[Seen]:
        """The voices as the service takes them."""
        data = self.cleaned_data
        found = [Seen(statement_id=UUID(each)) for each in data["said"]]
        if data["view"].strip():
            kind = StatementKind(data["kind"] or StatementKind.PROFESSIONAL_VIEW)
            found.append(Seen(kind=kind, words=data["view"]))
        return found


class VoiceForm(forms.Form):
    """How one person sees it, in her own words."""

    member = forms.UUIDField(required=False)
    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))

    def seen(self, people: Sequence[Person]) -> Seen:
        """The voice as the service takes it."""
        member = self.cleaned_data["member"]
        return Seen(member_id=member if member in {each.id for each in people} else None, words=self.cleaned_data["words"])  # fmt: skip


class HoldForm(forms.Form):
    """How all live with it."""

    state = forms.ChoiceField(choices=[(state.value, label) for state, label in HOW_IT_GOES_ON.items()])
    how = forms.CharField(required=False, max_length=LONGEST)
    held_until = day_field(required=False)

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {**self.cleaned_data, "state": TensionState(self.cleaned_data["state"])}
