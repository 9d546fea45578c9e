"""What the component page shows: samples of every building block, with invented values of the demo city."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sozialraum.foundation.typed_names import Offered, TypedNameField, is_called
from sozialraum.foundation.ui.components import Dialog, Empty, JobProgress, LegendEntry, Notice, OwnWords
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.foundation.ui.tables import Absent, Column


@dataclass(frozen=True, slots=True)
class SampleArea:
    """One row of the sample table."""

    name: str
    district: str
    under_18: int
    places: int
    without_work: float | Absent
    state: str


CONFIRMED, OLD, MISSING = _("confirmed"), _("older than a year"), _("missing")
_NAMES = (
    ("Südkai", "Hafen"), ("Reepschlägerbahn", "Hafen"), ("Leuchtturm", "Hafen"), ("Mole", "Hafen"),
    ("Hafenwinkel", "Hafen"), ("Getreidekai", "Hafen"), ("Alte Werft", "Hafen"), ("Marktviertel", "Altstadt"),
    ("Stadtmauer", "Altstadt"), ("Ölmühle", "Altstadt"), ("Äußerer Ring", "Nord"), ("Zeppelinstraße", "Nord"),
    ("Güterbahnhof", "West"), ("Weststadt", "West"), ("Südpark", "Süd"), ("Obstwiesen", "Gartenstadt"),
    ("Hollern", "Randdörfer"), ("Technologiepark", "Universität"),
)  # fmt: skip


def sample_areas() -> list[SampleArea]:
    """Eighteen invented areas in which every kind of value occurs: zero, missing and suppressed among them."""
    rows = []
    for number, (name, district) in enumerate(_NAMES):
        exceptions: dict[int, float | Absent] = {1: Absent.SUPPRESSED, 3: Absent.MISSING, 5: 0.0}
        share = exceptions.get(number, round(4.1 + number * 1.7 % 19, 1))
        state = OLD if number % 7 == 1 else MISSING if number % 11 == 3 else CONFIRMED
        rows.append(SampleArea(name, district, 120 + number * 37 % 240, number * 5 % 11, share, str(state)))
    return rows


def count_of_areas(number: int) -> str:
    """How many areas, in words."""
    return ngettext("%(count)s area", "%(count)s areas", number) % {"count": in_figures(number)}


_TAGS: Callable[[SampleArea], str] = lambda row: {str(OLD): "warn", str(MISSING): "bad"}.get(row.state, "ok")  # noqa: E731 - a column takes a callable

AREA_COLUMNS: tuple[Column, ...] = (
    Column("name", _("Area"), lambda row: row.name, search=True, link=lambda row: f"?q={row.name}"),
    Column("district", _("District"), lambda row: row.district, choices=True),
    Column("under_18", _("under 18"), lambda row: row.under_18, numeric=True),
    Column("places", _("Places"), lambda row: row.places, numeric=True),
    Column("without_work", _("without work in %"), lambda row: row.without_work, numeric=True, decimals=1),
    Column("state", _("Information"), lambda row: row.state, choices=True, tag=_TAGS),
)


@dataclass(frozen=True, slots=True)
class SamplePeople:
    """Eight invented people, two of whom share a name."""

    address: str = ""

    def find(self, typed: str) -> list[Offered]:
        """Those who are called that."""
        return [each for each in _PEOPLE if is_called(typed, each.name)]

    def named(self, key: UUID) -> Offered | None:
        """Who this is."""
        return next((each for each in _PEOPLE if each.id == key), None)

    def fits(self, typed: str, name: str) -> bool:
        """Whether every word begins one of the name."""
        return is_called(typed, name)

    def refusal(self, typed: str, *, whole: bool) -> str:
        """Everybody may be chosen here."""
        del typed, whole
        return ""


_PEOPLE = [
    Offered(UUID(int=number), name, team)
    for number, (name, team) in enumerate(
        (("Anna Groß", "Team Nord"), ("Anna Groß", "Team Süd"), ("Annabell Kranz", "Team Hafen"),
         ("Aylin Yılmaz", "Team Hafen"), ("Emre Yılmaz", "Team West"), ("Jürgen Möller", "Team Altstadt"),
         ("Łukasz Nowak", "Team Ost"), ("Zoë de Boer", "Team Süd")), 1,
    )
]  # fmt: skip


class SampleForm(forms.Form):
    """A form with every kind of field."""

    purpose = forms.CharField(
        label=_("Purpose of the offer"),
        help_text=_("Mandatory, because the committee may grant no money without an aim."),
    )
    places = forms.IntegerField(
        label=_("Number of places"), min_value=1, help_text=_("Mandatory, for the use of the offer."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Please enter a number, for example 20.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("open", _("open meeting place")), ("group", _("group"))]
    )
    since = forms.DateField(
        label=_("Since when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Voluntary."),
    )
    for_whom = forms.MultipleChoiceField(
        label=_("For whom?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("6", _("children from 6 to 13")), ("14", _("young people from 14")), ("f", _("families"))],
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("How do people get there?"), widget=forms.RadioSelect, required=False,
        choices=[("walk", _("on foot")), ("bus", _("by bus"))],
    )  # fmt: skip
    who = TypedNameField(
        label=_("Who takes part?"),
        required=False,
        help_text=_("Type a part of the name, for example “yil” or “gross”."),
    )

    def __init__(self, data: Any = None, *, people: SamplePeople) -> None:
        super().__init__(data)
        self.fields["who"].people = people  # type: ignore[attr-defined]  # a field for a name


class SampleNote(forms.Form):
    """A text that saves itself."""

    text = forms.CharField(
        label=_("Observation"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("Voluntary, in your own words. Clear the field and leave it to see an error."),
        error_messages={"required": _("Please write at least one word.")},
    )  # fmt: skip


NOTICES: tuple[Notice, ...] = (
    Notice(_("For your information"), _("The values before 2023 are recalculated to today's cut.")),
    Notice(_("Saved"), _("The run “Growing up 2026” is stored and cannot be changed any more."), "ok"),
    Notice(_("Please note"), _("12 values are suppressed. The map shows them dotted, the index leaves them out."), "warn"),
    Notice(_("File not taken over"), _("Line 48 says “n/a” in the column “under 18”. Nothing was changed."), "bad"),
)  # fmt: skip

EMPTY = Empty(
    _("No index saved yet"),
    _("An index is made of indicators that are already here. The proposal uses five of them and can be changed."),
    _("Begin with the proposal"), "#empty",
)  # fmt: skip

VOICES: tuple[OwnWords, ...] = (
    OwnWords("Ich will wieder in die Schule. Aber nicht so, dass mich am ersten Tag alle anstarren.", "Jonas Kessler",
             date(2026, 9, 24), "will", _("14 years old")),
    OwnWords("Jonas war seit den Ferien an neun Tagen in der Schule. Alle drei halten zusammen.", "Katrin Ahlers",
             date(2026, 9, 24), "professional_view", _("youth office")),
)  # fmt: skip

LEGEND: tuple[LegendEntry, ...] = (
    LegendEntry("class-1", _("under 5 %"), 41), LegendEntry("class-2", "5–10 %", 52),
    LegendEntry("class-3", "10–15 %", 31), LegendEntry("class-4", "15–20 %", 20),
    LegendEntry("class-5", _("20 % and more"), 9), LegendEntry("missing", _("value is missing"), 3),
    LegendEntry("suppressed", _("suppressed, too few cases"), 4), LegendEntry("unsure", _("cannot be told apart")),
    LegendEntry("asset", _("place or offer")),
)  # fmt: skip


def sample_dialog(url: str) -> Dialog:
    """A question before an act that is hard to undo."""
    return Dialog(
        name="sample-dialog", title=_("Take back the import of 20 November?"),
        text=_("157 values leave the city map. Two saved runs keep their figures. You can restore the import until"
               " 20 December."),
        action_label=_("Take the import back"), action_url=url, keep_label=_("Keep it"), opener_label=_("Take back import"),
    )  # fmt: skip


def sample_job(done: int, url: str) -> JobProgress:
    """A job that is at ``done`` of 3,000."""
    if done >= 3000:
        return JobProgress(_("Computing rank intervals"), "done", 3000, 3000, url=url, name="sample-job")
    left = (3000 - done) / 96
    return JobProgress(
        _("Computing rank intervals"), "running", done, 3000, url=url, seconds_left=left, name="sample-job"
    )
