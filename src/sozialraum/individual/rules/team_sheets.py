"""The team sheet (DOMAIN 2.8, D5): a case without names, and the advice that a team gives on it.

The scrub is careful and blind to meaning: it takes out every name it knows and everything that looks like a name, a day,
a number, an address. It can miss what only a person recognizes, so nothing is given out before one has read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sozialraum.foundation.privacy.decisions import Decision

PLACES: Final = (
    r"[A-ZÄÖÜ][a-zäöüß]*schule|Schule|Kita|Kindergarten|Hort|Krippe|Jugendhaus|Jugendzentrum|Jugendtreff|Gymnasium|"
    r"Berufskolleg|Klinik|Klinikum|Praxis|Bücherei|Familienzentrum|Wohngruppe|Tagesgruppe|Bäckerei|Sportverein"
)
"""Places that are one of their kind once their second name is said: “Schule am Wehr”."""
ALSO_WORDS: Final = frozenset({
    "alt", "blank", "braun", "bunt", "dick", "ernst", "fein", "fleißig", "frei", "fremd", "fröhlich", "fromm",
    "früh", "gern", "groß", "grün", "gut", "hart", "heilig", "hoch", "hübsch", "jung", "kalt", "klein", "klug",
    "kluge", "kurz", "lang", "lange", "laut", "lieb", "listig", "lustig", "mild", "morgen", "munter", "nah",
    "neu", "recht", "reich", "rein", "rosa", "rot", "rund", "sauer", "scharf", "schlau", "schnell", "schön",
    "schwarz", "stark", "still", "stolz", "süß", "tief", "treu", "voll", "wahr", "warm", "weiß", "weise",
    "wild", "wunderlich", "zart",
})  # fmt: skip
"""Names that are everyday words when they are written small: “drei Wochen lang” names nobody.

None that is a noun: a “kai” or “koch” without a capital is a name typed in haste.
"""
MONTHS: Final = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    ("[E-Mail]", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("[Adresse im Netz]", r"(?:https?://|www\.)\S+"),
    ("[Telefon]", r"(?<!\w)(?:\+49|0)[\d][\d /()-]{5,}\d"),
    ("[Aktenzeichen]", r"\b\d{4}-\d{3,6}\b"),
    ("[Datum]", r"\b\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?"),
    ("[Datum]", rf"\b\d{{1,2}}\.\s?(?:{MONTHS})\b(?:\s\d{{4}})?"),
    ("[Adresse]", r"\b[A-ZÄÖÜ][\w.-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer|damm|kai|hof)\s?\d+(?:\s?[a-z])?\b"),
    ("[Straße]", r"\b[A-ZÄÖÜ][\w-]+(?:straße|strasse|gasse|allee)\b"),
    ("[Einrichtung]", rf"\b(?:{PLACES})\s(?:am|an der|an den|auf dem|auf der|beim|hinter der|im|in der|vom|zum|zur)\s(?!\[)[A-ZÄÖÜ][\wäöüß-]+"),
    ("[Ort]", r"\b\d{5}\s[A-ZÄÖÜ][\wäöüß-]+"),
    ("[Name]", r"\b(?:Frau|Herrn?|Familie|Dr\.|Prof\.)\s(?!\[)[A-ZÄÖÜ][\wäöüß-]+(?:\s(?!\[)[A-ZÄÖÜ][\wäöüß-]+)?"),
)  # fmt: skip
"""What looks like something that names somebody, in the order in which it is taken out."""


@dataclass(frozen=True, slots=True)
class Known:
    """A name that the case knows, in every form it may take, and what stands in its place."""

    forms: tuple[str, ...]
    stands_for: str


def scrub(text: str, known: Iterable[Known]) -> str:
    """A text without the names that are known and without what looks like a name, a day, a number or an address.

    >>> jonas = Known(("Jonas Kessler", "Jonas"), "[Kind 1]")
    >>> scrub("Jonas wohnt Lindenring 12, Tel. 030 2312514, seit 3. März 2025.", [jonas])
    '[Kind 1] wohnt [Adresse], Tel. [Telefon], seit [Datum].'
    >>> scrub("Jonas' Mutter und Frau Demir", [jonas])
    "[Kind 1]' Mutter und [Name]"
    >>> scrub("Drei Wochen lang kam Opa Lang.", [Known(("Werner Lang", "Lang"), "[Verwandte 1]")])
    'Drei Wochen lang kam Opa [Verwandte 1].'
    >>> scrub("OPA LANG und kai kamen.", [Known(("Lang",), "[Verwandte 1]"), Known(("Kai",), "[Kind 1]")])
    'OPA [Verwandte 1] und [Kind 1] kamen.'
    >>> scrub("Von der Hafenstraße 12 morgens zur Schule am Wehr, durch die Lindenallee.", [])
    'Von der [Adresse] morgens zur [Einrichtung], durch die [Straße].'
    """
    forms = sorted(
        ((form, each.stands_for) for each in known for form in each.forms if len(form.strip()) > 1),
        key=lambda pair: -len(pair[0]),
    )
    for stands_for, pattern in PATTERNS[:2]:
        # an address of mail or net may hold a name, and would be torn apart by its taking out
        text = re.sub(pattern, stands_for, text)
    for form, stands_for in forms:
        text = _without(form, stands_for, text)
    for stands_for, pattern in PATTERNS[2:]:
        text = re.sub(pattern, stands_for, text)
    return text


def _without(form: str, stands_for: str, text: str) -> str:
    """A text without one form of a name, in whatever case, but for everyday words; a genitive is hidden as well: Mehmets."""
    keeps_words = form.casefold() in ALSO_WORDS and not form.islower()

    def hidden(found: re.Match[str]) -> str:
        return found[0] if keeps_words and found[0].islower() else stands_for

    return re.sub(rf"(?<!\w){re.escape(form)}(?:s(?!\w)|(?!\w))", hidden, text, flags=re.IGNORECASE)


def suspicious(text: str, *, ordinary: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Words that may still name somebody, for the person who checks: capital letters that occur nowhere in German.

    Only words inside a sentence that look like a given name in front of another capital word, or stand twice with
    different neighbors, cannot be told by rule; so this names every capital word after “mit”, “von”, “bei”, “zu”.

    >>> suspicious("Er geht mit Emre zur Schule und redet von Fahrrädern.")
    ('Emre',)
    """
    found = re.findall(r"\b(?:mit|von|bei|zu|für|ohne|und)\s([A-ZÄÖÜ][a-zäöüß]{2,})\b", text)
    common = ordinary | COMMON
    return tuple(dict.fromkeys(word for word in found if word.casefold() not in common))


