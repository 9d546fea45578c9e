"""The profile of an area as PDF and Excel: accessible, on two pages, with nothing that the release keeps back."""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from factories.areas import SHARES, bring_in, make_areas, table
from factories.browsers import signed_in
from factories.documents import faults_of
from factories.field import make_keeper, make_place
from factories.sign_ins import make_person
from sozialraum.foundation.privacy.actors import Role

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
KEY = ["town", 2023]


@pytest.fixture(autouse=True)
def town() -> None:
    make_person(password=None)
    make_areas()
    bring_in(table(SHARES))
    keeper = make_keeper()
    for number in range(14):
        make_place(
            keeper, name=f"=Ort {number}", area_code="0101", longitude=9.003 + number / 3000, latitude=52.015
        )


def document(client: Client, name: str, code: str) -> bytes:
    answer = client.get(reverse(f"reporting:{name}", args=[*KEY, code]))
    assert answer.status_code == 200, (name, code)
    assert code in answer["Content-Disposition"]
    return bytes(answer.content)


@pytest.mark.parametrize("code", ["0101", "0103", "01"])
def test_the_pdf_is_accessible_and_has_two_pages(code: str) -> None:
    written = document(Client(), "open_area_pdf", code)
    assert faults_of(written) == []
    assert pages(written) <= 2


def pages(written: bytes) -> int:
    """How many pages a PDF has, those in packed streams of objects included."""
    packed = re.findall(rb"stream\r?\n(.*?)endstream", written, re.DOTALL)
    texts = [written]
    for each in packed:
        with contextlib.suppress(zlib.error):
            texts.append(zlib.decompress(each))
    return sum(len(re.findall(rb"/Type\s*/Page\b(?!s)", text)) for text in texts)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_has_status_source_and_no_hidden_count() -> None:
    book = sheets(document(Client(), "open_area_xlsx", "0103"))
    head, *rows = book["Zahlen"]
    line = dict(zip(head, next(row for row in rows if row[0] == "basic_income_under_18"), strict=True))
    assert (line["status"], line["withheld"], line["value"], line["numerator"]) == (
        "suppressed",
        "small_count",
        "",
        "",
    )
    assert line["source"]
    assert any("Quartier 2" in str(row) for row in book["Herkunft"])


def test_names_of_places_stay_texts() -> None:
    rows = sheets(document(Client(), "open_area_xlsx", "0101"))["Orte"]
    assert sorted(row[1] for row in rows[1:]) == sorted(f"=Ort {number}" for number in range(14))


@pytest.mark.parametrize("name", ["area_pdf", "area_xlsx"])
def test_the_files_behind_the_sign_in_stay_there(name: str) -> None:
    url = reverse(f"reporting:{name}", args=[*KEY, "0101"])
    assert Client().get(url).status_code == 302
    assert signed_in(Role.ADMINISTRATOR).get(url).status_code == 404
    assert signed_in(Role.RESIDENT).get(url).status_code == 200


def test_a_stranger_gets_so_many_files_a_minute_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sozialraum.reporting.views.areas.OPEN_FILES_A_MINUTE", 2)
    caches["process"].clear()
    url = reverse("reporting:open_area_xlsx", args=[*KEY, "0101"])
    assert Client().get(url).status_code == 200
    monkeypatch.setattr("sozialraum.reporting.views.areas.OPEN_FILES_A_MINUTE", 0)
    refused = Client().get(url)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
