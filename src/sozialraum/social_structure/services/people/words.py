"""Sex and age as registers and offices write them, in cells and in headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

OLDEST: Final = 120
"""The last age that a person can have; a group without an end reaches to it."""

FEMALE, MALE, EVERYBODY, NEITHER = "female", "male", "all", "neither"

_CODES: Final = {
    "w": FEMALE, "f": FEMALE, "weibl": FEMALE, "weiblich": FEMALE, "weibliche": FEMALE, "female": FEMALE, "frau": FEMALE,
    "frauen": FEMALE, "mädchen": FEMALE, "2": FEMALE,
    "m": MALE, "männl": MALE, "männlich": MALE, "männliche": MALE, "maennlich": MALE, "male": MALE, "mann": MALE, "männer": MALE,
    "jungen": MALE, "1": MALE,
    "d": NEITHER, "divers": NEITHER, "diverse": NEITHER, "x": NEITHER, "ohne angabe": NEITHER, "unbestimmt": NEITHER,
    "unbekannt": NEITHER, "3": NEITHER, "4": NEITHER, "o": NEITHER,
    "i": EVERYBODY, "insg": EVERYBODY, "insgesamt": EVERYBODY, "zusammen": EVERYBODY, "gesamt": EVERYBODY, "alle": EVERYBODY,
    "total": EVERYBODY, "all": EVERYBODY, "beide": EVERYBODY, "0": EVERYBODY, "9": EVERYBODY,
}  # fmt: skip
_SEX_WORD: Final = re.compile(
    r"(?:^|(?<=[\s_\-.,;:/()|]))(m(?=\d)|w(?=\d)|f(?=\d)|m|w|f|weibl(?:iche?)?|männl(?:iche?)?|maennlich|male|female|frauen?|männer|"
    r"maenner|mann|mädchen|jungen)(?=$|[\s_\-.,;:/()|\d])"
)
_ASIDE: Final = re.compile(
    r"(?:^|(?<=[\s_\-.,;:/()]))(im|alter|alters?gruppe|altersjahre?|age|aged?_?group|von|lebensjahre?|jahren?|jahre?|j|years?|year|"
    r"old|personen|einwohner(?:innen)?|einw|ew|bevölkerung|bevoelkerung|inhabitants|residents|people|population|menschen|anzahl|"
    r"insgesamt|und(?=\s+einwohner))(?=$|[\s_\-.,;:/()\d])"
)
_UNITED: Final = re.compile(r"[\s_()|;,:]+")
_ALL_AGES: Final = frozenset(
    {"insgesamt", "alle", "gesamt", "zusammen", "total", "all", "alle altersgruppen"}
)

_SINGLE: Final = re.compile(r"0*(\d{1,3})(?:\.0)?")
_UNDER: Final = re.compile(r"(?:unter|under|below|bis unter|<|u)[\s.]*0*(\d{1,3})")
_OPEN: Final = re.compile(
    r"0*(\d{1,3})\s*(?:\+|u\.?\s*ä\.?|und\s*(?:älter|mehr|darüber)|and\s*(?:above|older|over)|oder\s*(?:älter|mehr)|bis\s*unter\s*999|-\s*999)"
    r"|(?:ab|>=|≥|above|from|über)\s*0*(\d{1,3})"
)
_BELOW: Final = re.compile(r"0*(\d{1,3})\s*(?:-|–|bis)?\s*(?:to\s*)?(?:<|unter|under)\s*0*(\d{1,3})")
_BETWEEN: Final = re.compile(r"0*(\d{1,3})\s*(?:-|–|—|bis|to|\s)\s*0*(\d{1,3})")


@dataclass(frozen=True, slots=True, order=True)
class Ages:
    """Ages from ``first`` up to but not including ``beyond``; an open last group ends behind :data:`OLDEST`."""

    first: int
    beyond: int

    @property
    def is_open(self) -> bool:
        """Whether the group has no end."""
        return self.beyond > OLDEST


@dataclass(frozen=True, slots=True)
class Group:
    """What a heading or a cell says: a sex (:data:`EVERYBODY` where it names none) and ages; None means all ages."""

    sex: str
    ages: Ages | None


def sex_of(text: str) -> str | None:
    """A cell with a sex, as usual in German registers; None for anything else.

    >>> sex_of("W"), sex_of("männlich"), sex_of("2.0"), sex_of("insgesamt"), sex_of("divers"), sex_of("17")
    ('female', 'male', 'female', 'all', 'neither', None)
    """
    return _CODES.get(text.strip().removesuffix(".0").casefold().strip(".*() "))


def age_groups(texts: Iterable[str]) -> dict[str, Ages]:
    """The ages that texts name, for those that name some; all are read together.

    What “6 to 15” means is told by its neighbors: where a group begins at 15 it ends before 15, where one begins at 16 it
    includes 15.

    >>> read = age_groups(["0 bis 4 Jahre", "5-9", "10 und älter"])
    >>> [(each.first, each.beyond) for each in read.values()]
    [(0, 5), (5, 10), (10, 121)]
    >>> read = age_groups(["unter 6", "age_6_15", "15 - < 18", "above_18", "insgesamt", "2019"])
    >>> [(each.first, each.beyond) for each in read.values()]
    [(0, 6), (6, 15), (15, 18), (18, 121)]
    """
    sure: dict[str, Ages] = {}
    unsure: dict[str, tuple[int, int]] = {}
    for text in texts:
        bare = _bare(text)
        if found := _OPEN.fullmatch(bare):
            sure[text] = Ages(int(found[1] or found[2]), OLDEST + 1)
        elif found := _UNDER.fullmatch(bare):
            sure[text] = Ages(0, int(found[1]))
        elif found := _BELOW.fullmatch(bare):
            sure[text] = Ages(int(found[1]), int(found[2]))
        elif found := _SINGLE.fullmatch(bare):
            sure[text] = Ages(int(found[1]), int(found[1]) + 1)
        elif found := _BETWEEN.fullmatch(bare):
            unsure[text] = int(found[1]), int(found[2])
    begins = {each.first for each in sure.values()} | {first for first, _ in unsure.values()}
    lasts = {last for _, last in unsure.values()}
    ends_at_last = sum(last + 1 in begins for last in lasts) > sum(last in begins for last in lasts)
    read = sure | {text: Ages(first, last + ends_at_last) for text, (first, last) in unsure.items()}
    return {text: read[text] for text in [*sure, *unsure] if _possible(read[text])}


def _possible(ages: Ages) -> bool:
    return 0 <= ages.first < ages.beyond <= OLDEST + 1


def _bare(text: str) -> str:
    plain = _UNITED.sub(" ", text.strip().casefold())
    plain = _UNITED.sub(" ", _ASIDE.sub(" ", _ASIDE.sub(" ", plain)))
    return plain.strip(" -–.")


def groups_in(headings: Iterable[str]) -> dict[str, Group]:
    """The headings of a wide table that name ages, with the sex that they name beside; others are left out.

    >>> found = groups_in(["Schlüssel", "w_0_5", "m 0-5", "M 6 u. ä.", "weiblich 6 und älter", "inhabitants_female"])
    >>> {name: (each.sex, each.ages.first, each.ages.beyond) for name, each in found.items()}["m 0-5"]
    ('male', 0, 6)
    >>> list(found)
    ['w_0_5', 'm 0-5', 'M 6 u. ä.', 'weiblich 6 und älter']
    """
    sexes: dict[str, str] = {}
    rests: dict[str, str] = {}
    for heading in headings:
        words = _SEX_WORD.findall(heading.casefold().replace("_", " "))
        sexes[heading] = _CODES.get(words[0], MALE) if len(set(words)) == 1 else EVERYBODY
        rests[heading] = _SEX_WORD.sub(" ", heading.casefold().replace("_", " "))
    read = age_groups(rests.values())
    return {
        heading: Group(sexes[heading], read[rest])
        for heading, rest in rests.items()
        if rest in read and re.search(r"\d", rest)
    }


def all_ages(text: str) -> bool:
    """Whether a cell in a column of ages stands for everybody."""
    return text.strip().casefold() in _ALL_AGES


def chain(groups: Iterable[Ages]) -> tuple[Ages, ...]:
    """The finest groups that lie end to end from birth to an open end; empty where none do.

    >>> [each.first for each in chain([Ages(0, 18), Ages(0, 7), Ages(18, 121), Ages(60, 121)])]
    [0, 18]
    >>> chain([Ages(0, 18), Ages(20, 121)])
    ()
    """
    best: dict[int, tuple[Ages, ...]] = {0: ()}
    for each in sorted(set(groups)):
        if each.first in best:
            longer = (*best[each.first], each)
            if len(longer) > len(best.get(each.beyond, ())):
                best[each.beyond] = longer
    ended = [found for end, found in best.items() if end > OLDEST]
    return max(ended, key=len, default=_closed(best))


def _closed(best: Mapping[int, tuple[Ages, ...]]) -> tuple[Ages, ...]:
    """Single years need no open end: the last of them holds the oldest."""
    longest = max(best.values(), key=len)
    if len(longest) < FEWEST_SINGLE_YEARS or any(each.beyond - each.first > 1 for each in longest):
        return ()
    return (*longest[:-1], Ages(longest[-1].first, OLDEST + 1))


FEWEST_SINGLE_YEARS: Final = 60
