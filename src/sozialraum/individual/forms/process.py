"""What is typed on the way of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import AdviceTopic, CaseState, ConsultationForm
from sozialraum.individual.presentation.process import FORMS, LANGUAGES, STEPS, TOPICS
from sozialraum.individual.queries.cases import Person


def day_field(**options: Any) -> forms.DateField:
    """A day, chosen from the browser's calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class StepForm(forms.Form):
    """The step that is taken, its day and its reason."""

    to = forms.ChoiceField(choices=[(state.value, STEPS[state]) for state in CaseState])
    on = day_field(label=_("On"))
    reason = forms.CharField(
        max_length=2_000, required=False, label=_("Why"), widget=forms.Textarea(attrs={"rows": 2})
    )
    short_term = forms.BooleanField(required=False)

    def step(self) -> dict[str, Any]:
        """The values as the service takes them."""
        data = self.cleaned_data
        return {"on": data["on"], "reason": data["reason"], "short_term": data["short_term"]}


class ConsultationLogForm(forms.Form):
    """What was explained: topics, day, form and language; nothing else is needed."""

    topics = forms.MultipleChoiceField(
        choices=[(topic.value, TOPICS[topic]) for topic in AdviceTopic], widget=forms.CheckboxSelectMultiple,
        label=_("What did you talk about?"),
    )  # fmt: skip
    held_on = day_field(label=_("When?"))
    form = forms.ChoiceField(
        choices=[(each.value, FORMS[each]) for each in ConsultationForm], label=_("How was it explained?")
    )
    language = forms.ChoiceField(choices=list(LANGUAGES.items()), label=_("In which language?"))
    present = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Who was there?")
    )
    note = forms.CharField(
        max_length=2_000, required=False, label=_("What is worth knowing about it? (voluntary)"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["present"].choices = [(str(each.id), each.name) for each in people]  # type: ignore[attr-defined]  # a choice field
        self.fields["held_on"].initial = today

    def clean_held_on(self) -> date:
        """A talk has been."""
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise forms.ValidationError(gettext("This day is still to come."))
        return day

    def consultation(self) -> dict[str, Any]:
        """The values as the service takes them."""
        data = self.cleaned_data
        return {
            "held_on": data["held_on"], "form": ConsultationForm(data["form"]), "language": data["language"],
            "topics": [AdviceTopic(each) for each in data["topics"]], "present": [UUID(each) for each in data["present"]],
            "note": data["note"],
        }  # fmt: skip


class ReminderForm(forms.Form):
    """What a family waits for, and until when."""

    due_on = day_field(label=_("Until when?"))
    text = forms.CharField(max_length=160, label=_("What is due?"))
    waits_for = forms.CharField(
        max_length=300, required=False, label=_("What does the family wait for? (voluntary)")
    )


class ProtectionForm(forms.Form):
    """That the protection of a child begins or ends beside the help."""

    running = forms.BooleanField(required=False)
    reason = forms.CharField(max_length=2_000)


class HandoverForm(forms.Form):
    """Who takes over, and when all three talk."""

    to = forms.ChoiceField(label=_("Who takes over?"))
    joint_talk_on = day_field(
        required=False, label=_("When do all three talk?"),
        help_text=_("The family, you and the new person. The family meets her before anything changes."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "–"), *((str(key), name) for key, name in colleagues)]  # type: ignore[attr-defined]  # a choice field


class HandoverWordsForm(forms.Form):
    """What the family wants the new person to know."""

    member = forms.UUIDField()
    words = forms.CharField(max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}))
