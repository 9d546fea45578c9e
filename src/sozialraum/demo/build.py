"""Builds the demo city: every part goes through the service that a user would call.

The whole is built into a database of its own that takes its place only when complete (``commands.demo``), so an
interrupted build leaves nothing half-done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connections

from sozialraum.demo import (
    budget,
    cases,
    claims,
    cooperations,
    deliveries,
    direct_access,
    directory,
    effects,
    families,
    field,
    field_log,
    formal_objections,
    index,
    inquiries,
    issues,
    merges,
    missing_nearby,
    people,
    pins,
    rounds,
    spending,
    themes,
)
from sozialraum.demo.calendar import END_OF_MONTH, NOW
from sozialraum.demo.city.plan import City, draw_city
from sozialraum.demo.counting import count_rows
from sozialraum.foundation.ui.services import found_installation
from sozialraum.reporting.extracts import (
    release_active_cases,
    release_direct_access,
    release_help_counts,
    release_missing_nearby,
    release_use_value,
)
from sozialraum.social_structure.services import areas, catalog, crosswalks, import_people, observations
from sozialraum.warehouse.sources import read_table

Progress = Callable[..., None]

SYSTEM = "quartiere"
SINCE = {2015: date(2015, 1, 1), 2023: date(2023, 1, 1)}
SOURCE = "Stadt Lindenfurt, Amt für Statistik (erfunden)"
LICENCE = "CC0-1.0"
# below this scale hardly a quarter has the 300 people that an index asks for
LEAST_FOR_AN_INDEX = 0.3


def build_demo(scale: float, seed: int, report: Progress) -> None:
    """Build Lindenfurt into the empty database that the settings name.

    ``report(step, done, total)`` is told each step. Deterministic for a seed and a scale.
    """
    report("Lindenfurt")
    city = draw_city(seed=seed, scale=scale)
    _found()
    _bring_in_areas(city, report)
    _bring_in_figures(city, report)
    _bridge_the_cuts(city)
    _bring_in_the_register(city)
    report("People")
    crowd = people.bring_in_people(city)
    report("Providers and places")
    field.bring_in_organization(city, crowd)
    directory.bring_in_directory(city, crowd, field.bring_in_places(city, crowd))
    cooperations.note_who_works_with_whom(city, crowd)
    opened = budget.open_years(crowd)
    rounds.hold_rounds(city, crowd, drafts=opened)
    spending.keep_books(crowd, opened[2026])
    spending.plan_lines(crowd, opened[2027])
    claims.bring_in_history(crowd, year=2027)
    cases.tell_stories(city, crowd, report)
    told = families.families_told(city, crowd)
    taken = cases.take_over(city, crowd, report, told={each.number: each for each in told})
    families.tell_families(crowd, told, taken, report)
    merges.enter_families_twice(crowd)
    formal_objections.object_to_decisions(crowd)
    report("Field work")
    count_rows()
    field_log.keep_log(city, crowd)
    missing_nearby.mark_missing(city, crowd)
    direct_access.count_the_year(city, crowd)
    themes.raise_themes(city, crowd)
    issues.ask_politics(city, crowd)
    effects.tell_effects(city, crowd)
    pins.pin_maps(city, crowd)
    inquiries.hold_inquiries(city, crowd)
    report("Index and releases")
    _publish(city, crowd)


def _publish(city: City, crowd: people.Crowd) -> None:
    """Record the index of the latest year, and let the count of families out."""
    planner = crowd.persona("planner")
    if city.scale >= LEAST_FOR_AN_INDEX:
        index.record_indices(planner)
    release_active_cases(planner, reference_date=END_OF_MONTH, at=NOW)
    release_missing_nearby(planner, reference_date=END_OF_MONTH, at=NOW)
    release_direct_access(planner, today=NOW.date(), at=NOW)
    for year in (NOW.year - 2, NOW.year - 1):
        release_help_counts(planner, year=year, at=NOW)
    release_use_value(planner, year=NOW.year - 1, at=NOW)


def _found() -> None:
    found_installation(
        municipality_name="Stadt Lindenfurt", office_name="Amt für Jugend und Familie", at=NOW, by=None, demo=True,
        ombuds_office_name="Ombudsstelle Lindenfurt", ombuds_office_phone="030 23125-014",
        contact_email="jugendamt@lindenfurt.example", imprint="Stadt Lindenfurt, Rathausplatz 1, Lindenfurt (erfunden)",
        privacy_contact="datenschutz@lindenfurt.example",
    )  # fmt: skip
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO accounts_demomarker (id, marked_at) VALUES (1, %s)", [NOW])


def _bring_in_areas(city: City, report: Progress) -> None:
    catalog.load_catalog()
    words = {level: (singular, plural) for level, singular, plural in deliveries.LEVELS}
    for number, vintage in enumerate(SINCE):
        report("Areas", number, len(SINCE))
        levels = [
            areas.LevelTable(
                level=level, singular=words[level][0], plural=words[level][1],
                source=read_table(content, f"{level}_{vintage}.geojson"), key_column=deliveries.KEY,
                name_column="name", parent_column="" if level == "district" else "gehoert_zu",
            )
            for level, content in deliveries.area_files(city, vintage)
        ]  # fmt: skip
        areas.import_areas(
            system=areas.SystemFacts(
                code=SYSTEM, vintage=vintage, name="Quartiere", whole_name=city.name, valid_from=SINCE[vintage],
                valid_until=SINCE[2023] if vintage == 2015 else None, source=SOURCE, licence=LICENCE,
                background=deliveries.background(city),
            ),
            levels=levels, by=None, at=NOW,
        )  # fmt: skip


def _bring_in_the_register(city: City) -> None:
    """People by age and sex, for the population trees and their projection."""
    file = deliveries.people_file(city)
    import_people(
        source=read_table(file.content, file.name), system_code=SYSTEM, vintage=file.vintage, by=None, at=NOW,
        publisher=file.publisher, licence=LICENCE,
    )  # fmt: skip


def _bridge_the_cuts(city: City) -> None:
    """Carry the years before 2023 over to the cut of today, where one quarter was split."""
    file = deliveries.crosswalk_file(city)
    crosswalks.import_crosswalk(
        source=read_table(file.content, file.name), from_system=areas.system_of(SYSTEM, 2015),
        to_system=areas.system_of(SYSTEM, 2023), by=None, at=NOW, publisher=file.publisher, licence=LICENCE,
    )  # fmt: skip


def _bring_in_figures(city: City, report: Progress) -> None:
    files = deliveries.value_files(city)
    for number, file in enumerate(files):
        report("Figures", number, len(files))
        observations.import_observations(
            source=read_table(file.content, file.name), system_code=SYSTEM, vintage=file.vintage, by=None, at=NOW,
            publisher=file.publisher, licence=LICENCE,
        )  # fmt: skip
