"""Selects without a template for each entry; what can be chosen out of very many is drawn once.

The entries of a city's areas are the same for every reader of a language. They are remembered by their own values and
labels, so that what was drawn for other entries is never given out; only the chosen one is marked for each reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from operator import itemgetter
from typing import Any, Final

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.choices import BaseChoiceIterator, flatten_choices
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

OPTION: Final = "django/forms/widgets/select_option.html"
Entry = tuple[Any, Any]


class LongChoices(BaseChoiceIterator):
    """Values with labels, or labels of groups with such pairs; Django takes them as they are."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        given = tuple(entries)
        plain = _types(given) <= {tuple} and list not in _types(map(_LABEL, given))
        self.entries: tuple[Entry, ...] = (
            given
            if plain
            else tuple(
                (value, tuple(label)) if isinstance(label, list) else (value, label) for value, label in given
            )
        )

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def in_words(self) -> LongChoices:
        """The same with labels in the reader's language where they have waited for it."""
        if not any(issubclass(kind, Promise) for kind in _types(map(_LABEL, self.entries))):
            return self
        return LongChoices(
            (value, str(label) if isinstance(label, Promise) else label) for value, label in self.entries
        )

    @property
    def kept(self) -> bool:
        """Whether all is text in the reader's language already, so that it says the same to everybody."""
        kinds = _types(map(_LABEL, self.entries))
        return (
            _types(map(_VALUE, self.entries)) <= {str}
            and kinds <= {str, tuple}
            and (
                tuple not in kinds
                or all(
                    _types(map(_LABEL, label)) <= {str} for _, label in self.entries if type(label) is tuple
                )
            )
        )


_VALUE, _LABEL = itemgetter(0), itemgetter(1)


def _types(values: Iterable[Any]) -> set[type]:
    # very many are asked, on every page with such a select, and without a step of Python for each
    return {*map(type, values)}


class LongSelect(forms.Select):
    """A select that is drawn as Django draws it, its entries once for all readers."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The select with the chosen entry marked."""
        choices = self.choices.in_words() if isinstance(self.choices, LongChoices) else None
        if choices is None or not choices.kept:
            return super().render(name, value, attrs, renderer)
        entries = _entries(choices.entries)
        for chosen in self.format_value(value):
            plain = f'<option value="{conditional_escape(chosen)}">'
            if plain in entries:
                entries = entries.replace(plain, f"{plain[:-1]} selected>", 1)
                break
        head = f'<select name="{conditional_escape(name)}"{drawn_attributes(self.build_attrs(self.attrs, attrs))}>'
        return SafeString(f"{head}\n{entries}\n</select>")


@lru_cache(maxsize=16)
def _entries(entries: tuple[Entry, ...]) -> str:
    groups = forms.Select(choices=entries).optgroups("", [])
    return "\n".join(drawn_entries(groups) or ())


class LongChoiceField(forms.ChoiceField):
    """One of very many."""

    widget = LongSelect

    @property
    def choices(self) -> Any:
        """What can be chosen."""
        return self._choices

    @choices.setter
    def choices(self, value: Any) -> None:
        self._choices = self.widget.choices = LongChoices(value)

    def valid_value(self, value: Any) -> bool:
        """Whether the value is one of the entries."""
        return str(value) in {str(known) for known, _ in flatten_choices(self.choices)}


def drawn_entries(groups: Iterable[tuple[Any, Iterable[Mapping[str, Any]], int | None]]) -> list[str] | None:
    """The entries of a select, by groups; ``None`` where one has a template of its own."""
    parts = []
    for group, options, _number in groups:
        if group:
            parts.append(f'<optgroup label="{conditional_escape(group)}">')
        for each in options:
            if each["template_name"] != OPTION:
                return None
            attributes = drawn_attributes(each["attrs"]) if each["attrs"] else ""
            parts.append(
                f'<option value="{_text(each["value"])}"{attributes}>{_text(each["label"])}</option>'
            )
        if group:
            parts.append("</optgroup>")
    return parts


def _text(value: Any) -> str:
    return escape(value) if type(value) is str else conditional_escape(localize(value))


def drawn_attributes(attributes: Mapping[str, Any]) -> str:
    """Attributes of an element; ``True`` stands alone, ``False`` does not stand there.

    >>> drawn_attributes({"required": True, "disabled": False, "id": "id_area"})
    ' required id="id_area"'
    """
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    )
