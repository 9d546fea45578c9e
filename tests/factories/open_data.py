"""A town with a published run, open or not, as a planner would have brought it about."""

from __future__ import annotations

from factories.areas import AT, DAY, QUARTERS, SHARES, bring_in, make_areas, table
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.services import draft_run, record_run, release_run
from sozialraum.social_structure.workshop.queries import titles_of
from sozialraum.social_structure.workshop.services import starting_recipe

CODES = ("basic_income_under_18", "youth_unemployment")
# everything known, and one hidden count: two of ninety in quarter 0103
SMALL = SHARES
LARGE = [row.replace(";2;", ";12;") for row in SHARES]


def make_town(*, values: str = "CC0", outlines: str = "CC0", shares: list[str] = LARGE) -> None:
    """Areas with outlines and two indicators under these licences."""
    make_areas(licence=outlines)
    bring_in(table(shares), licence=values)
    rows = [f"{code};900;{8 + 3 * place};{90 + place}" for place, code in enumerate(QUARTERS)]
    head = "key;inhabitants;youth_unemployment_zaehler;youth_unemployment_nenner"
    bring_in(table(rows, head), name="youth.csv", licence=values)


def record(title: str = "Aufwachsen") -> Run:
    """A run of both indicators, recorded and not published."""
    draft = draft_run(
        recipe=starting_recipe(titles_of(CODES)), system_code="town", vintage=2023, level="quarter", reference_date=DAY
    )  # fmt: skip
    return record_run(draft=draft, title=title, reason="Für den Ausschuss", by=None, at=AT)


def publish(run: Run) -> None:
    """Let a recorded run out."""
    release_run(run=run, by=None, at=AT)


def published_run(**town: object) -> Run:
    """A town and its published run."""
    make_town(**town)  # type: ignore[arg-type]
    run = record()
    publish(run)
    return run
