"""Names of roles and scopes in templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import template

from sozialraum.foundation.accounts import titles
from sozialraum.foundation.privacy.actors import Role, ScopeKind

register = template.Library()


@register.filter
def role_title(role: str) -> str:
    """The title of a role."""
    return str(titles.ROLE_TITLES[Role(role)])


@register.filter
def role_titles(roles: Iterable[Any]) -> str:
    """The titles of several roles, each once; one that is held in several places says in how many."""
    counts = Counter(role_title(held.role) for held in roles)
    return ", ".join(f"{title} ({count})" if count > 1 else title for title, count in counts.items())


@register.filter
def scope_title(held: Any) -> str:
    """Where a role holds (anything with ``scope_kind`` and ``scope_key``)."""
    return titles.scope_title(ScopeKind(held.scope_kind), held.scope_key)
