"""A typed sentence as filters: "Schwimmkurs für Jungen von 9, dienstags" asks for swimming, boys, nine years, Tuesday.

What is understood becomes a filter that can be seen and taken away; the rest stays the words to look for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from sozialraum.network.enums import Audience
from sozialraum.network.rules import OLDEST
from sozialraum.network.schedules import ANY_PART, PartOfDay, weekday


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a sentence asks for. ``text`` are the words left to look for, ``near`` the name of a place in it."""

    text: str = ""
    age: int | None = None
    audience: Audience = Audience.EVERYONE
    languages: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()
    parts: PartOfDay = ANY_PART
    free: bool = False
    step_free: bool = False
    quiet: bool = False
    minutes: int | None = None
    near: str = ""
    understood: tuple[str, ...] = field(default=())


LANGUAGES: Final[Mapping[str, str]] = {
    "türk": "tr", "arabisch": "ar", "englisch": "en", "russisch": "ru", "ukrainisch": "uk", "polnisch": "pl",
    "rumänisch": "ro", "bulgarisch": "bg", "persisch": "fa", "farsi": "fa", "dari": "prs", "kurdisch": "ku",
    "französisch": "fr", "spanisch": "es", "italienisch": "it", "griechisch": "el", "albanisch": "sq",
    "vietnamesisch": "vi", "tigrin": "ti", "somali": "so", "turkish": "tr", "arabic": "ar", "russian": "ru",
    "ukrainian": "uk", "polish": "pl", "romanian": "ro", "persian": "fa", "kurdish": "ku", "french": "fr",
    "gebärdensprach": "gsg", "türkçe": "tr",
}  # fmt: skip
_TONGUES: Final = "|".join(LANGUAGES)
AGES: Final[Mapping[str, int]] = {
    "baby": 0, "babys": 0, "säugling": 0, "kleinkind": 2, "kleinkinder": 2, "kindergartenkind": 4, "vorschulkind": 5,
    "vorschulkinder": 5, "grundschulkind": 8, "grundschulkinder": 8, "erstklässler": 6, "teenager": 14, "teenie": 13,
    "toddler": 2,
}  # fmt: skip
_CHILDREN: Final = (
    "kind",
    "junge",
    "jungen",
    "mädchen",
    "sohn",
    "tochter",
    "boy",
    "girl",
    "son",
    "daughter",
    "oğlum",
    "kızım",
)
_OF_WHOM: Final = (
    "(?:" + "|".join(rf"(?<=\b{word}{between})" for word in _CHILDREN for between in (" ", ", ")) + ")"
)
_AGE: Final = (
    re.compile(r"\b(?:von|mit|ab|for|aged?|alter|ist|is|u)\s*(\d{1,2})(?:[\s-]*(?:jahren?|jahre alt|years?(?: old)?|j\.?))?(?=$|[\s,.;!?)])", re.I),
    # the number alone: who is meant stands before it and is read by itself
    re.compile(_OF_WHOM + r"(\d{1,2})(?=$|[\s,.;!?)])", re.I),
    re.compile(r"\b(\d{1,2})[\s-]*(?:jahren?\s+alt|jahren?|jährigen?|jähriger?|jähriges|jaehrigen?|years?[\s-]old|yaşında)\b", re.I),
)  # fmt: skip
_MINUTES: Final = re.compile(
    r"\b(?:(?:höchstens|maximal|bis zu|within|in|innerhalb von)\s+)?(\d{1,2})\s*(?:minuten|min\.?|minutes)\b(?:\s*(?:zu fuß|zu fuss|laufweg|fußweg|gehweg|entfernt|on foot|walk))?",
    re.I,
)
_AROUND: Final = re.compile(
    r"\b(?:in der nähe (?:von|vom|der|des)|nahe|nähe|rund um|ab|am|an der|im|in der|in|beim|near|around|from)\s+",
    re.I,
)
_GIRLS: Final = re.compile(
    r"\b(?:nur\s+)?(?:für|for)?\s*(?:(?:ein|eine|mein|meine|unser|unsere)e?\s+)?(?:mädchen|maedchen|girls?|tochter|töchter|daughter|frauen|women|kız)\b", re.I
)  # fmt: skip
_BOYS: Final = re.compile(
    r"\b(?:nur\s+)?(?:für|for)?\s*(?:(?:ein|einen|mein|meinen|unser|unseren)\s+)?(?:jungen?|jungs|boys?|sohn|söhne|son|männer|men|erkek)\b", re.I
)  # fmt: skip
_LANGUAGE: Final = re.compile(
    rf"\b(?:(?:gern(?:e)?\s+)?(?:auf|in|die|der|wo man|spricht)\s+)?(?P<tongue>{_TONGUES})\w*(?:[\s-]*(?:sprach\w*|sprechend\w*|spricht|speaking))?",
    re.I,
)
_FREE: Final = re.compile(
    r"\b(?:kostenlos\w*|umsonst(?!laden)|gratis|kostet nichts|ohne geld|free(?: of charge)?|ücretsiz)\b", re.I
)
_STEPS: Final = re.compile(
    r"\b(?:ohne stufen|stufenlos|barrierefrei\w*|rollstuhlgerecht\w*|mit rollstuhl|mit kinderwagen|step[\s-]?free|wheelchair accessible)\b",
    re.I,
)  # fmt: skip
_QUIET: Final = re.compile(r"\b(?:ruhig(?:e|er|es|en)?|reizarm\w*|leise\w*|quiet)\b", re.I)
_PARTS: Final = (
    (re.compile(r"\b(?:vormittags?|morgens?|am morgen|mornings?)\b", re.I), PartOfDay.MORNING),
    (re.compile(r"\b(?:nachmittags?|am nachmittag|afternoons?|nach der schule)\b", re.I), PartOfDay.AFTERNOON),
    (re.compile(r"\b(?:abends?|am abend|evenings?|nach feierabend)\b", re.I), PartOfDay.EVENING),
)  # fmt: skip
_WEEKEND: Final = re.compile(r"\b(?:am\s+wochenende|wochenends?|(?:at the )?weekends?)\b", re.I)
_DAY: Final = re.compile(r"\b(?:(?:am|jeden|on)\s+)?(\w+?)(vormittags?|nachmittags?|abends?)?\b", re.I)
_LEFT: Final = re.compile(r"[\s,;.!?]+")


