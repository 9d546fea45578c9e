"""`sozialraum index` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from sozialraum.analytics.indices.kernel import EXCLUSION_REASONS
from sozialraum.commands import index
from sozialraum.errors import SozialraumError


@pytest.fixture
def run() -> object:
    app = typer.Typer()
    app.command(help=index.HELP)(index.index)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_it_prints_what_was_left_out_and_writes_the_file(
    run: object, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "table_2-1.csv"
    head = "id,inhabitants," + ",".join(
        f"{kind}{number}_{name}"
        for kind in "sd"
        for number, name in (
            (1, "percentage_unemployed"),
            (3, "percentage_transfer_payments_recipients"),
            (4, "percentage_transfer_payments_recipients_below_15_years"),
        )
    )
    rows = [
        f"0110010{n},{500 if n < 6 else 12},{n},{n * n % 7},{n},{n % 3},{-n},{n % 4}" for n in range(1, 7)
    ]
    data.write_text("\n".join([head, *rows]) + "\n")
    result = run("--recipe", "berlin-mss-2019", "--data", data, "--out", tmp_path / "index.csv")  # type: ignore[operator]
    assert result.exit_code == 0, result.exception
    told = result.output + capfd.readouterr().err
    assert "5" in told
    assert "01100106" in told
    assert "12" in told
    lines = (tmp_path / "index.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "id,status_index,status_class,dynamic_index,dynamic_class"
    assert len(lines) == 6


def test_help_and_list_need_no_manual(run: object, capfd: pytest.CaptureFixture[str]) -> None:
    helped = run("--help")  # type: ignore[operator]
    assert helped.exit_code == 0
    for option in ("--recipe", "--data", "--out", "--key", "--period", "--details", "--list"):
        assert option in helped.output
    assert run("--list").exit_code == 0  # type: ignore[operator]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--recipe, --data, --out is missing"),
        (("--recipe", "nothing", "--data", "x.csv", "--out", "y.csv"), "There is no recipe named “nothing”"),
        (
            ("--recipe", "berlin-mss-2019", "--data", "fehlt.csv", "--out", "y.csv"),
            "There is no file “fehlt.csv”",
        ),
    ],
)
def test_failures_are_one_sentence_and_what_to_do(run: object, words: tuple[str, ...], message: str) -> None:
    result = run(*words)  # type: ignore[operator]
    assert isinstance(result.exception, SozialraumError)
    assert message in str(result.exception)
    assert result.exception.remedy


def test_every_reason_has_words() -> None:
    assert set(index.REASONS) == set(EXCLUSION_REASONS)
