"""What people type in the rounds, parsed into plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.analytics.budget import cents, read_amount
from sozialraum.foundation.ui.drawing import number
from sozialraum.organization.presentation import OFFER_KINDS
from sozialraum.participation.rounds.enums import Outcome, Position
from sozialraum.participation.rounds.presentation import DAY_TITLES, OUTCOMES
from sozialraum.participation.rounds.queries import ObjectionRow, RequestRow, Rounds
from sozialraum.participation.rounds.rules import MOST_LOOPS, Schedule

MOST_DIGITS = 20
DAYS = ("requests_from", "requests_until", "consent_until", "objections_until", "decision_on")


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def _long(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=8_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class EurosField(forms.Field):
    """Whole euros as people write them (18.000); the value is a whole number of euros."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """The number of euros; None where nothing was written."""
        if value in self.empty_values:
            return None
        found = read_amount(str(value)) if len(str(value)) <= MOST_DIGITS else None
        if found is None or found < 0 or found != int(found):
            raise forms.ValidationError(_("Write whole euros, like 18.000."))
        return int(found)

    def prepare_value(self, value: Any) -> Any:
        """The number as the reader's language writes it."""
        return number(value) if isinstance(value, int) else value


class ScheduleForm(forms.Form):
    """The five days of a year's rounds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, title in zip(DAYS, DAY_TITLES, strict=True):
            self.fields[name] = _day(title)

    def schedule(self) -> Schedule:
        """The days as a value."""
        return Schedule(*(self.cleaned_data[name] for name in DAYS))


class PublishForm(ScheduleForm):
    """Round 0: the explanation, the fallback and the days."""

    field_order = ("explanation", "loops", *DAYS)
    explanation = _long(
        _("Explanation for everybody"),
        _("Mandatory: how the money is shared, why so, and what can be spoken about. In plain words."),
        rows=6,
    )
    loops = forms.IntegerField(
        label=_("How many proposals at most"), min_value=1, max_value=MOST_LOOPS, initial=2,
        help_text=_("Fixed beforehand: after that, open objections go to the committee."),
    )  # fmt: skip


class MoveForm(ScheduleForm):
    """Moving days that are still to come."""

    field_order = (*DAYS, "reason")
    reason = forms.CharField(
        label=_("Why the days move"), max_length=300, help_text=_("Mandatory: the reason becomes public.")
    )


class CircleForm(forms.Form):
    """For which circle somebody begins to write."""

    area_code = forms.ChoiceField(label=_("For which circle?"))

    def __init__(self, *args: Any, circles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = circles  # type: ignore[attr-defined]  # the stubs know no field by name


class RequestForm(forms.Form):
    """A change request; everything can be written in any order and saves itself."""

    title = forms.CharField(
        label=_("What is the money for?"), max_length=160, required=False, help_text=_("In a few words, as it will stand in the list.")
    )  # fmt: skip
    offer_kind = forms.ChoiceField(
        label=_("Kind of offer"), choices=[(kind.value, title) for kind, title in OFFER_KINDS.items()]
    )
    amount = EurosField(
        label=_("How much, in euros?"),
        required=False,
        help_text=_("From the negotiation reserve, for one year."),
    )
    goal = _long(_("Goal"), _("What shall be different for young people in the area?"), required=False)
    effect = _long(
        _("Expected effect"), _("By what will one see that it works? A count, a place, a day of the week."), required=False
    )  # fmt: skip
    review_on = _day(_("When do you look at the effect?"), required=False)
    reason = _long(_("Why here, and why now?"), required=False)
    evidence = _long(
        _("What do you know it from?"),
        _(
            "Figures of the area, themes of the field, what young people have said. No single family may be recognizable."
        ),
        required=False,
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def request_values(row: RequestRow) -> dict[str, Any]:
    """What the form shows of a stored request."""
    names = ("title", "offer_kind", "goal", "effect", "review_on", "reason", "evidence", "version")
    return {
        **{name: getattr(row, name) for name in names},
        "amount": None if row.amount is None else row.amount // 100,
    }


class RecordForm(CircleForm):
    """The record of a circle's meeting."""

    field_order = ("area_code", "met_on", "present", "text")
    met_on = _day(_("When did you meet?"), required=False)
    present = forms.CharField(
        label=_("Who was there?"), max_length=400, required=False,
        help_text=_("Groups and bodies, no names: the record becomes public."),
    )  # fmt: skip
    text = _long(
        _("What was said and agreed?"), _("Mandatory: without a record the round cannot close."), rows=6
    )


