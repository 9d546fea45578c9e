"""Answers for everybody: to be kept by browsers and proxies, compressed, readable from any site, and not too many."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from sozialraum.foundation.accounts.throttle import may_ask

FOR_GOOD: Final = "public, max-age=31536000, immutable"
FIVE_MINUTES: Final = "public, max-age=300"
WAIT_SECONDS: Final = 60
MOST_A_MINUTE: Final = 300
WORTH_PACKING: Final = 1_000
PACKED: Final = frozenset({"application/vnd.apache.parquet"})
View = Callable[..., HttpResponseBase]


def public_answer(
    request: HttpRequest, content: bytes, media_type: str, *, kept: str = FIVE_MINUTES, vary: tuple[str, ...] = ()
) -> HttpResponseBase:  # fmt: skip
    """The content with its fingerprint; 304 where the asker has it already.

    The fingerprint is a weak one, because the same content goes out packed and unpacked.
    """
    digest = hashlib.sha256(content).hexdigest()
    packs = "gzip" in request.headers.get("Accept-Encoding", "") and media_type not in PACKED
    packed = packs and len(content) > WORTH_PACKING
    response = HttpResponse(_packed(content) if packed else content, content_type=media_type)
    if packed:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'W/"{digest[:32]}"'
    response["Cache-Control"] = kept
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ("Accept-Encoding", *vary))
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@lru_cache(maxsize=8)
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=6, mtime=0)


def not_too_often(refuse: Callable[[HttpRequest], HttpResponse]) -> Callable[[View], View]:
    """Let a sender ask ``MOST_A_MINUTE`` times, and ``refuse`` after that (429)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **values: object) -> HttpResponseBase:
            if may_ask(request, "open_data", most=MOST_A_MINUTE):
                return view(request, *args, **values)
            response = refuse(request)
            response.status_code = 429
            response["Retry-After"] = str(WAIT_SECONDS)
            return response

        return guarded

    return guard
