"""What everybody reads without a sign-in: pages, files, how they are kept, and how often one may ask."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from factories.open_data import published_run
from factories.sign_ins import make_person
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.open_data import queries
from sozialraum.social_structure.open_data.enums import FileFormat

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def run() -> Run:
    make_person(password=None)
    return published_run()


def test_pages_name_the_run_its_files_and_whom_to_name(run: Run) -> None:
    page = Client().get(reverse("open_data:index"))
    assert page.status_code == 200
    assert "Aufwachsen" in page.content.decode()
    dataset = queries.datasets(run.number)[0]
    single = Client().get(dataset.url).content.decode()
    for file in dataset.files:
        assert file.sha256 in single
        assert file.url in page.content.decode()
    assert "Statistikamt" in single
    assert Client().get(reverse("open_data:dataset", args=["2026-01-01-01"])).status_code == 404


def test_a_file_is_kept_for_good_and_comes_packed(run: Run) -> None:
    file = next(each for each in queries.datasets(run.number)[0].files if each.format is FileFormat.GEOJSON)
    plain = Client().get(file.url)
    assert hashlib.sha256(plain.content).hexdigest() == file.sha256
    assert "immutable" in plain["Cache-Control"]
    assert plain["Cache-Control"].startswith("public")
    assert plain["Access-Control-Allow-Origin"] == "*"
    assert file.name in plain["Content-Disposition"]
    packed = Client().get(file.url, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    again = Client().get(file.url, headers={"If-None-Match": plain["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().head(file.url).status_code == 200


def test_only_files_that_were_opened_are_there(run: Run) -> None:
    file = queries.datasets(run.number)[0].files[0]
    for sha256, name in (
        (file.sha256, "other.csv"),
        ("0" * 64, file.name),
        ("..", file.name),
        (run.snapshot_hash, file.name),
        (run.result_hash, file.name),
    ):
        assert Client().get(f"/offen/daten/dateien/{sha256}/{name}").status_code == 404


def test_whoever_asks_too_often_waits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    caches["process"].clear()
    monkeypatch.setattr("sozialraum.social_structure.open_data.answers.MOST_A_MINUTE", 2)
    client = Client()
    file = queries.datasets(run.number)[0].files[0]
    assert [client.get(file.url).status_code for _ in range(3)] == [200, 200, 429]
    late = client.get(reverse("features:landing"))
    assert (late.status_code, late["Retry-After"]) == (429, "60")
    assert late.json()["code"] == "TooManyRequests"
    assert client.get(reverse("features:landing"), REMOTE_ADDR="10.0.0.7").status_code == 200
    caches["process"].clear()
