"""What is written wrong on a command line is one sentence and a remedy; the help speaks the shell's language."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest
from typer import BadParameter

from factories.programs import sozialraum
from sozialraum.commands.backup import PASSPHRASE, asked_passphrase
from sozialraum.commands.failures import explained
from sozialraum.commands.usage import refused
from sozialraum.errors import UsageError

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


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "keys/secret.txt"), "This user may not use keys/secret.txt."),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "a.csv"), "a.csv cannot be used"),
        (RuntimeError("odd"), "Something went wrong that should not: RuntimeError: odd."),
    ],
)  # fmt: skip
def test_what_the_system_refuses_has_a_sentence_and_a_remedy(problem: Exception, sentence: str) -> None:
    told, remedy = explained(problem).told()
    assert told.startswith(sentence)
    assert remedy


def test_a_register_that_cannot_be_written_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    result = sozialraum(
        "--data-dir", tmp_path / "data", "register", "--to", tmp_path / "none" / "register.md"
    )
    assert result.returncode == 1
    assert "register.md cannot be used: No such file or directory." in result.stderr
    written = sozialraum("--data-dir", tmp_path / "data", "register", "--to", tmp_path / "register.csv")
    assert written.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "register.csv"]
    assert (tmp_path / "register.csv").read_text("utf-8-sig").startswith("Tätigkeit;Rechtsgrundlage;")


def test_a_directory_or_file_that_is_shut_is_told_in_our_words(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.write_text("")
    data = sozialraum("--data-dir", shut, "migrate")
    assert data.stderr.splitlines()[0] == f"Error: The data directory {shut} cannot be used: File exists."
    slip = BadParameter("path 'g.csv' is not readable.")
    assert refused(slip).told()[0] == "… cannot be used: path 'g.csv' is not readable."


def test_a_passphrase_is_never_asked_for_where_nobody_could_hide_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSPHRASE, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO("ein langer Satz\n"))
    with pytest.raises(UsageError, match="there is none"):
        asked_passphrase()
    monkeypatch.setenv(PASSPHRASE, "ein langer Satz")
    assert asked_passphrase() == "ein langer Satz"
