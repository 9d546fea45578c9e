"""What is written about organizations that work together, parsed into plain values."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.typed_names import People, TypedNameField
from sozialraum.network.cooperations.enums import CooperationKind, Rhythm, Side
from sozialraum.network.cooperations.services import NewContact, NewCooperation
from sozialraum.network.cooperations.wording import KINDS, RHYTHMS


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CooperationForm(forms.Form):
    """What two organizations do together; what and since when are needed, because the network of a day counts by it."""

    kinds = forms.MultipleChoiceField(
        label=_("What do they do together?"), widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, KINDS[kind]) for kind in CooperationKind],
    )  # fmt: skip
    about = forms.CharField(
        label=_("In a few words"), max_length=200, required=False,
        help_text=_("For example: bicycle repair in the school yard. Houses and roles, no names of people."),
    )  # fmt: skip
    rhythm = forms.ChoiceField(
        label=_("How often?"), choices=[(each.value, RHYTHMS[each]) for each in Rhythm]
    )
    since = _day(_("Since when?"), _("As well as you know. From this day the tie stands in the network."))
    noted_as = forms.CharField(
        label=_("Who writes this down?"), max_length=200, help_text=_("A team or a house. Never a single person.")
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The values as the services take them."""
        told = self.cleaned_data
        return {
            "kinds": [CooperationKind(each) for each in told["kinds"]], "about": told["about"],
            "rhythm": Rhythm(told["rhythm"]), "since": told["since"],
        }  # fmt: skip


class NewCooperationForm(CooperationForm):
    """A cooperation that stands nowhere yet: with whom, and whether everybody may read it."""

    partner = TypedNameField(
        label=_("With whom?"), help_text=_("Type a part of the name of the organization."),
        error_messages={
            "which": _("Which one do you mean?"),
            "nobody": _("No organization of the directory is called that. Look how the name is written, or type only its beginning."),
        },
    )  # fmt: skip
    public = forms.BooleanField(
        label=_("Everybody may read it, as soon as the other side has published it too"), required=False
    )
    field_order = ("partner", "kinds", "about", "rhythm", "since", "noted_as", "public")

    def __init__(self, *args: Any, partners: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].people = partners  # type: ignore[attr-defined]  # a field for a name

    def cooperation(self, place_id: UUID, *, own: bool, today: date) -> NewCooperation:
        """The cooperation as the service takes it; ``own`` says that the writer is of this house and so confirms it."""
        return NewCooperation(
            first=place_id, second=self.cleaned_data["partner"], noted_as=self.cleaned_data["noted_as"],
            confirmed={place_id: today} if own else {}, published=[place_id] if self.cleaned_data["public"] else [],
            **self.values(),
        )  # fmt: skip


class ContactForm(forms.Form):
    """Whom one asks at an organization: a role and its office."""

    role = forms.CharField(
        label=_("Who picks up there?"), max_length=120, help_text=_("The role, for example: school social work.")
    )  # fmt: skip
    about = forms.CharField(label=_("What for?"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Telephone of the office"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail of the office"), required=False)
    public = forms.BooleanField(label=_("Everybody may read it"), required=False)

    def contact(self, place_id: UUID) -> NewContact:
        """The contact as the service takes it."""
        return NewContact(place_id=place_id, **self.cleaned_data)


class SideForm(forms.Form):
    """For which side somebody speaks, and who told it."""

    side = forms.ChoiceField(choices=[(side.value, side.name) for side in Side])
    as_ = forms.CharField(max_length=200, required=False)


class EndForm(forms.Form):
    """Since when two no longer work together, and why."""

    ended_on = forms.DateField()
    why = forms.CharField(max_length=200, required=False)
