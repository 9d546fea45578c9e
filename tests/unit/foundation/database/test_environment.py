"""Settings are read strictly: nonsense is one sentence that names the variable, and nothing is silently off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factories.programs import SOURCE
from sozialraum.errors import SozialraumError
from sozialraum.foundation.database import environment
from sozialraum.foundation.database.roles import parse_url

NONSENSE = [
    ("SOZIALRAUM_TRUSTED_PROXIES", "abc"),
    ("SOZIALRAUM_TRUSTED_PROXIES", "-3"),
    ("SOZIALRAUM_HTTPS", "yes"),
    ("SOZIALRAUM_DEVELOPMENT", "on"),
    ("SOZIALRAUM_ALLOWED_HOSTS", "https://sozialraum.stadt.example"),
    ("SOZIALRAUM_ALLOWED_HOSTS", "a b"),
    ("SOZIALRAUM_ORIGINS", "sozialraum.stadt.example"),
    ("SOZIALRAUM_ORIGINS", "https://sozialraum.stadt.example/start"),
    ("SOZIALRAUM_SECRET_KEY_FILE", "/nowhere/secret.txt"),
    ("SOZIALRAUM_SECRET_KEY_FILE", "/"),
    ("SOZIALRAUM_SESSION_IDLE_MINUTES", "0"),
    ("SOZIALRAUM_SESSION_HOURS", "1e3"),
    ("SOZIALRAUM_MAIL_PORT", "smtp"),
    ("SOZIALRAUM_MAIL_SECURITY", "ssl"),
    ("SOZIALRAUM_MAIL_PASSWORD_FILE", "/nowhere/mail"),
    ("SOZIALRAUM_OIDC_ISSUER", "anmeldung"),
    ("SOZIALRAUM_OIDC_CLIENT_SECRET_FILE", "/nowhere/oidc"),
    ("DATABASE_PREPARED_STATEMENTS", "maybe"),
    ("DATABASE_URL", "postgresql://app:x@localhost:abc/sozialraum"),
]
READ_ALL = """
import os, sys
from sozialraum.errors import SozialraumError
for line in sys.stdin.read().splitlines():
    name, _, value = line.partition("=")
    os.environ[name] = value
    sys.modules.pop("sozialraum.site.settings", None)
    try:
        import sozialraum.site.settings
    except SozialraumError as error:
        print("told", name in str(error) and "{" not in str(error) and bool(error.remedy))
    else:
        print("taken")
    del os.environ[name]
"""


def taken(variables: list[tuple[str, str]], folder: Path) -> list[str]:
    """What the settings themselves make of each variable, in a process without others."""
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("SOZIALRAUM_", "DATABASE_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL],
        input="\n".join(f"{name}={value}" for name, value in variables),
        env={**clean, "PYTHONPATH": str(SOURCE), "SOZIALRAUM_DATA_DIR": str(folder)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.split("\n")[:-1]


def test_nonsense_in_any_variable_is_told_by_its_name(tmp_path: Path) -> None:
    assert dict(zip(NONSENSE, taken(NONSENSE, tmp_path), strict=True)) == dict.fromkeys(NONSENSE, "told True")


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    names = sorted({name for name, _ in NONSENSE})
    assert taken([(name, "") for name in names], tmp_path) == ["taken"] * len(names)


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_a_secret_file_that_holds_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "secret"
    file.write_bytes(content)
    with pytest.raises(SozialraumError, match="is empty or no text"):
        environment.secret("SOZIALRAUM_SECRET_KEY_FILE", environ={"SOZIALRAUM_SECRET_KEY_FILE": str(file)})
    file.write_text("words\n")
    assert environment.secret("SECRET", file, environ={}) == "words"


def test_hosts_and_addresses_that_browsers_send_are_taken() -> None:
    said = {
        "HOSTS": "sozialraum.stadt.example, .stadt.example,10.0.0.7,[::1],*",
        "SITES": "https://sozialraum.stadt.example/,http://localhost:8000",
    }
    assert environment.hosts("HOSTS", "", environ=said) == [
        "sozialraum.stadt.example", ".stadt.example", "10.0.0.7", "[::1]", "*",
    ]  # fmt: skip
    assert environment.addresses("SITES", environ=said) == [
        "https://sozialraum.stadt.example",
        "http://localhost:8000",
    ]


@pytest.mark.parametrize("port", ["0", "99999", "abc"])
def test_an_impossible_port_of_the_database_is_no_address(port: str) -> None:
    with pytest.raises(SozialraumError, match="is not an address"):
        parse_url(f"postgresql://app:x@localhost:{port}/sozialraum")
