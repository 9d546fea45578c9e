"""Input of the floor, parsed into plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.social_structure.services.reading import ColumnPlan, Plan

LARGEST_UPLOAD = 64 * 1024 * 1024
PARTS = (("value", _("value")), ("numerator", _("number")), ("denominator", _("out of")))


class UploadForm(forms.Form):
    """A file and what it does not say itself."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel, CSV, OpenDocument, Parquet or geodata; read as it is. The original is kept."),
    )
    areas = forms.ChoiceField(label=_("Cut"), help_text=_("To which cut do the keys belong?"))
    reference_date = forms.DateField(
        label=_("Reference date"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Only needed where the table has no column with dates or years."),
    )  # fmt: skip
    source = forms.CharField(label=_("Publisher"), required=False, max_length=300)
    licence = forms.CharField(label=_("Licence"), required=False, max_length=120)

    def __init__(self, *args: Any, systems: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["areas"].choices = list(systems)  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """The file, if it is not larger than what a browser may bring."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("The file is larger than 64 MB. Bring it in by the command line: sozialraum import.")
            )
        return file


class MappingForm(forms.Form):
    """Which column is what: the proposal, to be confirmed or changed."""

    key_column = forms.ChoiceField(label=_("Column with the keys"))
    date_column = forms.ChoiceField(label=_("Column with dates"), required=False)
    reference_date = forms.DateField(
        label=_("Reference date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        *args: Any,
        columns: Sequence[str],
        indicators: Sequence[tuple[str, str]],
        plan: Plan,
        **values: Any,
    ) -> None:
        initial = {
            "key_column": plan.key_column,
            "date_column": plan.date_column,
            **values.pop("initial", {}),
        }
        super().__init__(*args, initial=initial, **values)
        self.plan, self.columns = plan, list(columns)
        named = [(column, column) for column in columns]
        self.fields["key_column"].choices = named  # type: ignore[attr-defined]
        self.fields["date_column"].choices = [("", _("none")), *named]  # type: ignore[attr-defined]
        meaning = {
            column: f"{entry.indicator}#{part}"
            for entry in plan.columns
            for part, _label in PARTS
            if (column := getattr(entry, part))
        }
        choices: list[tuple[str, Any]] = [("", _("leave out"))]
        choices += [
            (f"{code}#{part}", f"{name} ({label})") for code, name in indicators for part, label in PARTS
        ]
        for place, column in enumerate(self.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column, choices=choices, required=False, initial=meaning.get(column, "")
            )

    def visible_basics(self) -> list[forms.BoundField]:
        """Key, dates and reference date."""
        return [self["key_column"], self["date_column"], self["reference_date"]]

    def column_fields(self) -> list[forms.BoundField]:
        """The selects of the columns, in the order of the file."""
        return [self[f"column_{place}"] for place in range(len(self.columns))]

    def chosen_plan(self) -> Plan:
        """The plan that the form says."""
        values = self.cleaned_data
        found: dict[str, dict[str, str]] = {}
        for place, column in enumerate(self.columns):
            code, _, part = values[f"column_{place}"].partition("#")
            if code and column != values["key_column"]:
                found.setdefault(code, {})[part] = column
        return Plan(
            key_column=values["key_column"], date_column=values["date_column"], level=self.plan.level,
            matched_share=self.plan.matched_share,
            columns=tuple(ColumnPlan(code, **parts) for code, parts in sorted(found.items())),
        )  # fmt: skip


class RecipeForm(forms.Form):
    """Which recipe over which values."""

    recipe = forms.ChoiceField(label=_("Recipe"))
    areas = forms.ChoiceField(label=_("Areas shown"))
    reference_date = forms.ChoiceField(label=_("Reference date"))

    def __init__(
        self, *args: Any, recipes: Sequence[tuple[str, str]], areas: Sequence[tuple[str, str]],
        dates: Sequence[tuple[str, str]], **values: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **values)
        for name, choices in (("recipe", recipes), ("areas", areas), ("reference_date", dates)):
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class SaveRunForm(forms.Form):
    """What a run is called and why it was made."""

    title = forms.CharField(label=_("Title"), max_length=200)
    reason = forms.CharField(
        label=_("Why this run?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A run stays for good. Those who read it later want to know what it was made for."),
    )  # fmt: skip
