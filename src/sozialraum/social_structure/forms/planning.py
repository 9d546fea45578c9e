"""Bridges between cuts, and areas put together from others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.social_structure.queries.cuts import Choosable
from sozialraum.social_structure.services.areas import LONGEST_NAME
from sozialraum.social_structure.services.planning_areas import PlanningArea


class BridgeForm(forms.Form):
    """From which cut to which, and the table that says so; without one the outlines are laid over each other."""

    from_cut = forms.ChoiceField(label=_("From the cut"))
    to_cut = forms.ChoiceField(label=_("To the cut"))
    file = forms.FileField(
        label=_("File of the statistical office"),
        required=False,
        help_text=_(
            "Old key, new key, share of the people; or links (Turtle), or a file of addresses as points. Without a file the outlines are laid over each other."
        ),
    )
    source = forms.CharField(label=_("Publisher"), required=False, max_length=300)

    def __init__(self, *args: Any, cuts: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        for name in ("from_cut", "to_cut"):
            self.fields[name].choices = list(cuts)  # type: ignore[attr-defined]  # a field of choices
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

    def __init__(
        self, data: Any, *, areas: Sequence[Choosable], year: int, listed: Sequence[Choosable] | None = None
    ) -> None:
        first = {"code": "planungsraeume", "valid_from": date(year, 1, 1)}
        super().__init__(data, initial=first)
        self.areas = list(areas)
        choices = [("", _("in none")), *((each, each) for each in self._names(data))]
        for area in self.areas if listed is None else listed:
            self.fields[f"area_{area.code}"] = forms.ChoiceField(
                label=area.name, choices=choices, required=False
            )

    @staticmethod
    def _names(data: Any) -> list[str]:
        lines = (line.strip() for line in (data or {}).get("names", "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def named(self) -> list[str]:
        """The names as they were typed, also where they need another look."""
        return self._names(self.data)

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


class ManyAreasForm(PlanningAreasForm):
    """The same for more areas than one form can hold: what is placed comes as JSON, the list shows one part.

    ``shown`` is the part whose selects were sent, ``part`` the one to be shown next; ``all_in`` puts every area of the
    part sent into one planning area.
    """

    placed = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    part = forms.ChoiceField(label=_("Part of the list"), required=False)
    all_in = forms.ChoiceField(label=_("Put all areas of this part into"), required=False)

    def __init__(
        self, data: Any, *, areas: Sequence[Choosable], year: int, parts: Mapping[str, Sequence[Choosable]]
    ) -> None:
        self.parts = parts
        self.sent = list(parts.get((data or {}).get("shown", ""), ()))
        super().__init__(data, areas=areas, year=year, listed=self.sent)
        self.fields["part"].choices = [(each, each) for each in parts]  # type: ignore[attr-defined]  # a field of choices
        names = [(each, each) for each in self._names(data)]
        self.fields["all_in"].choices = [("", "–"), *names]  # type: ignore[attr-defined]  # a field of choices

    def clean_placed(self) -> dict[str, list[str]]:
        """The keys of the areas by the name of their planning area."""
        try:
            read = json.loads(self.cleaned_data["placed"] or "{}")
        except ValueError:
            read = None
        sound = isinstance(read, dict) and all(isinstance(codes, list) for codes in read.values())
        if not sound:
            raise forms.ValidationError(_("What was placed could not be read. Load the page again."))
        return {str(name): [str(code) for code in codes] for name, codes in read.items()}

    def chosen(self) -> dict[str, str]:
        """The planning area of every area that has one; the list is right where it differs from the map."""
        names = set(self.named())
        known = {area.code for area in self.areas}
        placed = self.cleaned_data.get("placed", {})
        found = {
            code: name for name, codes in placed.items() if name in names for code in codes if code in known
        }
        for area in self.sent:
            found[area.code] = self.cleaned_data.get("all_in") or self.cleaned_data.get(
                f"area_{area.code}", ""
            )
        return {code: found[code] for code in sorted(found) if found[code]}

    def kept(self) -> str:
        """What is placed, for the next time."""
        groups: dict[str, list[str]] = {}
        for code, name in self.chosen().items():
            groups.setdefault(name, []).append(code)
        return json.dumps(groups, ensure_ascii=False)

    def next_part(self) -> str:
        """The part of the list that is shown."""
        return self.cleaned_data.get("part") or next(iter(self.parts), "")

    def lines(self) -> list[tuple[Choosable, str]]:
        """The areas of the part that is shown, each with its planning area."""
        chosen = self.chosen()
        return [(area, chosen.get(area.code, "")) for area in self.parts.get(self.next_part(), ())]
