"""Parameters of OGC API Features: read or refused, never a fault."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.social_structure.open_data.features.wishes import KNOWN, MOST, Wish, WishRefused, wish_of


def test_what_is_asked_is_read() -> None:
    wish = wish_of(
        {
            "bbox": "9,52,0,9.1,52.1,100",
            "datetime": "2024-01-01T00:00:00Z/..",
            "limit": "5",
            "level": "quarter",
        }
    )
    assert wish == Wish(
        limit=5, box=(9.0, 52.0, 9.1, 52.1), time=(date(2024, 1, 1), None), equal=(("level", "quarter"),)
    )
    assert wish_of({"datetime": "2024-12-31"}).time == (date(2024, 12, 31), date(2024, 12, 31))
    assert wish_of({"datetime": "../2024-12-31t23:59:59+01:00"}).time == (None, date(2024, 12, 31))
    assert wish_of({"bbox": "170,-10,-170,10"}).box == (170.0, -10.0, -170.0, 10.0)


def test_more_than_the_maximum_is_the_maximum() -> None:
    assert wish_of({"limit": "999999"}).limit == MOST


@pytest.mark.parametrize(
    "given_",
    [
        {"limit": "0"}, {"limit": "-1"}, {"limit": "ten"}, {"limit": "1.5"}, {"limit": "²"}, {"offset": "-1"},
        {"bbox": "1,2,3"}, {"bbox": "a,b,c,d"}, {"bbox": "nan,1,2,3"}, {"bbox": "0,10,1,5"}, {"bbox": "0,0,0,1000"},
        {"datetime": "yesterday"}, {"datetime": ""}, {"datetime": ".."}, {"datetime": "../.."}, {"datetime": "2024-13-01"},
        {"datetime": "2024-02-01/2024-01-01"}, {"datetime": "2024/2025/2026"}, {"color": "red"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(given_: dict[str, str]) -> None:
    with pytest.raises(WishRefused):
        wish_of(given_)


@given(st.dictionaries(st.sampled_from(sorted(KNOWN)), st.text(max_size=30)))
def test_nothing_that_is_sent_breaks_the_reading(given_: dict[str, str]) -> None:
    try:
        wish = wish_of(given_)
    except WishRefused:
        return
    assert 1 <= wish.limit <= MOST
    assert wish.offset >= 0
