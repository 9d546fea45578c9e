"""Which column of a table is what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.social_structure.forms.uploads import ProvenanceForm
from sozialraum.social_structure.services.reading import ColumnPlan, Plan

PARTS = (("value", _("value")), ("numerator", _("number")), ("denominator", _("out of")))


class MappingForm(ProvenanceForm):
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
        self.called = dict(indicators)
        named = [(column, column) for column in columns]
        self.fields["key_column"].choices = named  # type: ignore[attr-defined]  # a field of choices
        self.fields["date_column"].choices = [("", _("none")), *named]  # type: ignore[attr-defined]  # a field of choices
        self.dates = {name: entry.on for entry in plan.columns for name in entry.names if entry.on}
        self.stored = {
            entry.indicator: entry.denominator for entry in plan.columns if entry.stored_denominator
        }
        self.uses = _uses(plan)
        choices: list[tuple[str, Any]] = [("", _("leave out"))]
        choices += [
            (f"{code}#{part}", f"{name} ({label})") for code, name in indicators for part, label in PARTS
        ]
        for place, name in enumerate(self.names):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=self.uses.get(name, [""])[0]
            )

    def visible_basics(self) -> list[forms.BoundField]:
        """Key, dates and reference date, and from whom the file comes."""
        return [
            self[name] for name in ("key_column", "date_column", "reference_date", "publisher", "licence")
        ]

    def column_fields(self) -> list[forms.BoundField]:
        """The selects of the columns, in the order of the file."""
        return [self[f"column_{place}"] for place in range(len(self.names))]

    def chosen_plan(self) -> Plan:
        """The plan that the form says. Several names with the same meaning are added up."""
        values = self.cleaned_data
        found: dict[tuple[str, str], dict[str, list[str]]] = {}
        for place, name in enumerate(self.names):
            on = "" if values["date_column"] else self.dates.get(name, "")
            for use in self._uses_of(name, values[f"column_{place}"]):
                code, _, part = use.partition("#")
                if code and name != values["key_column"]:
                    found.setdefault((code, on), {}).setdefault(part, []).append(name)
        same_key = values["key_column"] == self.plan.key_column
        return replace(
            self.plan, key_column=values["key_column"], date_column=values["date_column"],
            matched_by=self.plan.matched_by if same_key else "code",
            columns=(*(self._column(code, on, parts) for (code, on), parts in sorted(found.items())),
                     *(each for each in self.plan.columns if each.derived and self._computable(each, found))),
        )  # fmt: skip

    def also(self, name: str) -> list[str]:
        """What else a column counts towards as long as its meaning is left as proposed: an age group is in several."""
        return [self.called.get(use.partition("#")[0], use) for use in self.uses.get(name, [])[1:]]

    def computed(self) -> list[str]:
        """What is computed from the columns, having none of its own."""
        return [self.called.get(each.indicator, each.indicator) for each in self.plan.columns if each.derived]

    def _uses_of(self, name: str, chosen: str) -> list[str]:
        proposed = self.uses.get(name, [])
        return proposed if proposed and chosen == proposed[0] else [chosen]

    @staticmethod
    def _computable(column: ColumnPlan, found: Mapping[tuple[str, str], object]) -> bool:
        return any(code == column.stored_numerator for code, _on in found)

    def _column(self, code: str, on: str, parts: dict[str, list[str]]) -> ColumnPlan:
        one = {part: names[0] for part, names in parts.items()}
        proposed = next((each for each in self.plan.columns if (each.indicator, each.on) == (code, on)), None)
        if proposed and proposed.stored_numerator and "value" in one:
            one = {"numerator": proposed.numerator, "denominator": proposed.denominator, **one}
        if "value" not in one and "denominator" not in one and code in self.stored:
            one["denominator"] = self.stored[code]
        if len(parts.get("value", ())) > 1:
            one["value"] = ""
        return ColumnPlan(
            code, one.get("value", ""), one.get("numerator", ""), one.get("denominator", ""), on=on,
            parts=() if one.get("value", "") else tuple(parts.get("value", ())),
        )  # fmt: skip


def _uses(plan: Plan) -> dict[str, list[str]]:
    """What each column is read for, the first use in front: an age group may be a part of several counts."""
    uses: dict[str, list[str]] = {}
    for entry in plan.columns:
        for part, _label in PARTS:
            if name := getattr(entry, part):
                uses.setdefault(name, []).append(f"{entry.indicator}#{part}")
        for name in entry.parts:
            uses.setdefault(name, []).append(f"{entry.indicator}#value")
    return uses
