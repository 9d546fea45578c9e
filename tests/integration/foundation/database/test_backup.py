"""One file out, the same installation back; a bad file changes nothing."""

from __future__ import annotations

import errno
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from sozialraum.foundation.database.backup import (
    MANIFEST,
    Maintenance,
    Manifest,
    restore_backup,
    verify_backup,
    write_backup,
)
from sozialraum.foundation.database.backup.manifest import DUMP
from sozialraum.foundation.database.connection import APPLICATION, DATABASE, OWNER
from sozialraum.foundation.database.embedded import Cluster
from sozialraum.foundation.database.errors import BackupRefused, DatabaseError
from sozialraum.foundation.database.roles import bootstrap

PASSPHRASE = "vier Wörter sind genug"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class House:
    """A running installation with one guarded table, a table of the warehouse and a key."""

    cluster: Cluster

    @property
    def maintenance(self) -> Maintenance:
        return Maintenance.of_cluster(self.cluster, DATABASE)

    def names(self, role: str = APPLICATION) -> list[str]:
        with psycopg.connect(make_conninfo("", **self.cluster.connection.parameters(role))) as connection:
            return [row[0] for row in connection.execute("SELECT name FROM person_thing ORDER BY 1")]

    def backup(self, to: Path, passphrase: str | None = None) -> Manifest:
        return write_backup(
            to=to, directory=self.cluster.directory, maintenance=self.maintenance, program="0.1.0", at=NOON,
            passphrase=passphrase,
        )  # fmt: skip

    def restore(self, path: Path, **options: object) -> Manifest:
        return restore_backup(
            path=path, directory=self.cluster.directory, maintenance=self.maintenance, **options,  # type: ignore[arg-type]
        )  # fmt: skip


def furnish(cluster: Cluster) -> House:
    bootstrap(cluster)
    with psycopg.connect(make_conninfo("", **cluster.connection.parameters(OWNER))) as owner:
        owner.execute("CREATE TABLE person_thing (id serial PRIMARY KEY, name text)")
        owner.execute("INSERT INTO person_thing (name) VALUES ('eins'), ('zwei')")
        owner.execute("CREATE TABLE django_migrations (app text, name text)")
        owner.execute("INSERT INTO django_migrations VALUES ('things', '0001_initial')")
        owner.execute("ALTER TABLE person_thing ENABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE person_thing FORCE ROW LEVEL SECURITY")
        owner.execute("CREATE POLICY own ON person_thing FOR SELECT TO sozialraum_app USING (name <> 'zwei')")
    directory = cluster.directory
    (directory.snapshots / "2025").mkdir(parents=True)
    (directory.snapshots / "2025" / "lage.parquet").write_bytes(b"PAR1" * 50_000)
    directory.entrusted_keys.mkdir(parents=True, exist_ok=True)
    (directory.entrusted_keys / "0001.key").write_text("00" * 32)
    return House(cluster)


@pytest.fixture
def house(make_cluster: Callable[..., Cluster]) -> Iterator[House]:
    cluster = make_cluster("house")
    with cluster.attached():
        yield furnish(cluster)


def test_everything_comes_back_into_a_new_house(
    house: House, make_cluster: Callable[..., Cluster], tmp_path: Path
) -> None:
    path = tmp_path / "all.backup"
    house.backup(path, PASSPHRASE)
    assert path.stat().st_mode & 0o777 == 0o600
    other = make_cluster("other")
    with other.attached():
        bootstrap(other)
        there = House(other)
        there.restore(path, passphrase=PASSPHRASE)
        assert there.names() == ["eins"]
        with other.superuser(DATABASE) as superuser:
            assert superuser.execute("SELECT count(*) FROM person_thing").fetchone() == (2,)
            assert superuser.execute(
                "SELECT relforcerowsecurity, pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'person_thing'"
            ).fetchone() == (True, OWNER)
        copy = other.directory.snapshots / "2025" / "lage.parquet"
        assert copy.read_bytes() == b"PAR1" * 50_000
        key = other.directory.entrusted_keys / "0001.key"
        assert key.read_text() == "00" * 32
        assert key.stat().st_mode & 0o777 == 0o600
        with psycopg.connect(make_conninfo("", **other.connection.parameters(OWNER))) as owner:
            owner.execute("CREATE TABLE later (id int)")
        with psycopg.connect(make_conninfo("", **other.connection.parameters(APPLICATION))) as application:
            assert application.execute("SELECT count(*) FROM later").fetchone() == (0,)


def test_a_restore_takes_back_what_came_after(house: House, tmp_path: Path) -> None:
    path = tmp_path / "all.backup"
    house.backup(path)
    with house.cluster.superuser(DATABASE) as superuser:
        superuser.execute("DELETE FROM person_thing")
    (house.cluster.directory.snapshots / "2025" / "lage.parquet").unlink()
    house.restore(path)
    assert house.names() == ["eins"]
    assert (house.cluster.directory.snapshots / "2025" / "lage.parquet").exists()
    with house.cluster.superuser() as superuser:
        names = [
            row[0]
            for row in superuser.execute("SELECT datname FROM pg_database WHERE datname LIKE 'sozialraum%'")
        ]
    assert names == [DATABASE]
    assert sorted(path.name for path in house.cluster.directory.root.glob("*.before")) == []


