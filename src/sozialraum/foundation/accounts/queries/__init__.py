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
from sozialraum.foundation.accounts.queries.substitutions import (
    Colleague,
    StandIn,
    led_people,
    own_tasks,
    possible_substitutes,
    substitution,
    substitutions_in_team,
    substitutions_of,
)

__all__ = [
    "Account",
    "Colleague",
    "HeldRole",
    "Kept",
    "Letter",
    "PeoplePage",
    "Person",
    "PersonaCard",
    "StandIn",
    "account_of",
    "actor_of",
    "first_role",
    "has_kept_form",
    "held_roles",
    "holders_of",
    "holds",
    "is_demo",
    "kept_forms",
    "led_people",
    "names_of",
    "nobody_yet",
    "own_tasks",
    "people",
    "person",
    "persona_cards",
    "persona_user",
    "possible_substitutes",
    "rights_table",
    "running_letters",
    "substitution",
    "substitutions_in_team",
    "substitutions_of",
    "told_right",
    "user_named",
]
