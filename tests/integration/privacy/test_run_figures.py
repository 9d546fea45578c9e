"""Who is signed in and has not the raw deliveries cannot compute a hidden count from an index."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from uuid import uuid4

import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from factories.areas import QUARTERS
from factories.browsers import signed_in
from factories.open_data import SMALL, make_town, publish, record
from factories.people import make_actor
from sozialraum.analytics.indices import IndexResult, Recipe, compute_index
from sozialraum.foundation.database import editions
from sozialraum.foundation.privacy.actors import NOBODY, Role
from sozialraum.foundation.privacy.release import Withheld
from sozialraum.reporting.documents.run_ranks import rank_lines
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.queries.runs import run_view
from sozialraum.social_structure.snapshots import fetch
from sozialraum.warehouse.snapshots import content_hash

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
READERS = (Role.RESIDENT, Role.COMMITTEE_MEMBER)
CODE = "basic_income_under_18"
# two are hidden; the other one of the district goes with them, and everybody knows that both are 32
HIDDEN, PARTNER, TOGETHER, PEOPLE, BESIDE = "0103", "0102", 32, 90, 150


@pytest.fixture
def run() -> Run:
    make_town(shares=SMALL)
    found = record()
    publish(found)
    return found


def csv_rows(client: Client, run: Run) -> dict[str, dict[str, str]]:
    text = client.get(reverse("reporting:run_csv", args=[run.id])).content.decode("utf-8-sig")
    return {row["area_code"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}


def readable(client: Client, run: Run) -> str:
    """Everything that pages and files say about a run, one after the other."""
    found = [client.get(reverse("social_structure:run", args=[run.id])).content.decode()]
    found += [
        client.get(reverse("social_structure:area", args=["town", 2023, code])).content.decode()
        for code in QUARTERS
    ]
    book = client.get(reverse("reporting:run_xlsx", args=[run.id]))
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    found += [repr(sheets.get_sheet_by_name(name).to_python()) for name in sheets.sheet_names]
    found += [book["Content-Disposition"], str(csv_rows(client, run))]
    beside = client.get(reverse("social_structure:compare_runs", args=[run.id]), {"mit": str(run.id)})
    return "\n".join([*found, beside.content.decode()])


def guesses(run: Run) -> Iterator[tuple[int, pa.Table, IndexResult]]:
    """What an attacker would compute: input and result for each count that the hidden one may be."""
    given, recipe = fetch(run.snapshot_hash), Recipe.model_validate(run.parameters).with_any_keys()
    for count in range(1, 5):
        rows = {row["area_code"]: row for row in given.to_pylist()}
        for area, cases, people in ((HIDDEN, count, PEOPLE), (PARTNER, TOGETHER - count, BESIDE)):
            rows[area] |= {CODE: 100 * cases / people, f"{CODE}_numerator": float(cases)}
        guess = pa.Table.from_pylist(list(rows.values()), schema=given.schema)
        yield count, guess, compute_index(guess, recipe, key="area_code")


def fitting(rows: dict[str, dict[str, str]], run: Run) -> set[int]:
    """The counts under which every index in the table is what it says, to the digits it says."""
    fits = set()
    for count, _, result in guesses(run):
        indices = dict(
            zip(*(result.areas.column(name).to_pylist() for name in ("area_code", "need_index")), strict=True)
        )
        said = {code: row["need_index"].replace(",", ".") for code, row in rows.items() if row["need_index"]}
        digits = {code: len(each.partition(".")[2]) for code, each in said.items()}
        if all(f"{indices[code]:.{digits[code]}f}" == each for code, each in said.items()):
            fits.add(count)
    return fits


def test_who_plans_sees_the_run_whole(run: Run) -> None:
    rows = csv_rows(signed_in(Role.PLANNER), run)
    assert sorted(row["need_rank"] for row in rows.values()) == [str(each) for each in range(1, 7)]
    assert all(row["need_rank_low"] for row in rows.values())
    # so the attack below would succeed with the whole figures
    assert fitting(rows, run) == {2}
    page = readable(signed_in(Role.CONTROLLER), run)
    assert run.result_hash in page
    assert run.snapshot_hash in page


@pytest.mark.parametrize("role", READERS)
def test_an_attacker_cannot_compute_the_hidden_count(run: Run, role: Role) -> None:
    client = signed_in(role)
    rows = csv_rows(client, run)
    assert fitting(rows, run) == {1, 2, 3, 4}
    assert {rows[HIDDEN]["need_index"], rows[PARTNER]["need_index"]} == {""}
    assert {row["need_rank"] for row in rows.values()} == {""}
    text = readable(client, run)
    # neither an exact index nor a hash against which guesses can be tried is anywhere
    for _, guess, result in guesses(run):
        indices = result.areas.column("need_index").to_pylist()
        assert not any(
            re.search(re.escape(f"{abs(each):.3f}").replace(r"\.", "[.,]"), text) for each in indices
        )
        for digest in (content_hash(guess), content_hash(result.areas)):
            assert digest[:8] not in text
    assert run.snapshot_hash[:8] not in text
    assert "Für 2 Quartiere" in text or "Für 2\u00a0Quartiere" in text
    assert "Die Ränge dieser Läufe werden nicht gezeigt." in client.get(
        reverse("social_structure:compare_runs", args=[run.id]), {"mit": str(_second(run).id)}
    ).content.decode()  # fmt: skip


def _second(run: Run) -> Run:
    other = record("Noch einer")
    publish(other)
    assert other.id != run.id
    return other


@pytest.mark.parametrize("role", READERS)
def test_the_document_has_neither_ranks_nor_ranges(run: Run, role: Role) -> None:
    view = run_view(run.id, make_actor(role))
    assert view is not None
    assert rank_lines(view) == []
    assert {row.span for row in view.index.rows} == {None}
    assert {view.index.figures.figure(each).withheld for each in (HIDDEN, PARTNER)} == {
        Withheld.PROTECTS_OTHERS
    }
    assert signed_in(role).get(reverse("reporting:run_pdf", args=[run.id])).status_code == 200


def test_a_release_keeps_only_what_is_shown(run: Run) -> None:
    table = released(f"run:{run.id}", run.system_id, run.reference_date)
    assert table is not None
    assert set(table.figure("0101").extra) == {
        "need_index", "need_rank", "need_rank_low", "need_rank_high", "need_class_share",
    }  # fmt: skip


def test_where_nothing_is_hidden_everybody_sees_the_same() -> None:
    make_town()
    run = record()
    publish(run)
    views = [run_view(run.id, each) for each in (NOBODY, make_actor(Role.PLANNER))]
    rows = [[row.parts for row in view.index.rows] for view in views if view is not None]
    assert rows[0] == rows[1]
    assert {view.index.withheld for view in views if view is not None} == {0}


def test_what_is_kept_for_one_reader_is_never_shown_to_another_with_fewer_rights(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as in a web process, where nothing has been written and what was drawn is kept
    mark = uuid4()
    monkeypatch.setattr(editions, "mark_of", lambda _edition: mark)
    planner, resident = make_actor(Role.PLANNER), make_actor(Role.RESIDENT)
    for actor in (planner, NOBODY, planner, resident, NOBODY):
        view = run_view(run.id, actor)
        assert view is not None
        figure = view.index.figures.figure(HIDDEN)
        assert (figure.value is not None) == (actor is planner)
        assert bool(view.index.withheld) == (actor is not planner)
        assert bool(rank_lines(view)) == (actor is planner)
    again = run_view(run.id, make_actor(Role.PLANNER))
    shown = run_view(run.id, planner)
    assert again is not None
    assert shown is not None
    assert again.index is shown.index
