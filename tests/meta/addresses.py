"""Every address of the house, from the URL resolver."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, PathConverter, UUIDConverter

NOWHERE = UUID("00000000-0000-4000-8000-000000000000")


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


def some_address(name: str, pattern: URLPattern) -> str:
    """The address with parts that belong to nothing."""
    parts: dict[str, object] = {}
    for part, converter in _converters(name).items():
        if isinstance(converter, UUIDConverter):
            parts[part] = NOWHERE
        elif isinstance(converter, IntConverter):
            parts[part] = 1
        else:
            parts[part] = "nirgends" if not isinstance(converter, PathConverter) else "nirgends/hier"
    return reverse(name, kwargs=parts)


def _converters(name: str) -> dict[str, object]:
    found: dict[str, object] = {}
    *spaces, last = name.split(":")

    def walk(resolver: URLResolver, open_spaces: list[str], gathered: dict[str, object]) -> bool:
        for pattern in resolver.url_patterns:
            here = {**gathered, **pattern.pattern.converters}
            if isinstance(pattern, URLResolver):
                deeper = open_spaces
                if pattern.namespace:
                    if not open_spaces or open_spaces[0] != pattern.namespace:
                        continue
                    deeper = open_spaces[1:]
                if walk(pattern, deeper, here):
                    return True
            elif not open_spaces and pattern.name == last:
                found.update(here)
                return True
        return False

    walk(get_resolver(), spaces, {})
    return found


ADDRESSES = dict(addresses(get_resolver()))
