"""The fields of a draft and of a run's reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.revisions import Plain
from sozialraum.social_structure import wording
from sozialraum.social_structure.workshop.recipes import AS_IT_IS, Candidate

LARGEST_RECIPE: Final = 512 * 1024
CHOICES: Final[dict[str, list[tuple[str, Any]]]] = {
    "normalization": [
        ("z_people", _("deviations from the mean, counted by people")),
        ("z", _("deviations from the mean, every area alike")),
        ("rank_normal", _("normal scores of the ranks")),
        ("rank_exponential", _("exponential ranks, as in England")),
        ("min_max", _("from 1 to 100")),
    ],
    "outliers": [
        ("none", _("stay as they are")),
        ("deviations", _("drawn in to three deviations")),
        ("fences", _("drawn in to three box lengths")),
        ("quantiles", _("drawn in to the outer 2.5 per cent")),
        ("skewness", _("drawn in until no longer skewed")),
    ],
    "missing": [
        ("exclude", _("leave the area out")),
        ("neutral", _("count as average")),
        ("median", _("take the median of the others")),
        ("mean", _("take the mean of the others")),
        ("reweight", _("give its weight to the others, if half is known")),
    ],
    "aggregation": [
        ("mean", _("weighted mean")),
        ("geometric", _("geometric mean: one low value weighs more")),
        ("principal_component", _("weights from the data: principal component")),
        ("factor", _("weights from the data: one factor")),
    ],
    "classes": [
        ("none", _("none")),
        ("three", _("three of equal size")),
        ("four", _("four of equal size")),
        ("five", _("five of equal size")),
        ("ten", _("ten of equal size")),
    ],
    "dates": [
        ("catalog", _("by its rhythm of delivery and two years")),
        ("same", _("not at all: all of one date")),
        ("year", _("by up to one year")),
        ("two_years", _("by up to two years")),
        ("five_years", _("by up to five years")),
        ("any", _("by any time; it is named")),
    ],
    "reach": [("0", _("not at all")), ("0.2", _("by up to a fifth")), ("0.5", _("by up to one half"))],
}


class DraftForm(forms.Form):
    """A draft: what enters with which weight, how it is treated, what it is for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Name of the draft"), max_length=200)
    areas = forms.ChoiceField(label=_("Areas"))
    reference_date = forms.ChoiceField(label=_("Reference date"))
    places = forms.IntegerField(
        label=_("Places to be given"), min_value=1, max_value=9_999,
        help_text=_("How many areas shall get more?"),
    )  # fmt: skip
    compared = forms.ChoiceField(label=_("Compare with"), required=False)
    reach = forms.ChoiceField(label=_("Weights vary"))
    dates = forms.ChoiceField(
        label=_("Values may be older than the reference date"),
        help_text=_("Each indicator enters with its newest values up to that date, or with those you name beside it."),
    )  # fmt: skip
    normalization = forms.ChoiceField(label=_("Made comparable by"))
    outliers = forms.ChoiceField(label=_("Outliers"))
    missing = forms.ChoiceField(label=_("Where a value is missing"))
    shrinkage = forms.FloatField(
        label=_("Smoothing"), min_value=0, max_value=10_000,
        help_text=_("So many people of the whole are mixed into each area’s rate; 0 is none."),
    )  # fmt: skip
    aggregation = forms.ChoiceField(label=_("Brought together as"))
    classes = forms.ChoiceField(label=_("Classes"))
    minimum_population = forms.FloatField(label=_("Least number of people"), min_value=0)

    SETTINGS = ("areas", "reference_date", "dates", "places", "compared")
    TREATMENTS = (
        "normalization", "outliers", "missing", "shrinkage", "minimum_population", "aggregation", "classes",
        "reach",
    )  # fmt: skip

    def __init__(
        self,
        data: Any,
        *,
        initial: Mapping[str, Any] | None,
        candidates: Sequence[Candidate],
        areas: Sequence[tuple[str, str]],
        dates: Sequence[tuple[str, str]],
        runs: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        offered: dict[str, list[tuple[str, Any]]] = {
            "areas": list(areas),
            "reference_date": list(dates),
            "compared": [("", _("nothing")), *runs],
            **CHOICES,
        }
        for name, choices in offered.items():
            own = [(AS_IT_IS, _("as the file says"))] if self.initial.get(name) == AS_IT_IS else []
            self.fields[name].choices = [*own, *choices]  # type: ignore[attr-defined]  # a field of choices
        self.candidates = list(candidates)
        for each in self.candidates:
            name = wording.in_language(each.title_de, each.title_en)
            self.fields[f"on_{each.code}"] = forms.BooleanField(label=name, required=False)
            self.fields[f"weight_{each.code}"] = forms.FloatField(
                label=_("Weight of %(name)s") % {"name": name}, min_value=0.01, max_value=10_000,
                widget=forms.NumberInput(attrs={"class": "in num", "step": "any"}),
            )  # fmt: skip
            self.fields[f"direction_{each.code}"] = forms.ChoiceField(
                label=_("Direction of %(name)s") % {"name": name},
                choices=[("burden", _("more is a burden")), ("relief", _("more is a relief"))],
            )
            self.fields[f"date_{each.code}"] = forms.ChoiceField(
                label=_("Values of %(name)s are of") % {"name": name}, required=False,
                choices=_dates_of(each, str(self.initial.get(f"date_{each.code}") or "")),
            )  # fmt: skip
            self.fields[f"unknown_{each.code}"] = forms.FloatField(
                label=name, required=False, widget=forms.NumberInput(attrs={"class": "in num", "step": "any"}),
            )  # fmt: skip

    def settings_fields(self) -> list[forms.BoundField]:
        """What the index is computed for."""
        return [self[name] for name in self.SETTINGS]

    def treatment_fields(self) -> list[forms.BoundField]:
        """How values become an index."""
        return [self[name] for name in self.TREATMENTS]

    def unknown_fields(self) -> list[forms.BoundField]:
        """What an unknown value stands for, for each indicator of the recipe."""
        return [self[f"unknown_{each.code}"] for each in self.candidates if self[f"on_{each.code}"].value()]

    def values(self) -> dict[str, Plain]:
        """What the fields say."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _dates_of(each: Candidate, named: str) -> list[tuple[str, str]]:
    """The newest date first, as the choice that follows new deliveries; then every one to be named."""
    said = {stored.day.isoformat(): date_format(stored.day, "SHORT_DATE_FORMAT") for stored in each.dates}
    newest = next(iter(said.values()), "")
    if named and named not in said:
        said[named] = date_format(date.fromisoformat(named), "SHORT_DATE_FORMAT")
    first = gettext("newest: %(day)s") % {"day": newest} if newest else gettext("no values yet")
    return [("", first), *said.items()]


class ShippedRecipeForm(forms.Form):
    """A shipped recipe to begin a draft with."""

    recipe = forms.ChoiceField(label=_("Recipe"))

    def __init__(self, *args: Any, recipes: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["recipe"].choices = list(recipes)  # type: ignore[attr-defined]  # a field of choices


class RecipeTextForm(forms.Form):
    """A recipe as it is written."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Recipe (TOML)"), max_length=LARGEST_RECIPE, strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "code", "wrap": "off"}),
    )  # fmt: skip


class RecipeFileForm(forms.Form):
    """A recipe as a TOML file."""

    file = forms.FileField(
        label=_("Recipe as a file (TOML)"), help_text=_("As this page writes it, or a shipped one.")
    )

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_RECIPE:
            raise forms.ValidationError(
                _("The file is larger than a recipe can be. Choose the one that ends in .toml.")
            )
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is no text. Save it as UTF-8.")) from error
