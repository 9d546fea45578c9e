"""What stands in deploy/ names commands, options and settings that exist, and its readers take it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from sozialraum.cli import app

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SETTINGS = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")


def parsed(arguments: list[str]) -> Any:
    """Parse a command line as the program would, without running it; wrong options raise."""
    group: Any = typer.main.get_command(app)
    context = group.make_context("sozialraum", [], resilient_parsing=True)
    _name, command, rest = group.resolve_command(context, arguments)
    return command.make_context(arguments[0], rest, parent=context)


def lines_of(unit: Path, key: str) -> list[str]:
    return [
        value
        for name, _sign, value in (line.partition("=") for line in unit.read_text().splitlines())
        if name == key
    ]


@pytest.mark.parametrize(
    "unit", [each for each in UNITS if each.suffix == ".service"], ids=lambda each: each.name
)
def test_a_unit_starts_a_command_that_exists(unit: Path) -> None:
    (start,) = lines_of(unit, "ExecStart")
    arguments = shlex.split(start)
    if arguments[:2] == ["/bin/sh", "-c"]:
        arguments = shlex.split(arguments[2].removeprefix("exec ").replace("$(date +%%u)", "7"))
    assert arguments[0] == "/opt/sozialraum/bin/sozialraum"
    parsed(arguments[1:])


@pytest.mark.parametrize(
    "unit", [each for each in UNITS if each.suffix == ".service"], ids=lambda each: each.name
)
def test_a_unit_writes_into_the_data_directory_alone(unit: Path) -> None:
    assert lines_of(unit, "User") == ["sozialraum"]
    assert lines_of(unit, "ProtectSystem") == ["strict"]
    assert lines_of(unit, "NoNewPrivileges") == ["true"]
    assert lines_of(unit, "ReadWritePaths") == ["/srv/sozialraum"]


def test_the_examples_name_settings_that_exist() -> None:
    compose: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    named = {
        line.partition("=")[0]
        for example in ("web.env.example", "owner.env.example")
        for line in (DEPLOY / example).read_text().splitlines()
    }
    for service in ("migrate", "web", "worker"):
        named |= set(compose["services"][service]["environment"])
        parsed(compose["services"][service]["command"])
    assert {name for name in named if f"`{name}`" not in SETTINGS} == set()


def test_the_application_is_never_given_the_owners_password() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    for service in ("web", "worker"):
        assert "OWNER" not in str(compose["services"][service])
    assert "DATABASE_OWNER_URL" not in (DEPLOY / "web.env.example").read_text()


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not on this machine; the units were not verified")
    for unit in UNITS:
        # the program is not installed here; everything else of the unit is looked at as it stands
        text = re.sub(r"^(ExecStart=)(?!/bin/sh)\S+", r"\1/bin/true", unit.read_text(), flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text)
    names = [str(tmp_path / unit.name) for unit in UNITS]
    result = subprocess.run(
        [program, "verify", "--man=no", *names], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_nginx_takes_the_example(tmp_path: Path) -> None:
    nginx, openssl = (
        shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin:/usr/bin"),
        shutil.which("openssl"),
    )
    if nginx is None or openssl is None:
        pytest.skip(
            "nginx and openssl are not on this machine; the example of the reverse proxy was not verified"
        )
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
         "-subj", "/CN=sozialraum.stadt.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    example = (DEPLOY / "nginx.conf.example").read_text()
    example = example.replace("/etc/ssl/private/sozialraum.key", str(key)).replace(
        "/etc/ssl/sozialraum.pem", str(certificate)
    )
    # ports above 1024, so that a plain user may ask
    example = re.sub(
        r"(listen (?:\[::\]:)?)(443|80)\b", lambda found: f"{found[1]}{int(found[2]) + 20000}", example
    )
    folders = "".join(
        f"{name}_temp_path {tmp_path / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{folders}{example}}}\n"
    )
    result = subprocess.run(
        [nginx, "-t", "-q", "-p", str(tmp_path), "-c", str(whole), "-e", "stderr"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
