"""Snapshots are whole or not there, found by their content, and never changed."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.warehouse import snapshots
from sozialraum.warehouse.snapshots import SnapshotError, Snapshots, content_hash
from sozialraum.warehouse.sql import QueryError, query

TABLE = pa.table(
    {
        "area_code": ["01", "02", None],
        "value": [1.5, None, float("nan")],
        "count": pa.array([1, None, 3], pa.int32()),
        "on": [date(2024, 12, 31), None, date(2023, 12, 31)],
        "flag": [True, None, False],
        "empty": pa.nulls(3),
        "wkb": [b"\x00\x01", None, b""],
    }
)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_written_once_and_read_back(tmp_path: Path) -> None:
    store = Snapshots(tmp_path)
    name = store.write(TABLE)
    assert content_hash(store.read(name)) == name == content_hash(TABLE)
    assert store.read(name).drop_columns("value").equals(TABLE.drop_columns("value"))
    path = store.path(name)
    before = path.stat()
    assert store.write(TABLE.combine_chunks()) == name
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert files(tmp_path) == [path]
    assert path.stat().st_mode & 0o222 == 0


@given(
    rows=st.lists(
        st.tuples(st.text(max_size=5) | st.none(), st.floats() | st.none()), min_size=1, max_size=20
    ),
    cut=st.integers(0, 20),
)
def test_the_hash_is_of_the_content_alone(rows: list[tuple[str | None, float | None]], cut: int) -> None:
    table = pa.table(
        {"t": pa.array([r[0] for r in rows], pa.string()), "f": pa.array([r[1] for r in rows], pa.float64())}
    )
    chunked = pa.concat_tables([table.slice(0, cut), table.slice(cut)])
    encoded = table.set_column(0, "t", table["t"].dictionary_encode())
    large = table.set_column(0, "t", table["t"].cast(pa.large_string()))
    names = {
        content_hash(one)
        for one in (table, chunked, encoded, large, table.replace_schema_metadata({"a": "b"}))
    }
    assert len(names) == 1


@pytest.mark.parametrize(
    "other",
    [
        TABLE.slice(0, 2),
        TABLE.take([1, 0, 2]),
        TABLE.rename_columns(["area", *TABLE.column_names[1:]]),
        TABLE.select(TABLE.column_names[::-1]),
        TABLE.set_column(1, "value", pa.array([1.5, 0.0, float("nan")])),
        TABLE.set_column(2, "count", pa.array([1, None, 3], pa.int64())),
        TABLE.set_column(0, "area_code", pa.array(["0", "102", None])),
        TABLE.set_column(0, "area_code", pa.array(["01", "02", ""])),
    ],
)
def test_any_difference_is_another_snapshot(other: pa.Table) -> None:
    assert content_hash(other) != content_hash(TABLE)


def test_damage_and_change_are_found(tmp_path: Path) -> None:
    store = Snapshots(tmp_path)
    name = store.write(TABLE)
    path = store.path(name)
    path.chmod(0o644)
    pq.write_table(TABLE.slice(0, 2), path)
    with pytest.raises(SnapshotError, match="its content is not what was stored"):
        store.read(name)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(SnapshotError, match="is damaged"):
        store.read(name)


def test_missing_snapshots_and_names_that_are_none(tmp_path: Path) -> None:
    store = Snapshots(tmp_path)
    with pytest.raises(SnapshotError, match=r"abababababab is not there\. Restore"):
        store.read("ab" * 32)
    for name in ("", "../../etc/passwd", "AB" * 32, "ab" * 31):
        with pytest.raises(SnapshotError, match="is not the hash of a snapshot"):
            store.read(name)


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(table: pa.Table, sink: object) -> None:
        sink.write(b"PAR1 half of it")  # type: ignore[attr-defined]
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(snapshots, "_store", full)
    store = Snapshots(tmp_path)
    with pytest.raises(SnapshotError, match="The disk is full; nothing was stored"):
        store.write(TABLE)
    assert files(tmp_path) == []
    monkeypatch.undo()
    assert store.read(store.write(TABLE)).num_rows == 3


def test_a_failing_sync_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(SnapshotError, match="could not be written: Input/output error"):
        Snapshots(tmp_path).write(TABLE)
    assert files(tmp_path) == []


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("x")
    with pytest.raises(SnapshotError, match="could not be written"):
        Snapshots(place).write(TABLE)


def test_leftovers_of_a_killed_process_are_swept(tmp_path: Path) -> None:
    store = Snapshots(tmp_path)
    name = store.write(TABLE)
    (store.path(name).parent / ".partial-abc").write_bytes(b"half")
    assert store.sweep() == 1
    assert files(tmp_path) == [store.path(name)]


def test_nested_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="“list” holds nested values"):
        Snapshots(tmp_path).write(pa.table({"list": [[1], [2]]}))


def test_queries_see_only_the_tables_handed_in(tmp_path: Path) -> None:
    counts = pa.table({"area": ["b", "a", "b", None], "n": [1, None, 3, 4]})
    result = query(
        "select area, sum(n) as n from counts where area <> $not group by area order by area",
        {"not": "c"},
        counts=counts,
    )
    assert result.to_pydict() == {"area": ["a", "b"], "n": [None, 4]}
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with pytest.raises(QueryError, match="cannot be run"):
        query(f"from '{secret}'")
    with pytest.raises(QueryError, match="cannot be run"):
        query("set enable_external_access = true")
    with pytest.raises(QueryError, match=r"cannot be run.*Check the names"):
        query("select * from nothing")
