"""Parsing what is typed at the first run, and what the house says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.accounts.forms import NewPasswordField, SignInNameField, person
from sozialraum.foundation.revisions import FieldConflict


class SetUpForm(forms.Form):
    """The municipality, the administrator, and the code that the server's console shows."""

    municipality_name = forms.CharField(label=_("Name of the municipality"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    full_name = forms.CharField(
        label=_("Your first and last name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = SignInNameField()
    password = NewPasswordField()
    plans = forms.BooleanField(
        label=_("I also bring in the tables and draw the maps (planning)"), required=False, initial=True
    )
    code = forms.CharField(
        label=_("Set-up code"), max_length=40,
        help_text=_("The server's console shows it at the start; `sozialraum check` shows it again."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Keep the rules of passwords."""
        data = super().clean() or {}
        if "password" in data:
            try:
                validate_password(
                    data["password"], person(data.get("username", ""), data.get("full_name", ""))
                )
            except ValidationError as weak:
                self.add_error("password", weak)
        return data

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "code"}


class InstallationForm(forms.Form):
    """What the house says about itself. ``stored`` is what it says now.

    The hidden ``seen`` carries, signed, what the page showed when it was opened: by it what somebody else changed
    meanwhile is told from what was changed here.
    """

    municipality_name = forms.CharField(
        label=_("Name of the municipality"), max_length=120, help_text=_("Mandatory: it stands at the top of every page.")
    )  # fmt: skip
    office_name = forms.CharField(label=_("Name of the office"), max_length=160, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES,
        help_text=_("For everybody who has not chosen one and whose browser names none of ours."),
    )  # fmt: skip
    ombuds_office_name = forms.CharField(label=_("Name of the ombuds office"), max_length=160, required=False)
    ombuds_office_phone = forms.RegexField(
        label=_("Telephone of the ombuds office"), regex=r"^[+0-9][0-9 ()/–-]{2,38}$", max_length=40, required=False,
        help_text=_("Stands on every page of a family, to be called with one tap."),
        error_messages={"invalid": _("Write a telephone number, for example 030 2312 5014.")},
    )  # fmt: skip
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    imprint = forms.CharField(
        label=_("Legal notice"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Who answers for this service: name, address, who represents it, how to reach it (§ 5 DDG)."
            " A blank line begins a new paragraph."
        ),
    )  # fmt: skip
    privacy_contact = forms.CharField(
        label=_("Data-protection officer"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("How to reach the data-protection officer, and the supervisory authority (Art. 13 GDPR)."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, stored: Mapping[str, str]) -> None:
        self._stored = dict(stored)
        super().__init__(data, initial={**self._stored, "seen": signing.dumps(self._stored)})

    def clean_seen(self) -> str:
        """Refuse what this house has not signed."""
        try:
            signing.loads(self.cleaned_data["seen"])
        except signing.BadSignature as broken:
            raise ValidationError(_("Reload the page and try again.")) from broken
        return str(self.cleaned_data["seen"])

    def base(self) -> dict[str, str]:
        """What the page showed when it was opened."""
        return dict(signing.loads(self.cleaned_data["seen"]))

    def values(self) -> dict[str, str]:
        """What the service takes."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in self._stored}

    def over(self, taken: Mapping[str, Any]) -> InstallationForm:
        """The form once more, over what is stored now: own texts, and in other lines what others have changed."""
        form = InstallationForm(stored=self._stored)
        form.initial = {**form.initial, **self.values(), **taken}
        return form

    def clashes(self, conflict: FieldConflict) -> list[dict[str, Any]]:
        """The lines that both have changed, for the page."""
        return [
            {"label": self.fields[each.field].label, "theirs": each.theirs, "mine": each.mine}
            for each in conflict.clashes
        ]
