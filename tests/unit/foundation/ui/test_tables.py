"""The one table: its state stands in the address, and what makes no sense there does no harm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.ui.cells import Cell, markup
from sozialraum.foundation.ui.components import Empty
from sozialraum.foundation.ui.rows import FoundRows, RowsAtHand
from sozialraum.foundation.ui.tables import (
    Absent,
    Column,
    Table,
    pages_shown,
    shown_value,
    table_from_request,
    table_response,
)


@dataclass(frozen=True)
class Place:
    name: str
    district: str
    seats: int | Absent | None


PLACES = [
    Place("Zebra", "Nord", 7),
    Place("Äpfel", "Süd", None),
    Place("Apfel", "Nord", 0),
    Place("Öl =1+1", "Süd", Absent.SUPPRESSED),
    Place("Zeh", "West", -3),
]
COLUMNS = (
    Column("name", "Name", lambda place: place.name, search=True, link=lambda place: f"/orte/{place.name}/"),
    Column("district", "Bezirk", lambda place: place.district, choices=True),
    Column("seats", "Plätze", lambda place: place.seats, numeric=True),
)


def table(address: str = "/", rows: list[Any] | None = None, **options: Any) -> Table:
    request = RequestFactory().get(address)
    return table_from_request(request, COLUMNS, PLACES if rows is None else rows, name="places", **options)


def names(shown: Table) -> list[str]:
    return [row[0].text for row in shown.rows]


def test_rows_stay_as_they_come_until_an_order_is_asked_for() -> None:
    assert names(table()) == [place.name for place in PLACES]


def test_names_are_sorted_as_germans_do() -> None:
    assert names(table("/?sort=name")) == ["Apfel", "Äpfel", "Öl =1+1", "Zebra", "Zeh"]
    assert names(table("/?sort=-name")) == ["Zeh", "Zebra", "Öl =1+1", "Äpfel", "Apfel"]


def test_rows_that_come_in_the_order_asked_for_are_not_asked_for_their_values() -> None:
    asked: list[str] = []

    def value(place: Place) -> str:
        asked.append(place.name)
        return place.name

    request, columns = RequestFactory(), (Column("name", "Name", value), *COLUMNS[1:])
    rows = sorted(PLACES, key=lambda place: german_sort_key(place.name))

    def shown(address: str) -> Table:
        asked.clear()
        return table_from_request(
            request.get(address), columns, rows, name="places", page_size=2, order="name", ordered="name"
        )

    assert names(shown("/")) == ["Apfel", "Äpfel"]
    assert asked == ["Apfel", "Äpfel"]
    assert names(shown("/?page=3")) == ["Zeh"]
    assert names(shown("/?sort=-name")) == ["Zeh", "Zebra"]
    assert names(shown("/?sort=seats")) == ["Zeh", "Apfel"]


def test_a_select_of_known_texts_reads_no_row() -> None:
    columns = (COLUMNS[0], replace(COLUMNS[1], options=("Nord", "Süd", "West")))
    shown = table_from_request(RequestFactory().get("/?district=West"), columns, PLACES, name="places")
    assert shown.choices == table("/?district=West").choices
    assert names(shown) == ["Zeh"]


@pytest.mark.parametrize("sign", ["", "-"])
def test_absent_values_come_last_in_both_directions(sign: str) -> None:
    ordered = names(table(f"/?sort={sign}seats"))
    assert set(ordered[-2:]) == {"Äpfel", "Öl =1+1"}


def test_absent_is_said_in_words_and_zero_is_a_value() -> None:
    with translation.override("de"):
        cells = {row[0].text: row[2] for row in table().rows}
    assert cells["Apfel"].text == "0"
    assert not cells["Apfel"].absent
    assert cells["Äpfel"].absent
    assert cells["Öl =1+1"].absent
    assert cells["Äpfel"].text != cells["Öl =1+1"].text


def test_filters_join_and_the_export_follows_them() -> None:
    shown = table("/?q=ap&district=Nord")
    assert names(shown) == ["Apfel"]
    assert [row[0] for row in shown.export_rows()] == ["Apfel"]
    assert shown.filtered
    assert shown.total == len(PLACES)


def test_a_choice_lists_all_values_even_when_one_is_chosen() -> None:
    (choice,) = table("/?district=Nord").choices
    assert choice.options == ("Nord", "Süd", "West")
    assert choice.chosen == "Nord"


def test_addresses_keep_the_rest_of_the_state() -> None:
    shown = table("/?q=e&sort=name&other=kept", page_size=1)
    assert "q=e" in shown.urls["after"]
    assert "sort=name" in shown.urls["after"]
    assert "page=2" in shown.urls["after"]
    assert "other=kept" in shown.urls["clear"]
    assert "q=" not in shown.urls["clear"]
    assert shown.hidden == {"sort": "name", "other": "kept"}


def test_sorting_turns_round_at_the_second_click() -> None:
    first = table("/?page=2", page_size=2).headings[0]
    assert first.url == "?sort=name"
    again = table("/?sort=name").headings[0]
    assert (again.url, again.order) == ("?sort=-name", "ascending")


@pytest.mark.parametrize(
    "address",
    [
        "/?page=0",
        "/?page=-1",
        "/?page=x",
        "/?page=99999999999999999999",
        "/?size=0",
        "/?sort=none",
        "/?page=²",
    ],
)
def test_an_address_without_sense_gives_the_first_or_last_page(address: str) -> None:
    shown = table(address)
    assert shown.rows
    assert 1 <= shown.page <= shown.pages


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    assert names(table("/?page=9", page_size=2)) == ["Zeh"]


def test_size_is_bounded() -> None:
    assert table("/?size=100000").size == 100


def test_prefixes_tell_two_tables_of_a_page_apart() -> None:
    request = RequestFactory().get("/?a-q=zebra&b-sort=name")
    first = table_from_request(request, COLUMNS, PLACES, name="first", prefix="a-")
    second = table_from_request(request, COLUMNS, PLACES, name="second", prefix="b-")
    assert names(first) == ["Zebra"]
    assert names(second)[0] == "Apfel"


@pytest.mark.parametrize("which", ["first", "second"])
def test_each_table_of_a_page_answers_for_itself(which: str) -> None:
    prefixes = {"first": "a-", "second": "b-"}

    def answered(query: str = "", target: str = "") -> HttpResponse:
        request = RequestFactory().get(f"/?a-q=ze{query}")
        request.htmx = SimpleNamespace(target=target) if target else None  # type: ignore[attr-defined]
        first, second = (
            table_from_request(request, COLUMNS, PLACES, name=name, prefix=prefix)
            for name, prefix in prefixes.items()
        )
        return table_response(request, first, "ui/_table.html", also={"other": second})

    file = answered(f"&{prefixes[which]}format=csv")
    assert f"'{which}.csv" in file["Content-Disposition"]
    lines = file.content.decode("utf-8-sig").split()
    assert ("Apfel;Nord;0" in lines) is (which == "second")
    fragment = answered(target=f"div#{which}-result").content.decode()
    assert fragment.startswith(f'<div class="table-result" id="{which}-result">')


def test_the_row_that_a_page_is_about_is_marked() -> None:
    shown = table("/?sort=name", here=lambda place: place.name == "Zeh")
    assert shown.body.count('class="here"') == 1
    assert '<tr class="here"><th scope="row"><a href="/orte/Zeh/">' in shown.body
    assert (
        'class="here"'
        not in table("/?sort=name&size=10&q=apfel", here=lambda place: place.name == "Zeh").body
    )


def test_rows_that_are_kept_put_the_choices_of_a_select_into_words_once() -> None:
    asked: list[str] = []

    def district(place: Place) -> str:
        asked.append(place.name)
        return place.district

    columns = (COLUMNS[0], Column("district", "Bezirk", district, choices=True))
    rows = RowsAtHand(columns, PLACES)
    for _ in range(3):
        shown = table_from_request(RequestFactory().get("/?size=1"), columns, rows, name="places")
        assert shown.choices[0].options == ("Nord", "Süd", "West")
    assert len(asked) == len(PLACES) + 3


def test_rows_in_a_database_are_read_as_far_as_they_are_shown() -> None:
    read: list[tuple[int, int | None]] = []

    def part(first: int, many: int | None) -> list[int]:
        read.append((first, many))
        return list(range(1000))[first : None if many is None else first + many]

    found = FoundRows(lambda: 1000, part)
    assert (len(found), bool(found)) == (1000, True)
    assert read == []
    assert (found[20:30], found[-1], found[30:20], found[995:2000]) == (
        list(range(20, 30)), 999, [], list(range(995, 1000)),
    )  # fmt: skip
    assert read == [(20, 10), (999, 1), (995, 5)]
    assert list(found) == list(range(1000))


def test_the_empty_state_is_for_no_rows_at_all_not_for_a_narrow_filter() -> None:
    empty = Empty("Noch keine Orte")
    assert table(rows=[], empty=empty).empty == empty
    narrow = table("/?q=gibtesnicht", empty=empty)
    assert narrow.empty is None
    assert narrow.rows == []


def test_the_pager_has_gaps_only_where_pages_are_left_out() -> None:
    assert pages_shown(4, 7) == [1, 2, 3, 4, 5, 6, 7]
    assert pages_shown(1, 1) == [1]
    assert pages_shown(10, 20) == [1, 0, 9, 10, 11, 0, 20]


def test_values_are_shown_the_german_way() -> None:
    with translation.override("de"):
        assert shown_value(1284) == "1.284"
        assert shown_value(-1234.5, decimals=1) == "−1.234,5"
        assert shown_value(date(2026, 11, 24)) == "24.11.2026"
        assert shown_value(True) == "ja"
    with translation.override("en"):
        assert shown_value(1284.25, decimals=2) == "1,284.25"


def test_whatever_a_cell_holds_is_text_in_the_page() -> None:
    bad = '<script>"&'
    body = markup([[Cell(bad, url=f"/?q={bad}"), Cell(bad, tag=bad), Cell(bad)]])
    assert "<script>" not in body
    assert body.count("&lt;script&gt;&quot;&amp;") == 5


def test_cells_say_what_they_are() -> None:
    body = markup(
        [
            [Cell("Ort", numeric=True), Cell("–", absent=True), Cell("–", absent=True, numeric=True)],
            [Cell("Ort", url="/orte/"), Cell("alt", tag="warn"), Cell("7", numeric=True)],
        ]
    )
    assert body == (
        '<tr><th scope="row" class="n">Ort</th><td class="absent">–</td><td class="n absent">–</td></tr>'
        '<tr><th scope="row"><a href="/orte/">Ort</a></th><td><span class="tag warn">alt</span></td>'
        '<td class="n">7</td></tr>'
    )


def test_rows_without_cells_are_empty_rows() -> None:
    assert markup([]) == ""
    assert markup([[]]) == "<tr></tr>"


def test_nothing_from_the_address_or_the_rows_becomes_markup() -> None:
    bad = "\"><b>x'&"
    columns = [
        replace(each, title=bad, shown=lambda _row: bad, link=lambda _row: f"/{bad}", choices=each.name == "district")
        for each in COLUMNS
    ]  # fmt: skip
    asked = {"t_q": bad, "t_sort": "-name", "t_page": "2", "t_size": "10", bad: bad, "t_district": bad}
    request = RequestFactory().get(f"/{bad}/", asked)
    shown = table_from_request(
        request, columns, PLACES, name=bad, caption=bad, counted=lambda n: f"{n} {bad}", prefix="t_"
    )
    assert shown.query == bad
    everything = table_from_request(
        RequestFactory().get(f"/{bad}/", {bad: bad, "t_page": "2"}), columns, PLACES * 9, name=bad, caption=bad, prefix="t_"
    )  # fmt: skip
    assert everything.rows
    assert everything.links
    for each in (shown, everything):
        for markup_of in (each.filter_form, each.result):
            assert "&lt;b&gt;x" in markup_of
            assert "<b>x" not in markup_of
            assert "x'" not in markup_of
            assert '""' not in markup_of.replace('value=""', "")


def test_addresses_of_a_table_keep_what_else_the_page_is_asked_for() -> None:
    shown = table("/?area=a&area=b&empty=&name=x%26y&sort=name&page=3&format=csv&size=10", PLACES * 9)
    assert shown.headings[0].url == "?area=a&area=b&name=x%26y&size=10&sort=-name"
    assert shown.headings[1].url == "?area=a&area=b&name=x%26y&size=10&sort=district"
    assert shown.urls["before"] == "?area=a&area=b&name=x%26y&sort=name&size=10&page=2"
    assert shown.urls["csv"] == "?area=a&area=b&name=x%26y&sort=name&size=10&format=csv"
    assert shown.links[0].url == "?area=a&area=b&name=x%26y&sort=name&size=10"


def test_another_number_of_rows_begins_at_the_first_page() -> None:
    shown = table("/?area=a&sort=name&page=3&size=10", PLACES * 9)
    assert shown.carried == {"area": "a", "sort": "name"}


def test_words_around_the_rows_follow_the_reader() -> None:
    shown = table(rows=PLACES * 9)
    with translation.override("de"):
        german = shown.result
    with translation.override("en"):
        english = shown.result
    assert ("je Seite" in german, "je Seite" in english) == (True, False)
    assert ("per page" in german, "per page" in english) == (False, True)
