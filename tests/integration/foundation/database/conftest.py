"""Clusters of their own for tests that stop, kill and break them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sozialraum.foundation.database.embedded import Cluster


@pytest.fixture(scope="session")
def fresh_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a cluster that was made once, to be copied."""
    root = tmp_path_factory.mktemp("fresh")
    with Cluster(root).attached():
        pass
    return root


@pytest.fixture
def make_cluster(fresh_files: Path) -> Iterator[Callable[..., Cluster]]:
    """Make clusters in folders of their own; all of them are stopped at the end."""
    made: list[Cluster] = []
    base = Path(tempfile.mkdtemp(prefix="sr-"))
    base.chmod(0o711)

    def make(name: str = "data", *, empty: bool = False) -> Cluster:
        root = base / name
        if not empty:
            root.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(fresh_files, root, ignore=shutil.ignore_patterns("socket", "*.lock"))
            owner = (fresh_files / "postgres").stat()
            for path in (root / "postgres", *(root / "postgres").rglob("*")):
                shutil.chown(path, owner.st_uid, owner.st_gid)
        found = Cluster(root)
        made.append(found)
        return found

    yield make
    for each in made:
        each.stop()
    shutil.rmtree(base, ignore_errors=True)
