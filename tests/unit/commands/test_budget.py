"""`sozialraum budget` as it is typed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer
from click.testing import Result
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from sozialraum.commands import budget
from sozialraum.errors import SozialraumError

Run = Callable[..., Result]
GERMAN = """Sozialraumbudget 2027
Gebiet;young_people;burdened;infrastructure;previous
Altstadt;4.100;700;1,00;640.000,00 €
Nord;6.600;2.150;1,05;820.000,00 €
Hafen;3.900;1.650;1,05;610.000,00 €
Summe;14.600;4.500;;2.070.000,00 €
"""
ENGLISH = """area,young_people,burdened,infrastructure,previous
Altstadt,4100,700,1.00,640000
Nord,6600,2150,1.05,820000
Hafen,3900,1650,1.05,610000
"""


@pytest.fixture
def run() -> Run:
    app = typer.Typer()
    app.command(help=budget.HELP)(budget.budget)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def spread(run: Run, data: Path, out: Path, *more: object, amount: str = "2200000") -> Result:
    return run("--recipe", "default", "--data", data, "--amount", amount, "--out", out, *more)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_german_table_gives_the_same_as_an_english_one(
    run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "de.csv").write_text(GERMAN, encoding="cp1252")
    (tmp_path / "en.csv").write_text(ENGLISH, encoding="utf-8")
    german = spread(run, tmp_path / "de.csv", tmp_path / "a.csv", amount="2.200.000,00")
    assert german.exit_code == 0, german.exception
    assert "Row 6 adds up the others" in " ".join((german.output + capfd.readouterr().err).split())
    assert spread(run, tmp_path / "en.csv", tmp_path / "b.csv").exit_code == 0
    assert (tmp_path / "a.csv").read_text() == (tmp_path / "b.csv").read_text()


def test_the_file_has_the_promised_columns_and_every_row_adds_up(run: Run, tmp_path: Path) -> None:
    (tmp_path / "en.csv").write_text(ENGLISH, encoding="utf-8")
    assert spread(run, tmp_path / "en.csv", tmp_path / "out.csv").exit_code == 0
    written = rows(tmp_path / "out.csv")
    names = list(written[0])
    assert names[:7] == ["area", "target", "floor", "ceiling", "ongoing", "catch_up", "amount"]
    assert names[7:] == [
        f"step_{step}"
        for step in (
            "people",
            "need",
            "infrastructure",
            "floor",
            "corridor",
            "catch_up",
            "negotiation",
            "rounding",
        )
    ]
    for row in written:
        assert sum(Decimal(row[name]) for name in names[7:]) == Decimal(row["amount"])
        assert Decimal(row["floor"]) <= Decimal(row["ongoing"]) <= Decimal(row["ceiling"])
    assert sum(Decimal(row["amount"]) for row in written) == 2_200_000


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_other_formats_carry_the_same_amounts(run: Run, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "en.csv").write_text(ENGLISH, encoding="utf-8")
    for name in ("out.csv", f"out{suffix}"):
        assert spread(run, tmp_path / "en.csv", tmp_path / name).exit_code == 0
    expected = [Decimal(row["amount"]) for row in rows(tmp_path / "out.csv")]
    if suffix == ".parquet":
        found = pq.read_table(tmp_path / "out.parquet")["amount"].to_pylist()
    else:
        sheet = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_index(0).to_python()
        place = sheet[0].index("amount")
        found = [Decimal(str(row[place])) for row in sheet[1:]]
    assert found == expected


def test_two_tables_are_joined_by_area_and_must_agree(run: Run, tmp_path: Path) -> None:
    (tmp_path / "en.csv").write_text(ENGLISH, encoding="utf-8")
    lines = [line.split(",") for line in ENGLISH.splitlines()]
    (tmp_path / "people.csv").write_text("\n".join(",".join(line[:4]) for line in lines), encoding="utf-8")
    before = [f"{line[0]},{line[4]}" for line in lines]
    (tmp_path / "before.csv").write_text("\n".join([before[0], *reversed(before[1:])]), encoding="utf-8")
    both = spread(run, tmp_path / "people.csv", tmp_path / "two.csv", "--data", tmp_path / "before.csv")
    assert both.exit_code == 0, both.exception
    spread(run, tmp_path / "en.csv", tmp_path / "one.csv")
    assert (tmp_path / "one.csv").read_text() == (tmp_path / "two.csv").read_text()
    (tmp_path / "before.csv").write_text("\n".join(before[:-1]), encoding="utf-8")
    odd = spread(run, tmp_path / "people.csv", tmp_path / "two.csv", "--data", tmp_path / "before.csv")
    assert "do not name the same areas; only one of them has: Hafen" in str(odd.exception)


def test_parameters_can_be_set(run: Run, tmp_path: Path) -> None:
    (tmp_path / "en.csv").write_text(ENGLISH, encoding="utf-8")
    done = spread(run, tmp_path / "en.csv", tmp_path / "out.csv", "--set", "max_loss=0", "--set", "F=100.000")
    assert done.exit_code == 0, done.exception
    assert [row["floor"] for row in rows(tmp_path / "out.csv")] == ["640000.00", "820000.00", "610000.00"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--recipe, --data, --amount, --out is missing"),
        (("--amount", "1000"), "short of that"),
        (("--amount", "viel"), "“viel” is no amount in euros"),
        (("--amount", "10%"), "“10%” is no amount in euros"),
        (("--recipe", "nothing"), "There is no budget recipe named “nothing”"),
        (("--recipe", "fehlt.toml"), "cannot be read"),
        (("--data", "fehlt.csv"), "There is no file “fehlt.csv”"),
        (("--set", "max_loss"), "does not set a parameter"),
        (("--set", "loss=1"), "no parameter “loss”"),
        (("--out", "result.pdf"), "no ending that says how to write it"),
    ],
)
def test_failures_are_one_sentence_and_what_to_do(
    run: Run, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    (tmp_path / "en.csv").write_text(ENGLISH, encoding="utf-8")
    given = {
        "--recipe": "default",
        "--data": tmp_path / "en.csv",
        "--amount": "2200000",
        "--out": tmp_path / "o.csv",
    }
    if words:
        given[words[0]] = words[1]
        result = run(*(word for pair in given.items() for word in pair))
    else:
        result = run()
    assert isinstance(result.exception, SozialraumError)
    assert message in str(result.exception)
    assert result.exception.remedy
    assert not (tmp_path / "o.csv").exists()


def test_a_cell_that_is_no_number_names_its_row(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(ENGLISH.replace("2150", "viele"), encoding="utf-8")
    result = spread(run, tmp_path / "bad.csv", tmp_path / "out.csv")
    assert "first “viele”" in str(result.exception)
    assert "row 3" in str(result.exception)


def test_help_and_list_need_no_manual(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    helped = run("--help")
    assert helped.exit_code == 0
    for option in ("--recipe", "--data", "--amount", "--out", "--set", "--list"):
        assert option in helped.output
    listed = run("--list")
    told = listed.output + capfd.readouterr().out
    for word in ("default", "per-head", "rlp-40-60", "youth-inhabitant-value", "berlin-median", "max_loss"):
        assert word in told


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Nord,6600,-5,1.05,820000", "“burdened” is negative in: Nord"),
        ("Nord,6600,,1.05,820000", "“burdened” is unknown in: Nord"),
        ("Nord,6600,2150,1.05,", "Last year's amount is unknown in: Nord"),
        ("Hafen,6600,2150,1.05,820000", "names areas more than once: Hafen"),
    ],
)
def test_a_row_that_cannot_be_names_its_area_and_nothing_is_written(
    run: Run, tmp_path: Path, row: str, message: str
) -> None:
    table = ENGLISH.replace("Nord,6600,2150,1.05,820000", row)
    (tmp_path / "en.csv").write_text(table, encoding="utf-8")
    result = spread(run, tmp_path / "en.csv", tmp_path / "out.csv")
    assert isinstance(result.exception, SozialraumError)
    assert message in str(result.exception)
    assert result.exception.remedy
    assert not (tmp_path / "out.csv").exists()


def test_an_area_without_young_people_is_named_and_receives_the_floor(
    run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    table = ENGLISH.replace("Nord,6600,2150,1.05,820000", "Nord,0,0,1.05,0")
    (tmp_path / "en.csv").write_text(table, encoding="utf-8")
    result = spread(run, tmp_path / "en.csv", tmp_path / "out.csv")
    assert result.exit_code == 0
    assert "No young people live in: Nord" in capfd.readouterr().err + result.output
    assert rows(tmp_path / "out.csv")[1]["amount"] == "150000.00"
