"""How far what came of field work is told, and how somebody agreed to it."""

from __future__ import annotations

from enum import StrEnum


class EffectAudience(StrEnum):
    """Who reads an effect that was told."""

    TEAM = "team"
    CITY = "city"
    PUBLIC = "public"


class ConsentManner(StrEnum):
    """How a consent was given (§ 67b (2) SGB X)."""

    WRITTEN = "written"
    ELECTRONIC = "electronic"
