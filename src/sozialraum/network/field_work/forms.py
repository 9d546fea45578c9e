"""What people tap into the log of field work, parsed into plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.selects import LongChoiceField
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work.access import Unit
from sozialraum.network.field_work.enums import Dimension, FieldKind, FieldPurpose, FieldResult
from sozialraum.network.field_work.presentation import DIMENSIONS, KINDS, PURPOSES, RESULTS
from sozialraum.network.field_work.queries import NoteRow
from sozialraum.network.field_work.rules import LONGEST_DAY, LONGEST_SENTENCE, MOST_RESIDENTS, names_in
from sozialraum.network.field_work.services import NewNote
from sozialraum.network.presentation.missing import MISSING

MOST_PARTNERS = 12


class NoteForm(forms.Form):
    """A note from the field. Kind, place and minutes are needed, because the balance counts by them."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What did you do?"), choices=[(k.value, KINDS[k]) for k in KINDS])
    place_name = forms.CharField(label=_("Where?"), max_length=200)
    place_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    area_code = LongChoiceField(label=_("In which quarter?"), required=False)
    minutes = forms.IntegerField(label=_("How long?"), min_value=1, max_value=LONGEST_DAY)
    residents = forms.IntegerField(
        label=_("How many took part?"), min_value=0, max_value=MOST_RESIDENTS, required=False
    )
    results = forms.MultipleChoiceField(
        label=_("What came of it?"), choices=[(k.value, RESULTS[k]) for k in RESULTS], required=False
    )
    sentence = forms.CharField(label=_("A sentence about it"), max_length=LONGEST_SENTENCE, required=False)
    done_on = forms.DateField(label=_("On which day?"))
    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[("", "—"), *((k.value, PURPOSES[k]) for k in PURPOSES)],
        required=False,
    )
    dimension = forms.ChoiceField(
        label=_("For whom?"), choices=[(k.value, DIMENSIONS[k]) for k in DIMENSIONS], required=False
    )
    partners = forms.CharField(label=_("With whom?"), max_length=600, required=False)
    missing = forms.ChoiceField(
        label=_("Does something seem to be missing here?"),
        choices=[("", "—"), *((k.value, MISSING[k]) for k in MISSING)], required=False,
    )  # fmt: skip
    resource_name = forms.CharField(label=_("What was opened?"), max_length=200, required=False)
    names_seen = forms.BooleanField(required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = [("", "—"), *areas]  # type: ignore[attr-defined]  # a choice field

    def clean_partners(self) -> list[str]:
        """Organizations, separated by commas."""
        return [each.strip()[:200] for each in self.cleaned_data["partners"].split(",") if each.strip()][
            :MOST_PARTNERS
        ]

    def clean(self) -> dict[str, Any]:
        """Warn once where the sentence seems to name somebody; whoever has looked may save it."""
        found = super().clean() or {}
        named = names_in(f"{found.get('sentence', '')} {found.get('resource_name', '')}")
        if named and not found.get("names_seen"):
            self.add_error(
                "sentence",
                _("This looks like a name: %(names)s. Please write without persons.")
                % {"names": ", ".join(named)},
            )
        return found

    def note(self, *, area_vintage: str) -> NewNote:
        """The note as the service takes it."""
        told = self.cleaned_data
        return NewNote(
            id=told["id"], done_on=told["done_on"], kind=FieldKind(told["kind"]), place_name=told["place_name"],
            place_id=told["place_id"], area_code=told["area_code"], area_vintage=area_vintage if told["area_code"] else "",
            minutes=told["minutes"], residents=told["residents"],
            results=[FieldResult(each) for each in told["results"]], sentence=told["sentence"],
            purpose=FieldPurpose(told["purpose"]) if told["purpose"] else None,
            dimension=Dimension(told["dimension"] or Dimension.CASE_INDEPENDENT), partners=told["partners"],
            missing=MissingKind(told["missing"]) if told["missing"] else None, resource_name=told["resource_name"],
        )  # fmt: skip


def note_values(note: NoteRow, *, note_id: UUID, done_on: date) -> dict[str, Any]:
    """A note as the form shows it: the own one to change, or the last one to repeat on another day."""
    return {
        "id": note_id, "kind": note.kind.value, "place_name": note.place_name, "place_id": note.place_id,
        "area_code": note.area_code, "minutes": note.minutes, "residents": note.residents,
        "results": [each.value for each in note.results], "sentence": note.sentence, "done_on": done_on,
        "purpose": note.purpose.value if note.purpose else "", "dimension": note.dimension.value,
        "partners": ", ".join(note.partners), "missing": note.missing.value if note.missing else "",
        "resource_name": note.resource_name,
    }  # fmt: skip


class AgreementForm(forms.Form):
    """What was agreed with a team or a provider: per cent of how many hours a week, from a day on."""

    unit = forms.ChoiceField(label=_("With whom"))
    share = forms.DecimalField(
        label=_("Share of the working time, per cent"), min_value=Decimal("0.1"), max_value=100, decimal_places=1,
        localize=True,
    )  # fmt: skip
    weekly_hours = forms.DecimalField(
        label=_("Working time of all together, hours a week"), min_value=1, max_value=20_000, decimal_places=1,
        localize=True, help_text=_("Counted without vacations and illness, as in the plan of posts."),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("From which day on"))

    def __init__(self, *args: Any, units: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "—"), *units.items()]  # type: ignore[attr-defined]  # a choice field

    def agreed(self) -> dict[str, Any]:
        """What was told, as :func:`~sozialraum.network.field_work.services.agree_field_time` takes it."""
        told = self.cleaned_data
        return {
            "unit": Unit.named(told["unit"]), "share": told["share"] / 100, "valid_from": told["valid_from"],
            "weekly_minutes": round(told["weekly_hours"] * 60),
        }  # fmt: skip
