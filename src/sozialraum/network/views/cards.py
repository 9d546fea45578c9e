"""Pages of residents' cards: one card, one's own, a new one, a change, and taking one back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.ui.entries import add_entry
from sozialraum.foundation.ui.tables import table_from_request, table_response
from sozialraum.network import queries, services
from sozialraum.network.access import can_keep_cards, can_write_own_card
from sozialraum.network.forms.cards import CardForm, card_values
from sozialraum.network.presentation import directory as presentation
from sozialraum.network.presentation.cards import kept_card_columns
from sozialraum.network.services.cards import rewrite_card
from sozialraum.social_structure.queries import area_choices, area_names


@login_not_required
@never_cache
@require_GET
def card(request: HouseRequest, card_id: UUID) -> HttpResponse:
    """One resident's card, as far as the person has opened it to this reader."""
    today = timezone.localdate()
    found = next(iter(queries.card_rows(request.actor, [card_id], today=today)), None)
    if found is None:
        raise Http404
    line = presentation.line(
        found, number=1, quarters=area_names([found.area_code]), providers={}, today=today
    )
    return render(request, "network/entry.html", {"line": line, "card": found})


@login_required
@never_cache
@require_GET
def cards(request: HouseRequest) -> HttpResponse:
    """The cards that are mine or that I keep for somebody, those that end first."""
    _only_writers(request)
    today = timezone.localdate()
    mine = queries.own_cards(request.actor, today=today)
    quarters = area_names([each.area_code for each in mine])
    lines = [
        (each, presentation.line(each, number=number, quarters=quarters, providers={}, today=today))
        for number, each in enumerate(mine, start=1)
    ]
    table = table_from_request(request, kept_card_columns(quarters), mine, name="karten", exportable=False)
    context = {"lines": lines, "table": table, "together": can_keep_cards(request.actor)}
    return table_response(request, table, "network/cards.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def add_card(request: HouseRequest) -> HttpResponse:
    """Write a card: for oneself, or together with somebody in the field."""
    _only_writers(request)
    own = not can_keep_cards(request.actor)
    return add_entry(
        request,
        make_form=lambda data, _initial: CardForm(data, areas=area_choices()),
        add=lambda form: services.add_cards(
            [form.card(own=own, by_user=request.actor.user_id)], by=request.actor, at=timezone.now()
        )[0],
        template="network/add_card.html",
        done=lambda card_id: _told(request, card_id),
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def edit_card(request: HouseRequest, card_id: UUID) -> HttpResponse:
    """Change a card, and who may read what of it."""
    found = _own_card(request, card_id)
    form = CardForm(request.POST or None, initial=card_values(found), areas=area_choices())
    if request.method == "POST" and form.is_valid():
        try:
            card = form.card(own=False, by_user=None)
            rewrite_card(card_id, card=card, seen_at=form.seen(), by=request.actor, at=timezone.now())
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)).strip())
        else:
            return _told(request, card_id)
    context = {"form": form, "card": found}
    return render(request, "network/edit_card.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw_card(request: HouseRequest, card_id: UUID) -> HttpResponse:
    """Take a card back: it is gone at once."""
    _own_card(request, card_id)
    services.withdraw_card(card_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The card is taken back. Nobody finds it any more."))
    return redirect("network:cards")


def _only_writers(request: HouseRequest) -> None:
    decision = can_keep_cards(request.actor) or can_write_own_card(request.actor)
    if not decision:
        raise gate.Denied(decision)


def _own_card(request: HouseRequest, card_id: UUID) -> queries.CardRow:
    found = [
        each for each in queries.own_cards(request.actor, today=timezone.localdate()) if each.id == card_id
    ]
    if not found:
        raise Http404
    return found[0]


def _told(request: HouseRequest, card_id: UUID) -> HttpResponse:
    messages.success(
        request, _("The card stands. It goes by itself on its day, or as soon as it is taken back.")
    )
    return redirect("network:card", card_id=card_id)
