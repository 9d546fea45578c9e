"""A new cut: what it is called, and what each of its files is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain, count
from typing import Any, Final

from django import forms
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialraum.errors import SozialraumError
from sozialraum.social_structure.forms.uploads import OPEN_LICENCE
from sozialraum.social_structure.queries.areas import area_system
from sozialraum.social_structure.services import LevelTable, SystemFacts
from sozialraum.social_structure.services.area_lists import bare_names
from sozialraum.social_structure.services.levels import LevelProposal
from sozialraum.warehouse.sources.source_table import What

FIRST_NAMES = 5


SAID: Final[Mapping[What, str]] = {"title": "name", "publisher": "source", "licence": "licence"}
"""What files say about themselves, and the field of a cut that it fills."""


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
    licence = forms.CharField(label=_("Licence"), required=False, max_length=120, help_text=OPEN_LICENCE)

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
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a field of choices

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
        named, keyed = self["name_column"].value(), self["key_column"].value()
        if not {named, keyed} <= set(self.source.columns):
            return []
        names, keys = (
            [cell or "" for cell in self.source.table.column(column).to_pylist()] for column in (named, keyed)
        )
        return [each for each in dict.fromkeys(bare_names(names, keys)) if each][:FIRST_NAMES]


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
        code = _short_name(finest)
        # a cut of that name and year may be there already, of another town or another division
        codes = chain([code], (f"{code}-{turn}" for turn in count(2)))
        free = next(each for each in codes if not area_system(each, year))
        recognized = {"whole_name": whole_name, "name": finest, "code": free, "vintage": year}
        said = {
            what: next((one for each in proposals if (one := each.source.says(what))), None) for what in SAID
        }
        for what, name in SAID.items():
            if (one := said[what]) is not None:
                recognized[name] = one.text
        self.cut = CutForm(data or recognized)
        for what, name in SAID.items():
            if (one := said[what]) is not None:
                told = gettext("The file says so %(place)s.") % {"place": gettext(one.place)}
                self.cut.fields[name].help_text = told
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
