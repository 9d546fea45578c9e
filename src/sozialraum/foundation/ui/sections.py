"""Long forms in groups: what everybody fills in stands open, what few people need is folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField, Form
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class FormSection:
    """A group of fields by name, under a title; ``folded`` where most people leave it as it is."""

    title: str | Promise
    fields: tuple[str, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A group as the page shows it; a folded one stands open as soon as it says something or has an error."""

    title: str | Promise
    fields: Sequence[BoundField]
    folded: bool
    open: bool


def sections_of(form: Form, sections: Sequence[FormSection]) -> list[ShownSection]:
    """The groups of a form with their fields. ``KeyError`` for a field that the form does not have."""
    return [
        ShownSection(
            each.title, fields := [form[name] for name in each.fields], each.folded,
            any(field.errors or _says_something(field) for field in fields),
        )
        for each in sections
    ]  # fmt: skip


def _says_something(field: BoundField) -> bool:
    value = field.value()
    first = next(iter(getattr(field.field, "choices", ())), ("",))[0]
    return value not in (None, "", [], ()) and str(value) != str(first)
