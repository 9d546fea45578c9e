"""Kinds as the choices of a field."""

from __future__ import annotations


def choices_of(kinds: type) -> list[tuple[str, str]]:
    """Every member of an enumeration as (value, name)."""
    return [(kind.value, kind.name) for kind in kinds]  # type: ignore[attr-defined]  # its members are those of an enumeration
