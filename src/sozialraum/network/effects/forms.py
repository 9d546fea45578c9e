"""What came of field work and who agrees to it, parsed into plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.selects import LongChoiceField
from sozialraum.network.effects.enums import ConsentManner, EffectAudience
from sozialraum.network.effects.presentation import AUDIENCES, MANNERS
from sozialraum.network.effects.rules import LONGEST_TEXT, MOST_PERSONS
from sozialraum.network.effects.services import NewConsent, NewEffect

Choices = Sequence[tuple[str, str]]
_AUDIENCES = [(each.value, AUDIENCES[each]) for each in EffectAudience]
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EffectForm(forms.Form):
    """A story. Title, words, teller and quarter are needed, because others read by them."""

    title = forms.CharField(label=_("What came of it, in one line?"), max_length=160)
    text = forms.CharField(
        label=_("How was it, and what is different now?"), max_length=LONGEST_TEXT,
        help_text=_("In the words of who was there. Without names, and nothing by which somebody is recognized."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )  # fmt: skip
    told_as = forms.CharField(
        label=_("Who tells it?"), max_length=200,
        help_text=_("As everybody reads it, without a name. For example: a mother from the quarter."),
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("With which team is it kept?"))
    area_code = LongChoiceField(label=_("In which quarter?"))
    persons = forms.IntegerField(
        label=_("Of how many single people does it tell?"), min_value=0, max_value=MOST_PERSONS, initial=1,
        help_text=_("Who tells it counts as well. Each of them agrees before anybody reads it. Of a group without single people: 0."),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("Who may read it at most?"), choices=_AUDIENCES, initial=EffectAudience.CITY.value,
        help_text=_("Everybody reads it only after a lead or planning has released it."),
    )  # fmt: skip
    theme_id = forms.TypedChoiceField(
        label=_("Does it belong to a theme?"), required=False, coerce=UUID, empty_value=None
    )
    note_ids = forms.TypedMultipleChoiceField(
        label=_("Which field work did it come of?"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    place_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    valid_until = forms.DateField(
        label=_("Until when do you agree?"), required=False, widget=_DAY, help_text=_("For a year at most.")
    )

    def __init__(
        self, *args: Any, areas: Choices, units: Choices, themes: Choices, notes: Choices, alone: bool, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("area_code", [("", "—"), *areas]), ("unit", units), ("theme_id", [("", "—"), *themes]), ("note_ids", notes),
        ):  # fmt: skip
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
        if alone:
            del self.fields["persons"], self.fields["note_ids"]
            self.fields["valid_until"].required = True
        else:
            del self.fields["valid_until"]
        if not notes:
            self.fields.pop("note_ids", None)
        if not themes:
            del self.fields["theme_id"]

    def effect(self, *, area_vintage: str) -> NewEffect:
        """The story as the service takes it."""
        told = self.cleaned_data
        return NewEffect(
            title=told["title"], text=told["text"], told_as=told["told_as"], area_code=told["area_code"],
            area_vintage=area_vintage, persons=told.get("persons", 1), audience=EffectAudience(told["audience"]),
            theme_id=told.get("theme_id"), place_id=told["place_id"], note_ids=told.get("note_ids", ()),
        )  # fmt: skip

    def own_consent(self, *, minor: bool) -> NewConsent | None:
        """The consent that somebody gives by telling of oneself; ``None`` for a story that a team writes down."""
        told = self.cleaned_data
        if "valid_until" not in self.fields:
            return None
        return NewConsent(
            told["told_as"][:120], EffectAudience(told["audience"]), told["valid_until"], ConsentManner.ELECTRONIC,
            minor=minor,
        )  # fmt: skip


class ConsentForm(forms.Form):
    """One person told of agrees."""

    person_as = forms.CharField(max_length=120)
    audience = forms.ChoiceField(choices=_AUDIENCES)
    valid_until = forms.DateField()
    manner = forms.ChoiceField(choices=[(each.value, MANNERS[each]) for each in ConsentManner])
    minor = forms.BooleanField(required=False)
    guardian_agreed = forms.BooleanField(required=False)


def consent_from(told: dict[str, Any]) -> NewConsent:
    """What a :class:`ConsentForm` has read, as the service takes it."""
    return NewConsent(
        str(told["person_as"]), EffectAudience(told["audience"]), told["valid_until"],
        ConsentManner(told["manner"]), minor=bool(told["minor"]), guardian_agreed=bool(told["guardian_agreed"]),
    )  # fmt: skip


class OneConsentForm(forms.Form):
    """Which consent an act is about."""

    consent_id = forms.UUIDField()


class RenewalForm(OneConsentForm):
    """Somebody was asked again."""

    audience = forms.ChoiceField(choices=_AUDIENCES)
    valid_until = forms.DateField()


class AudienceForm(forms.Form):
    """How far a story is told at most."""

    audience = forms.ChoiceField(choices=_AUDIENCES)
