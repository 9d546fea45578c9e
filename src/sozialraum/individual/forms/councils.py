"""What is typed into a family council."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import ComponentKind, CouncilAnswer, CouncilResult, CouncilRole
from sozialraum.individual.forms.process import day_field
from sozialraum.individual.presentation.councils import ANSWERS, RESULTS, ROLES
from sozialraum.individual.presentation.resource_words import COMPONENT_KINDS
from sozialraum.individual.services.entries import LONGEST


def _text(label: Any, *, rows: int = 2, help_text: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        max_length=LONGEST, required=required, label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class CouncilForm(forms.Form):
    """What the office prepares; a draft may have gaps."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    concern = _text(
        _("What do you worry about?"), rows=4,
        help_text=_("At most five sentences that everybody at the table understands. No diagnosis, no paragraph."),
    )  # fmt: skip
    question = _text(_("Which question does the family answer?"))
    requirements = _text(
        _("What must the plan meet at least?"), rows=3, help_text=_("One thing a line. What is not written here is not asked for later.")
    )  # fmt: skip
    coordinator_name = forms.CharField(max_length=200, required=False, label=_("Who coordinates?"))
    coordinator_contact = forms.CharField(
        max_length=200, required=False, label=_("How is this person reached?"),
        help_text=_("This person needs no account and reads nothing here."),
    )  # fmt: skip
    independent = forms.BooleanField(
        required=False, label=_("This person has no function in this case and proposes no solutions.")
    )
    meets_on = day_field(required=False, label=_("When do you meet?"))
    place = forms.CharField(max_length=200, required=False, label=_("Where? (the family chooses)"))
    care = _text(_("Food, care for children, interpreting, way there (voluntary)"))

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        data = dict(self.cleaned_data)
        data.pop("version")
        data["requirements"] = [each.strip() for each in data["requirements"].splitlines() if each.strip()]
        return data


class GuestForm(forms.Form):
    """Somebody who is invited."""

    name = forms.CharField(max_length=200, label=_("Who?"))
    role = forms.ChoiceField(
        choices=list(ROLES.items()),
        label=_("As what?"),
        help_text=_(
            "Who coordinates, informs or comes for the office leaves the room before the family talks."
        ),
    )

    def __init__(self, *args: Any, family: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if family:
            self.fields["role"].choices = [  # type: ignore[attr-defined]  # a choice field
                each for each in ROLES.items() if each[0] != CouncilRole.COMMISSIONER
            ]


class PartForm(forms.Form):
    """A part of the family's plan."""

    version = forms.IntegerField(min_value=0, initial=0, required=False, widget=forms.HiddenInput)
    what = _text(_("What happens?"), required=True)
    who = forms.CharField(max_length=200, required=False, label=_("Who does it?"))
    kind = forms.ChoiceField(choices=list(COMPONENT_KINDS.items()), initial=ComponentKind.FAMILY_FRIENDS, label=_("Who is that?"))  # fmt: skip
    until = day_field(required=False, label=_("Until when?"))
    check_by = forms.CharField(max_length=200, required=False, label=_("Who of us looks whether it works?"))

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PaperForm(forms.Form):
    """Who of the family gave the leave to take its plan down from paper."""

    leave_of = forms.TypedChoiceField(
        coerce=UUID, label=_("Who of the family allows you to take the plan down?"),
        help_text=_("Somebody who stayed while the family was among itself. Read the plan out before you keep it."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, stayed: Sequence[tuple[UUID, str]]) -> None:
        super().__init__(data)
        self.fields["leave_of"].choices = [(str(key), name) for key, name in stayed]  # type: ignore[attr-defined]  # a choice field


class PaperPartForm(PartForm):
    """One part as it stands on the paper; an empty one is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]


PaperParts = forms.formset_factory(PaperPartForm, extra=5, max_num=30)


class AnswerForm(forms.Form):
    """The office's answer to the plan."""

    clear = forms.BooleanField(required=False, label=_("It is clear: who does what until when."))
    safe = forms.BooleanField(required=False, label=_("It is safe for the children."))
    lawful = forms.BooleanField(required=False, label=_("It is lawful."))
    answer = forms.ChoiceField(choices=list(ANSWERS.items()), widget=forms.RadioSelect, label=_("The answer"))
    words = _text(_("Conditions, or what is still missing"))
    followup_on = day_field(required=False, label=_("When does everybody meet again?"))

    def answered(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {**self.cleaned_data, "answer": CouncilAnswer(self.cleaned_data["answer"])}


class ResultForm(forms.Form):
    """What became of one part."""

    result = forms.ChoiceField(choices=list(RESULTS.items()), label=_("What became of it?"))
    words = forms.CharField(max_length=LONGEST, required=False, label=_("A sentence about it (voluntary)"))

    def noted(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {"result": CouncilResult(self.cleaned_data["result"]), "words": self.cleaned_data["words"]}
