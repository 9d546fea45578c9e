"""What leads enter and devices send, parsed into plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.selects import LongChoiceField
from sozialraum.network.enums import MissingKind
from sozialraum.network.inquiries.enums import AgeSpan, Consent, QuestionKind
from sozialraum.network.inquiries.presentation import AGES, CONSENTS
from sozialraum.network.inquiries.rules import MOST_CLIQUE, MOST_PEOPLE
from sozialraum.network.inquiries.services import NewContribution, NewInquiry, StationFacts
from sozialraum.network.inquiries.sheets import MethodSheet
from sozialraum.network.lived_spaces.enums import Gender, PartOfDay
from sozialraum.network.lived_spaces.rules import Bounds
from sozialraum.network.presentation.missing import MISSING
from sozialraum.network.services import Refused

LONGEST = 200_000  # characters of one field
BROKEN = gettext_noop("What the device sent cannot be read.")
AGAIN = gettext_noop("Reload the page and try again.")


class InquiryForm(forms.Form):
    """A new inquiry: what for, for whom, where, who leads it, how those who take part agreed, and until when."""

    title = forms.CharField(label=_("What is it called?"), max_length=160)
    purpose = forms.CharField(
        label=_("What do you want to find out?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mandatory: those who take part read it first."),
    )  # fmt: skip
    area_code = LongChoiceField(label=_("Which quarter?"))
    age_groups = forms.MultipleChoiceField(
        label=_("Who is asked?"), widget=forms.CheckboxSelectMultiple, required=False, choices=()
    )
    led_as = forms.CharField(
        label=_("Who leads it?"), max_length=160, help_text=_("A team or a house, as everybody reads it.")
    )
    consent = forms.ChoiceField(label=_("How did those who take part agree?"), widget=forms.RadioSelect)
    expected = forms.IntegerField(
        label=_("How many contributions do you expect?"), min_value=1, max_value=MOST_PEOPLE
    )
    until = forms.DateField(label=_("Until when?"), widget=forms.DateInput(attrs={"type": "date"}))
    meeting = forms.CharField(
        label=_("When and where do all hear what came out?"), max_length=200, required=False,
        help_text=_("For example: Thursday, 14 January, 6 p.m., family center. It stands at the end for everybody."),
    )  # fmt: skip
    missing = forms.ChoiceField(
        label=_("Does it ask about something that is missing?"), required=False,
        choices=[("", "—"), *((kind.value, MISSING[kind]) for kind in MissingKind)],
    )  # fmt: skip

    def __init__(self, *args: Any, sheet: MethodSheet, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        choices: dict[str, list[tuple[str, Any]]] = {
            "area_code": [("", "—"), *areas], "age_groups": [(each.value, AGES[each]) for each in sheet.ages],
            "consent": [(each.value, CONSENTS[each]) for each in sheet.consents],
        }  # fmt: skip
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # choice fields
        self.fields["age_groups"].initial = [each.value for each in sheet.ages]
        if len(sheet.consents) == 1:
            self.fields["consent"].initial = sheet.consents[0].value
        if not sheet.ages:
            del self.fields["age_groups"]

    def clean_age_groups(self) -> list[str]:
        """At least one age group where people are asked."""
        chosen = list(self.cleaned_data["age_groups"])
        if not chosen:
            raise forms.ValidationError(gettext("Choose at least one age group."))
        return chosen

    def clean_until(self) -> date:
        """A day that is still to come."""
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(gettext("This day is over."))
        return until

    def inquiry(self, *, area_vintage: str, bounds: Bounds, at: datetime) -> NewInquiry:
        """The inquiry as the service takes it."""
        told = self.cleaned_data
        return NewInquiry(
            method=self.sheet.method, title=told["title"], purpose=told["purpose"], area_code=told["area_code"],
            area_vintage=area_vintage, bounds=bounds, led_as=told["led_as"], consent=Consent(told["consent"]),
            age_groups=[AgeSpan(each) for each in told.get("age_groups", ())], expected=told["expected"], opens_at=at,
            closes_at=timezone.make_aware(datetime.combine(told["until"], time(23, 59))), meeting=told["meeting"],
            missing=MissingKind(told["missing"]) if told["missing"] else None,
        )  # fmt: skip


def contribution_from(sheet: MethodSheet, told: QueryDict) -> NewContribution:
    """What a device sent, as the service takes it. Raises :class:`Refused` for what cannot be read."""
    try:
        return _contribution(sheet, told)
    except (ValueError, TypeError, KeyError) as wrong:
        raise Refused(BROKEN, AGAIN) from wrong


def _contribution(sheet: MethodSheet, told: QueryDict) -> NewContribution:
    tapped = (*sheet.of_kind(QuestionKind.ONE), *sheet.of_kind(QuestionKind.MANY))
    options = {
        each.key: chosen for each in tapped if (chosen := [one for one in told.getlist(each.key) if one])
    }
    spots = {
        each.key: _pairs(_json(told, each.key))
        for each in sheet.of_kind(QuestionKind.SPOTS)
        if told.get(each.key)
    }
    week = [
        (int(day), int(block), str(what), str(where))
        for each in sheet.of_kind(QuestionKind.WEEK) for day, block, what, where in _json(told, each.key)
    ]  # fmt: skip
    drawing = [
        (int(color), tuple(int(number) for number in points))
        for each in sheet.of_kind(QuestionKind.DRAWING) for color, points in _json(told, each.key)
    ]  # fmt: skip
    age, gender = str(told.get("age_group", "")), str(told.get("gender", ""))
    persons = str(told.get("size", "")) if sheet.of_kind(QuestionKind.SIZE) else "1"
    return NewContribution(
        id=UUID(str(told["id"])), age_group=AgeSpan(age) if age else None,
        gender=Gender(gender) if gender else None, options=options, spots=spots, week=week,
        drawing=drawing, drawing_agreed=told.get("agreed") == "1", persons=min(int(persons), MOST_CLIQUE + 1),
        station=_station(sheet, told) if sheet.of_kind(QuestionKind.PLACE) else None,
    )  # fmt: skip


def _station(sheet: MethodSheet, told: Mapping[str, Any]) -> StationFacts:
    spot = _pairs(_json(told, "spot"))
    return StationFacts(
        place_name=told.get("place_name", "")[:200], spot=spot[0] if spot else None,
        place_id=UUID(told["place_id"]) if told.get("place_id") else None,
        part_of_day=PartOfDay(told["part_of_day"]) if told.get("part_of_day") else None,
        texts={each.key: told.get(each.key, "")[:1000] for each in sheet.of_kind(QuestionKind.TEXT)},
    )  # fmt: skip


def _json(told: Mapping[str, Any], name: str) -> list[Any]:
    text = told.get(name, "")
    if len(text) > LONGEST:
        msg = "longer than anybody draws"
        raise ValueError(msg)
    found = json.loads(text) if text else []
    if not isinstance(found, list):
        msg = "a list was expected"
        raise TypeError(msg)
    return found


def _pairs(found: list[Any]) -> list[tuple[float, float]]:
    return [(float(across), float(up)) for across, up in found]
