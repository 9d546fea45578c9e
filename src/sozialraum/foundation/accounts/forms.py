"""Parsing what people type when they sign in, come in by a letter or give tasks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.accounts.models import Invitation, User
from sozialraum.foundation.accounts.queries import Colleague, possible_substitutes, user_named
from sozialraum.foundation.accounts.rules import STAND_IN
from sozialraum.foundation.accounts.scopes import find_place, findable_kinds, listed_places
from sozialraum.foundation.accounts.titles import ROLE_TITLES, SCOPE_TITLES
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind
from sozialraum.foundation.selects import LongChoiceField


class SignInForm(LoginForm):
    """Name and password; browsers and password stores may fill both."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Sign-in name")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false")


def _bare_code(form: forms.Form, label: Any) -> None:
    field = form.fields["code"]
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(autocomplete="one-time-code", autocapitalize="characters", spellcheck="false")


class CodeForm(AuthenticateForm):
    """The second step of a sign-in: a code of the app or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bare_code(self, _("Code"))


class ConfirmCodeForm(ReauthenticateForm):
    """The same, before a change of how somebody signs in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bare_code(self, _("Code"))


class NewAppForm(ActivateTOTPForm):
    """The first code of an app that is being set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bare_code(self, _("Six digits from the app"))
        self.fields["code"].widget.attrs.update(inputmode="numeric", maxlength="6")


HERE_TITLES: dict[ScopeKind, Any] = {
    ScopeKind.TEAM: _("Teams"),
    ScopeKind.PROVIDER: _("Providers"),
    ScopeKind.AREA: _("Areas"),
    ScopeKind.CIRCLE: _("Circles"),
}


@lru_cache(maxsize=8)
def _entries_of(kind: ScopeKind, listed: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    # a city of scale 10 has 2,000: put together anew each time they were most of what making the form costs
    prefix = f"{kind}:"
    return tuple((prefix + key, name) for key, name in listed)


class RoleForm(forms.Form):
    """One role within a scope, for a time. A case is named by its number and found for the ``actor`` who gives it."""

    role = forms.ChoiceField(
        label=_("Task"), choices=[(role.value, title) for role, title in ROLE_TITLES.items()]
    )
    place = LongChoiceField(label=_("Where"))
    case_number = forms.CharField(
        label=_("Number of the case"), max_length=64, required=False,
        help_text=_("Only for a task within one case, for example of a family: 2026-01856."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "search", "spellcheck": "false"}),
    )  # fmt: skip
    valid_until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty while it is open."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, actor: Actor, at: datetime) -> None:
        super().__init__(data)
        self._actor, self._at = actor, at
        cases = (
            [(f"{ScopeKind.CASE}:", str(_("one case (enter its number)")))]
            if ScopeKind.CASE in findable_kinds()
            else []
        )
        places = [
            (str(HERE_TITLES[kind]), _entries_of(kind, tuple(listed)))
            for kind, listed in listed_places().items()
        ]
        where: Any = self.fields["place"]
        where.choices = [(f"{ScopeKind.OFFICE}:", str(SCOPE_TITLES[ScopeKind.OFFICE])), *cases, *places]

    def clean(self) -> dict[str, Any]:
        """Find the case that was named; a number without a case chosen is told too."""
        data = super().clean() or {}
        kind, _colon, key = data.get("place", "").partition(":")
        if kind == ScopeKind.CASE:
            key = find_place(ScopeKind.CASE, self._actor, data.get("case_number", ""), at=self._at) or ""
            if not key:
                self.add_error("case_number", _("There is no open case with this number."))
        elif data.get("case_number"):
            self.add_error("case_number", _("Choose “one case” above, or leave this empty."))
        return {**data, "scope_kind": kind, "scope_key": key}

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "role": Role(data["role"]), "scope_kind": ScopeKind(data["scope_kind"]), "scope_key": data["scope_key"],
            "valid_until": data["valid_until"],
        }  # fmt: skip


class InviteForm(RoleForm):
    """Who a letter is for, and as what this person comes in."""

    full_name = forms.CharField(label=_("First and last name"), max_length=200)
    job_title = forms.CharField(label=_("Job title"), max_length=200, required=False)
    young = forms.BooleanField(label=_("Under 18 (is addressed with “du”)"), required=False)
    field_order = ("full_name", "job_title", "young", "role", "place", "case_number", "valid_until")

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "full_name": data["full_name"], "job_title": data["job_title"], "young": data["young"],
            "role": Role(data["role"]), "scope_kind": ScopeKind(data["scope_kind"]), "scope_key": data["scope_key"],
            "role_until": data["valid_until"],
        }  # fmt: skip


class EndRoleForm(forms.Form):
    """Which role ends."""

    assignment = forms.UUIDField()


class DirectoryKeyForm(forms.Form):
    """By which value the municipality's directory knows somebody."""

    directory_key = forms.CharField(
        label=_("Key in the directory"), max_length=200, required=False,
        help_text=_("Lets this person sign in with the municipality's account."),
    )  # fmt: skip