def read_sentence(
    text: str, *, places: Collection[str] | Callable[[str], bool] = (), asking_languages: bool = True
) -> Sentence:
    """Read a sentence; ``places`` are names (lower case) that count as somewhere.

    >>> found = read_sentence("Schwimmkurs für Jungen von 9, dienstags")
    >>> found.text, found.age, found.audience.value, sorted(found.days)
    ('Schwimmkurs', 9, 'boys_and_men', [2])
    >>> read_sentence("Mädchentreff").audience.value
    'everyone'
    """
    reading = _Reading(text, Sentence())
    reading.place(places)
    reading.numbers()
    reading.days()
    if asking_languages:
        reading.language()
    reading.flags()
    reading.gender()
    rest = _LEFT.sub(" ", reading.rest).strip()
    return replace(reading.said, text=_without_ends(rest), understood=tuple(reading.understood))


_ENDS: Final = frozenset({"für", "for", "mit", "with", "von", "in", "im", "am", "ab", "und", "and", "auf", "ein", "eine", "einen", "mein", "meine", "meinen", "meinem", "zu", "gern", "gerne", "alt"})  # fmt: skip


def _without_ends(text: str) -> str:
    words = text.split()
    while words and words[-1].casefold() in _ENDS:
        words.pop()
    while words and words[0].casefold() in _ENDS:
        words.pop(0)
    return " ".join(words)


