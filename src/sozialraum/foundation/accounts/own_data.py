"""What is stored about how a person signs in, for that person."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.foundation.accounts.models import RoleAssignment, User
from sozialraum.foundation.accounts.titles import ROLE_TITLES, SCOPE_TITLES
from sozialraum.foundation.audit.queries import acts_on
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.privacy.own_data import Section

OUTCOMES = {
    "signed_in": gettext_lazy("signed in"),
    "signed_out": gettext_lazy("signed out"),
    "refused_sign_in": gettext_lazy("sign-in refused"),
    "changed": gettext_lazy("account changed"),
    "granted": gettext_lazy("looked at"),
    "denied": gettext_lazy("refused"),
}
COVERED = ("accounts.User", "accounts.RoleAssignment")


def own_sections(grant: Grant) -> list[Section]:
    """The account, its roles and its sign-ins."""
    user = User.objects.get(id=grant.actor.user_id or UUID(int=0))
    account = Section(
        "account", _("Your account"),
        {
            "username": _("Sign-in name"), "full_name": _("Name"), "email": _("E-mail"), "phone": _("Phone"),
            "language": _("Language"), "young": _("Under 18"), "created_at": _("Created"),
            "last_login": _("Last sign-in"),
        },
        ((
            user.username, user.full_name, user.email, user.phone, user.language, user.young, user.created_at,
            user.last_login,
        ),),
        _("Your password is stored in a form that nobody can read; it is not in this file."),
    )  # fmt: skip
    held = RoleAssignment.objects.filter(user_id=user.id).order_by("given_at")
    roles = Section(
        "roles", _("What you may enter as"),
        {"role": _("Role"), "scope": _("Where"), "valid_from": _("From"), "valid_until": _("Until")},
        tuple(
            (str(ROLE_TITLES[Role(each.role)]), str(SCOPE_TITLES[ScopeKind(each.scope_kind)]), each.valid_from, each.valid_until)
            for each in held
        ),
    )  # fmt: skip
    signing_in = Section(
        "sign_ins", _("Sign-ins and changes of your account"),
        {"at": _("When"), "outcome": _("What")},
        tuple((act.at, str(OUTCOMES.get(act.outcome, act.outcome))) for act in acts_on("user", str(user.id), limit=10_000)),
    )  # fmt: skip
    return [account, roles, signing_in]
