"""Everything that can be reached without a sign-in is released: a walk over all of it, as a stranger would."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client

from factories.areas import DAY
from factories.open_data import SMALL, make_town, publish, record
from factories.sign_ins import make_person
from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.social_structure.models import AreaSystem, Observation, Run
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.services import release_counts

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
FIGURES = ("value", "lower", "upper", "numerator", "denominator")
LINK = re.compile(r'(?:href|src)="([^"]+)"')


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> tuple[Run, Run]:
    """A published and an unpublished run over figures of which one is hidden, and a count of families."""
    monkeypatch.setattr("sozialraum.social_structure.open_data.answers.MOST_A_MINUTE", 100_000)
    make_person(password=None)
    make_town(shares=SMALL)
    public, secret = record("Sichtbar"), record("Nur im Amt")
    publish(public)
    release_counts(
        subject="active_cases", system_code="town", vintage=2023, reference_date=DAY,
        counts={"0101": 47, "0102": 53, "0103": 61, "0201": 38, "0202": 44, "0203": 59},
        parents={each: each[:2] for each in ("0101", "0102", "0103", "0201", "0202", "0203")}, by=None, at=public.created_at,
    )  # fmt: skip
    return public, secret


def walk(start: str) -> Iterator[tuple[str, str, bytes]]:
    """Every open address that pages, documents and the catalog lead to, with media type and content."""
    client, waiting, seen = Client(), [start], {start}
    while waiting:
        address = waiting.pop()
        answer = client.get(address, headers={"Accept": "text/html"} if "f=html" in address else {})
        if answer.status_code != 200:
            continue
        kind = answer["Content-Type"].partition(";")[0]
        yield address, kind, answer.content
        for found in links(kind, answer.content):
            whole = urlsplit(urljoin(address, found))
            path = f"{whole.path}?{whole.query}" if whole.query else whole.path
            if whole.netloc in {"", "testserver"} and path.startswith("/offen/") and path not in seen:
                seen.add(path)
                waiting.append(path)


def links(kind: str, content: bytes) -> list[str]:
    text = content.decode(errors="replace")
    if kind == "text/html":
        return [each.replace("&amp;", "&") for each in LINK.findall(text)]
    if "json" in kind and "ld+json" not in kind:
        return re.findall(r'"href": "([^"]+)"', text)
    return re.findall(r"<(http://testserver[^>]+)>", text) if kind == "text/turtle" else []


def test_a_stranger_finds_released_figures_and_nothing_else(runs: tuple[Run, Run]) -> None:
    public, secret = runs
    system = AreaSystem.objects.get()
    tables: dict[str, ReleasedTable | None] = {}
    addresses, figures = set(), 0
    for address, kind, content in walk("/offen/daten/"):
        addresses.add(address)
        assert "Nur im Amt" not in content.decode(errors="replace")
        assert secret.number not in content.decode(errors="replace")
        assert b"active_cases" not in content
        if kind != "application/geo+json":
            continue
        document = json.loads(content)
        for each in document.get("features", [document]):
            properties = each["properties"]
            if "indicator" not in properties:
                continue
            code = properties["indicator"]
            table = tables.setdefault(code, released(f"indicator:{code}", system.id, DAY))
            assert table is not None
            figure = table.figure(properties["area_code"])
            assert [properties[name] for name in FIGURES] == [getattr(figure, name) for name in FIGURES]
            assert properties["status"] == figure.status
            figures += 1
    assert figures > 40
    assert f"/offen/daten/laeufe/{public.number}/" in addresses
    assert any(address.endswith(".parquet") for address in addresses)


def test_a_hidden_count_is_in_no_open_answer(runs: tuple[Run, Run]) -> None:
    hidden = Observation.objects.get(area__area_code="0103", indicator__code="basic_income_under_18")
    assert hidden.numerator == 2.0
    share = {f"{hidden.value}", repr(hidden.value)}
    index = _index_of_hidden(runs[0])
    for _, kind, content in walk("/offen/daten/"):
        if kind == "application/geo+json":
            document = json.loads(content)
            for each in document.get("features", [document]):
                found = each["properties"]
                if found["area_code"] == "0103" and found.get("indicator") == "basic_income_under_18":
                    assert [found[name] for name in FIGURES] == [None] * 5
        elif kind == "text/csv":
            row = next(
                row for row in csv.DictReader(io.StringIO(content.decode())) if row["area_code"] == "0103"
            )
            assert row["need_index"] == ""
        elif kind == "application/vnd.apache.parquet":
            rows = pq.read_table(pa.BufferReader(content)).to_pylist()
            assert next(row for row in rows if row["area_code"] == "0103")["need_index"] is None
        if kind != "application/vnd.apache.parquet":
            text = content.decode(errors="replace")
            assert not any(each in text for each in share)
            assert repr(index) not in text


def _index_of_hidden(run: Run) -> float:
    figures = released(f"run:{run.id}", run.system_id, run.reference_date)
    assert figures is not None
    return float(figures.figure("0103").extra["need_index"])


@pytest.mark.parametrize("licence", ["", "nur intern"])
def test_figures_whose_source_does_not_allow_it_are_nowhere(
    licence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sozialraum.social_structure.open_data.answers.MOST_A_MINUTE", 100_000)
    make_person(password=None)
    make_town(values=licence)
    publish(record())
    kinds = [kind for _, kind, content in walk("/offen/daten/") if b"basic_income_under_18" in content]
    assert kinds == []
