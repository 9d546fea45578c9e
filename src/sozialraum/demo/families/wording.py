"""How the words of a situation become the words of one family: choices, pairs, names; and no sentence twice.

In the texts ``[a|b]`` is a choice that the draw makes, ``{er/sie}`` follows the child (a boy's word first),
``<er/sie>`` the adult who carries the daily life (a man's word first), and ``{K}`` is filled in by name.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
OF_CHILD: Final = re.compile(r"\{([^{}/]*)/([^{}]*)\}")
OF_ADULT: Final = re.compile(r"<([^<>/]*)/([^<>]*)>")
NAMED: Final = re.compile(r"\{(\w+)\}")
OBJECT: Final = re.compile(
    r"\b((?i:an|auf|aus|bei|durch|für|gegen|hinter|in|mit|nach|neben|ohne|über|um|unter|von|vor|zu|zwischen|seit|gibt|hilft"
    r"|zeigt|begleitet|berät|nimmt|entlastet|fragt|schützt|unterstützt|braucht|verlässt|erinnert|belastet)"
    r"(?: (?:nur|auch|allein))?(?: (?:Frau )?\w+(?: und|,| oder))?) Herr (?=[A-ZÄÖÜŞÇĆČŠŽ])"
)
"""Where a man's title stands in another case than the first, by the word before it."""
CLAUSE: Final = re.compile(
    r"(\b(?!(?:so|ohne|und|oder|als|außer|statt|sondern|auch|nur|nicht|gerade|erst|vielleicht)\b)\w+) (dass|weil|damit|obwohl) "
)
"""Where a clause begins without a comma before it, as a choice may leave it."""
DAYS: Final = {
    "montag": "mo", "dienstag": "tu", "mittwoch": "we", "donnerstag": "th", "freitag": "fr", "samstag": "sa", "sonntag": "su",
}  # fmt: skip
DAY: Final = re.compile(rf"\b({'|'.join(DAYS)})s?\b", re.IGNORECASE)
SHORT: Final = 25
"""Up to so many signs a text may come again: names, times, a single word."""
TRIES: Final = 60


class Repeated(ValueError):
    """A text has been told so often that nothing new can be made of it."""


@dataclass(slots=True)
class Wording:
    """Puts the words of one family together; ``told`` is shared by all families and holds what has been said."""

    draw: random.Random
    boy: bool
    man: bool
    slots: Mapping[str, str]
    told: set[str] = field(default_factory=set)

    def say(self, template: str) -> str:
        """One text of it that no family has said yet; the template itself where it is short.

        Raises :class:`Repeated` where the choices are used up, ``KeyError`` for a name that the family does not have.

        >>> words = Wording(random.Random(1), boy=False, man=True, slots={"K": "Mia"})
        >>> words.say("{K} sagt, {er/sie} kommt, und <der Vater/die Mutter> nickt dazu.")
        'Mia sagt, sie kommt, und der Vater nickt dazu.'
        """
        for _ in range(TRIES):
            text = self._made(template)
            if len(text) <= SHORT or text not in self.told:
                self.told.add(text)
                return text
        raise Repeated(template)

    def more(self, template: str, further: Sequence[str]) -> str:
        """As :meth:`say`; where the choices are used up, with one of ``further`` behind it."""
        try:
            return self.say(template)
        except Repeated:
            for added in self.draw.sample(further, len(further)):
                with suppress(Repeated):
                    return self.say(f"{template}{added}")
            raise

    def plainly(self, template: str) -> str:
        """A label, a place, a topic: it may come again."""
        return self._made(template)

    def _made(self, template: str) -> str:
        text = CHOICE.sub(lambda found: self.draw.choice(found[1].split("|")), template)
        text = OF_CHILD.sub(lambda found: found[1] if self.boy else found[2], text)
        text = OF_ADULT.sub(lambda found: found[1] if self.man else found[2], text)
        return _sentences(NAMED.sub(lambda found: self.slots[found[1]], text))


def genitive(name: str) -> str:
    """A name in the genitive, as one writes it.

    >>> genitive("Mia"), genitive("Jonas")
    ('Mias', 'Jonas’')
    """
    return f"{name}’" if name[-1:].lower() in {"s", "ß", "x", "z"} else f"{name}s"


def days_in(text: str) -> tuple[str, ...]:
    """The days of the week that a text names, as times are written, in its order.

    >>> days_in("Oma kommt dienstags und am Freitag.")
    ('tu', 'fr')
    """
    return tuple(dict.fromkeys(DAYS[found[1].lower()] for found in DAY.finditer(text)))


def _sentences(text: str) -> str:
    """Begin each sentence with a capital letter and set the comma before a clause, whatever choice stands there."""
    text = CLAUSE.sub(r"\1, \2 ", " ".join(text.split()))
    text = re.sub(r"(?<=[?!])\.(?=\s|$)", "", text)
    text = OBJECT.sub(r"\1 Herrn ", text)
    return re.sub(r"(^|[.!?]\s)([a-zäöü])", lambda found: found[1] + found[2].upper(), text)
