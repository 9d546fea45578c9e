"""People by age and sex: brought in as the register writes them, let out in fives, drawn and projected."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from factories.areas import AT, QUARTERS, make_areas
from factories.sign_ins import make_person
from sozialraum.foundation.privacy.release import Withheld
from sozialraum.social_structure.models import Delivery, Release
from sozialraum.social_structure.queries.areas import area_system
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.queries.people import BANDS, PEOPLE, SEXES, cell_key, people_tables
from sozialraum.social_structure.services import PeopleRefused, import_people
from sozialraum.warehouse.sources import SourceTable, read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DAYS = (date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31))


def register(*, days: tuple[date, ...] = DAYS, small: str = "0203") -> tuple[SourceTable, dict[str, int]]:
    """Some hundred people a quarter in every year of age, few of them in one quarter; and their exact counts."""
    draws = np.random.default_rng(7)
    lines, exact = ["schluessel;stichtag;geschlecht;alter;personen"], {}
    for day in days:
        for code in QUARTERS:
            for sex, word in zip(SEXES, ("w", "m"), strict=True):
                for age in range(98):
                    count = 1 if code == small else int(draws.poisson(6.0 if age < 70 else 2.0))
                    lines.append(f"{code};{day:%d.%m.%Y};{word};{age};{count}")
                    key = cell_key(code, sex, BANDS[min(age // 5, len(BANDS) - 1)])
                    exact[f"{day}|{key}"] = exact.get(f"{day}|{key}", 0) + count
    return read_table("\n".join(lines).encode(), "register.csv"), exact


def bring(source: SourceTable) -> None:
    import_people(
        source=source, system_code="town", vintage=2023, by=None, at=AT, publisher="Meldebehörde", licence="CC0"
    )  # fmt: skip


@pytest.fixture(autouse=True)
def town() -> None:
    make_person(password=None)
    make_areas()


def test_what_is_let_out_is_a_multiple_of_five_close_to_the_count() -> None:
    source, exact = register()
    bring(source)
    system = area_system("town", 2023)
    assert system is not None
    for day in DAYS:
        table = released(PEOPLE, system.id, day)
        assert table is not None
        for figure in table:
            if figure.area_code.startswith("0203"):
                assert (figure.value, figure.withheld) == (None, Withheld.FEW_INHABITANTS)
                continue
            assert figure.value is not None
            assert figure.value % 5 == 0
            assert abs(figure.value - exact[f"{day}|{figure.area_code}"]) <= 2
            assert figure.numerator is None
    assert [len(each.codes) for each in people_tables(system)] == [5, 5, 5]


def test_a_file_comes_in_once_and_keys_of_elsewhere_are_named() -> None:
    source, _ = register(days=DAYS[-1:])
    bring(source)
    with pytest.raises(PeopleRefused):
        bring(source)
    assert Delivery.objects.filter(kind="people").count() == 1
    more = source.table.to_pylist()[0] | {"schluessel": "9999"}
    other = read_table(
        ("\n".join([";".join(more), ";".join(more.values()), "0101;31.12.2022;w;3;400", "0102;31.12.2022;m;9;7", "0201;31.12.2022;w;3;9", "0202;31.12.2022;m;9;8", "0202;31.12.2022;m;10;6"])).encode(),
        "other.csv",
    )  # fmt: skip
    done = import_people(source=other, system_code="town", vintage=2023, by=None, at=AT)
    assert done.unmatched == ("9999",)
    assert done.people[date(2022, 12, 31)] == 430


@pytest.mark.parametrize(
    "text",
    [
        "schluessel;stichtag;geschlecht;alter;personen\n0101;31.12.2025;w;3;viele\n0102;31.12.2025;m;4;5",
        "schluessel;stichtag;geschlecht;alter;personen\n0101;31.12.2025;w;130;5\n0102;31.12.2025;m;4;5",
        "schluessel;geschlecht;alter;personen\n0101;w;3;5\n0102;m;4;5",
        "schluessel;stichtag;alter;personen\n0101;31.12.2025;3;5",
        "name;stichtag;geschlecht;alter;personen\nNord;31.12.2025;w;3;5",
    ],
)
def test_a_table_that_does_not_fit_changes_nothing(text: str) -> None:
    with pytest.raises(PeopleRefused):
        bring(read_table(text.encode(), "broken.csv"))
    assert not Delivery.objects.filter(kind="people").exists()
    assert not Release.objects.filter(subject=PEOPLE).exists()


def read(code: str) -> str:
    return Client().get(reverse("open:area", args=["town", 2023, code])).content.decode()


def test_the_page_draws_the_tree_and_says_what_the_projection_rests_on() -> None:
    bring(register()[0])
    text = read("0101")
    assert "Wer hier lebt" in text
    assert "Und im Jahr 2030?" in text
    assert "Lebenserwartung" in text
    assert "auf ein Vielfaches von fünf gerundet" in text
    assert "Hier leben weniger als 300 Menschen" in read("0203")
    assert "1 Gebiet mit weniger als 300 Menschen ist nicht enthalten." in read("02")


def test_one_date_draws_a_tree_and_projects_nothing() -> None:
    bring(register(days=DAYS[-1:])[0])
    text = read("0101")
    assert "Wer hier lebt" in text
    assert "Und im Jahr" not in text
    assert "Für eine Vorausrechnung braucht es die Menschen zweier Stichtage" in text