class _Reading:
    """A sentence being read: what was understood, and what is left."""

    def __init__(self, text: str, said: Sentence) -> None:
        self.rest, self.said = text, said
        self.understood: list[str] = []

    def _take(self, match: re.Match[str]) -> None:
        self.understood.append(match[0].strip(" ,"))
        self.rest = f"{self.rest[: match.start()]} , {self.rest[match.end() :]}"

    def place(self, places: Collection[str] | Callable[[str], bool]) -> None:
        knows = places if callable(places) else places.__contains__
        for match in _AROUND.finditer(self.rest):
            following = re.split(r"[,;.!?]", self.rest[match.end() :])[0]
            words = following.split()
            for length in range(min(4, len(words)), 0, -1):
                name = " ".join(words[:length])
                if knows(name.casefold()):
                    self.said = replace(self.said, near=name)
                    end = (
                        match.end()
                        + following.index(words[length - 1], len(name) - len(words[length - 1]))
                        + len(words[length - 1])
                    )
                    self.understood.append(self.rest[match.start() : end])
                    self.rest = f"{self.rest[: match.start()]} , {self.rest[end:]}"
                    return

    def numbers(self) -> None:
        if match := _MINUTES.search(self.rest):
            self.said = replace(self.said, minutes=max(1, min(90, int(match[1]))))
            self._take(match)
        for pattern in reversed(_AGE):
            match = pattern.search(self.rest)
            if match and int(match[1]) <= OLDEST:
                self.said = replace(self.said, age=int(match[1]))
                self._take(match)
                return
        for word in re.findall(r"\w+", self.rest):
            if word.casefold() in AGES:
                # the word stays: who looks for a baby group looks for the word as well
                self.said = replace(self.said, age=AGES[word.casefold()])
                return

    def days(self) -> None:
        found, parts = set(self.said.days), self.said.parts
        for match in reversed(list(_DAY.finditer(self.rest))):
            if len(match[1]) < 3:
                continue
            if day := weekday(match[1]):
                found.add(day)
                parts |= self._part(match[2] or "")
                self._take(match)
        if weekend := _WEEKEND.search(self.rest):
            found |= {6, 7}
            self._take(weekend)
        for pattern, part in _PARTS:
            if named := pattern.search(self.rest):
                parts |= part
                self._take(named)
        self.said = replace(self.said, days=frozenset(found), parts=parts)

    @staticmethod
    def _part(word: str) -> PartOfDay:
        return next((part for pattern, part in _PARTS if word and pattern.search(word)), ANY_PART)

    def language(self) -> None:
        match = _LANGUAGE.search(self.rest)
        if match is None:
            return
        rest = _LEFT.sub(" ", self.rest[: match.start()] + self.rest[match.end() :]).strip()
        asked = match[0].split()
        # "Arabisch lernen" and "Türkisch für Kinder" look for the language itself
        if len(asked) > 1 or (
            rest
            and not re.search(r"\b(?:lern|kurs|unterricht|learn|für kinder|übersetz|dolmetsch)", rest, re.I)
        ):
            self.said = replace(self.said, languages=frozenset({LANGUAGES[match["tongue"].casefold()]}))
            self._take(match)

    def flags(self) -> None:
        for pattern, name in ((_FREE, "free"), (_STEPS, "step_free"), (_QUIET, "quiet")):
            match = pattern.search(self.rest)
            if match and _LEFT.sub("", self.rest.replace(match[0], "")):
                self.said = replace(self.said, **{name: True})  # type: ignore[arg-type]  # the names are its own fields
                self._take(match)

    def gender(self) -> None:
        for pattern, audience in ((_GIRLS, Audience.GIRLS_AND_WOMEN), (_BOYS, Audience.BOYS_AND_MEN)):
            match = pattern.search(self.rest)
            if match and (len(match[0].split()) > 1 or _LEFT.sub("", self.rest.replace(match[0], ""))):
                self.said = replace(self.said, audience=audience)
                self._take(match)
                return
