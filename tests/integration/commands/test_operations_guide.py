"""What the operations guide tells administrators to type works as it stands there."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from factories.programs import sozialraum
from sozialraum.foundation.database.embedded import Cluster

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "how-to" / "operate.md").read_text(encoding="utf-8")
PASSWORD = "of-this-test"


@pytest.fixture
def server() -> Iterator[Cluster]:
    """A server as an administrator finds it: PostgreSQL, and nothing of ours in it."""
    base = Path(tempfile.mkdtemp(prefix="sr-"))
    base.chmod(0o711)
    found = Cluster(base / "server")
    with found.attached():
        yield found
    shutil.rmtree(base, ignore_errors=True)


def psql(server: Cluster, statements: str, *variables: str) -> None:
    result = subprocess.run(
        [server.programs.path("psql"), "-X", "-v", "ON_ERROR_STOP=1", *variables],
        input=statements, env=server.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr


def migrate(server: Cluster, folder: Path) -> None:
    where = f"@/sozialraum?host={server.connection.host}&port={server.connection.port}"
    urls = {
        "DATABASE_URL": f"postgresql://sozialraum_app:{PASSWORD}{where}",
        "DATABASE_OWNER_URL": f"postgresql://sozialraum_owner:{PASSWORD}{where}",
    }
    for command in ("migrate", "check"):
        result = sozialraum("--data-dir", folder / "data", command, **urls)
        assert result.returncode == 0, result.stdout + result.stderr


def test_the_statements_for_a_server_make_a_working_database(server: Cluster, tmp_path: Path) -> None:
    block = re.search(r"```sql\n(.*?)```", GUIDE, re.DOTALL)
    assert block is not None
    psql(server, re.sub(r"^    ", "", block[1], flags=re.MULTILINE).replace("'…'", f"'{PASSWORD}'"))
    migrate(server, tmp_path)


def test_the_statements_of_the_container_make_a_working_database(server: Cluster, tmp_path: Path) -> None:
    script = (ROOT / "deploy" / "roles.sh").read_text(encoding="utf-8")
    statements = script.split("<<'SQL'\n")[1].removesuffix("SQL\n")
    psql(server, statements, "-v", f"owner={PASSWORD}", "-v", f"app={PASSWORD}")
    migrate(server, tmp_path)


def test_every_setting_of_the_commands_is_in_the_guide() -> None:
    sources = [
        *(ROOT / "src/sozialraum/commands").glob("*.py"),
        *(ROOT / "src/sozialraum/foundation/database").glob("*.py"),
    ]
    named = {
        name
        for path in sources
        for name in re.findall(
            r'environ(?:\.get\(|\[)"((?:SOZIALRAUM|DATABASE)_\w+)"', path.read_text(encoding="utf-8")
        )
    }
    internal = {"SOZIALRAUM_PARENT", "SOZIALRAUM_DEMO"}
    assert {name for name in named - internal if f"`{name}`" not in GUIDE} == set()


def test_files_that_the_guide_names_are_there() -> None:
    for name in re.findall(r"`(deploy/[\w./-]+)`", GUIDE):
        assert (ROOT / name).exists(), name
