"""Immutable snapshots of tables: what a run was computed from, found again by the hash of its content."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import ArrowStream, as_table
from sozialraum.errors import SozialraumError

_HASH = re.compile(r"[0-9a-f]{64}")
_PARTIAL = ".partial-"


class SnapshotError(SozialraumError):
    """A snapshot that cannot be written, is not there, or is not what its hash says."""


@dataclass(frozen=True)
class Snapshots:
    """A folder of snapshots, written once and never changed.

    A snapshot is a Parquet file (zstd) under `<first two digits>/<hash>.parquet`. The hash is that of the
    content (names, types, values, in order) and not of the file, so that another version of the Parquet library
    leads to the same name.
    """

    folder: Path

    def path(self, content_hash: str) -> Path:
        """Where the snapshot of that hash lies; SnapshotError for what is no hash."""
        if not _HASH.fullmatch(content_hash):
            raise SnapshotError(
                gettext_noop("“{hash}” is not the hash of a snapshot."),
                gettext_noop("It has 64 digits from 0 to f."),
                hash=content_hash,
            )
        return self.folder / content_hash[:2] / f"{content_hash}.parquet"

    def write(self, table: pa.Table | ArrowStream) -> str:
        """Store a table and return its hash. A table that is already there is not written again.

        The file appears whole or not at all: it is written beside its place, forced to disk, and then named.
        Raises SnapshotError where the disk is full or may not be written.
        """
        plain = _plain(as_table(table))
        name = content_hash(plain)
        target = self.path(name)
        if target.exists():
            return name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            place_whole(target, lambda sink: _store(plain, sink))
        except OSError as error:
            raise _write_error(error, self.folder) from error
        return name

    def read(self, content_hash: str) -> pa.Table:
        """The table of that hash, checked against it.

        Raises SnapshotError where it is not there, is damaged, or was changed.
        """
        path = self.path(content_hash)
        try:
            # not read_table, which loads the part of Arrow for files in pieces as well
            table = pq.ParquetFile(pa.BufferReader(path.read_bytes())).read()
        except FileNotFoundError as error:
            raise SnapshotError(
                gettext_noop("The snapshot {hash} is not there."),
                gettext_noop("Restore the data directory from a backup that holds it."),
                hash=content_hash[:12],
            ) from error
        except (OSError, pa.ArrowException) as error:
            raise _damaged(content_hash) from error
        if _hash_of(table) != content_hash:
            raise _damaged(content_hash)
        return table

    def sweep(self) -> int:
        """Remove what a killed process left half-written, and return how many files that were.

        Call it where nothing writes, for example at start-up.
        """
        leftovers = list(self.folder.glob(f"*/{_PARTIAL}*"))
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        return len(leftovers)


def place_whole(target: Path, write: Callable[[BinaryIO], None]) -> None:
    """Let ``write`` fill the file ``target``, which appears whole or not at all and may not be written again.

    It is written beside its place, forced to disk, and then named. Where the file is already there, it stays.
    """
    handle, partial = tempfile.mkstemp(prefix=_PARTIAL, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as sink:
            write(sink)
            sink.flush()
            os.fsync(sink.fileno())
        Path(partial).chmod(0o444)
        # a second writer of the same content has written the same content: the first file stays
        if not target.exists():
            Path(partial).rename(target)
        _sync_folder(target.parent)
    finally:
        Path(partial).unlink(missing_ok=True)


def _store(table: pa.Table, sink: BinaryIO) -> None:
    pq.write_table(table, sink, compression="zstd", write_statistics=True)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_error(error: OSError, folder: Path) -> SnapshotError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return SnapshotError(
            gettext_noop("The disk is full; nothing was stored."),
            gettext_noop("Free space in the data directory “{folder}” and try again."),
            folder=folder,
        )
    return SnapshotError(
        gettext_noop("The snapshot could not be written: {detail}. Nothing was stored."),
        gettext_noop("Check that “{folder}” exists and may be written."),
        detail=error.strerror or error,
        folder=folder,
    )


def _damaged(content_hash: str) -> SnapshotError:
    return SnapshotError(
        gettext_noop("The snapshot {hash} is damaged: its content is not what was stored."),
        gettext_noop("Restore the data directory from a backup; do not use figures computed from it."),
        hash=content_hash[:12],
    )


def content_hash(table: pa.Table) -> str:
    """SHA-256 over names, types and values of a table, in order, in hexadecimal.

    Chunking, dictionary encoding and what stands under a null do not matter; the order of rows and columns does.

    >>> one = pa.table({"a": ["x", None]})
    >>> content_hash(one) == content_hash(pa.concat_tables([one.slice(0, 1), one.slice(1)]))
    True
    """
    return _hash_of(_plain(table))


def _plain(table: pa.Table) -> pa.Table:
    columns = []
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
            column = column.cast(pa.string())
        if pa.types.is_large_binary(column.type) or pa.types.is_binary_view(column.type):
            column = column.cast(pa.binary())
        if pa.types.is_nested(column.type):
            raise SnapshotError(
                gettext_noop("The column “{column}” holds nested values, which a snapshot does not keep."),
                gettext_noop("Spread it over plain columns."),
                column=name,
            )
        columns.append(column)
    return pa.table(
        columns, schema=pa.schema(list(zip(table.column_names, (c.type for c in columns), strict=True)))
    )


def _hash_of(table: pa.Table) -> str:
    digest = hashlib.sha256(b"sozialraum snapshot 1\n")
    digest.update(np.int64(table.num_rows).tobytes())
    for name in table.column_names:
        column = table.column(name)
        digest.update(f"{name}\x00{column.type}\x00".encode())
        array = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
        digest.update(np.packbits(array.is_valid().to_numpy(zero_copy_only=False)).tobytes())
        digest.update(_value_bytes(array))
    return digest.hexdigest()


def _value_bytes(array: pa.Array) -> bytes:
    kind = array.type
    if pa.types.is_null(kind):
        return b""
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        filled = pc.fill_null(array.cast(pa.binary()), b"")
        lengths = pc.binary_length(filled).to_numpy(zero_copy_only=False).astype("<i8")
        return bytes(lengths.tobytes()) + b"".join(filled.to_pylist())
    if pa.types.is_boolean(kind):
        return np.packbits(pc.fill_null(array, fill_value=False).to_numpy(zero_copy_only=False)).tobytes()
    if pa.types.is_decimal(kind):
        return _value_bytes(array.cast(pa.string()))
    width = kind.bit_width
    whole = array.view({8: pa.int8(), 16: pa.int16(), 32: pa.int32(), 64: pa.int64()}[width])
    little = np.dtype(f"<i{width // 8}")
    return bytes(pc.fill_null(whole, 0).to_numpy(zero_copy_only=False).astype(little).tobytes())
