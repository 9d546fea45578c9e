from __future__ import annotations

import pytest

from sozialraum.analytics.indices import shipped_recipe, shipped_recipe_names
from sozialraum.social_structure import rules
from sozialraum.social_structure.enums import IndicatorKind, Unit, ValueStatus
from sozialraum.social_structure.services.catalog import CatalogError, read_indicator, shipped_indicators
from sozialraum.social_structure.services.reading.headings import plain_name
from sozialraum.warehouse.sources import ValueStatus as ParsedStatus


def test_every_shipped_indicator_is_complete_in_both_languages() -> None:
    found = shipped_indicators()
    assert len(found) >= 75
    for each in found:
        assert each.name_de
        assert each.name_en
        assert each.source, each.code
        assert bool(each.caution_de) == bool(each.caution_en), each.code
        assert bool(each.numerator_de) == bool(each.denominator_de), each.code
        assert list(each.breaks) == sorted(set(each.breaks)), each.code


def test_no_column_name_belongs_to_two_indicators() -> None:
    names = [
        name
        for each in shipped_indicators()
        for name in {plain_name(own) for own in (each.code, *each.columns)}
        | {plain_name(own) for own in each.count_columns}
    ]
    assert sorted(names) == sorted(set(names))


def test_stored_denominators_are_counts_of_the_catalogue() -> None:
    units = {each.code: each.unit for each in shipped_indicators()}
    named = {each.denominator_code for each in shipped_indicators() if each.denominator_code}
    assert named
    assert {units[code] for code in named} == {Unit.COUNT}


def test_no_shipped_recipe_uses_what_the_office_does_or_assets() -> None:
    kinds = {
        name.casefold(): each.kind for each in shipped_indicators() for name in (each.code, *each.columns)
    }
    for recipe in shipped_recipe_names():
        for entry in shipped_recipe(recipe).indicators:
            for column in entry.columns:
                assert kinds.get(column.casefold()) not in {IndicatorKind.OUTPUT, IndicatorKind.ASSET}, recipe


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


def test_a_balance_may_be_negative_and_a_count_may_not() -> None:
    assert rules.possible_range(Unit.BALANCE_PER_1000)[0] < 0
    assert rules.possible_range(Unit.COUNT)[0] == 0
    assert rules.possible_range(Unit.PERCENT) == (0, 100)
