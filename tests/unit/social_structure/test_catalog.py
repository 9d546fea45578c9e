from __future__ import annotations

import pytest

from sozialraum.social_structure import rules
from sozialraum.social_structure.enums import IndicatorKind, Unit, ValueStatus
from sozialraum.social_structure.services.catalog import CatalogError, read_indicator, shipped_indicators
from sozialraum.warehouse.sources import ValueStatus as ParsedStatus


def test_every_shipped_indicator_is_complete_in_both_languages() -> None:
    found = shipped_indicators()
    assert len(found) >= 24
    for each in found:
        assert each.name_de
        assert each.name_en
        assert each.source, each.code
        assert bool(each.caution_de) == bool(each.caution_en), each.code
        assert bool(each.numerator_de) == bool(each.denominator_de), each.code
        assert list(each.breaks) == sorted(set(each.breaks)), each.code


def test_no_column_name_belongs_to_two_indicators() -> None:
    names = [name.casefold() for each in shipped_indicators() for name in {each.code, *each.columns}]
    assert sorted(names) == sorted(set(names))


def test_a_wrong_file_names_the_place() -> None:
    with pytest.raises(CatalogError, match="unit"):
        read_indicator(
            'code="a"\nname_de="A"\nname_en="A"\nunit="acres"\ndirection="burden"\nkind="need"', name="a.toml"
        )


def test_what_the_office_does_never_enters_a_need_index() -> None:
    assert not rules.in_need_index(IndicatorKind.OUTPUT)
    assert not rules.in_need_index(IndicatorKind.ASSET)
    assert rules.in_need_index(IndicatorKind.NEED)


def test_the_status_of_a_value_is_one_word_on_both_floors() -> None:
    assert {each.value for each in ValueStatus} == {each.value for each in ParsedStatus}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([float(n) for n in range(50)], (10.0, 20.0, 30.0, 40.0)),
        ([0.1, 0.2, 0.3, 0.4, 0.5], (0.2, 0.3, 0.4, 0.5)),
        ([1.0, 1.0, 1.0, 1.0, 1.0, 1.0], ()),
    ],
)
def test_round_breaks(values: list[float], expected: tuple[float, ...]) -> None:
    assert rules.round_breaks(values) == expected


def test_impossible_values() -> None:
    assert not rules.possible(100.1, Unit.PERCENT)
    assert not rules.possible(float("nan"), Unit.COUNT)
    assert rules.possible(0.0, Unit.PERCENT)