class VoiceForm(CircleForm):
    """What a circle says to the proposal."""

    field_order = ("area_code", "position", "reason", "wish")
    position = forms.ChoiceField(
        label=_("What does your circle say?"), widget=forms.RadioSelect,
        choices=[(Position.CONSENT.value, _("We consent: we can live with it.")), (Position.OBJECTION.value, _("We have a serious objection."))],
    )  # fmt: skip
    reason = _long(_("If you object: what harm would it do?"), required=False)
    wish = _long(_("If you object: what would make it acceptable?"), required=False)


class ObjectionForm(forms.Form):
    """An objection of somebody who takes part."""

    reason = _long(
        _("What do you think is wrong?"),
        _("Mandatory: an objection counts by its reason. It becomes public without your name."), rows=5,
    )  # fmt: skip
    wish = _long(_("What would you want instead?"), required=False)


class AnswerForm(forms.Form):
    """An answer, or a minority view: one text that becomes public."""

    text = _long(_("Your text"), _("Mandatory; it becomes public."), rows=6)

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class GrantsForm(forms.Form):
    """An amount for every change request."""

    def __init__(self, *args: Any, rounds: Rounds, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = rounds.standing_requests
        grants = rounds.proposal.grants if rounds.proposal else {}
        for row in self.asked:
            known = grants.get(str(row.id), row.amount or 0)
            self.fields[f"grant-{row.id}"] = EurosField(
                label=f"{rounds.names[row.area_code]}: {row.title}", required=required, initial=known // 100,
                help_text=_("asked for: %(amount)s euros") % {"amount": number((row.amount or 0) // 100)},
            )  # fmt: skip

    def grants(self) -> dict[UUID, int]:
        """Cents by request."""
        return {row.id: cents(self.cleaned_data[f"grant-{row.id}"] or 0) for row in self.asked}

    def grant_fields(self) -> list[forms.BoundField]:
        """The fields of the amounts."""
        return [self[f"grant-{row.id}"] for row in self.asked]


class ProposalForm(GrantsForm):
    """A proposal with an answer to every open objection of the circles."""

    def __init__(self, *args: Any, rounds: Rounds, objections: Sequence[ObjectionRow], **kwargs: Any) -> None:
        super().__init__(*args, rounds=rounds, **kwargs)
        self.fields["text"] = _long(_("Why so?"), _("Mandatory: for all circles, in a few sentences."))
        self.objections = objections
        for each in objections:
            self.fields[f"answer-{each.id}"] = _long(
                _("Answer to objection %(number)s") % {"number": each.number},
                _("How it is integrated, or why not."),
            )

    def answers(self) -> dict[UUID, str]:
        """The answers by objection."""
        return {each.id: self.cleaned_data[f"answer-{each.id}"] for each in self.objections}

    def answer_fields(self) -> list[tuple[ObjectionRow, forms.BoundField]]:
        """The objections with the fields of their answers."""
        return [(each, self[f"answer-{each.id}"]) for each in self.objections]


class DecisionForm(GrantsForm):
    """What the committee decided."""

    def __init__(self, *args: Any, rounds: Rounds, **kwargs: Any) -> None:
        super().__init__(*args, rounds=rounds, required=False, **kwargs)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("What has the committee decided?"), widget=forms.RadioSelect,
            choices=[(each.value, title) for each, title in OUTCOMES.items()],
        )  # fmt: skip
        self.fields["decided_on"] = _day(_("Day of the session"))
        for name, label in (
            ("votes_for", _("Votes for")),
            ("votes_against", _("Votes against")),
            ("abstained", _("Abstained")),
        ):
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=200)
        self.fields["text"] = _long(_("Reasons"), _("Mandatory: they become public."), rows=4)
        self.fields["minutes"] = _long(
            _("From the record of the session"),
            _("Mandatory: what was said, without names of residents."),
            rows=5,
        )
        self.fields["present"] = forms.CharField(label=_("Who was there?"), max_length=400, required=False)

    def values(self) -> Mapping[str, Any]:
        """The values as the service takes them."""
        names = ("decided_on", "text", "votes_for", "votes_against", "abstained", "present", "minutes")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "outcome": Outcome(self.cleaned_data["outcome"]), "grants": self.grants(),
        }  # fmt: skip
