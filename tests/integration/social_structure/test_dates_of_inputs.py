"""An index of indicators with different reference dates: which values enter, how old they may be, what a run keeps."""

from __future__ import annotations

import io
from datetime import date

import pyarrow as pa
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from factories.areas import AT, QUARTERS, bring_in, make_areas, table
from factories.browsers import signed_in
from factories.people import make_actor
from sozialraum.analytics.indices import Dates, Recipe
from sozialraum.foundation.privacy.actors import Role
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.open_data.tables import facts_of
from sozialraum.social_structure.queries.areas import area_system
from sozialraum.social_structure.queries.dates import stored_dates
from sozialraum.social_structure.queries.run_figures import areas_to_protect
from sozialraum.social_structure.queries.run_inputs import indicator_days
from sozialraum.social_structure.queries.runs import run_view
from sozialraum.social_structure.services import RunRefused, draft_run, record_run, release_run, undo_delivery
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.runs import RunDraft, recompute
from sozialraum.social_structure.snapshots import fetch
from sozialraum.social_structure.workshop import pages, services
from sozialraum.social_structure.workshop.queries import titles_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
JOBS, SCHOOL, ROOMS = "youth_unemployment", "school_entry_language", "overcrowding"
INDEX_DAY, PEOPLE_DAY, SCHOOL_DAY = date(2024, 12, 31), date(2023, 12, 31), date(2022, 6, 30)


def counts(code: str, day: date, *, start: int, rows: int = 6) -> None:
    lines = [
        f"{area};{start + 7 * place * (place % 3 + 1)};{200 + place}"
        for place, area in enumerate(QUARTERS[:rows])
    ]
    bring_in(table(lines, f"key;{code}_zaehler;{code}_nenner"), name=f"{code}-{day}.csv", day=day)


@pytest.fixture(autouse=True)
def values() -> None:
    make_areas()
    bring_in(
        table([f"{area};900" for area in QUARTERS], "key;inhabitants"), name="people.csv", day=PEOPLE_DAY
    )
    counts(JOBS, INDEX_DAY, start=10)
    counts(JOBS, PEOPLE_DAY, start=30)
    counts(SCHOOL, SCHOOL_DAY, start=20)
    counts(ROOMS, PEOPLE_DAY, start=40)
    # newer, but of three quarters alone
    counts(ROOMS, INDEX_DAY, start=5, rows=3)


def recipe(**dates: object) -> Recipe:
    found = services.starting_recipe(titles_of([JOBS, SCHOOL, ROOMS]))
    return found.model_copy(update={"dates": Dates.model_validate(dates)})


def compute(chosen: Recipe, day: date = INDEX_DAY) -> RunDraft:
    return draft_run(recipe=chosen, system_code="town", vintage=2023, level="quarter", reference_date=day)


def days(draft: RunDraft) -> dict[str, tuple[date | None, int]]:
    return {each.code: (each.day, each.months) for each in draft.given.dates}


def test_each_indicator_enters_with_its_newest_date_up_to_that_of_the_index() -> None:
    draft = compute(recipe())
    assert days(draft) == {
        JOBS: (INDEX_DAY, 0), SCHOOL: (SCHOOL_DAY, 30), ROOMS: (INDEX_DAY, 0), "population": (PEOPLE_DAY, 12),
    }  # fmt: skip
    assert days(compute(recipe(), date(2024, 6, 30)))[JOBS] == (PEOPLE_DAY, 6)
    assert draft.given.table["inhabitants_reference_date"].to_pylist() == [PEOPLE_DAY] * 6


def test_what_is_missing_at_the_date_stays_missing_whatever_an_older_table_said() -> None:
    given = compute(recipe()).given.table
    known = [value is not None for value in given[ROOMS].to_pylist()]
    assert known == [True, True, True, False, False, False]
    assert given[f"{ROOMS}_reference_date"].to_pylist() == [INDEX_DAY] * 3 + [None] * 3


