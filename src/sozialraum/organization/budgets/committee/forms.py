"""A committee's rule as people write it: who, at least or at most, how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.analytics.budget import read_amount
from sozialraum.organization.enums import OfferKind
from sozialraum.organization.presentation import OFFER_KINDS

SUBJECTS = (
    ("each", _("each area by itself")), ("together", _("the chosen areas together")),
    ("offers", _("a kind of offer, in every area")), ("provider", _("any one provider, in every area")),
)  # fmt: skip
SIDES = (("at_least", _("at least")), ("at_most", _("at most")))
MEASURES = (
    ("euros", _("euros")), ("per_head", _("euros per young person")), ("share", _("% of all that is spread by formula")),
)  # fmt: skip
OPEN_OFFERS = (
    OfferKind.YOUTH_WORK, OfferKind.YOUTH_SOCIAL_WORK, OfferKind.SCHOOL_SOCIAL_WORK, OfferKind.FAMILY_EDUCATION,
    OfferKind.COUNSELING, OfferKind.GROUP_WORK, OfferKind.OTHER,
)  # fmt: skip


class RuleForm(forms.Form):
    """One rule; everything can be written in any order and saves itself."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    subject = forms.ChoiceField(
        label=_("Of whom does the rule speak?"),
        choices=SUBJECTS,
        widget=forms.RadioSelect,
        required=False,
        initial="each",
    )
    areas = forms.MultipleChoiceField(
        label=_("Which areas?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every area. For offers and providers the rule holds in every area."),
    )  # fmt: skip
    side = forms.ChoiceField(label=_("They receive"), choices=SIDES, required=False, initial="at_least")
    value = forms.CharField(
        label=_("How much?"), max_length=20, required=False, help_text=_("A figure like 900.000 or 30."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    measure = forms.ChoiceField(
        label=_("Counted in"), choices=MEASURES, required=False, initial="euros",
        help_text=_("For offers and providers it is always per cent of the area’s amount."),
    )  # fmt: skip
    offer_kind = forms.ChoiceField(label=_("Which kind of offer?"), required=False)
    why = forms.CharField(
        label=_("Why, or by which decision?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Optional; it stands beside the rule wherever it is published."),
    )  # fmt: skip

    def __init__(self, *args: Any, areas: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Mapping[str, Any] = self.fields
        named["areas"].choices = areas
        named["offer_kind"].choices = [
            ("", _("no offer")),
            *((kind.value, OFFER_KINDS[kind]) for kind in OPEN_OFFERS),
        ]

    def clean_value(self) -> str:
        """The figure as it was typed, where it is one."""
        text: str = self.cleaned_data["value"].strip()
        found = read_amount(text) if text else None
        if text and (found is None or found < 0 or len(text) > 15):
            raise forms.ValidationError(_("Write a figure, like 900.000 or 12,5."))
        return text

    def values(self) -> dict[str, object]:
        """What was typed, as a draft keeps it; a choice left out keeps its usual one."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        usual = {"subject": "each", "side": "at_least", "measure": "euros"}
        return given | {name: given[name] or start for name, start in usual.items()}
