"""What people type on the network floor, parsed into plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.selects import LongChoiceField
from sozialraum.foundation.ui.entries import value_in_words
from sozialraum.foundation.ui.sections import FormSection, sections_of
from sozialraum.network.enums import Audience, Cost, PlaceKind, ResourceSort, Rubric, Visibility
from sozialraum.network.presentation.directory import AUDIENCES, RUBRICS
from sozialraum.network.presentation.places import COSTS, KINDS, LANGUAGES, SORTS, VISIBILITIES
from sozialraum.network.queries import PlaceRow
from sozialraum.network.queries.history import PlaceChange
from sozialraum.network.rules import OLDEST
from sozialraum.social_structure.queries import area_choices

MOST_PLACES = 100_000

SECTIONS = (
    FormSection(_("What and where"), ("name", "kind", "sort", "area_code", "address", "description")),
    FormSection(
        _("When and for whom"), ("hours", "good_for", "not_for", "audience", "age_from", "age_to", "valid_until")
    ),
    FormSection(
        _("Getting in and what it costs"),
        ("step_free", "quiet", "capacity", "places_free", "languages", "cost", "cost_note"), folded=True,
    ),
    FormSection(_("How to reach it"), ("phone", "email", "website", "confirm_email"), folded=True),
    FormSection(
        _("What it can give"), ("rubrics", "equipment", "gives", "wants", "key_person"), folded=True
    ),
    FormSection(_("Who finds it"), ("visibility",)),
)  # fmt: skip
EDITED = tuple(name for section in SECTIONS for name in section.fields)
KNOWN = [("", _("not known")), ("True", _("yes")), ("False", _("no"))]


def _said(chosen: str) -> bool:
    return chosen == "True"


class PlaceForm(forms.Form):
    """An entry of the directory: name and kind are enough, everything else helps."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Mandatory: under this name people look for it.")
    )
    kind = forms.ChoiceField(
        label=_("What kind of place is it?"), choices=[(kind.value, KINDS[kind]) for kind in PlaceKind],
        help_text=_("Mandatory: people search by it."),
    )  # fmt: skip
    sort = forms.ChoiceField(
        label=_("Is it a place, something that takes place, or who stands behind it?"),
        choices=[(sort.value, SORTS[sort]) for sort in ResourceSort],
    )
    area_code = LongChoiceField(label=_("In which quarter"), required=False)
    address = forms.CharField(label=_("Address"), max_length=240, required=False)
    hours = forms.CharField(
        label=_("When is it open?"), max_length=300, required=False, help_text=_("For example: Tuesday to Saturday, 2 to 9 p.m.")
    )  # fmt: skip
    good_for = forms.CharField(label=_("For whom is it good?"), max_length=300, required=False)
    not_for = forms.CharField(
        label=_("For whom is it not?"), max_length=300, required=False,
        help_text=_("Said plainly, so that nobody goes there in vain."),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("Is it meant for one gender?"), choices=[(each.value, AUDIENCES[each]) for each in Audience]
    )
    description = forms.CharField(
        label=_("What happens there"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    age_from = forms.IntegerField(label=_("From which age"), min_value=0, max_value=OLDEST, required=False)
    age_to = forms.IntegerField(label=_("Up to which age"), min_value=0, max_value=OLDEST, required=False)
    valid_until = forms.DateField(
        label=_("Does it end on a day?"), required=False, help_text=_("From the day after nobody finds it any more."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    step_free = forms.TypedChoiceField(
        label=_("Can one get in without steps?"),
        required=False,
        empty_value=None,
        choices=KNOWN,
        coerce=_said,
    )
    quiet = forms.TypedChoiceField(
        label=_("Is it quiet there?"), required=False, empty_value=None, choices=KNOWN, coerce=_said
    )
    capacity = forms.IntegerField(
        label=_("How many places are there?"), min_value=0, max_value=MOST_PLACES, required=False
    )
    places_free = forms.IntegerField(
        label=_("How many of them are free?"), min_value=0, max_value=MOST_PLACES, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(LANGUAGES.items()),
    )  # fmt: skip
    cost = forms.ChoiceField(
        label=_("What does it cost?"), choices=[(cost.value, COSTS[cost]) for cost in reversed(Cost)]
    )
    cost_note = forms.CharField(label=_("Price in words"), max_length=160, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    confirm_email = forms.EmailField(
        label=_("Whom may we ask once a year?"), required=False,
        help_text=_("To this address goes a link that confirms the entry with one tap. Only those who work in the field see it."),
    )  # fmt: skip
    rubrics = forms.MultipleChoiceField(
        label=_("What can people do or get there?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(rubric.value, RUBRICS[rubric]) for rubric in Rubric],
    )  # fmt: skip
    equipment = forms.CharField(
        label=_("What is there"),
        max_length=300,
        required=False,
        help_text=_("For example: kitchen, stage, workshop, hall"),
    )
    gives = forms.CharField(label=_("What they gladly give"), max_length=300, required=False)
    wants = forms.CharField(label=_("What they would like in return"), max_length=300, required=False)
    key_person = forms.CharField(
        label=_("Key person"), max_length=160, required=False, help_text=_("Only those who work in the field see it."),
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Who finds it?"), choices=[(each.value, VISIBILITIES[each]) for each in Visibility]
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {code for code, _name in areas}
        kept = str((self.initial or {}).get("area_code") or "")
        others = [(kept, kept)] if kept and kept not in known else []
        self.fields["area_code"].choices = [("", _("not tied to a quarter")), *others, *areas]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """More cannot be free than there are."""
        cleaned = super().clean() or {}
        capacity, free = cleaned.get("capacity"), cleaned.get("places_free")
        if capacity is not None and free is not None and free > capacity:
            self.add_error("places_free", _("More places cannot be free than there are."))
        return cleaned

    @property
    def sections(self) -> list[Any]:
        """The fields in groups; what few people need is folded until it says something."""
        return sections_of(self, SECTIONS)

    def values(self) -> dict[str, Any]:
        """The values as the services take them."""
        return {name: self.cleaned_data[name] for name in EDITED}


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One change of an entry: when, by whom, and label, before and after of each field."""

    at: datetime
    by: str
    fields: tuple[tuple[str | Promise, str, str], ...]


def place_values(place: PlaceRow) -> dict[str, Any]:
    """What the form shows of a stored entry."""
    values = {name: getattr(place, name) for name in EDITED}
    lists = {name: [str(each) for each in values[name]] for name in ("languages", "rubrics")}
    return {**values, **lists, "version": place.version}


def changes_in_words(changes: list[PlaceChange]) -> list[ShownChange]:
    """The history of an entry with the labels of its form; what no form shows stays out."""
    form = PlaceForm(areas=area_choices())
    return [
        ShownChange(
            each.at, each.by,
            tuple(
                (
                    form.fields[name].label or name,
                    value_in_words(form.fields[name], before),
                    value_in_words(form.fields[name], after),
                )
                for name, (before, after) in each.fields.items()
                if name in form.fields
            ),
        )
        for each in changes
    ]  # fmt: skip
