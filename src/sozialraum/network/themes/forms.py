"""What is written into themes, parsed into plain values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.selects import LongChoiceField
from sozialraum.network.enums import MissingKind
from sozialraum.network.presentation.missing import MISSING
from sozialraum.network.themes.services import NewTheme


class NewThemeForm(forms.Form):
    """A theme: what is missing, where, and who says so."""

    title = forms.CharField(
        label=_("What is it about?"), max_length=160,
        help_text=_("As people say it, for example: A quiet place on Saturdays. Everybody can read this."),
    )  # fmt: skip
    missing = forms.ChoiceField(
        label=_("What is missing?"), choices=[(kind.value, MISSING[kind]) for kind in MissingKind],
        help_text=_("Mandatory: by it the theme finds its evidence."),
    )  # fmt: skip
    area_code = LongChoiceField(label=_("Where?"), help_text=_("Mandatory: a theme belongs to a quarter."))
    raised_as = forms.CharField(
        label=_("Who says so?"),
        max_length=200,
        help_text=_("A team, a class, a meeting. Never a single person."),
    )
    text = forms.CharField(
        label=_("What do people say about it?"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    inside = forms.BooleanField(label=_("Not public yet: only office and providers read it"), required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = [("", "—"), *areas]  # type: ignore[attr-defined]  # a choice field

    def theme(self, *, area_vintage: str) -> NewTheme:
        """The theme as the service takes it."""
        told = self.cleaned_data
        return NewTheme(
            title=told["title"], missing=MissingKind(told["missing"]), area_code=told["area_code"],
            area_vintage=area_vintage, raised_as=told["raised_as"], text=told["text"], public=not told["inside"],
        )  # fmt: skip


class CareForm(forms.Form):
    """Ich kümmere mich: under which name."""

    as_ = forms.CharField(max_length=200)


class StepForm(forms.Form):
    """What is done next, and until when."""

    text = forms.CharField(max_length=300)
    due_on = forms.DateField()


class MoveForm(forms.Form):
    """The next state with its sentence."""

    text = forms.CharField(max_length=300)


class DecisionForm(forms.Form):
    """What politics is asked for."""

    text = forms.CharField(max_length=300)
    place = forms.CharField(max_length=200)
    decided_on = forms.DateField(required=False)


class ResultForm(forms.Form):
    """What came of it, and where it is found now."""

    text = forms.CharField(max_length=500)
    place_id = forms.UUIDField(required=False)
