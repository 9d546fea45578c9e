"""What people type on the individual floor, parsed into plain values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.selects import LongChoiceField
from sozialraum.individual.enums import StatementKind
from sozialraum.individual.presentation.cases import EMERGENCIES, Turn
from sozialraum.individual.rules import is_under_18
from sozialraum.individual.services import LONGEST_STATEMENT
from sozialraum.network.network_maps import Sheet
from sozialraum.network.network_maps.sheet import FARTHEST

LATEST_VERSION = 2**31 - 1
ACTS = (
    ("yes", _("Yes, I do something myself")),
    ("no", _("No, others should do something")),
    ("", _("still open")),
)


class WordsForm(forms.Form):
    """Words of one speaker: the text, and the plain questions that tell a will from a wish."""

    text = forms.CharField(max_length=LONGEST_STATEMENT, strip=False, label=_("The speaker's own words"))
    acts = forms.ChoiceField(
        choices=ACTS, required=False, widget=forms.RadioSelect, label=_("Who is to do something for it?")
    )
    own_action = forms.CharField(
        max_length=2_000, required=False, label=_("What do you do for it yourself?"),
    )  # fmt: skip
    strength = forms.IntegerField(
        min_value=0, max_value=10, required=False, label=_("How strongly, from 0 to 10?")
    )
    version = forms.IntegerField(min_value=0, max_value=LATEST_VERSION, initial=0, widget=forms.HiddenInput)
    speaker = forms.UUIDField(required=False, widget=forms.HiddenInput)
    private = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, label: str = "", young: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if young:
            self.fields["acts"].label = pgettext("young", "Who is to do something for it?")
            self.fields["own_action"].label = pgettext("young", "What do you do for it yourself?")
        begun = bool(self.initial.get("text"))
        focus = {} if begun else {"data-takes-focus": True}
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 3, "class": "words", **focus})
        if label:
            self.fields["text"].label = label

    def clean_text(self) -> str:
        """Blanks alone are no words; words keep theirs."""
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(gettext("There are no words yet."))
        return text

    def words(self) -> dict[str, Any]:
        """The values as the services take them."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "acts_oneself": {"yes": True, "no": False}.get(data["acts"]),
            "own_action": data["own_action"],
            "strength": data["strength"],
        }


def words_form(turn: Turn, *, today: date) -> WordsForm:
    """The form for the words of this turn, with what is stored already; under-18s are addressed with “du”."""
    words = turn.words
    label = (
        _("%(name)s’s own words") % {"name": turn.person.name}
        if turn.person
        else gettext("My professional view")
    )
    initial: dict[str, object] = {
        "version": 0,
        "speaker": turn.person.id if turn.person else None,
        "private": turn.private,
    }
    if words:
        acts = {StatementKind.WILL: "yes", StatementKind.WISH: "no"}.get(
            words.kind, "yes" if words.own_action else ""
        )
        initial |= {
            "version": words.version, "text": words.text, "own_action": words.own_action, "strength": words.strength,
            "acts": acts,
        }  # fmt: skip
    young = turn.person is not None and is_under_18(turn.person.kind, turn.person.born_on, today=today)
    return WordsForm(initial=initial, label=label, young=young, auto_id=f"{turn.statement_id.hex[:8]}_%s")


class OpenCaseForm(forms.Form):
    """A new concern: two fields are enough to begin."""

    family_name = forms.CharField(max_length=120, label=_("What is the family called?"))
    area_code = LongChoiceField(label=_("In which quarter does the family live?"))
    born = forms.IntegerField(
        required=False, min_value=1900, max_value=2200, label=_("In which year was a child born? (voluntary)"),
        help_text=_("It only helps to see whether you have written this family down before."),
    )  # fmt: skip
    another = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # nothing is chosen beforehand: a quarter that nobody looked at would be counted as one that was told
        self.fields["area_code"].choices = [("", "–"), *areas]  # type: ignore[attr-defined]  # a choice field


class NoteForm(forms.Form):
    """What was entrusted to one person."""

    text = forms.CharField(max_length=LONGEST_STATEMENT, widget=forms.Textarea(attrs={"rows": 4}))


class EmergencyForm(forms.Form):
    """A case that is not one's own, in an emergency: its number, and why."""

    number = forms.CharField(max_length=20, label=_("Number of the case"))
    kind = forms.ChoiceField(
        label=_("What is the emergency?"), choices=lambda: list(EMERGENCIES.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        max_length=2_000, min_length=15, label=_("What has happened, and why can it not wait?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class OwnerForm(forms.Form):
    """Whose map is begun."""

    owner = forms.UUIDField()


class PlaceForm(forms.Form):
    """Where somebody was put on a network map."""

    distance = forms.FloatField(min_value=0, max_value=FARTHEST)
    angle = forms.FloatField(min_value=-360, max_value=720)


class AcquaintanceForm(forms.Form):
    """Who knows whom on a network map."""

    one = forms.CharField(max_length=40)
    other = forms.CharField(max_length=40)
    known = forms.BooleanField(required=False)

    def act(self) -> Callable[[Sheet], Sheet]:
        """The act on the sheet that these values stand for."""
        data = self.cleaned_data
        return lambda drawn: drawn.tied(data["one"], data["other"], known=data["known"])


class ShareForm(forms.Form):
    """To whom something is shown until when, or which share is taken back."""

    share = forms.UUIDField(required=False)
    recipient = forms.UUIDField(required=False)
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """One of the two is asked for."""
        data = super().clean() or {}
        if bool(data.get("share")) == bool(data.get("recipient")):
            raise forms.ValidationError(gettext("Choose whom you show it to."))
        return data