def test_keys_are_sealed_and_the_passphrase_opens_them(house: House, tmp_path: Path) -> None:
    path = tmp_path / "all.backup"
    manifest = house.backup(path, PASSPHRASE)
    assert manifest.holds_keys
    assert b"00" * 32 not in path.read_bytes()
    with pytest.raises(BackupRefused, match="passphrase does not open"):
        house.restore(path, passphrase="falsch geraten")
    with pytest.raises(BackupRefused, match="under a passphrase"):
        house.restore(path)


def test_without_keys_the_present_ones_must_fit(house: House, tmp_path: Path) -> None:
    path = tmp_path / "all.backup"
    assert not house.backup(path).holds_keys
    (house.cluster.directory.entrusted_keys / "0001.key").write_text("11" * 32)
    with pytest.raises(BackupRefused, match="holds no keys"):
        house.restore(path)


def test_a_backup_of_a_newer_release_is_refused(house: House, tmp_path: Path) -> None:
    path = tmp_path / "all.backup"
    house.backup(path)
    with pytest.raises(BackupRefused, match="newer release"):
        house.restore(path, known_migrations={"things.0000"})
    house.restore(path, known_migrations={"things.0001_initial"})


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")


def forge_a_part(path: Path) -> None:
    kept = path.with_suffix(".kept")
    shutil.move(path, kept)
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"PAR2" if name.endswith(".parquet") else old.read(name))


def smuggle_a_part(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../etc/passwd", "root")


def lose_the_manifest(path: Path) -> None:
    kept = path.with_suffix(".kept")
    shutil.move(path, kept)
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name != MANIFEST:
                new.writestr(name, old.read(name))


@pytest.mark.parametrize(
    "harm", [cut, flip_a_byte, empty, other_zip, forge_a_part, smuggle_a_part, lose_the_manifest]
)
def test_a_bad_file_is_told_and_changes_nothing(
    house: House, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    path = tmp_path / "all.backup"
    house.backup(path)
    harm(path)
    with house.cluster.superuser(DATABASE) as superuser:
        superuser.execute("INSERT INTO person_thing (name) VALUES ('drei')")
    with pytest.raises(BackupRefused, match="nothing was changed") as told:
        house.restore(path)
    assert told.value.values.get("part") in (None, DUMP, MANIFEST, "snapshots/2025/lage.parquet")
    assert house.names() == ["drei", "eins"]


def test_a_damaged_part_is_named(house: House, tmp_path: Path) -> None:
    path = tmp_path / "all.backup"
    house.backup(path)
    with zipfile.ZipFile(path) as archive:
        inside = archive.getinfo(DUMP)
    content = bytearray(path.read_bytes())
    content[inside.header_offset + 200] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(BackupRefused) as told:
        verify_backup(path)
    assert told.value.values["part"] == DUMP


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_folder_that_takes_no_backup_is_named(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DatabaseError, match=r"backup (in|into) ") as told:
        house.backup(tmp_path / "all.backup")
    assert told.value.values["folder"] == tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["absent.backup", "."])
def test_a_wrong_name_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(BackupRefused):
        verify_backup(tmp_path / name)


def test_a_restore_that_fails_half_way_changes_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.backup"
    house.backup(path)
    with house.cluster.superuser(DATABASE) as superuser:
        superuser.execute("INSERT INTO person_thing (name) VALUES ('drei')")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "snapshots.restoring":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(DatabaseError, match="full"):
        house.restore(path)
    monkeypatch.undo()
    assert house.names() == ["drei", "eins"]
    assert (house.cluster.directory.snapshots / "2025" / "lage.parquet").exists()


def test_a_backup_that_fails_leaves_no_file(house: House, tmp_path: Path) -> None:
    house.cluster.stop()
    with pytest.raises((DatabaseError, psycopg.OperationalError)):
        house.backup(tmp_path / "all.backup")
    assert list(tmp_path.iterdir()) == []


def test_a_stolen_backup_opens_no_running_session(house: House, tmp_path: Path) -> None:
    with house.cluster.superuser(DATABASE) as superuser:
        superuser.execute("CREATE TABLE django_session (session_key text PRIMARY KEY)")
        superuser.execute("INSERT INTO django_session VALUES ('geheim')")
        house.backup(tmp_path / "all.backup")
        house.restore(tmp_path / "all.backup")
    with house.cluster.superuser(DATABASE) as superuser:
        assert superuser.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
    assert house.names() == ["eins"]


def test_openings_at_once_do_not_trip_over_each_other(house: House) -> None:
    def open_it() -> None:
        for _ in range(5):
            bootstrap(house.cluster)

    with ThreadPoolExecutor(4) as threads:
        for each in [threads.submit(open_it) for _ in range(4)]:
            each.result()
