"""What is typed about somebody of a family."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import MemberKind
from sozialraum.individual.forms.resource_cards import DayInput
from sozialraum.individual.presentation.cases import MEMBERS
from sozialraum.individual.queries import Person


class NamedForm(forms.Form):
    """A name, and what somebody is to the family."""

    full_name = forms.CharField(
        max_length=200, label=_("By which name shall we write this person down?"),
        help_text=_("The first name is enough for now. So the words have a speaker."),
        widget=forms.TextInput(attrs={"data-takes-focus": True, "autocomplete": "off"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        choices=list(MEMBERS.items()), initial=MemberKind.YOUNG_PERSON, widget=forms.RadioSelect, label=_("Who is it?")
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {**self.cleaned_data, "kind": MemberKind(self.cleaned_data["kind"])}


class NewMemberForm(NamedForm):
    """Somebody who speaks for the first time: a name is enough. A page without a connection gives the ``id`` itself."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        values = super().values()
        values["member_id"] = values.pop("id")
        return values


class MemberForm(NamedForm):
    """What is known of somebody of the family."""

    called = forms.CharField(
        max_length=80, required=False, label=_("What does the family say? (voluntary)"),
        help_text=_("For example “Mama” or “Opa Werner”. This name stands beside the words."),
    )  # fmt: skip
    born_on = forms.DateField(
        required=False, widget=DayInput, label=_("Born on (voluntary)"),
        help_text=_("It decides whether somebody is addressed as a young person, and from when on she signs herself."),
    )  # fmt: skip

    field_order = ("full_name", "called", "kind", "born_on")


def member_values(person: Person) -> dict[str, Any]:
    """Somebody of the family as the form shows her."""
    return {
        "full_name": person.full_name, "called": person.called, "kind": person.kind, "born_on": person.born_on,
    }  # fmt: skip
