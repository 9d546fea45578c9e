"""A definition of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import Direction, IndicatorKind, Unit
from sozialraum.social_structure.queries.catalog import IndicatorEntry
from sozialraum.social_structure.queries.holdings import kind_text
from sozialraum.social_structure.services import IndicatorFile


class IndicatorForm(forms.Form):
    """A definition of the catalogue, in the words of the office."""

    code = forms.SlugField(
        label=_("Short name"),
        max_length=60,
        help_text=_("For files and addresses: letters, digits, hyphens, underscores."),
    )
    name_de = forms.CharField(label=_("Name, German"), max_length=200)
    name_en = forms.CharField(label=_("Name, English"), max_length=200)
    question_de = forms.CharField(
        label=_("Question that the map answers, German"), max_length=200, required=False
    )
    question_en = forms.CharField(
        label=_("Question that the map answers, English"), max_length=200, required=False
    )
    kind = forms.ChoiceField(
        label=_("Use"),
        help_text=_(
            "What the office does (help density) never enters a need index: an area would be in need because it is already helped."
        ),
    )
    direction = forms.ChoiceField(label=_("Direction"))
    unit = forms.ChoiceField(label=_("Unit"))
    numerator_de = forms.CharField(label=_("Who is counted, German"), max_length=200, required=False)
    numerator_en = forms.CharField(label=_("Who is counted, English"), max_length=200, required=False)
    denominator_de = forms.CharField(label=_("Out of whom, German"), max_length=200, required=False)
    denominator_en = forms.CharField(label=_("Out of whom, English"), max_length=200, required=False)
    denominator_code = forms.ChoiceField(
        label=_("Stored count to divide by"),
        required=False,
        help_text=_("For tables that bring only the number of those counted."),
    )
    counts_people = forms.BooleanField(
        label=_("Counts people (small numbers stay protected)"), required=False
    )
    breaks = forms.CharField(
        label=_("Fixed borders of map classes"),
        required=False,
        max_length=120,
        help_text=_(
            "Ascending, with semicolons, for example 10; 20; 30; 40. Left empty, borders are chosen from the values."
        ),
    )
    columns = forms.CharField(
        label=_("Headings under which tables carry the value"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line."),
    )
    count_columns = forms.CharField(
        label=_("Headings under which tables carry the number alone"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line."),
    )
    caution_de = forms.CharField(
        label=_("What it does not say, German"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    caution_en = forms.CharField(
        label=_("What it does not say, English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    licence = forms.CharField(label=_("Licence"), max_length=120, required=False)
    rhythm_months = forms.IntegerField(
        label=_("Delivered every … months"),
        min_value=0,
        max_value=120,
        initial=12,
        help_text=_("0 for what comes once or without a rhythm."),
    )
    review_on = forms.DateField(
        label=_("To be confirmed by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Why this change?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Those who compare years want to know why a definition changed. It stays in the history."
        ),
    )

    GROUPS = (
        (_("Name"), ("code", "name_de", "name_en", "question_de", "question_en")),
        (
            _("What is measured"),
            (
                "kind",
                "direction",
                "unit",
                "numerator_de",
                "numerator_en",
                "denominator_de",
                "denominator_en",
                "denominator_code",
                "counts_people",
            ),
        ),
        (_("Recognized in tables"), ("columns", "count_columns", "breaks")),
        (_("Where it comes from"), ("source", "licence", "rhythm_months", "review_on")),
        (_("How it is to be read"), ("caution_de", "caution_en")),
    )

    def __init__(
        self, *args: Any, entry: IndicatorEntry | None, counts: Sequence[tuple[str, str]], **values: Any
    ) -> None:
        self.entry = entry
        super().__init__(*args, **values)
        self.initial = _shown_fields(entry) if entry else {"counts_people": True}
        for name, offered in (
            ("kind", [(each.value, kind_text(each.value)) for each in IndicatorKind]),
            ("direction", [(each.value, wording.direction_text(each)) for each in Direction]),
            ("unit", [(each.value, wording.unit_text(each)) for each in Unit]),
            ("denominator_code", [("", _("none")), *counts]),
        ):
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a field of choices
        if entry is not None:
            del self.fields["code"]

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in the groups in which the page shows them."""
        return [
            (title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS
        ]

    def clean_breaks(self) -> tuple[float, ...]:
        """The borders as ascending numbers."""
        texts = [
            each.strip().replace(",", ".") for each in self.cleaned_data["breaks"].split(";") if each.strip()
        ]
        try:
            numbers = tuple(float(each) for each in texts)
        except ValueError as error:
            raise forms.ValidationError(
                _("Write the borders as numbers, with semicolons between them.")
            ) from error
        if list(numbers) != sorted(set(numbers)):
            raise forms.ValidationError(_("Each border must be larger than the one before."))
        return numbers

    def definition(self) -> IndicatorFile:
        """The definition that the form says; what it does not show stays as it was."""
        kept = dict(self.entry.fields) if self.entry else {}
        values = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        for name in ("columns", "count_columns"):
            values[name] = tuple(line.strip() for line in values[name].splitlines() if line.strip())
        return IndicatorFile.model_validate({**kept, **values})


def _shown_fields(entry: IndicatorEntry) -> dict[str, Any]:
    shown = dict(entry.fields)
    return shown | {
        "breaks": "; ".join(f"{each:g}" for each in shown["breaks"]), "columns": "\n".join(shown["columns"]),
        "count_columns": "\n".join(shown["count_columns"]),
    }  # fmt: skip
