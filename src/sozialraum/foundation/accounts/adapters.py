"""How the library that signs people in (django-allauth) is bent to the rules of this house."""

from __future__ import annotations

import math
import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.accounts import session_keys as keys
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.queries import actor_of, has_kept_form
from sozialraum.foundation.accounts.rules import requires_second_factor, wait_seconds
from sozialraum.foundation.accounts.sealing import open_secret, seal_secret
from sozialraum.foundation.accounts.services import record_refused_sign_in

LOGIN_FAILED = "login_failed"
APP = "allauth.account"
FRESH_SECONDS = 5 * 60
PLACE = "mfa.Authenticator"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation, waiting times are told, and nobody is locked out by those who know a name."""

    error_messages = {  # noqa: RUF012 (the library declares it so)
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("Name or password do not fit. Check both and try again."),
        "incorrect_password": gettext_lazy("This password does not fit."),
        "rate_limited": gettext_lazy(
            "Those were many attempts in a short time. Wait five minutes, then try again."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Those were many attempts in a short time. Wait five minutes, then try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the framework calls it so
        """Nobody opens an account without a letter."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        name = str(credentials.get("username", "")).lower()
        return f"{name}|{ratelimit.get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; tell how long to wait where there were too many."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            record_refused_sign_in(
                user_id=_account_of(str(credentials.get("username", ""))),
                at=timezone.now(),
                why="too many attempts",
            )
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise ValidationError(told_wait(_wait(request, key)), code="too_many_login_attempts") from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002 - the framework calls it so
        """Record the refusal, by account and never by what was typed."""
        record_refused_sign_in(
            user_id=_account_of(str(credentials.get("username", ""))), at=timezone.now(), why="password"
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Lead a person whose text was kept back to it, before anything else."""
        if has_kept_form(user.id, at=timezone.now()):
            kwargs["redirect_url"] = reverse("accounts:kept_form")
        return super().post_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a few minutes ago is not asked for the password again."""
        began = context.request.session.get(keys.SIGNED_IN_AT, 0)
        fresh = time.time() - began < FRESH_SECONDS
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - the framework calls it so
        """After a new password: back to the security page."""
        return reverse("mfa_index")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say what changed; signing in and out needs no words."""
        template = args[0] if args else kwargs.get("message_template") or ""
        if not str(template).startswith(("account/messages/logged_in", "account/messages/logged_out")):
            super().add_message(request, level, *args, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed; who must have one cannot take the last one away."""

    error_messages = {  # noqa: RUF012 (the library declares it so)
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code does not fit. Codes change every 30 seconds: enter the newest one."
        ),
        "cannot_delete_authenticator": gettext_lazy(
            "Your task needs a second factor. Set up another one before you take this one away."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal_secret(text, place=PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return open_secret(encrypted_text, place=PLACE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another second factor remains, or none is needed."""
        actor = actor_of(authenticator.user, today=timezone.localdate(), second_factor=True)
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        remains = others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return remains or not requires_second_factor(actor)

    def get_totp_label(self, user: User) -> str:
        """What the authenticator app shows: the sign-in name."""
        return user.username

    def _get_site_name(self) -> str:
        return "Sozialraum"


def told_wait(seconds: int) -> str:
    """The sentence that says how long to wait."""
    minutes = max(1, math.ceil(seconds / 60))
    return ngettext(
        "Those were many attempts in a short time. In %(minutes)d minute you can try again.",
        "Those were many attempts in a short time. In %(minutes)d minutes you can try again.",
        minutes,
    ) % {"minutes": minutes}


def _account_of(name: str) -> Any:
    return User.objects.filter(username__iexact=name).values_list("id", flat=True).first()


def _wait(request: HttpRequest, key: str) -> int:
    waits = []
    for rate in ratelimit.get_rates(app=APP, action=LOGIN_FAILED, config=account_settings.RATE_LIMITS):
        name = ratelimit.get_cache_key(request, app=APP, action=LOGIN_FAILED, rate=rate, key=key)
        attempts = cache.get(name, [])
        waits.append(
            wait_seconds(attempts, now=time.time(), allowed=rate.amount, window=float(rate.duration))
        )
    return max(waits, default=0)
