"""What the shell of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi

from sozialraum.foundation.privacy.actors import NOBODY, Actor
from sozialraum.foundation.ui.autosave import draft_key
from sozialraum.foundation.ui.navigation import address, room_of, rooms
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.foundation.ui.roles import role_titles

ROOMLESS = {
    f"start:{name}" for name in ("search", "accessibility", "privacy", "imprint", "help", "components")
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """The values that the page's frame reads; each is worked out only when a template asks for it."""
    actor: Actor = getattr(request, "actor", NOBODY)
    match = request.resolver_match
    app_name = match.app_name if match and match.view_name not in ROOMLESS else ""
    active = room_of(app_name)
    return {
        "actor": actor,
        "installation": SimpleLazyObject(installation_facts),
        "rooms": SimpleLazyObject(lambda: [room for room in rooms(actor) if room.open]),
        "active_room": active.app_name if active else app_name,
        "active_floor": active.floor if active else "start",
        "role_titles": SimpleLazyObject(lambda: role_titles(actor)),
        "main_role": SimpleLazyObject(lambda: next(iter(role_titles(actor)), "")),
        "draft_key": SimpleLazyObject(lambda: draft_key(actor.user_id) if actor.user_id else ""),
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "sign_in_url": address("accounts:sign_in", settings.LOGIN_URL),
        "sign_out_url": address("accounts:sign_out"),
        "account_url": address("accounts:account"),
    }
