"""Signing in with the municipality's own account (OpenID Connect, Keycloak and the like).

The flow is that of a confidential client: discovery, code with PKCE (S256), state and nonce, ID token checked for
signature, issuer, audience and time. The work is Authlib's; here stands what is asked of it and what its refusals
mean in plain words. Roles are never taken from a token.
"""

from __future__ import annotations

from functools import lru_cache

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.errors import MismatchingStateError
from authlib.integrations.django_client import OAuth
from authlib.integrations.django_client.apps import DjangoOAuth2App
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError

from sozialraum.foundation.accounts.openid import Identity, OpenIdRefused, Provider, provider

ASYMMETRIC = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
LEEWAY_SECONDS = 60
TIMEOUT_SECONDS = 8


@lru_cache(maxsize=4)
def _client(named: Provider) -> DjangoOAuth2App:
    return OAuth().register(
        "municipality",
        client_id=named.client_id,
        client_secret=named.client_secret,
        server_metadata_url=named.issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile", "code_challenge_method": "S256", "default_timeout": TIMEOUT_SECONDS,
        },
    )  # fmt: skip


def begin(request: HttpRequest, *, callback: str) -> HttpResponse:
    """Send the browser to the provider; state, nonce and verifier wait in the session.

    Raises :class:`OpenIdRefused` where the provider does not answer.
    """
    named = _known()
    try:
        _checked_metadata(named)
        answer: HttpResponse = _client(named).authorize_redirect(request, callback)
    except (requests.RequestException, ValueError, RuntimeError) as problem:
        raise _silent(named) from problem
    return answer


def complete(request: HttpRequest) -> Identity:
    """The identity with which the browser came back; raises :class:`OpenIdRefused` with the reason."""
    named = _known()
    try:
        _checked_metadata(named)
        token = _client(named).authorize_access_token(
            request,
            leeway=LEEWAY_SECONDS,
            claims_options={
                "iss": {"essential": True, "value": named.issuer},
                "aud": {"essential": True, "value": named.client_id},
            },
        )
        claims = token["userinfo"]
    except MismatchingStateError as problem:
        raise OpenIdRefused(
            "This sign-in was not begun here, or it is too long ago.", "Begin again on the sign-in page."
        ) from problem
    except (AuthlibBaseError, JoseError, KeyError) as problem:
        raise _explained(problem, named) from problem
    except (requests.RequestException, ValueError, RuntimeError) as problem:
        raise _silent(named) from problem
    return Identity(
        issuer=named.issuer,
        subject=str(claims["sub"]),
        directory_key=str(claims.get(named.directory_claim) or "") if named.directory_claim else "",
        preferred_name=str(claims.get("preferred_username") or ""),
        second_factor=bool(
            set(named.second_factor) & {*(claims.get("amr") or ()), str(claims.get("acr") or "")}
        ),
    )


def _known() -> Provider:
    named = provider()
    if named is None:
        raise OpenIdRefused(
            "This installation knows no account of the municipality.", "Sign in with name and password."
        )
    return named


def _checked_metadata(named: Provider) -> None:
    metadata = _client(named).load_server_metadata()
    if metadata.get("issuer") != named.issuer:
        metadata.clear()
        raise OpenIdRefused(
            "The sign-in service calls itself something else than expected.",
            "Nothing was handed over. Tell your administrator: issuer of {name} does not match the settings.",
            name=named.name,
        )
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [each for each in offered if each in ASYMMETRIC]


def _explained(problem: Exception, named: Provider) -> OpenIdRefused:
    kind = getattr(problem, "error", "") or type(problem).__name__
    if kind == "access_denied":
        return OpenIdRefused(
            "You cancelled the sign-in at {name}.", "Begin again if you like.", name=named.name
        )
    if kind == "expired_token":
        return OpenIdRefused(
            "The confirmation from {name} had already run out.",
            "Try again; if it happens again, a clock is wrong: tell your administrator.",
            name=named.name,
        )
    return OpenIdRefused(
        "The confirmation from {name} could not be trusted.",
        "Try again; if it happens again, tell your administrator: {kind}.",
        name=named.name,
        kind=kind,
    )


def _silent(named: Provider) -> OpenIdRefused:
    return OpenIdRefused(
        "{name} does not answer.",
        "Try again in a few minutes, or sign in with name and password.",
        name=named.name,
    )
