"""Who may come in: the floor's access decisions before a view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.social_structure.access import can_import, can_record_run, can_view_figures

View = Callable[..., HttpResponse]


def _door(rule: Callable[[Actor], Decision]) -> Callable[[View], View]:
    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HouseRequest, *args: object, **values: object) -> HttpResponse:
            if not (decision := rule(request.actor)):
                raise Denied(decision)
            return view(request, *args, **values)

        return guarded

    return guard


figures_only = _door(can_view_figures)
importers_only = _door(can_import)
run_recorders_only = _door(can_record_run)
