"""The request as the house's views receive it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from sozialraum.foundation.privacy.actors import Actor


class HouseRequest(HttpRequest):
    """A request after the middleware: it knows its actor and whether HTMX asks for a fragment.

    Only for annotations; views never make one.
    """

    actor: Actor
    htmx: HtmxDetails
