"""Which column of a table of people is what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.social_structure.forms.uploads import ProvenanceForm
from sozialraum.social_structure.services.people import PeopleColumn, PeoplePlan
from sozialraum.social_structure.services.people.words import EVERYBODY, FEMALE, MALE, age_groups

SEXES = (
    ("", gettext_lazy("leave out")), (FEMALE, gettext_lazy("women")), (MALE, gettext_lazy("men")),
    (EVERYBODY, gettext_lazy("everybody")),
)  # fmt: skip


class PeopleForm(ProvenanceForm):
    """The proposal of how a table of people is read, to be confirmed or changed."""

    key_column = forms.ChoiceField(label=gettext_lazy("Column with the areas"))
    date_column = forms.ChoiceField(label=gettext_lazy("Column with dates"), required=False)
    reference_date = forms.DateField(
        label=gettext_lazy("Reference date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Only needed where the table does not say it."),
    )  # fmt: skip
    age_column = forms.ChoiceField(
        label=gettext_lazy("Column with ages"), required=False,
        help_text=gettext_lazy("“None” where every age group has a column of its own."),
    )  # fmt: skip
    sex_column = forms.ChoiceField(label=gettext_lazy("Column with the sex"), required=False)
    count_column = forms.ChoiceField(label=gettext_lazy("Column with the number of people"), required=False)

    def __init__(self, *args: Any, columns: Sequence[str], plan: PeoplePlan, **values: Any) -> None:
        named = ("key_column", "date_column", "age_column", "sex_column", "count_column")
        initial = {name: getattr(plan, name) for name in named} | values.pop("initial", {})
        super().__init__(*args, initial=initial, **values)  # type: ignore[misc]  # nobody passes it by place
        self.plan, self.names = plan, [] if plan.is_long else _counting(columns, plan)
        choices = [(column, column) for column in columns]
        for name in named:
            optional = [] if name == "key_column" else [("", _("none"))]
            self.fields[name].choices = [*optional, *choices]  # type: ignore[attr-defined]  # a field of choices
        known = {each.name: each for each in plan.columns}
        for place, name in enumerate(self.names):
            each = known.get(name)
            self.fields[f"sex_{place}"] = forms.ChoiceField(
                label=_("%(column)s: who") % {"column": name}, choices=SEXES, required=False, initial=each.sex if each else "",
            )  # fmt: skip
            self.fields[f"age_{place}"] = forms.CharField(
                label=_("%(column)s: ages") % {"column": name}, required=False, max_length=30, initial=written(each) if each else "",
                widget=forms.TextInput(attrs={"size": 12}),
            )  # fmt: skip

    def visible_basics(self) -> list[forms.BoundField]:
        """The columns that every table has."""
        basics = ["key_column", "date_column", "reference_date", "age_column"]
        long = [] if self.names else ["sex_column", "count_column"]
        return [self[name] for name in [*basics, *long, "publisher", "licence"]]

    def groups(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Heading, sex and ages of every column of a wide table."""
        for place, name in enumerate(self.names):
            yield name, self[f"sex_{place}"], self[f"age_{place}"]

    def clean(self) -> dict[str, Any]:
        """Ages that are chosen have to be readable."""
        values = super().clean() or {}
        texts = {
            place: values.get(f"age_{place}", "")
            for place in range(len(self.names))
            if values.get(f"sex_{place}")
        }
        read = age_groups(texts.values())
        for place, text in texts.items():
            if text not in read:
                self.add_error(f"age_{place}", _("Write the ages as 6–9, 0 or 85+."))
        self._ages = {place: read[text] for place, text in texts.items() if text in read}
        return values

    def chosen_plan(self) -> PeoplePlan:
        """The plan that the form says."""
        values = self.cleaned_data
        same_key = values["key_column"] == self.plan.key_column
        long = bool(values["age_column"])
        columns = tuple(
            PeopleColumn(self.names[place], values[f"sex_{place}"], ages.first, ages.beyond)
            for place, ages in self._ages.items()
        )
        return replace(
            self.plan, key_column=values["key_column"], date_column=values["date_column"], age_column=values["age_column"],
            matched_by=self.plan.matched_by if same_key else "code", columns=() if long else columns,
            sex_column=values["sex_column"] if long else "", count_column=values["count_column"] if long else "",
        )  # fmt: skip


def _counting(columns: Sequence[str], plan: PeoplePlan) -> list[str]:
    return [name for name in columns if name not in {plan.key_column, plan.date_column}]


def written(column: PeopleColumn) -> str:
    """The ages of a column as a person would write them.

    >>> written(PeopleColumn("a", "all", 6, 15)), written(PeopleColumn("a", "all", 85, OLDEST + 1)), written(PeopleColumn("a", "all", 3, 4))
    ('6 bis unter 15', '85+', '3')
    """
    if column.ages.is_open:
        return f"{column.first}+"
    return (
        f"{column.first}"
        if column.beyond - column.first == 1
        else f"{column.first} bis unter {column.beyond}"
    )
