"""Which column of a table is what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.social_structure.services.reading import ColumnPlan, Plan

PARTS = (("value", _("value")), ("numerator", _("number")), ("denominator", _("out of")))


class MappingForm(forms.Form):
    """Which column (in a long table: which category) is what: the proposal, to be confirmed or changed."""

    key_column = forms.ChoiceField(label=_("Column with the areas"))
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
        names: Sequence[str],
        indicators: Sequence[tuple[str, str]],
        plan: Plan,
        **values: Any,
    ) -> None:
        initial = {
            "key_column": plan.key_column,
            "date_column": plan.date_column,
            **values.pop("initial", {}),
        }
        super().__init__(*args, initial=initial, **values)  # type: ignore[misc]  # nobody passes it by place
        self.plan, self.names = plan, list(names)
        named = [(column, column) for column in columns]
        self.fields["key_column"].choices = named  # type: ignore[attr-defined]  # a field of choices
        self.fields["date_column"].choices = [("", _("none")), *named]  # type: ignore[attr-defined]  # a field of choices
        self.dates = {name: entry.on for entry in plan.columns for name in entry.names if entry.on}
        self.stored = {
            entry.indicator: entry.denominator for entry in plan.columns if entry.stored_denominator
        }
        meaning = {
            getattr(entry, part): f"{entry.indicator}#{part}"
            for entry in plan.columns
            for part, _label in PARTS
        } | {name: f"{entry.indicator}#value" for entry in plan.columns for name in entry.parts}
        choices: list[tuple[str, Any]] = [("", _("leave out"))]
        choices += [
            (f"{code}#{part}", f"{name} ({label})") for code, name in indicators for part, label in PARTS
        ]
        for place, name in enumerate(self.names):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=meaning.get(name, "")
            )

    def visible_basics(self) -> list[forms.BoundField]:
        """Key, dates and reference date."""
        return [self["key_column"], self["date_column"], self["reference_date"]]

    def column_fields(self) -> list[forms.BoundField]:
        """The selects of the columns, in the order of the file."""
        return [self[f"column_{place}"] for place in range(len(self.names))]

    def chosen_plan(self) -> Plan:
        """The plan that the form says. Several names with the same meaning are added up."""
        values = self.cleaned_data
        found: dict[tuple[str, str], dict[str, list[str]]] = {}
        for place, name in enumerate(self.names):
            code, _, part = values[f"column_{place}"].partition("#")
            if code and name != values["key_column"]:
                on = "" if values["date_column"] else self.dates.get(name, "")
                found.setdefault((code, on), {}).setdefault(part, []).append(name)
        same_key = values["key_column"] == self.plan.key_column
        return replace(
            self.plan, key_column=values["key_column"], date_column=values["date_column"],
            matched_by=self.plan.matched_by if same_key else "code",
            columns=tuple(self._column(code, on, parts) for (code, on), parts in sorted(found.items())),
        )  # fmt: skip

    def _column(self, code: str, on: str, parts: dict[str, list[str]]) -> ColumnPlan:
        one = {part: names[0] for part, names in parts.items()}
        if "value" not in one and "denominator" not in one and code in self.stored:
            one["denominator"] = self.stored[code]
        if len(parts.get("value", ())) > 1:
            one["value"] = ""
        return ColumnPlan(
            code, one.get("value", ""), one.get("numerator", ""), one.get("denominator", ""), on=on,
            parts=() if one.get("value", "") else tuple(parts.get("value", ())),
        )  # fmt: skip
