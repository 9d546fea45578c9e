"""What people type about contributions to an arrangement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import ComponentKind, Funding, Ring
from sozialraum.individual.forms.cases import LATEST_VERSION
from sozialraum.individual.forms.resource_cards import DayInput
from sozialraum.individual.presentation.resource_words import COMPONENT_KINDS, FUNDING
from sozialraum.individual.queries import ComponentView
from sozialraum.individual.rules.arrangements import DAYS, slots_of, times_written
from sozialraum.individual.services.entries import LONGEST

CLOCK = re.compile(r"\s*(\d{1,2})(?:[:.](\d{2}))?\s*$")


class TimesField(forms.CharField):
    """The times of an ordinary week as a person writes them, a line each: several on one day are several lines."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """Stored times as lines, those of several days together."""
        return written_times(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """The times as they are stored; an error names the line that is none."""
        try:
            return list(times_written(super().clean(value)))
        except ValueError as error:
            raise forms.ValidationError(
                gettext("“%(line)s” is no time. Write it like this: Mo, We 7:00-7:30") % {"line": error}
            ) from error


class ComponentForm(forms.Form):
    """One contribution: who and what are enough; days and times draw the week.

    A new one is asked for days and one time; one that is stored (``stored``) for all its times, a line each. What
    changes at a review alone (``by_review``) is not asked for.
    """

    version = forms.IntegerField(
        min_value=0, max_value=LATEST_VERSION, initial=0, widget=forms.HiddenInput, required=False
    )
    kind = forms.ChoiceField(choices=list(COMPONENT_KINDS.items()), label=_("Who carries it?"))
    who = forms.CharField(max_length=200, label=_("Who?"))
    content = forms.CharField(
        max_length=LONGEST, label=_("What does this person or place do?"), widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    days = forms.MultipleChoiceField(
        choices=[(code, WEEKDAYS_ABBR[number]) for number, code in enumerate(DAYS)], required=False,
        widget=forms.CheckboxSelectMultiple, label=_("On which days?"),
    )  # fmt: skip
    begins = forms.CharField(max_length=8, required=False, label=_("From what time"))
    ends = forms.CharField(max_length=8, required=False, label=_("until what time"))
    times = TimesField(
        required=False, label=_("When, in an ordinary week?"),
        help_text=_("A line each, for example: Mo, We 7:00-7:30. Several times on one day are several lines."),
    )  # fmt: skip
    goal_ids = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("For which goal")
    )
    valid_from = forms.DateField(widget=DayInput, label=_("From which day on?"))
    valid_until = forms.DateField(required=False, widget=DayInput, label=_("Until which day?"))
    substitute = forms.CharField(max_length=200, required=False, label=_("Who stands in?"))
    funding = forms.ChoiceField(choices=list(FUNDING.items()), label=_("Who pays"), initial=Funding.NONE)
    checked = forms.BooleanField(
        required=False, label=_("For volunteers: certificate of conduct, consent and insurance are settled")
    )

    def __init__(
        self, *args: Any, goals: Sequence[tuple[UUID, str]], family: bool, stored: bool = False, by_review: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["goal_ids"].choices = [(str(key), words) for key, words in goals]  # type: ignore[attr-defined]  # a choice field
        left_out = [
            *(["goal_ids"] if not goals else []), *(["funding", "checked"] if family else []),
            *(["kind", "days", "begins", "ends"] if stored else ["times"]),
            *(["times", "valid_from", "valid_until"] if by_review else []),
        ]  # fmt: skip
        for name in left_out:
            self.fields.pop(name, None)
        if family and not stored:
            self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a choice field
                each for each in COMPONENT_KINDS.items() if not each[0].startswith("professional")
            ]

    def clean(self) -> dict[str, Any]:
        """Days without times are fine; times without days, and an end before the beginning, are not."""
        data = super().clean() or {}
        if "days" not in self.fields:
            return data
        begins, ends = (_clock(data.get(name, "")) for name in ("begins", "ends"))
        for name, value in (("begins", begins), ("ends", ends)):
            if data.get(name) and value is None:
                self.add_error(name, gettext("Enter a time as 7:30."))
        times = [f"{day} {begins}-{ends}" for day in data.get("days", []) if begins and ends]
        if begins and ends and begins >= ends:
            self.add_error("ends", gettext("The end lies before the beginning."))
        elif begins and ends and not data.get("days"):
            self.add_error("days", gettext("Choose at least one day."))
        data["times"] = times
        return data

    def values(self) -> dict[str, Any]:
        """The values as the services take them."""
        data = dict(self.cleaned_data)
        for name in ("version", "days", "begins", "ends"):
            data.pop(name, None)
        return data


class SkipForm(forms.Form):
    """Why nobody is asked in a ring."""

    ring = forms.ChoiceField(choices=[(ring.value, ring.name) for ring in Ring])
    sentence = forms.CharField(max_length=500)


class ExtentForm(forms.Form):
    """What a review said about the hours of a professional."""

    hours = forms.DecimalField(
        min_value=0, max_value=168, max_digits=5, decimal_places=2, label=_("Hours a week")
    )
    begins_on = forms.DateField(widget=DayInput, label=_("From which day on?"))
    reason = forms.CharField(
        max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}), label=_("What did you agree on, and who took part?")
    )  # fmt: skip
    planned = forms.BooleanField(
        required=False, label=_("Only planned so far: it is decided at the next review")
    )


class ProposalForm(forms.Form):
    """A place that is to be talked about with the family."""

    place = forms.UUIDField()
    kind = forms.ChoiceField(choices=[(kind.value, kind.name) for kind in ComponentKind])


def component_values(component: ComponentView) -> Mapping[str, Any]:
    """A contribution as its form shows it."""
    return {
        "version": component.version, "who": component.who, "content": component.content,
        "times": list(component.times), "goal_ids": [str(goal.id) for goal in component.goals],
        "valid_from": component.valid_from, "valid_until": component.valid_until, "substitute": component.substitute,
        "funding": component.funding, "checked": component.checked,
    }  # fmt: skip


def written_times(times: Sequence[str]) -> str:
    """Stored times as lines: the days that have the same time stand together."""
    spans: dict[tuple[int, int], list[int]] = {}
    for slot in slots_of(times):
        spans.setdefault((slot.begins, slot.ends), []).append(slot.day)
    return "\n".join(
        f"{', '.join(str(WEEKDAYS_ABBR[day])[:2] for day in days)} {_written(begins)}-{_written(ends)}"
        for (begins, ends), days in spans.items()
    )


def _clock(written: str) -> str | None:
    found = CLOCK.match(written or "")
    if found is None or int(found[1]) > 24 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02d}:{found[2] or '00'}"


def _written(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
