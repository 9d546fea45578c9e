"""What headings say beside their name: a date in brackets, a unit, an age group."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from sozialraum.social_structure.services.reading.plans import date_from, month_end

MONTHS: Final = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
# headings that say nothing of their own; the file's name then says what is counted
UNSPOKEN: Final = frozenset(
    {"residents", "anzahl", "zahl", "wert", "value", "values", "total", "count", "personen", "insgesamt", "n"}
)  # fmt: skip
OLDEST: Final = 200

_MONTH: Final = re.compile(
    r"\b(jan|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä]*\.?\s+((?:19|20)\d\d)\b"
)
_DAY: Final = re.compile(r"\b\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
_YEAR: Final = re.compile(r"(?<![\d/-])((?:19|20)\d\d)(?![\d/-])")
_SCHOOL_YEAR: Final = re.compile(r"\b((?:19|20)\d\d)/((?:19|20)?\d\d)\b")
_SIGNS: Final = re.compile(r"[^\w]+")
_UNIT: Final = re.compile(r"\bin\s*(%|prozent|km²|m²|eur(/m²)?)", re.IGNORECASE)
_BANDS: Final = (
    re.compile(
        r"^(?:age_|alter_)?0*(\d+)\s*(?:-|–|_|bis)?\s*(?:<|unter|to_under_|_under_|bis_unter_)\s*_?0*(\d+)$"
    ),
    re.compile(r"age_0*(\d+)_(?:to_under_)?0*(\d+)$"),
)
_UNDER: Final = re.compile(r"(?:unter|under|below|<)[\s_]*0*(\d+)$")
_ABOVE: Final = re.compile(
    r"^(?:age_)?0*(\d+)[\s_]*(?:und_?\s*älter|u\.?\s*ä\.?|and_above|\+|jahre und älter)$"
)


def date_in(text: str) -> date | None:
    """The one date that a heading, a title or a file name says; None where it says none or several.

    >>> date_in("Arbeitslose (Dez 2013)"), date_in("EW 31.12.2020"), date_in("Wohnungen (2013)"), date_in("2010-2015")
    (datetime.date(2013, 12, 31), datetime.date(2020, 12, 31), datetime.date(2013, 12, 31), None)
    """
    plain = text.lower().replace("_", " ")
    if day := set(_DAY.findall(plain)):
        return date_from(day.pop()) if len(day) == 1 else None
    if months := set(_MONTH.findall(plain)):
        name, year = months.pop()
        return None if months else month_end(int(year), MONTHS.index(name.replace("mrz", "mär")) + 1)
    years = set(_YEAR.findall(_SCHOOL_YEAR.sub(" ", plain)))
    return date(int(years.pop()), 12, 31) if len(years) == 1 else None


def plain_name(heading: str) -> str:
    """A heading without date, unit, hyphens and signs, for comparing.

    >>> plain_name("Anteil der Bevölkerung mit Migrations-hintergrund in % (Dez 2013)")
    'anteilderbevölkerungmitmigrationshintergrund%'
    """
    text = re.sub(r"\([^)]*\d{4}[^)]*\)", " ", heading)
    for dated in (_DAY, _MONTH, _YEAR):
        text = dated.sub(" ", text.lower())
    share = "%" if _UNIT.search(text) and "%" in text else ""
    return _SIGNS.sub("", _UNIT.sub(" ", text)).casefold() + share


def age_band(name: str) -> tuple[int, int] | None:
    """The ages (from, up to but not including) that a heading or a category names; None where it names none.

    >>> age_band("15 - < 18"), age_band("age_18_to_under_30"), age_band("75 und älter"), age_band("unter 6")
    ((15, 18), (18, 30), (75, 200), (0, 6))
    >>> age_band("Einwohner")
    """
    text = name.strip().lower()
    for pattern in _BANDS:
        if found := pattern.search(text):
            low, high = int(found[1]), int(found[2])
            return (low, high) if low < high <= OLDEST else None
    if found := _ABOVE.search(text):
        return int(found[1]), OLDEST
    if found := _UNDER.search(text):
        return 0, int(found[1])
    return None


def bands_for(wanted: tuple[int, int], names: list[str]) -> tuple[str, ...]:
    """Those names whose age groups lie end to end and make up exactly the ages wanted; empty where none do.

    >>> bands_for((0, 18), ["00 - < 03", "03 - < 06", "06 - < 18", "18 - < 25"])
    ('00 - < 03', '03 - < 06', '06 - < 18')
    """
    bands = {name: band for name in names if (band := age_band(name)) is not None}
    chosen: list[str] = []
    at = wanted[0]
    while at < wanted[1]:
        fitting = [(band[1], name) for name, band in bands.items() if band[0] == at and band[1] <= wanted[1]]
        if not fitting:
            return ()
        at, name = max(fitting)
        chosen.append(name)
    return tuple(chosen)


def subject_of(file_name: str) -> str:
    """What a file is about by its name, for a table whose only column of numbers has no name of its own.

    >>> subject_of("fl_children_age_under_18_by_district.csv")
    'children_age_under_18'
    """
    stem = re.sub(r"\.\w+$", "", file_name.rsplit("/", 1)[-1].lower())
    words = [each for each in re.split(r"[\W_]+", stem) if each]
    for end in ("by", "nach", "je"):
        if end in words[1:]:
            words = words[: words.index(end)]
    if words and len(words[0]) < 3:
        words = words[1:]
    return "_".join(words)
