"""The persona cards of a demo database."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from sozialraum.foundation.accounts.models import DemoMarker, User
from sozialraum.foundation.accounts.personas import PERSONAS, SIDES, Persona


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """One card of the demo sign-in with the invented person behind it."""

    persona: Persona
    full_name: str
    job_title: str


def is_demo() -> bool:
    """Whether this database was founded as a demo; the answer stands in the database alone, in no setting."""
    return DemoMarker.objects.exists()


def persona_cards() -> list[tuple[Promise, list[PersonaCard]]]:
    """The cards of a demo database by side, in the order of the table; empty on every other database."""
    if not is_demo():
        return []
    people = {
        user.persona: user
        for user in User.objects.filter(is_active=True).exclude(persona="").order_by("-created_at")
    }
    cards = [
        PersonaCard(persona, people[persona.key].full_name, people[persona.key].job_title)
        for persona in PERSONAS
        if persona.key in people
    ]
    found = [(title, [card for card in cards if card.persona.side == side]) for side, title in SIDES]
    return [(title, held) for title, held in found if held]


def persona_user(key: str) -> User | None:
    """The person behind a card; ``None`` for an unknown key and on every database that is no demo."""
    if not key or not is_demo():
        return None
    return User.objects.filter(persona=key, is_active=True).order_by("created_at").first()
