"""Files for the directory, as they are handed in, and what their columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialraum.network.entry_tables import TARGETS, TablePlan
from sozialraum.network.enums import PlaceKind, ResourceSort
from sozialraum.network.presentation.places import KINDS

LARGEST_TABLE = 64 * 1024 * 1024
WHAT_COLUMNS_SAY = {
    "name": _("Name"), "source_id": _("Number in the source"), "kind": _("What kind of place it is"),
    "sort": _("Place, offer or organization"), "host": _("Where the offer takes place"),
    "description": _("What happens there"), "provider": _("Provider"), "street": _("Street or whole address"),
    "house_number": _("House number"), "postcode": _("Postcode"), "town": _("Town"), "longitude": _("Longitude"),
    "latitude": _("Latitude"), "phone": _("Telephone"), "email": _("E-mail"), "website": _("Website"),
    "hours": _("When it is open"), "good_for": _("For whom it is good"), "age_from": _("From which age"),
    "age_to": _("Up to which age"), "capacity": _("How many places are there?"), "cost_note": _("Price in words"), "step_free": _("Without steps"),
}  # fmt: skip

SORTS: Mapping[ResourceSort, Promise] = {
    ResourceSort.PLACE: _("Places"), ResourceSort.ACTIVITY: _("Offers"), ResourceSort.ORGANIZATION: _("Organizations"),
}  # fmt: skip
OFFERS: Mapping[PlaceKind, Promise] = {
    PlaceKind.DAY_CARE: _("Day care for children"), PlaceKind.YOUTH_CENTER: _("Open youth work"),
    PlaceKind.FAMILY_CENTER: _("Family education"), PlaceKind.COUNSELING: _("Advice"), PlaceKind.LIBRARY: _("Lending and reading"),
}  # fmt: skip
"""What places of a kind are there for; a kind that is not named here has no offer of its own."""


class EntryFileForm(forms.Form):
    """A file and the name of its source."""

    source = forms.CharField(
        label=_("Where it comes from"), max_length=80,
        help_text=_("Mandatory: by this name the same entries are known again."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), help_text=_("Excel, CSV, OpenDocument or geodata as you have it; or HSDS 3 (JSON).")
    )

    def clean_file(self) -> Any:
        """The file, if it is not larger than a directory can be."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_TABLE:
            raise forms.ValidationError(
                _("The file is larger than 64 MB. Split it, for example by district.")
            )
        return file


class EntryColumnsForm(forms.Form):
    """What the columns of a table say, and what none of them does."""

    kind = forms.ChoiceField(
        label=_("What are these places, where no column says it?"),
        choices=[(kind.value, KINDS[kind]) for kind in PlaceKind],
    )
    as_of = forms.DateField(
        label=_("On which day was this true?"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day of the publisher. Left open, the entries stand there as not confirmed."),
    )  # fmt: skip
    sort = forms.ChoiceField(
        label=_("What are these entries, where no column says it?"),
        choices=[(sort.value, SORTS[sort]) for sort in ResourceSort], required=False,
        help_text=_("People come in by no table. Each says for herself what is read of her."),
    )  # fmt: skip
    organizations = forms.BooleanField(
        label=_("Enter the carriers as organizations, each once"), required=False
    )
    offers = forms.BooleanField(
        label=_("Enter for each place the offer that its kind is there for"), required=False
    )
    without_twins = forms.BooleanField(label=_("Leave out what is probably there already"), required=False)
    leave_out = forms.BooleanField(label=_("Leave the rows with faults out"), required=False)

    def __init__(self, *args: Any, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", _("says nothing we need")),
            *((target, WHAT_COLUMNS_SAY[target]) for target in TARGETS),
        ]
        self.columns = {f"column_{number}": column for number, column in enumerate(columns)}
        for name, column in self.columns.items():
            self.fields[name] = forms.ChoiceField(label=column, required=False, choices=choices)

    @staticmethod
    def proposal(columns: Sequence[str], proposed: dict[str, str]) -> dict[str, str]:
        """The initial values of the fields of the columns."""
        said = {column: target for target, column in proposed.items()}
        return {f"column_{number}": said.get(column, "") for number, column in enumerate(columns)}

    def clean_as_of(self) -> date | None:
        """A day that has been."""
        day = self.cleaned_data["as_of"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """Every meaning once, and a name."""
        cleaned = super().clean() or {}
        chosen = [cleaned.get(name) for name in self.columns if cleaned.get(name)]
        for name in self.columns:
            if cleaned.get(name) and chosen.count(cleaned[name]) > 1:
                self.add_error(name, _("Two columns say the same. Choose one of them."))
        if "name" not in chosen:
            self.add_error(None, _("Choose the column that holds the names."))
        return cleaned

    def column_fields(self) -> list[Any]:
        """The fields of the columns, in the order of the file."""
        return [self[name] for name in self.columns]

    def plan(self, *, source: str) -> TablePlan:
        """How the table is read."""
        data = self.cleaned_data
        day = data["as_of"]
        moment = timezone.make_aware(datetime.combine(day, time(12))) if day else None
        columns = {data[name]: column for name, column in self.columns.items() if data[name]}
        return TablePlan(
            source, columns, PlaceKind(data["kind"]), moment, sort=ResourceSort(data["sort"] or ResourceSort.PLACE),
            organizations=data["organizations"],
            offers={kind: str(name) for kind, name in OFFERS.items()} if data["offers"] else {},
        )  # fmt: skip
