"""Names of roles and scopes in templates."""

from __future__ import annotations

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
def scope_title(held: Any) -> str:
    """Where a role holds (anything with ``scope_kind`` and ``scope_key``)."""
    return titles.scope_title(ScopeKind(held.scope_kind), held.scope_key)
