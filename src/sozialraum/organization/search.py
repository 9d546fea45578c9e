"""Teams, providers and offers by their names: looked through in memory, however large the city.

A look through thousands of names costs less here than a statement that does it, and they change seldom (ADR 13).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Protocol, TypeVar

from sozialraum.foundation.database.collation import TIE_BREAK, german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.organization.queries import (
    EDITION,
    OfferRow,
    ProviderRow,
    TeamRow,
    offers,
    providers,
    teams,
)


class _Bears(Protocol):
    @property
    def name(self) -> str: ...


Row = TypeVar("Row", bound=_Bears)
Named = tuple[str, str, Row]
"""How German sorts the name, the name in small letters, and what bears it."""


def by_name(text: str, *, today: date, limit: int) -> tuple[list[TeamRow], list[ProviderRow], list[OfferRow]]:
    """Teams, providers and running offers whose name contains the text, at most ``limit`` of each, in German order."""
    folded, plain = german_sort_key(text).split(TIE_BREAK)[0], text.lower()

    def found(rows: Iterable[Named[Row]]) -> list[Row]:
        return list(islice((row for key, name, row in rows if folded in key or plain in name), limit))

    of_teams, of_providers, of_offers = _everything(today)
    return found(of_teams), found(of_providers), found(of_offers)


@kept(EDITION, size=2)
def _everything(
    today: date,
) -> tuple[tuple[Named[TeamRow], ...], tuple[Named[ProviderRow], ...], tuple[Named[OfferRow], ...]]:
    return _named(teams()), _named(providers(today=today)), _named(offers(today=today))


def _named(rows: Iterable[Row]) -> tuple[Named[Row], ...]:
    return tuple((german_sort_key(row.name), row.name.lower(), row) for row in rows)
