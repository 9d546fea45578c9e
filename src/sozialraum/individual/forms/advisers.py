"""What is typed about experienced professionals, and about what they advised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.accounts.queries import Colleagues
from sozialraum.foundation.selects import LongChoiceField
from sozialraum.foundation.typed_names import TypedNameField
from sozialraum.individual.forms.process import day_field
from sozialraum.individual.services.protection import LONGEST


class AdviserForm(forms.Form):
    """One entry of the register."""

    full_name = forms.CharField(max_length=200, label=_("Name"))
    qualification = forms.CharField(
        max_length=300, label=_("Qualification"),
        help_text=_("Training and years of practice, as whoever asks for advice would want to know them."),
    )  # fmt: skip
    focus = forms.CharField(
        max_length=300, required=False, label=_("What she knows most about (voluntary)"),
        help_text=_("Small children, sexual violence, disability, addiction in the family …"),
    )  # fmt: skip
    employer = forms.CharField(max_length=200, label=_("Employer"))
    provider_code = LongChoiceField(
        required=False, label=_("If it is a provider of the directory"),
        help_text=_("She is then not offered where this provider helps in the family."),
    )  # fmt: skip
    phone = forms.CharField(max_length=40, required=False, label=_("Telephone"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    reachable = forms.CharField(max_length=200, required=False, label=_("When is she reached?"))
    account_id = TypedNameField(
        required=False, label=_("Her account on this platform, if she has one"),
        help_text=_("Type a part of the name. She is then not offered for a case she works in herself."),
    )  # fmt: skip
    valid_from = day_field(label=_("Since"))
    valid_until = day_field(required=False, label=_("Until (empty: no end is known)"))
    published = forms.BooleanField(
        required=False, label=_("She agrees to stand on the page that everybody can read"),
        help_text=_("Schools, day care and doctors find her there. Everybody who signs in for the office finds her anyway."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, providers: Sequence[tuple[str, str]], accounts: Colleagues,
        initial: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        self.fields["provider_code"].choices = [("", "–"), *providers]  # type: ignore[attr-defined]  # a choice field
        self.fields["account_id"].people = accounts  # type: ignore[attr-defined]  # a field for a name


class AdviceForm(forms.Form):
    """What was asked and what was advised, without names."""

    adviser_id = forms.TypedChoiceField(coerce=UUID, label=_("Who advised?"))
    advised_on = day_field(label=_("When?"))
    question = forms.CharField(
        max_length=LONGEST, label=_("What did you ask?"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Without names. What looks like a name, a day or an address is replaced before it is kept."),
    )  # fmt: skip
    advice = forms.CharField(
        max_length=LONGEST, label=_("What did she advise?"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, data: Any = None, *, choices: Sequence[tuple[UUID, str]], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id="advice_%s", initial=initial)
        self.fields["adviser_id"].choices = [(str(key), name) for key, name in choices]  # type: ignore[attr-defined]  # a choice field
