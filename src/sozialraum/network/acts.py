"""The acts that a page offers on one thing of the field: each a name in the address, a form, and what is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate

Act = Callable[[UUID, HouseRequest, dict[str, Any]], None]
"""What is done with a thing, by whom, and what its form has read."""
Acts = Mapping[str, tuple[type[forms.Form], Act]]


def carried_out(request: HouseRequest, acts: Acts, act: str, thing_id: UUID, *, back: str) -> HttpResponse:
    """Do one act and go ``back`` to the page it was offered on; what is wrong is told there and nothing is stored.

    Raises ``Http404`` for an act that there is not, :class:`gate.Denied` for one
    that is not the actor's.
    """
    if act not in acts:
        raise Http404
    make_form, do = acts[act]
    form = make_form(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please fill in what is asked for."))
        return redirect(back)
    try:
        do(thing_id, request, form.cleaned_data)
    except gate.Denied:
        raise
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    return redirect(back)
