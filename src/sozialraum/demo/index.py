"""The indices of Lindenfurt: the status index of the social report, last year's index, and this year's in the making."""

from __future__ import annotations

from datetime import date

from sozialraum.demo.calendar import NOW
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.social_structure.services import runs
from sozialraum.social_structure.services.releases import release_run
from sozialraum.social_structure.workshop import services
from sozialraum.social_structure.workshop.queries import titles_of

SYSTEM = "quartiere"
PLACES = 16
# every one of them is delivered for the last day of the year; the census and school entry have other dates
WEIGHTS_2024 = {
    "basic_income_under_18": 40.0, "one_parent_families": 20.0, "transfer_payments": 20.0, "unemployment": 20.0,
}  # fmt: skip
WEIGHTS_2026 = {
    "basic_income_under_18": 30.0, "youth_unemployment": 25.0, "one_parent_families": 25.0,
    "long_term_unemployment": 20.0,
}  # fmt: skip


def record_indices(planner: Actor) -> None:
    """Record and publish two runs, and leave one draft on the planner's desk."""
    former = services.new_draft(
        title="Aufwachsen 2024", recipe=services.starting_recipe(titles_of(list(WEIGHTS_2024)), WEIGHTS_2024),
        areas=f"{SYSTEM}:2023:quarter", reference_date=date(2024, 12, 31), places=PLACES, by=planner.user_id, at=NOW,
    )  # fmt: skip
    run = services.keep_run(
        former.id, title="Aufwachsen 2024",
        reason="Vergleichsjahr für den Index 2026; im Jugendhilfeausschuss am 12. Juni vorgestellt.",
        by=planner.user_id, at=NOW,
    )  # fmt: skip
    release_run(run=run, by=planner.user_id, at=NOW)
    services.remove_draft(former.id, by=planner.user_id, at=NOW)
    runs.record_and_release(
        recipe_name="berlin-mss-2019", system_code=SYSTEM, vintage=2023, level="quarter",
        reference_date=date(2025, 12, 31), title="Aufwachsen in Lindenfurt 2025",
        reason="Grundlage für den Sozialbericht 2026", by=planner.user_id, at=NOW,
    )  # fmt: skip
    services.new_draft(
        title="Aufwachsen 2026", recipe=services.starting_recipe(titles_of(list(WEIGHTS_2026)), WEIGHTS_2026),
        areas=f"{SYSTEM}:2023:quarter", reference_date=date(2025, 12, 31), places=PLACES, by=planner.user_id, at=NOW,
        compared=run.id,
    )  # fmt: skip
