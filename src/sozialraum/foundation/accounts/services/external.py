"""Accounts of the municipality's directory: which person of ours they belong to."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.models import ExternalIdentity, User
from sozialraum.foundation.accounts.services.invitations import CodeRefused, accept_invitation
from sozialraum.foundation.accounts.services.people import record_account_change


class UnknownIdentity(SozialraumError):
    """Nobody here belongs to this account of the directory."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("Your account of the municipality is genuine, but nobody is known by it here."),
            gettext_noop("Ask your administrator for a letter with a code, or to enter your directory key."),
        )


@transaction.atomic
def person_of_identity(
    *, issuer: str, subject: str, directory_key: str, preferred_name: str, code: str, at: datetime
) -> User:
    """The person who signs in with this identity; linked on first use.

    Linked is only by a letter (``code``) or by the directory key that an administrator entered: never by an e-mail
    address or a name, which others could come to hold. Roles come from the letter or the administration.

    Raises :class:`UnknownIdentity`, or :class:`CodeRefused` for a code that opens nothing.
    """
    linked = ExternalIdentity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    if linked is not None:
        return linked.user
    if code:
        user = accept_invitation(code=code, at=at, username=free_name(preferred_name))
    else:
        found = User.objects.filter(directory_key=directory_key).first() if directory_key else None
        if found is None:
            raise UnknownIdentity
        if found.external_identities.filter(issuer=issuer).exists():
            # the key was given to another account of the directory: somebody must look at it
            raise UnknownIdentity
        user = found
    ExternalIdentity.objects.create(user=user, issuer=issuer, subject=subject, linked_at=at)
    record_account_change(user_id=user.id, by=user.id, at=at, what="directory account linked")
    return user


def free_name(preferred: str) -> str:
    """A sign-in name that nobody has, near the preferred one."""
    name = re.sub(r"[^\w.@+-]", "", preferred)[:100] or "konto"
    if not User.objects.filter(username__iexact=name).exists():
        return name
    return f"{name}-{secrets.token_hex(4)}"


__all__ = ["CodeRefused", "UnknownIdentity", "person_of_identity"]
