"""What happens beside every sign-in, whichever door it came through: the session's times, and the record."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_used,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.queries import first_role
from sozialraum.foundation.accounts.services import (
    record_account_change,
    record_refused_sign_in,
    record_sign_in,
    record_sign_out,
)

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@receiver(user_logged_in)
def begin_session(request: HttpRequest, user: User, **_: Any) -> None:
    """Start the session's clock, note the second factor, speak the person's language, record the sign-in."""
    now = timezone.now()
    ways = [record["method"] for record in get_authentication_records(request, user)]
    request.session[keys.SIGNED_IN_AT] = request.session[keys.SEEN_AT] = now.timestamp()
    proven_outside = request.session.pop(keys.PROVEN_OUTSIDE, "") == str(user.pk)
    request.session[keys.SECOND_FACTOR] = "mfa" in ways or proven_outside
    request.session.pop(keys.LEFT_BY, None)
    way = request.session.pop(keys.WAY, "") or "+".join(dict.fromkeys(ways)) or "password"
    role = first_role(user, today=timezone.localdate(now))
    record_sign_in(user_id=user.id, role=role, at=now, way=way)


@receiver(user_logged_out)
def end_session(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Record the end of a session; the browser's next, nameless session still knows whose it was."""
    if user is None:
        return
    now = timezone.now()
    role = first_role(user, today=timezone.localdate(now))
    record_sign_out(
        user_id=user.id,
        role=role,
        at=now,
        why=getattr(request, "sign_out_reason", "signed out by the person"),
    )


@receiver(authenticator_added)
def note_new_factor(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """A factor that was just set up has been shown in this session."""
    if authenticator.type in FACTORS:
        request.session[keys.SECOND_FACTOR] = True
        # the library tells this after the commit; saved here, it counts wherever in the request that is
        request.session.save()
    record_account_change(
        user_id=user.id, by=user.id, at=timezone.now(), what=f"second factor {authenticator.type} added"
    )


@receiver(authenticator_used)
def note_used_factor(request: HttpRequest, **_: Any) -> None:
    """A factor shown during the session counts for the rest of it."""
    if request.user.is_authenticated:
        request.session[keys.SECOND_FACTOR] = True


@receiver(authenticator_removed)
def note_lost_factor(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Without any factor left the session has none."""
    if not Authenticator.objects.filter(user=user, type__in=FACTORS).exists():
        request.session[keys.SECOND_FACTOR] = False
        request.session.save()
    record_account_change(
        user_id=user.id, by=user.id, at=timezone.now(), what=f"second factor {authenticator.type} removed"
    )


@receiver(authentication_failed)
def note_wrong_factor(user: User, **_: Any) -> None:
    """A wrong code is a refused sign-in."""
    record_refused_sign_in(user_id=user.id, at=timezone.now(), why="second factor")


@receiver(password_changed)
def note_new_password(user: User, **_: Any) -> None:
    """A new password is recorded, never its content."""
    record_account_change(user_id=user.id, by=user.id, at=timezone.now(), what="password changed")
