"""What people type on a resource card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import ResourceKind
from sozialraum.individual.forms.cases import LATEST_VERSION
from sozialraum.individual.presentation.resource_words import AVAILABILITIES, EFFECTS, RESOURCE_KINDS, WANTS
from sozialraum.individual.queries import ResourceView
from sozialraum.individual.services.entries import LONGEST

OPEN = ("", _("left open"))
PROFESSIONAL = ""


class DayInput(forms.DateInput):
    """A day, picked by the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def fitting(form: forms.Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of those fields that this form has: some readers are asked for less."""
    return {name: value for name, value in values.items() if name in form.fields}


class WithProposals(forms.TextInput):
    """A line of text with names to choose from; anything else may be typed."""

    def __init__(self, proposals: Sequence[str] = ()) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.proposals = proposals

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field with its list behind it."""
        key = f"{name}-proposals"
        line = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.proposals))
        return format_html('{}<datalist id="{}">{}</datalist>', line, key, options)


class PlaceField(forms.CharField):
    """A place of the directory, typed by name; the value is its id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200, **kwargs)
        self.find: Callable[[str], UUID | None] = lambda _name: None
        self.names: dict[UUID, str] = {}

    def clean(self, value: Any) -> Any:
        """The id of the place of this name; raises ``ValidationError`` for one that the directory does not know."""
        name = super().clean(value)
        if not name:
            return None
        found = self.find(name)
        if found is None:
            raise forms.ValidationError(
                gettext(
                    "The directory knows no place of this name. Choose one of the list, or leave it open."
                )
            )
        self.names[found] = name
        return found

    def prepare_value(self, value: Any) -> Any:
        """The name under which it was typed."""
        return self.names.get(value, value) if isinstance(value, UUID) else value


class NewResourceForm(forms.Form):
    """One thing to build on: the words, and whose they are, are enough. A page without a connection gives the ``id``."""

    id = forms.UUIDField(required=False)
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.name) for kind in ResourceKind], widget=forms.HiddenInput
    )
    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))
    speaker = forms.UUIDField(required=False)


@dataclass(frozen=True, slots=True)
class Around:
    """Whom and what an entry can be tied to: names to choose from, and the place behind a name."""

    people: Sequence[str]
    places: Sequence[str]
    find: Callable[[str], UUID | None]


class ResourceForm(forms.Form):
    """Everything that is known of one entry; only the words are asked for."""

    version = forms.IntegerField(min_value=0, max_value=LATEST_VERSION, widget=forms.HiddenInput)
    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}), label=_("Words"))
    kind = forms.ChoiceField(choices=list(RESOURCE_KINDS.items()), label=_("Where does it belong?"))
    wants_to_use = forms.TypedChoiceField(
        choices=[OPEN, *enumerate(WANTS)],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Wants to use it"),
    )
    availability = forms.ChoiceField(choices=list(AVAILABILITIES.items()), label=_("Is it there?"))
    goal_ids = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("For which goal")
    )
    exception_story = forms.CharField(
        max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        label=_("When did it work before?"),
        help_text=_("A time when things went well: what was different then, who was there?"),
    )  # fmt: skip
    person_name = forms.CharField(
        max_length=120, required=False, widget=WithProposals, label=_("Who is that?"),
        help_text=_("Somebody of the family or of a map, or a new name. It stays on the card."),
    )  # fmt: skip
    place_id = PlaceField(
        widget=WithProposals, label=_("Which place is it?"),
        help_text=_("A place of the directory. The directory does not learn who named it."),
    )  # fmt: skip
    used_from = forms.DateField(required=False, widget=DayInput, label=_("Used from"))
    used_until = forms.DateField(required=False, widget=DayInput, label=_("Used until"))
    effect = forms.TypedChoiceField(
        choices=[OPEN, *enumerate(EFFECTS)],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Did it help?"),
    )
    family_only = forms.BooleanField(required=False, label=_("Stays in the family, whoever sees the card"))

    def __init__(
        self,
        *args: Any,
        entry: ResourceView,
        goals: Sequence[tuple[UUID, str]],
        family: bool,
        around: Around,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_name"].widget.proposals = around.people
        place = cast(PlaceField, self.fields["place_id"])
        place.widget.proposals = around.places
        place.find = around.find
        if entry.place_id:
            place.names[entry.place_id] = entry.place_name
        self.fields["goal_ids"].choices = [(str(key), words) for key, words in goals]  # type: ignore[attr-defined]  # a choice field
        if not goals:
            del self.fields["goal_ids"]
        if not family:
            del self.fields["family_only"]
        if not entry.own_words:
            self.fields["words"].disabled = True
            self.fields["words"].help_text = gettext("These words belong to the one who said them.")
            self.fields["exception_story"].disabled = bool(entry.exception_story)

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def resource_values(entry: ResourceView) -> Mapping[str, Any]:
    """An entry as its form shows it."""
    return {
        "version": entry.version, "words": entry.words, "kind": entry.kind, "wants_to_use": entry.wants_to_use,
        "availability": entry.availability, "goal_ids": [str(goal.id) for goal in entry.goals],
        "exception_story": entry.exception_story, "person_name": entry.person_name, "place_id": entry.place_id, "used_from": entry.used_from, "used_until": entry.used_until,
        "effect": entry.effect, "family_only": entry.family_only,
    }  # fmt: skip


class WantForm(forms.Form):
    """How much somebody wants to use it, or which goal it is tied to or freed from."""

    wants = forms.IntegerField(min_value=0, max_value=3, required=False)
    goal = forms.UUIDField(required=False)
    version = forms.IntegerField(min_value=1, max_value=LATEST_VERSION)


class StoryForm(forms.Form):
    """A time when it worked, beside the entry that it tells of."""

    entry = forms.UUIDField()
    story = forms.CharField(max_length=LONGEST)


class CardShareForm(forms.Form):
    """To whom the card or some of its fields are shown until when; which share is taken back, or given again."""

    share = forms.UUIDField(required=False)
    again = forms.BooleanField(required=False)
    recipient = forms.UUIDField(required=False)
    until = forms.DateField(required=False)
    parts = forms.MultipleChoiceField(
        choices=[(kind.value, kind.name) for kind in ResourceKind], required=False
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is asked for."""
        data = super().clean() or {}
        if bool(data.get("share")) == bool(data.get("recipient")):
            raise forms.ValidationError(gettext("Choose whom you show it to."))
        return data
