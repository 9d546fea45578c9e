"""What politics is asked, parsed into plain values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.selects import LongChoiceField
from sozialraum.network.advocacy.enums import Addressee, AnswerKind
from sozialraum.network.advocacy.presentation import ADDRESSEES, ANSWERS
from sozialraum.network.advocacy.services import NewIssue


class NewIssueForm(forms.Form):
    """A question to those who decide; everything but the background is needed, because an answer answers it."""

    title = forms.CharField(label=_("What is it about?"), max_length=160)
    ask = forms.CharField(
        label=_("What do you ask for?"), max_length=300,
        help_text=_("One sentence that can be answered by yes or no. For example: Does the reading room stay open until six?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    addressee = forms.ChoiceField(
        label=_("Who decides?"), choices=[(each.value, ADDRESSEES[each]) for each in Addressee]
    )
    addressee_name = forms.CharField(
        label=_("Which one exactly?"), max_length=200, help_text=_("For example: committee for traffic, meeting on 14 January.")
    )  # fmt: skip
    area_code = LongChoiceField(label=_("For which quarter?"))
    raised_as = forms.CharField(
        label=_("Who asks?"), max_length=200, help_text=_("A team, a round, a class. Never a single person.")
    )
    text = forms.CharField(
        label=_("What should they know?"), max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is known in figures is added by itself: released ones alone."),
    )  # fmt: skip
    public = forms.BooleanField(label=_("Everybody may read it"), required=False, initial=True)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = [("", "—"), *areas]  # type: ignore[attr-defined]  # a choice field

    def issue(self, *, area_vintage: str, theme_id: UUID | None, note_id: UUID | None) -> NewIssue:
        """The issue as the service takes it."""
        told = self.cleaned_data
        return NewIssue(
            **{**told, "addressee": Addressee(told["addressee"])}, area_vintage=area_vintage, theme_id=theme_id,
            note_id=note_id,
        )  # fmt: skip


class DueForm(forms.Form):
    """Until when an answer is asked for, and a sentence."""

    due_on = forms.DateField()
    text = forms.CharField(max_length=300)


class AnswerForm(forms.Form):
    """What was answered."""

    kind = forms.ChoiceField(choices=[(each.value, ANSWERS[each]) for each in AnswerKind])
    text = forms.CharField(max_length=4_000)


class SentenceForm(forms.Form):
    """A sentence: what came of it, or why it is taken back."""

    text = forms.CharField(max_length=500)


class NameForm(forms.Form):
    """Under which name somebody goes on with it."""

    text = forms.CharField(max_length=200)
