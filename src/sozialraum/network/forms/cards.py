"""A resident's card, as it is written alone or together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.selects import LongChoiceField
from sozialraum.foundation.ui.sections import FormSection, sections_of
from sozialraum.network.enums import CardDirection, CardVisibility, Rubric
from sozialraum.network.presentation.cards import DIRECTIONS, READERS
from sozialraum.network.presentation.directory import RUBRICS
from sozialraum.network.presentation.places import LANGUAGES
from sozialraum.network.queries import CardRow
from sozialraum.network.rules import CONSENTED, LONGEST_CONSENT_DAYS, OLDEST
from sozialraum.network.services.cards import NewCard
from sozialraum.social_structure.queries import planning_system

SECTIONS = (
    FormSection(_("What it is about"), ("direction", "title", "rubric", "description", "conditions")),
    FormSection(_("When and where"), ("hours", "area_code")),
    FormSection(_("For whom"), ("languages", "age_from", "age_to"), folded=True),
    FormSection(
        _("Who may read what"),
        ("visibility", "full_name", "for_full_name", "phone", "for_phone", "email", "for_email", "valid_until"),
    ),
)  # fmt: skip
NOBODY_READS = [("", _("nobody; one asks by way of the office"))]


def _readers(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[*NOBODY_READS, *((each.value, READERS[each]) for each in CardVisibility)],
    )


class CardForm(forms.Form):
    """What somebody can and gladly does, or would like; nothing of it is open that was not opened here."""

    direction = forms.ChoiceField(
        label=_("I can, or I would like?"), widget=forms.RadioSelect,
        choices=[(each.value, DIRECTIONS[each]) for each in CardDirection],
    )  # fmt: skip
    title = forms.CharField(
        label=_("What?"),
        max_length=160,
        help_text=_("Mandatory, in a few words: repair bicycles, learn to swim."),
    )
    rubric = forms.ChoiceField(
        label=_("To what does it belong?"), choices=[(each.value, RUBRICS[each]) for each in Rubric]
    )
    description = forms.CharField(
        label=_("What else should people know?"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    conditions = forms.CharField(
        label=_("What matters to you?"), max_length=300, required=False,
        help_text=_("For example: not in the stairwell, no more than two hours, a cake in return."),
    )  # fmt: skip
    hours = forms.CharField(
        label=_("When does it suit?"),
        max_length=200,
        required=False,
        help_text=_("For example: Tuesday 3 to 6 p.m."),
    )
    area_code = LongChoiceField(
        label=_("In which quarter?"),
        required=False,
        help_text=_("Where you are glad to help; not where you live."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(LANGUAGES.items()),
    )
    age_from = forms.IntegerField(label=_("From which age"), min_value=0, max_value=OLDEST, required=False)
    age_to = forms.IntegerField(label=_("Up to which age"), min_value=0, max_value=OLDEST, required=False)
    visibility = forms.ChoiceField(
        label=_("Who finds the card?"), initial=CardVisibility.TEAM,
        choices=[(each.value, READERS[each]) for each in CardVisibility],
    )  # fmt: skip
    full_name = forms.CharField(label=_("Name"), max_length=160, required=False)
    for_full_name = _readers(_("Who may read the name?"))
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    for_phone = _readers(_("Who may read the number?"))
    email = forms.EmailField(label=_("E-mail"), required=False)
    for_email = _readers(_("Who may read the address?"))
    valid_until = forms.DateField(
        label=_("Until when?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A year at most. Then the card goes by itself; you can take it back on any day before."),
    )  # fmt: skip
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = [("", _("wherever it is needed")), *areas]  # type: ignore[attr-defined]  # a choice field
        self.fields["valid_until"].initial = timezone.localdate() + timedelta(days=LONGEST_CONSENT_DAYS)

    @property
    def sections(self) -> list[Any]:
        """The fields in groups."""
        return sections_of(self, SECTIONS)

    def card(self, *, own: bool, by_user: Any) -> NewCard:
        """The card as the service takes it; ``own`` where the person writes it alone."""
        data = self.cleaned_data
        until: date = data["valid_until"]
        system = planning_system() if data["area_code"] else None
        return NewCard(
            direction=CardDirection(data["direction"]), rubric=Rubric(data["rubric"]),
            consents={
                name: {"for": data[f"for_{name}"], "until": until.isoformat()}
                for name in CONSENTED if data[name] and data[f"for_{name}"]
            },
            visibility=CardVisibility(data["visibility"]), area_vintage=str(system.vintage) if system else "",
            user_id=by_user if own else None,
            **{
                name: data[name]
                for name in (
                    "title", "description", "conditions", "hours", "area_code", "languages", "age_from", "age_to",
                    "full_name", "phone", "email", "valid_until",
                )
            },
        )  # fmt: skip

    def seen(self) -> datetime:
        """When the card that the form showed was changed last; a form that says none saw nothing."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen_at"])
        except ValueError:
            return datetime.min.replace(tzinfo=timezone.get_current_timezone())


def card_values(card: CardRow) -> dict[str, Any]:
    """What the form shows of a card."""
    shown = {
        name: getattr(card, name)
        for name in (
            "direction", "title", "rubric", "description", "conditions", "hours", "area_code", "age_from", "age_to",
            "visibility", "full_name", "phone", "email", "valid_until",
        )
    }  # fmt: skip
    readers = {f"for_{name}": card.consents.get(name, "") for name in CONSENTED}
    return {**shown, **readers, "languages": list(card.languages), "seen_at": card.changed_at.isoformat()}
