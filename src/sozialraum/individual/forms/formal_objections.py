"""What is typed when an objection comes, and when it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import ObjectionForm
from sozialraum.individual.forms.process import day_field
from sozialraum.individual.presentation.formal_objections import OBJECTION_FORMS
from sozialraum.individual.queries.cases import Person
from sozialraum.individual.queries.formal_objections import SentDecision

REMEDY, PASS_ON = "remedy", "pass_on"


class ObjectionRecordForm(forms.Form):
    """Who objects to which decision, how and when it came; no reason has to be given."""

    decision = forms.ChoiceField(label=_("Against which decision?"))
    member = forms.ChoiceField(label=_("Who objects?"))
    form = forms.ChoiceField(
        label=_("How did it come?"), widget=forms.RadioSelect,
        choices=[(each.value, OBJECTION_FORMS[each]) for each in ObjectionForm if each is not ObjectionForm.ANNOUNCED],
    )  # fmt: skip
    came_on = day_field(label=_("When did it come?"))
    received_on = day_field(
        required=False, label=_("When did the decision reach them? (voluntary)"),
        help_text=_("Left open, the fourth day after it was posted counts."),
    )  # fmt: skip
    wrong_remedy = forms.BooleanField(
        required=False, label=_("The letter did not say rightly what can be done against it"),
        help_text=_("Then the time is one year instead of one month."),
    )  # fmt: skip
    spoken_for = forms.CharField(
        max_length=200, required=False, label=_("Somebody writes for them (voluntary)"),
        help_text=_("A lawyer, a guardian, the ombuds office with an authority."),
    )  # fmt: skip
    words = forms.CharField(
        max_length=2_000, required=False, label=_("In their own words (voluntary)"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        decisions: Sequence[tuple[SentDecision, str]],
        people: Sequence[Person],
        today: date,
    ) -> None:
        super().__init__(data, initial={"came_on": today, "form": ObjectionForm.TAKEN_DOWN})
        self.fields["decision"].choices = [(str(each.id), words) for each, words in decisions]  # type: ignore[attr-defined]  # a choice field
        self.fields["member"].choices = [(str(each.id), each.name) for each in people]  # type: ignore[attr-defined]  # a choice field

    def values(self) -> dict[str, Any]:
        """The values as the service takes them, but for the decision."""
        data = self.cleaned_data
        return {
            "member_id": UUID(data["member"]), "form": ObjectionForm(data["form"]), "came_on": data["came_on"],
            "received_on": data["received_on"], "instructed": not data["wrong_remedy"], "words": data["words"],
            "spoken_for": data["spoken_for"],
        }  # fmt: skip


class ObjectionAnswerForm(forms.Form):
    """Whether the office remedies it, in words that the family understands."""

    remedied = forms.ChoiceField(
        label=_("What becomes of it?"), widget=forms.RadioSelect,
        choices=[
            (REMEDY, _("We remedy it: a new decision follows")), (PASS_ON, _("We do not remedy it: it goes on to whoever decides")),
        ],
    )  # fmt: skip
    answer = forms.CharField(
        max_length=2_000, label=_("Why? The family reads this"), widget=forms.Textarea(attrs={"rows": 3})
    )
    passed_to = forms.CharField(
        max_length=200, required=False, label=_("Who decides on it, where you do not remedy it")
    )

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        data = self.cleaned_data
        return {
            "remedied": data["remedied"] == REMEDY,
            "answer": data["answer"],
            "passed_to": data["passed_to"],
        }
