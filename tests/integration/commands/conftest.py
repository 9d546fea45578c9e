"""Data directories for programs that are started as people start them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from factories.programs import copied, sozialraum
from sozialraum.foundation.database.embedded import Cluster


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A short path, as sockets need, that the server's own user may pass."""
    base = Path(tempfile.mkdtemp(prefix="sr-"))
    base.chmod(0o711)
    yield base
    for data in base.glob("data*"):
        Cluster(data).stop()
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def data(folder: Path) -> Iterator[Path]:
    """A data directory that is not there yet."""
    place = folder / "data"
    yield place
    Cluster(place).stop()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def first_installation() -> Iterator[Path]:
    """A data directory with an empty database that is up to date, made by the program itself."""
    base = Path(tempfile.mkdtemp(prefix="sr-"))
    base.chmod(0o711)
    made = sozialraum("--data-dir", base / "data", "migrate", patience=300)
    assert made.returncode == 0, made.stderr
    yield base / "data"
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def installed(data: Path, first_installation: Path) -> Path:
    """A data directory of an installation that nobody has used yet: a copy, since migrations take their time."""
    return copied(first_installation, data)
