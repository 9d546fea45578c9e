"""What is typed for the advice of a team."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.presentation.team_sheets import RINGS


class QuestionForm(forms.Form):
    """What the team is asked."""

    question = forms.CharField(
        max_length=1_000,
        label=_("What do you want to know from the team?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BodyForm(forms.Form):
    """The sheet as it is given out, with its question."""

    question = forms.CharField(
        max_length=1_000, required=False, label=_("The question, as it goes out"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    body = forms.CharField(
        max_length=20_000,
        strip=False,
        label=_("The sheet, as it goes out"),
        widget=forms.Textarea(attrs={"rows": 18}),
    )


class AdvisersForm(forms.Form):
    """Who advises: a name a line."""

    professionals = forms.CharField(
        max_length=2_000,
        label=_("Professionals of the office, a name a line"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    providers = forms.CharField(
        max_length=2_000, required=False, label=_("Providers, a name a line"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They advise. If one could bring the help itself, say so behind its name."),
    )  # fmt: skip


class IdeaForm(forms.Form):
    """One idea."""

    ring = forms.ChoiceField(choices=list(RINGS.items()), label=_("Where does it come from?"))
    text = forms.CharField(max_length=500, label=_("What would help, in plain words?"))
    provider = forms.BooleanField(required=False, label=_("Named by a provider"))


class ClosingForm(forms.Form):
    """What the family is offered, and what was seen differently."""

    offered = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    dissent = forms.CharField(
        max_length=4_000, required=False, label=_("Who saw it differently, and how? (voluntary)"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: object, ideas: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what Django takes
        self.fields["offered"].choices = [(place, str(place)) for place in range(ideas)]  # type: ignore[attr-defined]  # a choice field
