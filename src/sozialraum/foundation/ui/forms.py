"""Parsing what is typed at the first run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.accounts.forms import NewPasswordField, SignInNameField, person


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
