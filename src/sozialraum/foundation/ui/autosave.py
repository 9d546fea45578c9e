"""The server's side of forms that save themselves.

A form that saves itself is an ordinary form with three marks, and works without script by its button::

    <form method="post" data-autosave="{% url 'individual:statement_autosave' id %}" data-draft="statement-{{ id }}">
      {% csrf_token %}<input type="hidden" name="version" value="{{ version }}">
      {% include "ui/_field.html" with field=form.text %}
      {% include "ui/_autosave.html" %}
    </form>

``autosave.js`` posts the form 800 ms after the last key and when a field is left, and understands the answers
of this module: :func:`saved`, :func:`invalid` and :func:`conflict`. What could not be sent stays in the field
and, encrypted with a key that only the signed-in person's pages carry, on the device; it is handed in as soon as
there is a connection again, also after signing in anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sozialraum.errors import Conflict

CONFLICT = 409
INVALID = 422


def saved(*, version: int, at: datetime, values: Mapping[str, object] | None = None) -> JsonResponse:
    """All is stored: the new version, and the line that the person reads.

    ``values`` are fields that others have changed meanwhile; the page takes them into the form, unless somebody
    is just typing there.
    """
    time = date_format(timezone.localtime(at), "TIME_FORMAT")
    message = _("saved %(time)s") % {"time": time}
    return JsonResponse({"version": version, "message": message, "values": dict(values or {})})


def invalid(form: BaseForm) -> JsonResponse:
    """Nothing is stored, and why, by field; what was typed stays where it is."""
    errors = {name: " ".join(map(str, messages)) for name, messages in form.errors.items()}
    return JsonResponse({"errors": errors, "message": _("not saved yet, please look again")}, status=INVALID)


def conflict(
    request: HttpRequest,
    clash: Conflict,
    *,
    field: str,
    label: str | Promise,
    changed_by: str = "",
    changed_at: datetime | None = None,
) -> HttpResponse:
    """Somebody else has changed the same thing: both texts and two buttons that say whose text stays.

    ``field`` is the form field that the texts belong to. The buttons post ``keep`` (``mine`` or ``theirs``)
    together with the stored ``version``; with script the choice is made in the page, without it by the view.
    """
    context = {
        "clash": clash, "field": field, "label": label, "changed_by": changed_by, "changed_at": changed_at,
    }  # fmt: skip
    return render(request, "ui/_conflict.html", context, status=CONFLICT)


def draft_key(user_id: UUID) -> str:
    """The key, as base64, that encrypts a person's unsent drafts on her device.

    It is derived from the installation's secret, so it is the same after signing in again and on no page of
    anybody else; without a signed-in page the drafts on a device cannot be read.
    """
    digest = hmac.new(settings.SECRET_KEY.encode(), b"draft|" + user_id.bytes, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
