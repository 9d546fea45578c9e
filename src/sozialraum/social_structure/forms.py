"""Input of the floor, parsed into plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialraum.errors import SozialraumError
from sozialraum.social_structure import wording
from sozialraum.social_structure.enums import Direction, IndicatorKind, Unit
from sozialraum.social_structure.queries.areas import area_system
from sozialraum.social_structure.queries.catalog import IndicatorEntry
from sozialraum.social_structure.queries.cuts import Choosable
from sozialraum.social_structure.queries.holdings import kind_text
from sozialraum.social_structure.services import IndicatorFile, LevelTable, SystemFacts
from sozialraum.social_structure.services.areas import LONGEST_NAME
from sozialraum.social_structure.services.levels import LevelProposal
from sozialraum.social_structure.services.planning_areas import PlanningArea
from sozialraum.social_structure.services.reading import ColumnPlan, Plan

LARGEST_UPLOAD = 512 * 1024 * 1024
LARGEST_AREAS = 64 * 1024 * 1024
FIRST_NAMES = 5
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
        help_text=_("Only needed where neither the table nor the name of the file says it."),
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
            raise forms.ValidationError(_("The file is larger than 512 MB. Split it, for example by year."))
        return file


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Files, at least one, and together not larger than what a browser may bring."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, each checked as a single one is."""
        files = [super(SeveralFilesField, self).clean(each, initial) for each in (data or [None])]
        if sum(file.size for file in files) > LARGEST_AREAS:
            raise forms.ValidationError(
                _(
                    "The files are larger than 64 MB. Bring them in by the command line: sozialraum import --areas."
                )
            )
        return files


class AreaFilesForm(forms.Form):
    """The files of a cut, one a level."""

    files = SeveralFilesField(  # type: ignore[assignment]  # Django takes fields off the class
        label=_("Files with the areas"),
        help_text=_(
            "One file for each level, all at once: GeoJSON, GeoPackage, or shapefiles with all their parts; a zip may "
            "hold several. Any projection. 64 MB together."
        ),
    )


