"""What people type about goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import GoalLevel
from sozialraum.individual.forms.cases import LATEST_VERSION
from sozialraum.individual.forms.resource_cards import DayInput
from sozialraum.individual.presentation.resource_words import GOAL_STATES
from sozialraum.individual.queries import GoalView, Person
from sozialraum.individual.services.entries import LONGEST


class NewGoalForm(forms.Form):
    """A goal: the words, and whose they are, are enough."""

    words = forms.CharField(max_length=LONGEST)
    owner = forms.UUIDField()
    level = forms.ChoiceField(choices=[(level.value, level.name) for level in GoalLevel])
    parent = forms.UUIDField(required=False)
    who = forms.CharField(max_length=200, required=False)
    reach_by = forms.DateField(required=False)

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        data = self.cleaned_data
        return {
            "words": data["words"], "owner_id": data["owner"], "level": GoalLevel(data["level"]),
            "parent_id": data["parent"], "who": data["who"], "reach_by": data["reach_by"],
        }  # fmt: skip


class GoalForm(forms.Form):
    """Everything that is known of one goal; only the words are asked for."""

    version = forms.IntegerField(min_value=0, max_value=LATEST_VERSION, widget=forms.HiddenInput)
    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}), label=_("Words"))
    verbatim = forms.BooleanField(required=False, label=_("word for word as the person says it"))
    sign = forms.CharField(max_length=LONGEST, required=False, label=_("By what will we notice it?"))
    who = forms.CharField(max_length=200, required=False, label=_("Who does it"))
    reach_by = forms.DateField(required=False, widget=DayInput, label=_("Until when?"))
    agreed_on = forms.DateField(required=False, widget=DayInput, label=_("The person agreed on"))
    together_with = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Who else shares it?")
    )
    state = forms.ChoiceField(choices=list(GOAL_STATES.items()), label=_("Where it stands"))
    in_other_words = forms.CharField(
        max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("In other words"),
        help_text=_("A professional wording stands beside the words, never in their place. Voluntary."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, goal: GoalView, people: Sequence[Person], family: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = [(str(each.id), each.name) for each in people if each.id != goal.owner.id]
        self.fields["together_with"].choices = others  # type: ignore[attr-defined]  # a choice field
        hidden = {GoalLevel.STEP: ("sign", "verbatim", "agreed_on", "together_with", "in_other_words")}
        for name in hidden.get(goal.level, ("who",)):
            del self.fields[name]
        if family:
            self.fields.pop("in_other_words", None)
        if not goal.own_words:
            self.fields["words"].disabled = True
            self.fields["words"].help_text = gettext("These words belong to the one who said them.")
            if "verbatim" in self.fields:
                del self.fields["verbatim"]

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def goal_values(goal: GoalView) -> Mapping[str, Any]:
    """A goal as its form shows it."""
    return {
        "version": goal.version, "words": goal.words, "verbatim": goal.verbatim, "sign": goal.sign, "who": goal.who,
        "reach_by": goal.reach_by, "agreed_on": goal.agreed_on, "state": goal.state,
        "together_with": [str(each.id) for each in goal.together], "in_other_words": goal.in_other_words,
    }  # fmt: skip
