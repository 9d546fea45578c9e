"""Reading people, their roles and rights, and what is kept for them."""

from __future__ import annotations

from sozialraum.foundation.accounts.queries.demo import PersonaCard, is_demo, persona_cards, persona_user
from sozialraum.foundation.accounts.queries.kept_forms import Kept, has_kept_form, kept_forms
from sozialraum.foundation.accounts.queries.people import (
    Account,
    HeldRole,
    Letter,
    PeoplePage,
    Person,
    account_of,
    actor_of,
    first_role,
    held_roles,
    holders_of,
    holds,
    names_of,
    nobody_yet,
    people,
    person,
    running_letters,
    user_named,
)
from sozialraum.foundation.accounts.queries.rights import rights_table, told_right

__all__ = [
    "Account",
    "HeldRole",
    "Kept",
    "Letter",
    "PeoplePage",
    "Person",
    "PersonaCard",
    "account_of",
    "actor_of",
    "first_role",
    "has_kept_form",
    "held_roles",
    "holders_of",
    "holds",
    "is_demo",
    "kept_forms",
    "names_of",
    "nobody_yet",
    "people",
    "person",
    "persona_cards",
    "persona_user",
    "rights_table",
    "running_letters",
    "told_right",
    "user_named",
]  # fmt: skip
