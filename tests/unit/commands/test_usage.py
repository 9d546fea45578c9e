"""What is written wrong on a command line is one sentence and a remedy; the help speaks the shell's language."""

from __future__ import annotations

import pytest

from factories.programs import sozialraum

SLIPS = [
    (("srve",), "There is no command “srve”.", "Did you mean serve?"),
    (("zzz",), "There is no command “zzz”.", "`sozialraum --help` lists the commands."),
    (("serve", "--port", "abc"), "“abc” does not fit --port.", "serve --help"),
    (("serve", "--portt", "1"), "There is no option --portt.", "--port"),
    (("serve", "--data-dir", "x"), "--data-dir belongs to the whole program", "--data-dir … serve"),
    (("restore",), "FILE is missing.", "restore --help"),
    (("backup", "a", "b"), "There is more than", "backup --help"),
    (("--data-dir",), "Behind --data-dir its value is missing.", "--help"),
    (("demo", "--rebuild=3"), "--rebuild takes no value.", "--help"),
    (("demo", "--scale", "50"), "“50” does not fit --scale.", "demo --help"),
    (("register", "--language", "fr"), "“fr” does not fit --language.", "register --help"),
]


@pytest.mark.parametrize(("arguments", "sentence", "remedy"), SLIPS)
def test_a_slip_is_one_sentence_and_what_to_do(
    arguments: tuple[str, ...], sentence: str, remedy: str
) -> None:
    result = sozialraum(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    error, what_to_do = result.stderr.splitlines()
    assert error.startswith(f"Error: {sentence}")
    assert what_to_do.startswith("What to do: ")
    assert remedy in what_to_do


def test_help_and_slips_speak_german_where_the_shell_does() -> None:
    shown = sozialraum("serve", "--help", LANGUAGE="de").stdout
    assert "Aufruf:" in shown
    assert "Optionen" in shown
    assert "Diese Hilfe zeigen und enden." in shown
    for english in ("Usage", "[default", "Show this"):
        assert english not in shown
    assert "Einen Befehl „zzz“ gibt es nicht." in sozialraum("zzz", LANGUAGE="de").stderr


def test_a_file_that_cannot_be_written_is_one_sentence() -> None:
    result = sozialraum("register", "--to", "/proc/none/register.md")
    assert result.returncode == 1
    assert result.stderr.splitlines()[0].startswith("Error: /proc/none/register.md cannot be used")
