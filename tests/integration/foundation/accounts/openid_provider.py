"""A real OpenID provider as a process of its own: ``python openid_provider.py PORT TOKEN_SECONDS``.

The provider is ``oidc-provider-mock``; it does not check PKCE, so this does: a code is handed out only with an S256
challenge, and exchanged only for the verifier that fits it.
"""

from __future__ import annotations

import base64
import hashlib
import sys
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import flask
from oidc_provider_mock import app
from werkzeug.serving import make_server

port, seconds = int(sys.argv[1]), int(sys.argv[2])
provider = app(require_nonce=True, access_token_max_age=timedelta(seconds=seconds))
challenges: dict[str, str] = {}


@provider.before_request
def demand_pkce() -> flask.Response | None:
    if (
        flask.request.path == "/oauth2/authorize"
        and flask.request.args.get("code_challenge_method") != "S256"
    ):
        return flask.Response("no PKCE", 400)
    if flask.request.path == "/oauth2/token":
        verifier = flask.request.form.get("code_verifier", "").encode()
        fits = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        if challenges.get(flask.request.form.get("code", "")) != fits:
            return flask.Response("verifier does not fit", 400)
    return None


@provider.after_request
def remember_challenge(answer: flask.Response) -> flask.Response:
    code = parse_qs(urlsplit(answer.headers.get("Location", "")).query).get("code")
    if flask.request.path == "/oauth2/authorize" and code:
        challenges[code[0]] = flask.request.args["code_challenge"]
    return answer


make_server("127.0.0.1", port, provider, threaded=True).serve_forever()
