"""The embedded server's life: made, shared, killed, moved, upgraded, refused."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from sozialraum.foundation.database.connection import APPLICATION, OWNER, server_process
from sozialraum.foundation.database.embedded import SOCKET_PATH_LIMIT, Cluster, Status
from sozialraum.foundation.database.errors import (
    DirectoryUnusable,
    ProgramsMissing,
    RoleRefused,
    ServerNotRunning,
    VersionMismatch,
)
from sozialraum.foundation.database.programs import find_programs
from sozialraum.foundation.database.roles import bootstrap, database_settings, verify_application_role

Make = Callable[..., Cluster]


def as_role(cluster: Cluster, role: str) -> psycopg.Connection:
    return psycopg.connect(make_conninfo("", **cluster.connection.parameters(role)))


def test_made_started_and_stopped(make_cluster: Make) -> None:
    cluster = make_cluster(empty=True)
    assert cluster.status is Status.ABSENT
    with cluster.attached():
        assert cluster.status is Status.RUNNING
        assert (cluster.directory.root / "connection.json").stat().st_mode & 0o777 == 0o600
    assert cluster.status is Status.STOPPED


def test_nobody_enters_without_a_password(make_cluster: Make) -> None:
    cluster = make_cluster()
    with cluster.attached() as found, pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            host=found.host, port=found.port, user="postgres", dbname="postgres", password="guess"
        )


def test_roles_are_made_once_and_may_what_they_should(make_cluster: Make) -> None:
    cluster = make_cluster()
    with cluster.attached():
        bootstrap(cluster)
        bootstrap(cluster)
        with as_role(cluster, OWNER) as owner:
            owner.execute("CREATE TABLE thing (id serial PRIMARY KEY, name text)")
            owner.execute("CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'")
            owner.execute("ALTER FUNCTION counted() OWNER TO sozialraum_counter")
        with as_role(cluster, APPLICATION) as application:
            application.execute("INSERT INTO thing (name) VALUES ('a')")
            assert application.execute("SELECT count(*) FROM thing").fetchone() == (1,)
            verify_application_role(application)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute("TRUNCATE thing")
        with (
            as_role(cluster, APPLICATION) as application,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            application.execute("CREATE TABLE other (id int)")


def test_a_role_that_could_undo_the_locks_is_refused(make_cluster: Make) -> None:
    cluster = make_cluster()
    with cluster.attached():
        bootstrap(cluster)
        with cluster.superuser("sozialraum") as superuser, pytest.raises(RoleRefused, match="SUPERUSER"):
            verify_application_role(superuser)
        with as_role(cluster, OWNER) as owner, pytest.raises(RoleRefused, match="OWNER of"):
            verify_application_role(owner)


def test_settings_read_the_running_server_and_refuse_a_stopped_one(make_cluster: Make) -> None:
    cluster = make_cluster()
    environ = {"SOZIALRAUM_DATA_DIR": str(cluster.directory.root)}
    with cluster.attached():
        found = database_settings(environ)
        assert {alias: values["USER"] for alias, values in found.items()} == {
            "default": APPLICATION,
            "audit": APPLICATION,
            "owner": OWNER,
        }
    with pytest.raises(ServerNotRunning, match="not running"):
        database_settings(environ)


def test_the_last_user_stops_the_server(make_cluster: Make) -> None:
    first = make_cluster()
    second = Cluster(first.directory.root)
    first.attach()
    second.attach()
    first.detach()
    assert second.status is Status.RUNNING
    second.detach()
    assert second.status is Status.STOPPED


def test_two_directories_stand_side_by_side(make_cluster: Make) -> None:
    one, two = make_cluster("one"), make_cluster("two")
    with one.attached() as first, two.attached() as second:
        assert first.host != second.host
        assert server_process(one.directory.cluster) != server_process(two.directory.cluster)


def test_a_path_too_long_for_a_socket_works(make_cluster: Make) -> None:
    cluster = make_cluster("/".join(["long" * 10] * 4))
    assert len(str(cluster.directory.root)) > SOCKET_PATH_LIMIT
    with cluster.attached() as found:
        assert len(found.host) < SOCKET_PATH_LIMIT
        assert Path(found.host).stat().st_mode & 0o777 == 0o700
        with cluster.superuser() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_spaces_umlauts_and_quotes_in_the_path(make_cluster: Make) -> None:
    cluster = make_cluster("Jugendamt Süd's, Daten")
    with cluster.attached(), cluster.superuser() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_committed_rows_outlive_a_killed_server(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.attach()
    with cluster.superuser() as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    process = server_process(cluster.directory.cluster)
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    again = Cluster(cluster.directory.root)
    with again.attached(), again.superuser() as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    cluster.detach()


def test_a_killed_server_is_revived_while_in_use(make_cluster: Make) -> None:
    cluster = make_cluster()
    with cluster.attached():
        process = server_process(cluster.directory.cluster)
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        cluster.revive()
        with cluster.superuser() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_left_by_a_killed_program_is_taken_over(make_cluster: Make) -> None:
    cluster = make_cluster()
    program = textwrap.dedent(f"""
        import sys, time
        from pathlib import Path
        from sozialraum.foundation.database.embedded import Cluster
        Cluster(Path({str(cluster.directory.root)!r})).attach()
        print("attached", flush=True)
        time.sleep(60)
    """)
    source = str(Path(__file__).resolve().parents[4] / "src")
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": source}
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"attached\n"
        other.kill()
    assert cluster.status is Status.RUNNING
    with cluster.attached():
        pass
    assert cluster.status is Status.STOPPED


def test_a_pid_that_belongs_to_another_program_now_does_not_count(make_cluster: Make) -> None:
    cluster = make_cluster()
    pid_file = cluster.directory.cluster / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.directory.cluster}\n1\n5432\n\n\n\n")
    with cluster.attached(), cluster.superuser() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_contents_of_rows_stay_out_of_the_log(make_cluster: Make) -> None:
    cluster = make_cluster()
    with cluster.attached(), cluster.superuser() as connection:
        connection.execute("CREATE TABLE person (name text UNIQUE)")
        connection.execute("INSERT INTO person VALUES ('Mustermensch')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('Mustermensch')")
    logs = "".join(path.read_text() for path in (cluster.directory.cluster / "log").glob("*.log"))
    assert "duplicate key" in logs
    assert "Mustermensch" not in logs


def test_files_of_a_newer_postgresql_are_refused_untouched(make_cluster: Make) -> None:
    cluster = make_cluster()
    (cluster.directory.cluster / "PG_VERSION").write_text("99\n")
    with pytest.raises(VersionMismatch, match="PostgreSQL 99") as refused:
        cluster.attach()
    assert "backup" in refused.value.remedy


def test_files_of_an_older_postgresql_that_is_not_here_name_the_way_out(make_cluster: Make) -> None:
    cluster = make_cluster()
    (cluster.directory.cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(ProgramsMissing, match="postgresql-9"):
        cluster.attach()


def test_upgrade_from_an_older_major_version_keeps_rows_and_roles(make_cluster: Make) -> None:
    ours = find_programs()
    old = next(
        (found for major in range(ours.major - 1, 14, -1) if (found := _programs_or_none(major)) is not None),
        None,
    )
    if old is None:
        pytest.skip("no older PostgreSQL is installed on this machine (Debian: apt install postgresql)")
    root = make_cluster(empty=True).directory.root
    before = Cluster(root, programs=old)
    with before.attached():
        bootstrap(before)
        with as_role(before, OWNER) as owner:
            owner.execute("CREATE TABLE kept (name text)")
            owner.execute("INSERT INTO kept VALUES ('Straße')")
    after = Cluster(root)
    with after.attached():
        bootstrap(after)
        assert (after.directory.cluster / "PG_VERSION").read_text().strip() == str(ours.major)
        assert (root / f"postgres-{old.major}" / "PG_VERSION").exists()
        with as_role(after, APPLICATION) as application:
            assert application.execute("SELECT name FROM kept").fetchone() == ("Straße",)
    assert not (root / "upgrade.sql").exists()


def _programs_or_none(major: int) -> object:
    try:
        return find_programs(major=major)
    except ProgramsMissing:
        return None


def test_no_programs_at_all_name_both_ways_out(tmp_path: Path) -> None:
    with pytest.raises(ProgramsMissing, match="DATABASE_URL"):
        find_programs(environ={"SOZIALRAUM_POSTGRES_BIN": str(tmp_path)})


def test_a_directory_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """As root the attempt is made by a child without rights; as a plain user by ourselves."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    directory = Cluster(closed / "data").directory
    if os.geteuid() != 0:
        with pytest.raises(DirectoryUnusable, match="may not write"):
            directory.prepare()
        return
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
        try:
            directory.prepare()
        except DirectoryUnusable as error:
            os.write(writer, str(error).encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    assert "may not write" in os.read(reader, 4000).decode()
    os.close(reader)


@pytest.mark.parametrize(
    ("number", "words"), [(28, "is full"), (30, "read-only"), (13, "may not write"), (20, "cannot be used")]
)
def test_refusals_of_the_system_become_sentences(
    number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(DirectoryUnusable, match=words):
        Cluster(tmp_path / "data").directory.prepare()


def test_second_start_is_quick(make_cluster: Make) -> None:
    cluster = make_cluster()
    with cluster.attached():
        pass
    begun = time.monotonic()
    with cluster.attached():
        pass
    assert time.monotonic() - begun < 5