class CutForm(forms.Form):
    """What a cut is called, from when it holds, and from whom it comes."""

    whole_name = forms.CharField(
        label=_("Name of the whole"),
        max_length=120,
        help_text=_("The municipality, as maps and tables name it."),
    )
    name = forms.CharField(label=_("Name of the cut"), max_length=200)
    code = forms.SlugField(
        label=_("Short name"),
        max_length=40,
        help_text=_("For addresses and the command line: letters, digits, hyphens."),
    )
    vintage = forms.IntegerField(
        label=_("Valid since the year"), min_value=1900, max_value=2100,
        help_text=_("When borders change, the new cut is a new year; the old one stays."),
    )  # fmt: skip
    source = forms.CharField(label=_("Publisher"), required=False, max_length=300)
    licence = forms.CharField(label=_("Licence"), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        """A cut that is already there is said at the year."""
        values = super().clean() or self.cleaned_data
        code, vintage = values.get("code"), values.get("vintage")
        if code and vintage and area_system(code, vintage):
            said = _(
                "The areas “%(code)s” of %(vintage)s are already there. A new cut is a new vintage: choose another year."
            )
            self.add_error("vintage", said % {"code": code, "vintage": vintage})
        return values

    def facts(self) -> SystemFacts:
        """The cut as the form says."""
        values = self.cleaned_data
        return SystemFacts(
            code=values["code"], vintage=values["vintage"], name=values["name"], whole_name=values["whole_name"],
            valid_from=date(values["vintage"], 1, 1), source=values["source"], licence=values["licence"],
        )  # fmt: skip


class LevelForm(forms.Form):
    """One file of a cut: its place from coarse to fine, its words, its columns."""

    place = forms.TypedChoiceField(label=_("Level"), coerce=int, empty_value=None, required=False)
    singular = forms.CharField(label=_("One area is a …"), max_length=80)
    plural = forms.CharField(label=_("Several are …"), max_length=80)
    key_column = forms.ChoiceField(
        label=_("Column with the keys"),
        error_messages={
            "required": _("No column was recognized as the key. Choose the one with the official keys.")
        },
    )
    name_column = forms.ChoiceField(label=_("Column with the names"))
    parent_column = forms.ChoiceField(label=_("Column with the key of the area above"), required=False)

    def __init__(self, data: Any, *, proposal: LevelProposal, place: int, count: int) -> None:
        own = {
            "place": str(place + 1), "singular": proposal.singular, "plural": proposal.plural,
            "key_column": proposal.key_column, "name_column": proposal.name_column,
            "parent_column": proposal.parent_column,
        }  # fmt: skip
        prefix = f"level{place}"
        super().__init__(data or {f"{prefix}-{name}": value for name, value in own.items()}, prefix=prefix)
        self.source = proposal.source
        named = [(column, column) for column in proposal.source.columns]
        choices: dict[str, list[tuple[str, Any]]] = {
            "place": [*((str(each + 1), _place(each, count)) for each in range(count)), ("", _("leave out"))],
            "key_column": [("", _("please choose")), *named],
            "name_column": [("", _("please choose")), *named],
            "parent_column": [("", _("none: the key begins with it")), *named],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        """A file that is left out need not say anything else."""
        super().full_clean()
        if getattr(self, "cleaned_data", {}).get("place", 0) is None:
            self.errors.clear()

    def table(self) -> LevelTable:
        """The level as the form says."""
        values = self.cleaned_data
        return LevelTable(
            level=f"level-{values['place']}", singular=values["singular"], plural=values["plural"], source=self.source,
            key_column=values["key_column"], name_column=values["name_column"],
            parent_column=values["parent_column"] if values["place"] > 1 else "",
        )  # fmt: skip

    def first_names(self) -> list[str]:
        """The first names in the chosen column, to be recognized by somebody who knows the town."""
        column = self["name_column"].value()
        cells = self.source.table.column(column).to_pylist() if column in self.source.columns else []
        return [each for each in dict.fromkeys(cells) if each][:FIRST_NAMES]


def _place(position: int, count: int) -> Any:
    if count == 1:
        return _("the only one")
    return {0: _("1 (coarsest)"), count - 1: format_lazy("{} ({})", count, _("finest"))}.get(
        position, str(position + 1)
    )


class AreaImportForm:
    """The whole page: the cut and its levels, taken together.

    Before anything was sent it holds what was recognized, so that what does not fit is seen at once.
    """

    def __init__(self, data: Any, *, proposals: Sequence[LevelProposal], whole_name: str, year: int) -> None:
        finest = proposals[-1].plural
        recognized = {"whole_name": whole_name, "name": finest, "code": _short_name(finest), "vintage": year}
        self.cut = CutForm(data or recognized)
        self.levels = [
            LevelForm(data, proposal=each, place=place, count=len(proposals))
            for place, each in enumerate(proposals)
        ]

    def is_valid(self) -> bool:
        """Whether cut and levels can be read; every fault stands at its field."""
        sound = all([self.cut.is_valid(), *(each.is_valid() for each in self.levels)])
        return self._places_differ() and sound

    def _places_differ(self) -> bool:
        taken: set[int] = set()
        for level in self.levels:
            place = getattr(level, "cleaned_data", {}).get("place") or 0
            if place in taken:
                level.add_error(
                    "place", _("Two files have the same level. Give each its own, or leave one out.")
                )
                return False
            taken |= {place} - {0}
        if not taken:
            self.levels[0].add_error("place", _("At least one file must be a level."))
        return bool(taken)

    def chosen(self) -> list[LevelTable]:
        """The levels from the coarsest to the finest."""
        used = [each for each in self.levels if each.cleaned_data.get("place")]
        return [each.table() for each in sorted(used, key=lambda each: each.cleaned_data["place"])]

    def blame(self, error: SozialraumError) -> bool:
        """Put an error at the file it speaks of; False where it speaks of none."""
        named = error.values.get("file")
        level = next((each for each in self.levels if each.source.name == named), None)
        if level is not None:
            level.add_error("key_column", " ".join(part for part in error.told(gettext) if part))
        return level is not None

    def has_errors(self) -> bool:
        """Whether any field carries a fault."""
        return bool(self.cut.errors) or any(each.errors for each in self.levels)


def _short_name(text: str) -> str:
    plain = text.lower()
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(letter, written)
    return slugify(plain)[:40]


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
        self.fields["key_column"].choices = named  # type: ignore[attr-defined]
        self.fields["date_column"].choices = [("", _("none")), *named]  # type: ignore[attr-defined]
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
            self.fields[name].choices = offered  # type: ignore[attr-defined]
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


class BridgeForm(forms.Form):
    """From which cut to which, and the table that says so; without one the outlines are laid over each other."""

    from_cut = forms.ChoiceField(label=_("From the cut"))
    to_cut = forms.ChoiceField(label=_("To the cut"))
    file = forms.FileField(
        label=_("Table of the statistical office"),
        required=False,
        help_text=_(
            "Old key, new key, share of the people. Without a table the outlines are laid over each other."
        ),
    )
    source = forms.CharField(label=_("Publisher"), required=False, max_length=300)

    def __init__(self, *args: Any, cuts: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        for name in ("from_cut", "to_cut"):
            self.fields[name].choices = list(cuts)  # type: ignore[attr-defined]
        if len(cuts) > 1:
            self.initial = {"from_cut": cuts[1][0], "to_cut": cuts[0][0]}

    def clean(self) -> dict[str, Any]:
        """A bridge leads to another cut."""
        values = super().clean() or self.cleaned_data
        if values.get("from_cut") and values.get("from_cut") == values.get("to_cut"):
            self.add_error("to_cut", _("Choose another cut than the one it comes from."))
        return values


class PlanningAreasForm(forms.Form):
    """Names of planning areas, and for every area of the cut the one it belongs to."""

    name = forms.CharField(label=_("What are they called together?"), max_length=200)
    code = forms.SlugField(label=_("Short name"), max_length=40)
    valid_from = forms.DateField(
        label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    names = forms.CharField(
        label=_("Planning areas"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line. Then choose for each area where it belongs."),
    )

    def __init__(self, data: Any, *, areas: Sequence[Choosable], year: int) -> None:
        first = {"code": "planungsraeume", "valid_from": date(year, 1, 1)}
        super().__init__(data, initial=first)
        self.areas = list(areas)
        choices = [("", _("in none")), *((each, each) for each in self._names(data))]
        for area in self.areas:
            self.fields[f"area_{area.code}"] = forms.ChoiceField(
                label=area.name, choices=choices, required=False
            )

    @staticmethod
    def _names(data: Any) -> list[str]:
        lines = (line.strip() for line in (data or {}).get("names", "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def clean_names(self) -> list[str]:
        """The names, each once, as long as a column of names is."""
        names = self._names(self.data)
        if any(len(each) > LONGEST_NAME for each in names):
            raise forms.ValidationError(_("A name is longer than 200 characters."))
        return names

    def rows(self) -> list[tuple[Choosable, forms.BoundField]]:
        """Every area with its select."""
        return [(area, self[f"area_{area.code}"]) for area in self.areas]

    def chosen(self) -> dict[str, str]:
        """The planning area of every area that has one."""
        picked = {area.code: self.cleaned_data.get(f"area_{area.code}", "") for area in self.areas}
        return {code: name for code, name in picked.items() if name}

    def planning_areas(self) -> list[PlanningArea]:
        """The planning areas, numbered in the order in which they were named."""
        chosen = self.chosen()
        names = self.cleaned_data["names"]
        width = len(str(len(names)))
        return [
            PlanningArea(f"P{place:0{width}}", name, tuple(code for code, own in chosen.items() if own == name))
            for place, name in enumerate(names, start=1)
        ]  # fmt: skip


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
