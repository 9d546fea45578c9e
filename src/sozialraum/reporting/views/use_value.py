"""What families say helps them, as counts of their answers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.individual.enums import ComponentKind, UseValue
from sozialraum.individual.presentation.cases import error_in_words
from sozialraum.individual.presentation.helps import kind_in_words
from sozialraum.individual.presentation.resource_words import COMPONENT_KINDS
from sozialraum.individual.presentation.use_value import USE_VALUES
from sozialraum.organization.queries import offers
from sozialraum.reporting.access import can_release_help_counts, can_view_reports
from sozialraum.reporting.extracts import release_use_value
from sozialraum.reporting.queries import ReleasedYear, released_use_value


@require_GET
@login_required
def index(request: HouseRequest) -> HttpResponse:
    """How many people gave which answer, by kind of help; a provider finds the kinds it brings itself."""
    if not (decision := can_view_reports(request.actor)):
        raise Denied(decision)
    last, own = timezone.localdate().year - 1, _own_kinds(request.actor)
    released = released_use_value()
    context = {
        "released": [(each, _rows(each, own)) for each in released], "answers": list(USE_VALUES.values()), "last_year": last,
        "may_release": bool(can_release_help_counts(request.actor)) and last not in {each.year for each in released},
        "own": own is not None,
    }  # fmt: skip
    return render(request, "reporting/use_value.html", context)


@require_POST
@login_required
def release(request: HouseRequest) -> HttpResponse:
    """Let the answers of the past year out."""
    try:
        release_use_value(request.actor, year=timezone.localdate().year - 1, at=timezone.now())
    except SozialraumError as refusal:
        messages.error(request, error_in_words(refusal))
    else:
        messages.success(request, _("The counts are out, every one of them a multiple of five."))
    return redirect("reporting:use_value")


def _own_kinds(actor: Actor) -> frozenset[str] | None:
    """The kinds of help that the actor's provider brings; ``None`` for everybody who is not here for a provider."""
    codes = actor.keys(ScopeKind.PROVIDER, Role.PROVIDER_WORKER, Role.PROVIDER_LEAD)
    if not actor.has(Role.PROVIDER_WORKER, Role.PROVIDER_LEAD) or actor.has(Role.PLANNER, Role.CONTROLLER):
        return None
    return frozenset(
        basis
        for offer in offers(today=timezone.localdate())
        if offer.provider_code in codes
        for basis in offer.legal_bases
    )


def _rows(release: ReleasedYear, own: frozenset[str] | None) -> list[tuple[str, list[int | None]]]:
    return [
        (
            str(COMPONENT_KINDS[ComponentKind(kind)]) if kind in set(ComponentKind) else kind_in_words(kind),
            [
                None if (count := release.table.figure(f"{kind} {value}").value) is None else round(count)
                for value in UseValue
            ],
        )
        for kind in release.kinds
        if own is None or kind in own
    ]
