"""What children tap and what leads enter, parsed into plain values."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.selects import LongChoiceField
from sozialraum.network.enums import MissingKind
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind
from sozialraum.network.lived_spaces.presentation import AGES, GENDERS
from sozialraum.network.lived_spaces.rules import MOST_PEOPLE
from sozialraum.network.lived_spaces.services import NewPin
from sozialraum.network.presentation.missing import MISSING


class JoinForm(forms.Form):
    """Age group and gender, as the person chooses them."""

    age_group = forms.ChoiceField(choices=[(each.value, AGES[each]) for each in AgeGroup])
    gender = forms.ChoiceField(choices=[(each.value, GENDERS[each]) for each in Gender])


class PinForm(forms.Form):
    """One pin of a device."""

    id = forms.UUIDField()
    kind = forms.ChoiceField(choices=[(each.value, each.value) for each in PinKind])
    part_of_day = forms.ChoiceField(choices=[(each.value, each.value) for each in PartOfDay])
    across = forms.FloatField(min_value=0, max_value=1)
    up = forms.FloatField(min_value=0, max_value=1)

    def pin(self) -> NewPin:
        """The pin as the service takes it."""
        told = self.cleaned_data
        return NewPin(
            told["id"], PinKind(told["kind"]), PartOfDay(told["part_of_day"]), told["across"], told["up"]
        )


class CampaignForm(forms.Form):
    """A new map: for whom, where, and until when."""

    title = forms.CharField(label=_("What is it called?"), max_length=160)
    area_code = LongChoiceField(label=_("Which quarter?"))
    expected = forms.IntegerField(label=_("How many will take part?"), min_value=1, max_value=MOST_PEOPLE)
    until = forms.DateField(label=_("Until when?"), widget=forms.DateInput(attrs={"type": "date"}))
    missing = forms.ChoiceField(
        label=_("Does it ask about something that is missing?"), required=False,
        choices=[("", "—"), *((kind.value, MISSING[kind]) for kind in MissingKind)],
    )  # fmt: skip

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = [("", "—"), *areas]  # type: ignore[attr-defined]  # a choice field

    def closes_at(self) -> datetime:
        """The end of the last day."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["until"], time(23, 59)))
