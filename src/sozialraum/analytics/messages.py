"""Sentences of the Django-free floors: English templates that a floor above may translate.

A message keeps its template and its values apart, so that a page can look the template up in a catalogue
and a shell can print it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark a template for the catalogue and return it unchanged."""
    return text


@dataclass(frozen=True)
class Message:
    """A sentence as template and values.

    >>> str(Message("{count} areas are unknown.", {"count": 3}))
    '3 areas are unknown.'
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template


def shorten(names: list[str], *, limit: int = 5) -> str:
    """Join names for a sentence; what is left out is counted.

    >>> shorten(["a", "b", "c"], limit=2)
    'a, b (+1)'
    """
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown} (+{len(names) - limit})"