def test_a_named_date_is_taken_and_no_other() -> None:
    chosen = recipe()
    named = chosen.model_copy(
        update={
            "indicators": tuple(
                each.model_copy(update={"reference_date": PEOPLE_DAY}) if each.code == ROOMS else each
                for each in chosen.indicators
            )
        }
    )
    draft = compute(named)
    assert days(draft)[ROOMS] == (PEOPLE_DAY, 12)
    assert None not in draft.given.table[ROOMS].to_pylist()
    again = Recipe.from_toml(named.to_toml())
    assert again == named
    assert again.fingerprint != chosen.fingerprint
    nowhere = named.model_copy(
        update={
            "indicators": tuple(
                each.model_copy(update={"reference_date": date(2021, 1, 1)}) for each in named.indicators
            )
        }
    )
    with pytest.raises(RunRefused, match="no values of"):
        compute(nowhere)


def test_what_is_too_old_is_refused_by_name_or_taken_and_named() -> None:
    with pytest.raises(RunRefused) as refused:
        compute(recipe(limit_months=24))
    assert refused.value.values["months"] == 30
    assert refused.value.values["indicator"] == titles_of([SCHOOL])[SCHOOL][0]
    with pytest.raises(RunRefused):
        compute(recipe(), date(2028, 12, 31))
    draft = compute(recipe(limit_months=24, older="warn"))
    assert [each.code for each in draft.given.dates if each.late] == [SCHOOL]


def test_the_input_of_another_date_is_another_input() -> None:
    """Equal values of another date make another snapshot: a reader of the run sees which they were."""
    one = record_run(draft=compute(recipe()), title="A", reason="B", by=None, at=AT)
    bring_in(
        table([f"{area};900" for area in QUARTERS], "key;inhabitants"), name="people-2.csv", day=INDEX_DAY
    )
    two = record_run(draft=compute(recipe()), title="A", reason="B", by=None, at=AT)
    assert one.result_hash == two.result_hash
    assert one.snapshot_hash != two.snapshot_hash
    assert recompute(one, fetch(one.snapshot_hash))


def test_a_run_keeps_its_dates_and_shows_them_everywhere() -> None:
    run = record_run(draft=compute(recipe()), title="Lauf", reason="Prüfung", by=None, at=AT, places=2)
    release_run(run=run, by=None, at=AT)
    view = run_view(run.id, make_actor(Role.PLANNER))
    assert view is not None
    facts = {each.code: each for each in view.index.inputs}
    assert (facts[SCHOOL].day, facts[SCHOOL].months, facts[SCHOOL].late) == (SCHOOL_DAY, 30, False)
    assert facts["population"].weight is None
    client = signed_in(Role.PLANNER)
    page = client.get(reverse("social_structure:run", args=[run.id])).content.decode()
    assert "30.06.2022" in page
    assert "30 Monate älter" in page
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(reverse("reporting:run_xlsx", args=[run.id])).content)
    )
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert [row[5] for row in sheets["Merkmale"][1:]] == [
        "2024-12-31",
        "2022-06-30",
        "2024-12-31",
        "2023-12-31",
    ]
    ranked = sheets["Ränge"]
    assert [row[0] for row in ranked[1:]] == sorted(row[0] for row in ranked[1:])
    assert all(row[4] <= row[0] <= row[5] for row in ranked[1:])
    assert {row[6] for row in ranked[1:]} <= {
        "sicher unter den ersten 2", "nicht unterscheidbar", "sicher nicht darunter",
    }  # fmt: skip
    assert client.get(reverse("reporting:run_pdf", args=[run.id])).content[:4] == b"%PDF"