class CodeLetterForm(forms.Form):
    """The code of a letter."""

    letter = forms.CharField(
        label=_("Code"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Three groups of four signs, as in K7M2-9XQA-4RTZ."),
    )  # fmt: skip


class NewPasswordField(forms.CharField):
    """A new password, with the rules it must keep."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Password"), strip=False, max_length=200,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), **kwargs,
        )  # fmt: skip
        self.help_text = " ".join(password_validators_help_texts()[:1])


class SignInNameField(forms.RegexField):
    """A new name to sign in with; every name exists once, whatever its case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Sign-in name"), regex=r"^[\w.@+-]{3,150}$", strip=True,
            help_text=_("At least three letters, digits, dots or hyphens; for example k.ahlers."),
            error_messages={"invalid": _("Use at least three letters, digits, dots or hyphens, without blanks.")},
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
            **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> str:
        """Refuse a name that is taken."""
        name: str = super().clean(value)
        if user_named(name) is not None:
            raise ValidationError(_("This name is taken. Choose another one."))
        return name


def person(username: str, full_name: str) -> User:
    """A person who does not exist yet, for the rule that a password must not resemble the name."""
    return User(username=username, full_name=full_name)


class RenewForm(forms.Form):
    """A new password."""

    password = NewPasswordField()

    def __init__(self, *args: Any, letter: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter

    def clean_password(self) -> str:
        """Keep the rules of passwords."""
        typed: str = self.cleaned_data["password"]
        validate_password(typed, self._person())
        return typed

    def _person(self) -> User | None:
        return self.letter.user

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {"password": self.cleaned_data["password"]}


class JoinForm(RenewForm):
    """The name to sign in with, and a password."""

    username = SignInNameField()
    field_order = ("username", "password")

    def _person(self) -> User | None:
        return person(self.cleaned_data.get("username", ""), self.letter.full_name)

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {"username": self.cleaned_data["username"], "password": self.cleaned_data["password"]}


class SubstitutionForm(forms.Form):
    """Who stands in for somebody, with which of the tasks ``held``, and how long."""

    absent = forms.UUIDField(widget=forms.HiddenInput)
    substitute = forms.ChoiceField(label=_("Who stands in?"))
    roles = forms.MultipleChoiceField(
        label=_("For which tasks?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("With all that belongs to them on these days: cases, teams, areas."),
    )  # fmt: skip
    valid_from = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Mandatory: it ends by itself."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, absent_id: UUID, held: Iterable[ScopedRole], today: date) -> None:
        super().__init__(data)
        roles = [role for role in dict.fromkeys(each.role for each in held) if role in STAND_IN]
        people = {
            each.id: each for role in roles for each in possible_substitutes(absent_id, role, today=today)
        }
        self.nobody = not people
        fields: dict[str, Any] = self.fields
        fields["absent"].initial, fields["valid_from"].initial = absent_id, today
        fields["substitute"].choices = [("", _("please choose")), *_named(people.values())]
        fields["roles"].choices = [(role.value, ROLE_TITLES[role]) for role in roles]
        fields["roles"].initial = [role.value for role in roles]
        if len(roles) == 1:
            fields["roles"].widget = forms.MultipleHiddenInput()

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "absent_id": data["absent"], "substitute_id": UUID(data["substitute"]),
            "roles": [Role(role) for role in data["roles"]], "valid_from": data["valid_from"],
            "valid_until": data["valid_until"],
        }  # fmt: skip


def _named(people: Iterable[Colleague]) -> list[tuple[str, str]]:
    found = sorted(people, key=lambda each: german_sort_key(each.full_name))
    return [
        (str(each.id), f"{each.full_name}, {each.job_title}" if each.job_title else each.full_name)
        for each in found
    ]
