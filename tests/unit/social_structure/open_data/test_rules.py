"""Licences: what counts as open, and which one holds for the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.social_structure.open_data.enums import Refusal
from sozialraum.social_structure.open_data.rules import LICENCES, Source, known_licence, licence_of_all


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("CC0-1.0", "CC0-1.0"),
        ("cc0", "CC0-1.0"),
        ("dl-de/zero-2.0", "dl-de/zero-2.0"),
        ("dl-de/by-2-0", "dl-de/by-2.0"),
        ("https://www.govdata.de/dl-de/by-2-0", "dl-de/by-2.0"),
        ("Datenlizenz Deutschland – Namensnennung – Version 2.0", "dl-de/by-2.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/legalcode.de", "CC-BY-SA-4.0"),
        ("ODbL", "ODbL-1.0"),
    ],
)
def test_open_licences_are_known_however_they_are_written(written: str, code: str) -> None:
    found = known_licence(written)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "written",
    ["", "nur intern", "CC BY-NC 4.0", "CC BY-ND 4.0", "keine CC0", "CC0, nur für das Jugendamt", "© Amt"],
)
def test_everything_else_is_not_open(written: str) -> None:
    assert known_licence(written) is None


def of(*licences: str) -> list[Source]:
    return [Source(f"Quelle {place}", each) for place, each in enumerate(licences)]


def test_one_that_asks_for_a_name_binds_the_whole() -> None:
    assert licence_of_all(of("CC0", "CC BY 4.0")).licence == known_licence("CC BY 4.0")
    assert licence_of_all(of("CC0", "dl-de/zero-2.0")).licence == known_licence("dl-de/zero-2.0")
    assert licence_of_all(of("dl-de/by-2.0", "CC BY 4.0")).licence == known_licence("dl-de/by-2.0")


def test_one_that_asks_for_the_same_gives_its_licence_and_two_exclude_each_other() -> None:
    assert licence_of_all(of("dl-de/by-2.0", "ODbL")).licence == known_licence("ODbL")
    verdict = licence_of_all(of("CC0", "ODbL", "CC BY-SA 4.0"))
    assert not verdict
    assert verdict.refusal is Refusal.CONTRADICTION
    assert [each.name for each in verdict.stands_against] == ["Quelle 1", "Quelle 2"]


def test_what_stands_against_is_named() -> None:
    assert [each.name for each in licence_of_all(of("CC0", " ", "")).stands_against] == [
        "Quelle 1",
        "Quelle 2",
    ]
    assert licence_of_all(of("CC0", "nur intern")).refusal is Refusal.NOT_OPEN
    assert licence_of_all([]).refusal is Refusal.NO_LICENCE


NAMES = st.sampled_from([each.code for each in LICENCES] + ["", "intern", "CC BY-NC 4.0"])


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_one_closed_source_closes_the_whole_in_any_order(names: list[str]) -> None:
    verdict, turned = licence_of_all(of(*names)), licence_of_all(of(*names)[::-1])
    assert bool(verdict) == bool(turned)
    if any(known_licence(name) is None for name in names):
        assert not verdict
    elif verdict.licence is not None:
        assert verdict.licence.attribution >= any(known_licence(name).attribution for name in names)  # type: ignore[union-attr]