def test_a_run_from_before_is_of_one_date() -> None:
    run = record_run(draft=compute(recipe()), title="Lauf", reason="Prüfung", by=None, at=AT)
    former = Run.objects.get(id=run.id)
    former.id, former.number, former.inputs = None, "2026-11-24-99", []
    former.save(force_insert=True)
    release_run(run=former, by=None, at=AT)
    view = run_view(former.id, make_actor(Role.PLANNER))
    assert view is not None
    assert {each.day for each in view.index.inputs} == {INDEX_DAY}


def test_which_dates_there_are_follows_what_comes_and_goes() -> None:
    system = system_of("town", 2023)
    assert [(each.day, each.known) for each in stored_dates(system.id, "quarter")[ROOMS]] == [
        (INDEX_DAY, 3), (PEOPLE_DAY, 6),
    ]  # fmt: skip
    done = bring_in(
        table([f"{area};1;200" for area in QUARTERS], f"key;{ROOMS}_zaehler;{ROOMS}_nenner"),
        name="more.csv",
        day=INDEX_DAY,
        at=AT.replace(hour=12),
    )
    assert stored_dates(system.id, "quarter")[ROOMS][0].known == 6
    undo_delivery(delivery_id=done.delivery_id, by=None, at=AT)
    assert stored_dates(system.id, "quarter")[ROOMS][0].known == 3


def test_the_page_offers_the_dates_and_says_how_old_values_are() -> None:
    draft = pages.begin(recipe(), by=None, at=AT)
    assert draft.reference_date == INDEX_DAY
    client = signed_in(Role.PLANNER)
    text = client.get(reverse("social_structure:index_draft", args=[draft.id])).content.decode()
    assert "30 Monate älter" in text
    assert f'<option value="{PEOPLE_DAY}">31.12.2023</option>' in text
    values = {f"date_{ROOMS}": PEOPLE_DAY.isoformat(), "dates": "same"}
    services.revise_draft(draft.id, values=values, version=1, by=None, at=AT)
    draft.refresh_from_db()
    assert Recipe.model_validate(draft.recipe).dates == Dates(limit_months=0)
    assert Recipe.model_validate(draft.recipe).indicator(ROOMS).reference_date == PEOPLE_DAY
    told = client.get(reverse("social_structure:index_draft", args=[draft.id])).content.decode()
    assert "erlaubt sind höchstens 0" in told


def test_a_shipped_recipe_begins_a_draft() -> None:
    client = signed_in(Role.PLANNER)
    answer = client.post(reverse("social_structure:new_index_draft"), {"recipe": "default"})
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.status_code == 200
    refused = client.post(reverse("social_structure:new_index_draft"), {"recipe": "no-such"})
    assert refused.status_code == 422


def test_the_dates_stand_in_the_snapshot() -> None:
    stored = fetch(record_run(draft=compute(recipe()), title="A", reason="B", by=None, at=AT).snapshot_hash)
    assert stored.schema.field(f"{SCHOOL}_reference_date").type == pa.date32()


def test_what_is_kept_back_at_an_older_date_protects_its_area_in_open_data() -> None:
    """The figures of an input are those of its own date: a count kept back there must not come out by the index."""
    few = [f"{area};{2 if area == '0103' else 40 + 9 * place};200" for place, area in enumerate(QUARTERS)]
    bring_in(
        table(few, f"key;{SCHOOL}_zaehler;{SCHOOL}_nenner"), name="few.csv", day=SCHOOL_DAY, at=AT.replace(hour=12)
    )  # fmt: skip
    run = record_run(draft=compute(recipe()), title="Lauf", reason="Prüfung", by=None, at=AT)
    assert (SCHOOL, SCHOOL_DAY) in indicator_days(run)
    assert "0103" in areas_to_protect(run)
    system = area_system("town", 2023)
    assert system is not None
    facts = facts_of(
        run,
        system,
        publisher="Stadt",
        licence="",
        licence_url="",
        sources=(),
        opened_on=INDEX_DAY,
        coarse=True,
    )
    assert facts["input"] is None
    assert {"code": SCHOOL, "reference_date": "2022-06-30", "months_older": 30} in facts["inputs"]