COMMON: Final = frozenset(
    {"fahrrädern", "schule", "mama", "papa", "oma", "opa", "mutter", "vater", "hause", "arbeit", "kindern", "familie",
     "angst", "geduld", "geld", "glück", "ruhe", "streit", "zeit", "geschwistern", "freunden", "schwester", "bruder", "eltern", "hilfe", "ihnen", "lehrern", "nachbarn"}
)  # fmt: skip
"""Words after which nobody is called, so that the check does not tire."""


MINUTES: Final[Mapping[int, int]] = {1: 5, 2: 5, 3: 10, 4: 10, 5: 15, 6: 15, 7: 5, 8: 5}
"""The eight phases of an advice session and their minutes (DOMAIN 2.8)."""

PARAGRAPH: Final = re.compile(r"§|\bParagra(?:f|ph)|\bSGB\b|\bHzE\b|\bSPFH\b", re.IGNORECASE)
IDEAS_FIRST: Final = 3
ALTERNATIVES: Final = 2
PROFESSIONALS: Final = 2


def may_name_idea(text: str, *, phase: int) -> Decision:
    """Ideas come in words of everyday life; no paragraph before phase 7, when the case giver chooses.

    >>> may_name_idea("SPFH nach § 31", phase=6).allowed, may_name_idea("Opa kommt zum Frühstück", phase=6).allowed
    (False, True)
    """
    if not text.strip():
        return Decision.no("There are no words yet.")
    if phase < 7 and PARAGRAPH.search(text):
        return Decision.no("No paragraph before the ideas are there: what would help, in plain words?")
    return Decision.yes()


def may_close_advice(*, ideas: int, alternatives: int, professionals: int) -> Decision:
    """Advice is complete with three ideas, two alternatives for the family, and two professionals of the office (§ 36 (2))."""
    if professionals < PROFESSIONALS:
        return Decision.no("At least two professionals of the office advise.")
    if ideas < IDEAS_FIRST:
        return Decision.no("At least three ideas come first.")
    if alternatives < ALTERNATIVES:
        return Decision.no("The family is offered at least two alternatives.")
    return Decision.yes()
