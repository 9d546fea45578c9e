"""Choosing one person or house out of very many: a name is typed; where several have it, the few of them are offered.

What is handed in is the text and, if somebody was picked, an id. The id counts only for somebody who may be chosen and who
is called what stands in the text; otherwise the text alone decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, NamedTuple, Protocol
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sozialraum.foundation.database.collation import search_words
from sozialraum.foundation.database.name_search import INSIDE

SHORTEST: Final = 2
"""Letters without which nobody is looked for."""
SHOWN: Final = 10
"""So many are offered; of everybody else more of the name has to be typed."""
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody who may be chosen; ``place`` tells people of one name apart."""

    id: UUID
    name: str
    place: str = ""


class People(Protocol):
    """Those among whom one is chosen."""

    @property
    def address(self) -> str:
        """Where suggestions come from while somebody types; empty without."""

    def find(self, typed: str) -> Sequence[Offered]:
        """The likeliest who are called that, one more than are shown where there are more."""

    def named(self, key: UUID) -> Offered | None:
        """Who this is, if she may be chosen."""

    def fits(self, typed: str, name: str) -> bool:
        """Whether somebody of this name is meant by what was typed."""

    def refusal(self, typed: str, *, whole: bool) -> str:
        """Why somebody of this name (of this ``whole`` name) may not be chosen; empty where nobody is known."""


class Typed(NamedTuple):
    """What stands in the field."""

    text: str = ""
    chosen: str = ""


def enough(typed: str) -> bool:
    """Whether so much was typed that somebody can be looked for."""
    return sum(map(str.isalnum, typed)) >= SHORTEST


def is_called(typed: str, name: str, *, inside: bool = False) -> bool:
    """Whether every word that was typed begins a word of the name, in whatever order; long ones may stand ``inside`` one.

    >>> is_called("yilmaz, ay", "Aylin Yılmaz"), is_called("lin", "Aylin Yılmaz")
    (True, False)
    >>> is_called("schule", "Grundschule am Wehr", inside=True)
    True
    """
    words = search_words(name)

    def stands(word: str) -> bool:
        within = inside and len(word) >= INSIDE
        return any(word in each if within else each.startswith(word) for each in words)

    return enough(typed) and all(map(stands, search_words(typed)))


def is_whole_name(typed: str, name: str) -> bool:
    """Whether the whole name was typed, in whatever order."""
    return sorted(search_words(typed)) == sorted(search_words(name))


def suggestions(typed: str, found: Sequence[Offered]) -> dict[str, Any]:
    """Who was found for what was typed, as the field of a page takes it."""
    people = [{"id": str(each.id), "name": each.name, "place": each.place} for each in found[:SHOWN]]
    return {"people": people, "more": len(found) > SHOWN or not enough(typed)}


class TypedName(forms.TextInput):
    """A field for a name, with those who are called that below it once several are."""

    template_name = "ui/_typed_name.html"
    address: str = ""
    nobody: str | Promise = ""
    which: str | Promise = ""
    offered: Sequence[Offered] = ()
    picked: Offered | None = None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The text, who is chosen, and whom to choose from."""
        typed = value if isinstance(value, Typed) else Typed()
        context = super().get_context(name, self.picked.name if self.picked else typed.text, attrs)
        chosen = str(self.picked.id) if self.picked else ""
        more = {"chosen": chosen, "picked": self.picked, "offered": self.offered, "address": self.address}
        context["widget"] |= more | {"nobody": self.nobody, "which": self.which}
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        """What was typed, and who was picked."""
        del files
        return Typed(data.get(name) or "", data.get(f"{name}_chosen") or "")

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the field was not there at all."""
        del files
        return name not in data


class TypedNameField(forms.Field):
    """One person, by her name; its value is her id. ``people`` is set by whoever makes the form."""

    widget = TypedName
    default_error_messages: ClassVar = {
        "short": gettext_lazy("Type at least two letters of the name."),
        "nobody": gettext_lazy(
            "Nobody who can be chosen here is called that. Look how the name is written, or type only its beginning."
        ),
        "which": gettext_lazy("Whom do you mean?"),
        "several": gettext_lazy("This fits several. Choose the one you mean."),
        "many": gettext_lazy("This fits very many. Choose one of these, or type more of the name."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs = {
            "autocomplete": "off", "spellcheck": "false", "autocapitalize": "words", "maxlength": str(LONGEST),
            **self.widget.attrs,
        }  # fmt: skip
        self.widget.nobody, self.widget.which = self.error_messages["nobody"], self.error_messages["which"]
        self._people: People | None = None

    @property
    def people(self) -> People:
        """Those among whom one is chosen."""
        if self._people is None:
            raise LookupError("The form has not said among whom one is chosen.")
        return self._people

    @people.setter
    def people(self, people: People) -> None:
        self._people = people
        self.widget.address = people.address

    def prepare_value(self, value: Any) -> Typed:
        """What stands in the field: what was typed, or the name of who is stored."""
        if isinstance(value, UUID):
            found = self.widget.picked = self.people.named(value)
            return Typed(found.name, str(found.id)) if found else Typed()
        return value if isinstance(value, Typed) else Typed()

    def clean(self, value: Any) -> UUID | None:
        """The id of the one who is called that; the others are offered."""
        text = value.text.strip()[:LONGEST]
        if not text:
            self.validate(None)
            return None
        picked = self._picked(value.chosen)
        if picked is not None and self.people.fits(text, picked.name):
            return self._taken(picked)
        if not enough(text):
            raise self._wrong("short")
        found = self.people.find(text)
        exactly = [each for each in found if is_whole_name(text, each.name)]
        if not exactly and (why := self.people.refusal(text, whole=True)):
            raise ValidationError(why, code="refused")
        found = exactly or found
        if len(found) == 1:
            return self._taken(found[0])
        if not found:
            why = self.people.refusal(text, whole=False)
            raise ValidationError(why, code="refused") if why else self._wrong("nobody")
        self.widget.offered = found[:SHOWN]
        raise self._wrong("many" if len(found) > SHOWN else "several")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether somebody else stands in the field than before."""
        return self.prepare_value(initial) != data

    def _taken(self, person: Offered) -> UUID:
        self.widget.picked = person
        return person.id

    def _picked(self, chosen: str) -> Offered | None:
        try:
            return self.people.named(UUID(chosen)) if chosen else None
        except ValueError:
            return None

    def _wrong(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)
