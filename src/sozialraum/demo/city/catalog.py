"""The indicators of Lindenfurt: what is counted, among whom, from which source, and how it behaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Suppression = Literal["few_cases", "small_base", "none"]
Direction = Literal["burden", "asset", "context"]

FEWEST_CASES = 10
"""A source withholds a count of 1 to 9 persons."""
SMALLEST_BASE = 25
"""Offices for health, schools and day care withhold a share of fewer than 25 children."""


@dataclass(frozen=True)
class Indicator:
    """One indicator and the parameters of its invention.

    `per` is 100 for percent and 1,000 for densities. `city` maps years to the value of the whole city,
    linear in between; `harbor` is the value of the district Hafen at the last date. `slope` says how many
    logits a value moves with one standard deviation of child poverty, `spread` is the standard deviation of
    what remains, smooth over neighboring quarters. `kinds` shifts kinds of quarter in logits.
    """

    code: str
    title: str
    title_en: str
    numerator: str
    denominator: str
    base: str
    source: str
    direction: Direction
    city: tuple[tuple[int, float], ...]
    slope: float
    spread: float
    harbor: float | None = None
    per: int = 100
    suppression: Suppression = "few_cases"
    dates: tuple[date, ...] = ()
    kinds: dict[str, float] = field(default_factory=dict)


def _stichtage(first: int) -> tuple[date, ...]:
    return tuple(date(year, 12, 31) for year in range(first, 2026))


_EMPLOYMENT = "Statistik der Bundesagentur für Arbeit"
_REGISTER = "Einwohnermelderegister"
_ELECTIONS = (date(2017, 9, 24), date(2021, 9, 26), date(2025, 2, 23))
_SCHOOL_ENTRY = tuple(date(year, 7, 31) for year in range(2018, 2027))

CHILD_INCOME_SUPPORT = "sgb2_under_18"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        CHILD_INCOME_SUPPORT, "Grundsicherung, unter 18 Jahre", "Basic income support, under 18",
        "Kinder und Jugendliche unter 18 in Bedarfsgemeinschaften nach dem SGB II",
        "Einwohnerinnen und Einwohner unter 18 Jahren", "under_18", _EMPLOYMENT, "burden",
        ((2014, 28.2), (2015, 27.9), (2016, 27.6), (2017, 27.9), (2018, 27.1), (2019, 26.5), (2020, 26.9),
         (2021, 26.6), (2022, 26.0), (2023, 25.4), (2024, 24.6), (2025, 23.4)),
        1.0, 0.0, harbor=49.9, dates=_stichtage(2014),
    ),
    Indicator(
        "child_poverty", "Kinderarmut, unter 15 Jahre", "Child poverty, under 15",
        "Kinder unter 15 in Bedarfsgemeinschaften nach dem SGB II",
        "Einwohnerinnen und Einwohner unter 15 Jahren", "under_15", _EMPLOYMENT, "burden",
        ((2014, 29.0), (2025, 24.2)), 1.0, 0.0, dates=_stichtage(2014),
    ),
    Indicator(
        "unemployment", "Arbeitslosigkeit", "Unemployment",
        "Arbeitslose nach SGB II und SGB III", "Einwohnerinnen und Einwohner von 15 bis 64 Jahren",
        "working_age", _EMPLOYMENT, "burden",
        ((2014, 7.6), (2016, 7.0), (2019, 5.7), (2020, 7.0), (2022, 6.1), (2025, 6.7)), 0.55, 0.12,
        harbor=11.6, dates=_stichtage(2014), kinds={"campus": -0.7, "villa": -0.1},
    ),
    Indicator(
        "long_term_unemployment", "Langzeitarbeitslosigkeit", "Long-term unemployment",
        "Arbeitslose seit mehr als einem Jahr", "Einwohnerinnen und Einwohner von 15 bis 64 Jahren",
        "working_age", _EMPLOYMENT, "burden",
        ((2014, 2.9), (2019, 1.9), (2021, 2.7), (2025, 2.3)), 0.7, 0.15, harbor=4.6,
        dates=_stichtage(2014), kinds={"campus": -0.9},
    ),
    Indicator(
        "transfers_not_unemployed", "Transferbezug ohne Arbeitslosigkeit", "Transfers, not unemployed",
        "Nicht arbeitslose Empfänger nach SGB II und SGB XII, Kapitel 3 und 4",
        "Einwohnerinnen und Einwohner", "everyone", _EMPLOYMENT, "burden",
        ((2014, 10.4), (2019, 9.9), (2022, 10.3), (2025, 9.8)), 0.72, 0.11, harbor=19.8,
        dates=_stichtage(2014), kinds={"campus": -0.6},
    ),
    Indicator(
        "youth_unemployment", "Jugendliche ohne Arbeit", "Young people without work",
        "Arbeitslose von 15 bis 24 Jahren", "Einwohnerinnen und Einwohner von 15 bis 24 Jahren",
        "youth", _EMPLOYMENT, "burden",
        ((2014, 6.9), (2019, 5.4), (2020, 7.2), (2022, 5.8), (2025, 6.4)), 0.5, 0.15, harbor=11.2,
        dates=_stichtage(2014), kinds={"campus": -1.3},
    ),
    Indicator(
        "old_age_poverty", "Grundsicherung im Alter", "Old-age poverty",
        "Empfänger nach SGB XII, Kapitel 4, ab 65 Jahren", "Einwohnerinnen und Einwohner ab 65 Jahren",
        "pensioners", "Amt für Soziales", "burden", ((2014, 4.1), (2025, 5.6)), 0.6, 0.14, harbor=13.1,
        dates=_stichtage(2014),
    ),
    Indicator(
        "one_parent_children", "Kinder in Ein-Eltern-Familien", "Children in one-parent families",
        "Kinder unter 18 in Ein-Eltern-Haushalten", "Kinder unter 18 in Haushalten mit Familienbezug",
        "family_children", f"{_REGISTER}, Haushaltegenerierung", "burden",
        ((2014, 22.6), (2025, 21.8)), 0.28, 0.12, harbor=29.0, dates=_stichtage(2014),
        kinds={"village": -0.25},
    ),
    Indicator(
        "overcrowding", "Überbelegte Wohnungen", "Overcrowded homes",
        "Mehrpersonenhaushalte mit mehr Personen als Räumen", "Mehrpersonenhaushalte", "families",
        "Zensus 2022", "burden", ((2022, 9.7),), 0.45, 0.13, harbor=17.2, dates=(date(2022, 5, 15),),
        kinds={"village": -0.5, "suburb": -0.3, "villa": -0.2},
    ),
    Indicator(
        "school_entry_language", "Förderbedarf Sprache bei Einschulung", "Language support at school entry",
        "Untersuchte Kinder mit Förderbedarf Sprache, vier Jahrgänge", "Untersuchte Kinder, vier Jahrgänge",
        "school_entrants", "Gesundheitsamt, Schuleingangsuntersuchung", "burden",
        ((2018, 24.6), (2021, 25.9), (2023, 27.9), (2026, 27.1)), 0.3, 0.14, harbor=36.5,
        suppression="small_base", dates=_SCHOOL_ENTRY,
    ),
    Indicator(
        "voter_turnout", "Wahlbeteiligung Bundestagswahl", "Turnout, federal election",
        "Wählerinnen und Wähler", "Wahlberechtigte", "electorate", "Wahlamt", "context",
        ((2017, 74.1), (2021, 73.6), (2025, 72.4)), -0.42, 0.12, harbor=58.3, suppression="none",
        dates=_ELECTIONS, kinds={"village": 0.15, "campus": 0.2},
    ),
    Indicator(
        "daycare_under_3", "Kita-Quote unter 3 Jahren", "Day care, under 3",
        "Kinder unter 3 in Kita oder Kindertagespflege", "Einwohnerinnen und Einwohner unter 3 Jahren",
        "under_3", "Jugendamt, Kita-Planung", "asset", ((2014, 27.5), (2019, 31.0), (2025, 34.8)), -0.24,
        0.16, harbor=28.4, suppression="small_base", dates=_stichtage(2014), kinds={"campus": 0.25},
    ),
    Indicator(
        "grammar_school_transition", "Übergang auf das Gymnasium", "Transition to grammar school",
        "Kinder der Klasse 4 mit Übergang auf ein Gymnasium, vier Jahrgänge",
        "Kinder der Klasse 4, vier Jahrgänge", "class_4", "Schulverwaltung", "context",
        ((2018, 42.1), (2025, 44.2)), -0.6, 0.16, harbor=26.9, suppression="small_base",
        dates=_SCHOOL_ENTRY[:-1],
    ),
    Indicator(
        "short_residence", "Wohndauer unter zwei Jahren", "Residence under two years",
        "Volljährige, die seit weniger als zwei Jahren an der Adresse wohnen", "Volljährige", "adults",
        _REGISTER, "context", ((2014, 18.4), (2016, 20.0), (2020, 17.6), (2022, 19.8), (2025, 18.1)), 0.12,
        0.12, dates=_stichtage(2014),
        kinds={"campus": 0.9, "centre": 0.45, "perimeter": 0.35, "new": 0.4, "village": -0.6, "suburb": -0.5,
               "villa": -0.45},
    ),
    Indicator(
        "migration_background_under_18", "Migrationsgeschichte, unter 18 Jahre", "Family migration, under 18",
        "Unter 18-Jährige mit Migrationsgeschichte", "Einwohnerinnen und Einwohner unter 18 Jahren",
        "under_18", f"{_REGISTER}, MigraPro", "context", ((2014, 37.2), (2025, 45.6)), 0.5, 0.2, harbor=68.0,
        dates=_stichtage(2014), kinds={"village": -0.7, "villa": -0.3},
    ),
    Indicator(
        "volunteers", "Engagiert im Ehrenamt", "Volunteers",
        "Menschen mit Ehrenamt in einem erfassten Verein oder Treff", "Einwohnerinnen und Einwohner",
        "everyone", "Verzeichnis der Stadt", "asset", ((2023, 50.0), (2025, 52.0)), -0.16, 0.2, harbor=36.8,
        per=1000, dates=(date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31)),
        kinds={"village": 0.4, "campus": -0.1},
    ),
)  # fmt: skip

# Cases and base of 31.12.2025 (or the last date) that the profile of Alte Werft prints, at scale 1.
PINNED = {
    ("one_parent_children", "0301"): (49, 156),
    ("overcrowding", "0301"): (55, 291),
    ("school_entry_language", "0301"): (14, 42),
    ("youth_unemployment", "0301"): (9, None),
    ("voter_turnout", "0301"): (445, 720),
    ("volunteers", "0301"): (44, 1070),
}
# Children with basic income support in the former quarter Werft, percent by year.
SPLIT_PATH = {
    2014: 54.6, 2015: 54.2, 2016: 53.6, 2017: 54.8, 2018: 52.6, 2019: 51.6, 2020: 53.2, 2021: 54.2,
    2022: 51.6,
}  # fmt: skip
PART_PATHS = {"0301": {2023: 47.9, 2024: 43.8}, "0302": {2023: 56.5, 2024: 55.6}}


def indicator(code: str) -> Indicator:
    """Return the indicator of a code; raises `KeyError` for an unknown one."""
    found = {entry.code: entry for entry in INDICATORS}
    return found[code]
