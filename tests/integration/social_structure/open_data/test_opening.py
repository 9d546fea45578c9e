"""Publishing makes a run open data where its sources let it; its files never change."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from django.conf import settings
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from factories.areas import AT, QUARTERS
from factories.browsers import signed_in
from factories.open_data import SMALL, make_town, publish, published_run, record
from sozialraum.foundation.privacy.actors import Role
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.open_data import queries
from sozialraum.social_structure.open_data.enums import FileFormat, Refusal
from sozialraum.social_structure.open_data.files import keep_file, kept_file
from sozialraum.social_structure.open_data.models import OpenFile, OpenRun
from sozialraum.social_structure.open_data.services import open_published_run
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.snapshots import fetch

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def content(run: Run, kind: FileFormat) -> bytes:
    file = next(each for each in queries.datasets(run.number)[0].files if each.format is kind)
    found = kept_file(file.sha256)
    assert found is not None
    assert hashlib.sha256(found).hexdigest() == file.sha256
    assert len(found) == file.size
    return found


def rows_of(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(run, FileFormat.CSV).decode())))


def test_publishing_opens_a_run_with_three_files_that_say_the_same() -> None:
    run = published_run()
    table = fetch(OpenRun.objects.get(run=run).table_hash)
    said = rows_of(run)
    assert [row["area_code"] for row in said] == list(QUARTERS)
    assert {(row["status"], row["licence"], row["run"]) for row in said} == {
        ("observed", "CC0-1.0", run.number)
    }
    assert {row["sources"] for row in said} == {"Statistikamt; Amt"}
    figures = released(f"run:{run.id}", run.system_id, run.reference_date)
    assert figures is not None
    assert [float(row["need_index"]) for row in said] == [
        figures.figure(code).extra["need_index"] for code in QUARTERS
    ]
    collection = json.loads(content(run, FileFormat.GEOJSON))
    assert collection["run"] == run.number
    assert [each["properties"]["need_rank"] for each in collection["features"]] == [
        int(row["need_rank"]) for row in said
    ]
    ring = collection["features"][0]["geometry"]["coordinates"][0]
    assert shapely.is_ccw(shapely.linearrings(ring))
    parquet = pq.read_table(pa.BufferReader(content(run, FileFormat.PARQUET)))
    assert parquet.drop_columns(["geometry"]).to_pylist() == table.to_pylist()
    told = json.loads(parquet.schema.metadata[b"geo"])
    assert told["columns"]["geometry"]["encoding"] == "WKB"
    assert told["columns"]["geometry"]["bbox"] == pytest.approx([9.0, 52.0, 9.03, 52.02])
    shapes = shapely.from_wkb(parquet.column("geometry").to_pylist())
    assert all(shapely.is_valid(shapes))


def test_columns_name_no_part_of_an_index() -> None:
    # standardized values of single indicators stand in the stored release; they would tell hidden shares
    names = set(rows_of(published_run())[0])
    assert not {name for name in names if name.startswith("z_")}


def test_a_run_that_is_only_recorded_is_not_open() -> None:
    make_town()
    run = record()
    assert queries.datasets() == []
    assert not open_published_run(run.id, at=AT)
    assert queries.kept_back() == []


@pytest.mark.parametrize(
    ("licence", "refusal"), [("", Refusal.NO_LICENCE), ("nur für den Dienstgebrauch", Refusal.NOT_OPEN)]
)
def test_a_source_that_does_not_allow_it_keeps_a_run_back(licence: str, refusal: Refusal) -> None:
    run = published_run(values=licence)
    assert queries.datasets() == []
    kept = queries.kept_back()
    assert [(each.number, each.verdict.refusal) for each in kept] == [(run.number, refusal)]
    assert not open_published_run(run.id, at=AT)
    page = signed_in(Role.PLANNER).get(reverse("open_data:index"))
    assert "Statistikamt" in page.content.decode()
    assert "Als offene Daten bereitstellen" not in page.content.decode()


def test_outlines_that_are_not_open_stay_away() -> None:
    run = published_run(outlines="")
    dataset = queries.datasets(run.number)[0]
    assert [each.format for each in dataset.files] == [FileFormat.CSV, FileFormat.PARQUET]
    assert "geometry" not in pq.read_table(pa.BufferReader(content(run, FileFormat.PARQUET))).column_names


def test_where_a_part_is_hidden_the_index_cannot_be_taken_apart() -> None:
    run = published_run(shares=SMALL)
    assert queries.datasets(run.number)[0].coarse
    said = {row["area_code"]: row for row in rows_of(run)}
    assert (said["0103"]["status"], said["0103"]["withheld"]) == ("suppressed", "protects_others")
    assert said["0103"]["need_index"] == ""
    # neither a gap in the ranks nor the sum of all indices leads back to it
    assert {row["need_rank"] for row in said.values()} == {""}
    assert {row["need_rank_low"] for row in said.values()} == {""}
    shown = [float(row["need_index"]) for row in said.values() if row["need_index"]]
    assert shown
    assert all(round(value, 1) == value for value in shown)


def test_opened_runs_and_their_files_only_grow() -> None:
    run = published_run()
    for change in (
        lambda: OpenRun.objects.update(licence="other"),
        lambda: OpenFile.objects.update(sha256="0" * 64),
        lambda: OpenFile.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    before = [each.sha256 for each in queries.datasets(run.number)[0].files]
    publish(run)
    assert [each.sha256 for each in queries.datasets(run.number)[0].files] == before


def test_a_file_that_was_changed_on_disk_is_not_given_out_and_can_be_mended() -> None:
    run = published_run()
    file = queries.datasets(run.number)[0].files[0]
    path = Path(settings.SNAPSHOT_DIRECTORY) / "open" / file.sha256[:2] / file.sha256
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(whole + b"x")
    assert queries.open_file(file.sha256, file.name) is None
    assert keep_file(whole) == file.sha256
    assert queries.open_file(file.sha256, file.name) == (FileFormat.CSV, whole)


def test_planning_opens_a_run_from_before(monkeypatch: pytest.MonkeyPatch) -> None:
    make_town()
    run = record()
    with monkeypatch.context() as patch:
        patch.setattr("sozialraum.social_structure.services.releases.open_run", lambda *_, **__: None)
        publish(run)
    assert queries.datasets() == []
    address = reverse("open_data:open", args=[run.id])
    assert signed_in(Role.CASE_WORKER).post(address).status_code == 404
    planner = signed_in(Role.PLANNER)
    assert "Als offene Daten bereitstellen" in planner.get(reverse("open_data:index")).content.decode()
    answer = planner.post(address, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("open_data:dataset", args=[run.number])
    assert "steht jetzt als offene Daten bereit" in answer.content.decode()
