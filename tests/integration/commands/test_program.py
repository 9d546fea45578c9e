"""The command-line program as people start it: in a process of its own, on a data directory of its own."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from factories.programs import environment, sozialraum
from sozialraum.foundation.database.connection import server_process
from sozialraum.foundation.database.embedded import Cluster

PATIENCE_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(data: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], int]]]:
    """Start ``sozialraum serve`` and wait until it answers."""
    started: list[subprocess.Popen[str]] = []

    def start(**more: str) -> tuple[subprocess.Popen[str], int]:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "sozialraum", "--data-dir", str(data), "serve", "--port", str(port), "--workers", "1"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(**more),
        )  # fmt: skip
        started.append(process)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not answers(port):
            assert process.poll() is None, process.stdout.read() if process.stdout else ""
            assert time.monotonic() < deadline, "no answer"
            time.sleep(0.1)
        return process, port

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        if process.stdout:
            process.stdout.close()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def wait_until(condition: Callable[[], bool], *, what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def test_help_names_every_command() -> None:
    shown = sozialraum("--help").stdout
    for command in ("serve", "demo", "backup", "restore", "check", "migrate", "worker"):
        assert command in shown
    assert "--data-dir" in shown


def test_an_unknown_command_ends_with_two() -> None:
    result = sozialraum("fly")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_first_start_makes_everything_and_stops_in_order(data: Path, serve: Callable) -> None:
    process, _port = serve()
    assert (data / "keys" / "secret.txt").stat().st_mode & 0o777 == 0o600
    assert [path.stat().st_mode & 0o777 for path in (data / "keys" / "entrusted").glob("*.key")] == [0o600]
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(children) >= 2
    process.terminate()
    assert process.wait(30) in (0, 143)
    assert not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children)
    assert server_process(data / "postgres") is None


def test_a_stopped_installation_starts_again(installed: Path, serve: Callable) -> None:
    first, _port = serve()
    first.terminate()
    first.wait(30)
    serve()


def test_second_server_on_the_same_directory_is_told(installed: Path, serve: Callable) -> None:
    process, _port = serve()
    result = sozialraum("--data-dir", installed, "serve", "--port", str(free_port()))
    assert result.returncode == 1
    assert str(process.pid) in result.stderr
    assert "What to do" in result.stderr


def test_a_port_in_use_is_named_with_another_one(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = sozialraum("--data-dir", data, "serve", "--port", str(port))
    assert result.returncode == 1
    assert f"Port {port} is in use" in result.stderr
    assert re.search(r"--port \d+\.", result.stderr), "a port has no thousands to keep apart"
    assert "--port" in result.stderr
    assert not data.exists()


def test_killed_program_leaves_nothing_that_stands_in_the_way(installed: Path, serve: Callable) -> None:
    process, port = serve()
    process.kill()
    process.wait(10)
    wait_until(lambda: not answers(port), what="web processes live on without the program")
    serve()


def test_killed_database_is_started_again(installed: Path, serve: Callable) -> None:
    serve()
    database = server_process(installed / "postgres")
    assert database is not None
    database.kill()
    wait_until(
        lambda: (found := server_process(installed / "postgres")) is not None and found.pid != database.pid,
        what="the database stays dead",
    )
    wait_until(
        lambda: sozialraum("--data-dir", installed, "check").returncode == 0,
        what="the database does not answer",
    )


def test_killed_worker_is_started_again(installed: Path, serve: Callable) -> None:
    process, _port = serve()

    def worker() -> psutil.Process | None:
        for each in psutil.Process(process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                if "worker" in each.cmdline():
                    return each
        return None

    wait_until(lambda: worker() is not None, what="no worker")
    first = worker()
    assert first is not None
    first.kill()
    wait_until(lambda: (now := worker()) is not None and now.pid != first.pid, what="the worker stays dead")


def test_check_of_a_sound_installation(installed: Path) -> None:
    result = sozialraum("--data-dir", installed, "check")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Everything is in order" in result.stdout
    assert "Open /einrichten/ in the browser" in result.stdout
    in_german = sozialraum("--data-dir", installed, "check", LANGUAGE="de").stdout
    assert "Öffnen Sie /einrichten/ im Browser" in in_german, "the shell's language, not the installation's"


def test_check_before_the_first_migration_says_what_to_run(data: Path) -> None:
    result = sozialraum("--data-dir", data, "check")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Run: sozialraum migrate" in result.stdout
    assert "is checked once the database is up to date" in result.stdout


def test_check_names_open_keys_and_missing_production_settings(installed: Path) -> None:
    (installed / "keys" / "secret.txt").chmod(0o644)
    result = sozialraum("--data-dir", installed, "check", "--deploy")
    assert result.returncode == 1
    assert "chmod 600" in result.stdout
    assert "SOZIALRAUM_ALLOWED_HOSTS" in result.stdout


def test_check_of_a_site_that_is_set_up_as_the_guide_says_finds_no_fault(installed: Path) -> None:
    as_in_the_guide = {
        "SOZIALRAUM_ALLOWED_HOSTS": "sozialraum.stadt.example",
        "SOZIALRAUM_ORIGINS": "https://sozialraum.stadt.example",
        "SOZIALRAUM_HTTPS": "1",
        "SOZIALRAUM_TRUSTED_PROXIES": "1",
    }
    sound = sozialraum("--data-dir", installed, "check", "--deploy", **as_in_the_guide)
    assert sound.returncode == 0, sound.stdout + sound.stderr
    for left_out, told in (
        ("SOZIALRAUM_HTTPS", "SOZIALRAUM_HTTPS=1"),
        ("SOZIALRAUM_TRUSTED_PROXIES", "all visitors look like one"),
    ):
        without = {name: value for name, value in as_in_the_guide.items() if name != left_out}
        result = sozialraum("--data-dir", installed, "check", "--deploy", **without)
        assert result.returncode == 1
        assert told in result.stdout
        assert "security.W" not in result.stdout


def test_a_database_of_a_newer_release_is_refused(installed: Path) -> None:
    cluster = Cluster(installed)
    with cluster.attached(), cluster.superuser("sozialraum") as superuser:
        superuser.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '9999_later', now())"
        )
    result = sozialraum("--data-dir", installed, "serve", "--port", str(free_port()))
    assert result.returncode == 1
    assert "newer release" in result.stderr
    assert "audit.9999_later" in result.stderr


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://app:x@127.0.0.1:1/none", "cannot be reached"),
        ("sqlite:///x.db", "DATABASE_URL is not an address"),
    ],
)
def test_an_unreachable_database_is_one_sentence(data: Path, url: str, words: str) -> None:
    result = sozialraum("--data-dir", data, "migrate", DATABASE_URL=url)
    assert result.returncode == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) <= 4


def test_served_database_by_its_address_with_its_owner(data: Path) -> None:
    """The embedded server of another directory stands in for a server of its own."""
    from sozialraum.foundation.database.roles import bootstrap

    far = Cluster(data.with_name("far"))
    with far.attached() as found:
        bootstrap(far)
        urls = {
            name: f"postgresql://{role}:{found.passwords[role]}@/sozialraum?host={found.host}&port={found.port}"
            for name, role in (
                ("DATABASE_URL", "sozialraum_app"),
                ("DATABASE_OWNER_URL", "sozialraum_owner"),
                ("DATABASE_BACKUP_URL", "postgres"),
            )
        }
        first = sozialraum("--data-dir", data, "migrate", DATABASE_URL=urls["DATABASE_URL"])
        assert first.returncode == 1
        assert "DATABASE_OWNER_URL" in first.stderr
        assert sozialraum("--data-dir", data, "migrate", **urls).returncode == 0
        assert sozialraum("--data-dir", data, "migrate", DATABASE_URL=urls["DATABASE_URL"]).returncode == 0
        refused = sozialraum("--data-dir", data, "migrate", DATABASE_URL=urls["DATABASE_BACKUP_URL"])
        assert "SUPERUSER" in refused.stderr
        backup = sozialraum("--data-dir", data, "backup", data / "a.backup", **urls)
        assert backup.returncode == 0, backup.stderr
        restored = sozialraum("--data-dir", data, "restore", "--yes", data / "a.backup", **urls)
        assert restored.returncode == 0, restored.stderr
        assert not (data / "postgres").exists()


def test_backup_and_restore(installed: Path) -> None:
    target = installed / "kept.backup"
    result = sozialraum("--data-dir", installed, "backup", target)
    assert result.returncode == 0, result.stderr
    assert "does not hold the keys" in result.stderr
    again = sozialraum("--data-dir", installed, "backup", target)
    assert (again.returncode, "--replace" in again.stderr) == (2, True)
    short = sozialraum(
        "--data-dir",
        installed,
        "backup",
        "--with-keys",
        installed / "b.backup",
        SOZIALRAUM_BACKUP_PASSPHRASE="short",
    )
    assert (short.returncode, "too short" in short.stderr) == (2, True)
    assert sozialraum("--data-dir", installed, "restore", "--check-only", target).returncode == 0
    restored = sozialraum("--data-dir", installed, "restore", "--yes", target)
    assert restored.returncode == 0, restored.stderr
    assert sozialraum("--data-dir", installed, "check").returncode == 0
    target.write_bytes(b"PK nonsense")
    broken = sozialraum("--data-dir", installed, "restore", "--yes", target)
    assert (broken.returncode, "nothing was changed" in broken.stderr) == (1, True)


def test_restore_waits_until_nobody_serves(installed: Path, serve: Callable) -> None:
    serve()
    target = installed / "kept.backup"
    assert sozialraum("--data-dir", installed, "backup", target).returncode == 0
    refused = sozialraum("--data-dir", installed, "restore", "--yes", target)
    assert refused.returncode == 1
    assert "already serves" in refused.stderr


def test_the_demo_is_never_built_into_a_named_database(data: Path) -> None:
    result = sozialraum("--data-dir", data, "demo", "--build-only", DATABASE_URL="postgresql://a@b/c")
    assert result.returncode == 1
    assert "Unset DATABASE_URL" in result.stderr


def test_the_demo_is_never_built_over_an_installation(installed: Path) -> None:
    before = json.loads((installed / "connection.json").read_text())["passwords"]
    result = sozialraum("--data-dir", installed, "demo", "--build-only")
    assert result.returncode == 1
    assert "not a demo" in result.stderr
    assert json.loads((installed / "connection.json").read_text())["passwords"] == before


def test_an_interrupted_city_is_built_again_and_a_complete_one_kept(data: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "sozialraum",
        "--data-dir",
        str(data),
        "demo",
        "--build-only",
        "--scale",
        "0.02",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment()) as first:
        assert first.stderr is not None
        for line in first.stderr:
            if line.startswith("Figures"):
                first.kill()
                break
    served = [each for each in command if each != "--build-only"] + ["--port", str(free_port())]
    with subprocess.Popen(
        [*served, "--rebuild"], stdout=subprocess.PIPE, text=True, env=environment()
    ) as second:
        assert second.stdout is not None
        told = next(line for line in second.stdout if "runs at" in line or "Building" in line)
        assert "Building the demo city" in told
        assert any("runs at" in line for line in second.stdout)
        # what has built the city holds much; pages are served by a program that has started anew
        assert psutil.Process(second.pid).cmdline()[1:] == served[1:]
        second.terminate()
    cluster = Cluster(data)
    with cluster.attached(), cluster.superuser() as superuser:
        names = [
            row[0]
            for row in superuser.execute("SELECT datname FROM pg_database WHERE datname LIKE 'sozial%'")
        ]
    assert names == ["sozialraum"]
    kept = sozialraum(*command[3:])
    assert (kept.returncode, "Building" in kept.stdout) == (0, False)
    other = sozialraum(*command[3:-1], "0.03")
    assert (other.returncode, "--rebuild" in other.stderr) == (1, True)
