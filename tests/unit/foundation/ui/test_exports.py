"""Exported files open in an office and run nothing."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
import python_calamine
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.foundation.ui.exports import DANGEROUS, as_csv, as_xlsx, safe_text

TITLES = ["Ort", "Plätze", "Anteil", "Stand"]
ROWS = [["Südkai", 20, Decimal("12.5"), date(2026, 11, 24)], ['=cmd|"/c calc"!A1', -3, 0.25, "gesperrt"]]


@given(st.text())
def test_no_text_begins_a_formula(text: str) -> None:
    assert not safe_text(text).lstrip(" ").startswith(DANGEROUS)


@given(st.text().filter(lambda text: not text.lstrip(" ").startswith(DANGEROUS)))
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


def test_csv_is_what_a_german_spreadsheet_reads() -> None:
    with translation.override("de"):
        text = as_csv("orte", TITLES, ROWS).content.decode("utf-8")
    assert text.startswith("\ufeffOrt;Plätze;Anteil;Stand\r\n")
    assert "Südkai;20;12,5;2026-11-24\r\n" in text
    assert '"\'=cmd|""/c calc""!A1";-3;0,25;gesperrt' in text


def test_csv_in_english_has_commas_and_points() -> None:
    with translation.override("en"):
        text = as_csv("places", TITLES, ROWS).content.decode("utf-8-sig")
    assert text.splitlines()[1] == "Südkai,20,12.5,2026-11-24"


def test_xlsx_keeps_numbers_dates_and_texts_apart() -> None:
    response = as_xlsx("orte: alle/2026", TITLES, ROWS)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == TITLES
    assert rows[1] == ["Südkai", 20.0, 12.5, date(2026, 11, 24)]
    assert rows[2][0] == '=cmd|"/c calc"!A1'
    assert rows[2][1:3] == [-3.0, 0.25]
    assert b"<f>" not in response.content


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_files_are_never_kept_by_a_proxy_and_an_empty_table_is_a_file(make) -> None:  # type: ignore[no-untyped-def]
    response = make("leer", ["Ort"], [])
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''leer.")
