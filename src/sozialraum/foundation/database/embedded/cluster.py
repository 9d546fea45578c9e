"""The embedded PostgreSQL server of one data directory: made, started, shared, stopped and upgraded by us."""

from __future__ import annotations

import logging
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from sozialraum.foundation.database.connection import (
    SUPERUSER,
    Connection,
    new_connection,
    read_connection,
    server_process,
)
from sozialraum.foundation.database.directory import DataDirectory, unusable, write_private
from sozialraum.foundation.database.embedded.failures import explained
from sozialraum.foundation.database.embedded.settings import (
    PORT,
    socket_directory,
    write_settings,
)
from sozialraum.foundation.database.errors import VersionMismatch
from sozialraum.foundation.database.locks import FileLock
from sozialraum.foundation.database.programs import Programs, find_programs
from sozialraum.foundation.database.system_user import allow_passage, give, server_user

log = logging.getLogger(__name__)

START_TIMEOUT_SECONDS = 60


class Status(StrEnum):
    """What a data directory's server is doing."""

    ABSENT = "absent"
    STOPPED = "stopped"
    RUNNING = "running"


class Cluster:
    """The server of one data directory; several of them live side by side, each on its own private socket.

    It listens on a Unix socket in a folder that only its user may enter (below the data directory, or in a short
    private folder where that path is too long for a socket) and asks for a password (SCRAM) even there.
    """

    def __init__(self, root: Path, *, programs: Programs | None = None) -> None:
        self.directory = DataDirectory(root.expanduser().absolute())
        self._programs = programs
        self._use = FileLock(self.directory.locks / "cluster-users.lock")

    @property
    def programs(self) -> Programs:
        """The PostgreSQL programs that drive this cluster."""
        if self._programs is None:
            self._programs = find_programs()
        return self._programs

    @property
    def status(self) -> Status:
        """Whether there is a server and whether it runs; starts nothing."""
        if not (self.directory.cluster / "PG_VERSION").exists():
            return Status.ABSENT
        return Status.RUNNING if server_process(self.directory.cluster) else Status.STOPPED

    @property
    def connection(self) -> Connection:
        """How the roles reach the server."""
        return read_connection(self.directory.connection_file)

    def superuser(self, database: str = "postgres") -> psycopg.Connection:
        """Connect as the cluster's superuser: for bootstrap, backup and restore, never for requests."""
        parameters = self.connection.parameters(SUPERUSER, database=database)
        return psycopg.connect(make_conninfo("", **parameters), autocommit=True)

    def environment(self, role: str = SUPERUSER, database: str = "postgres") -> dict[str, str]:
        """Return the environment with which PostgreSQL's own programs connect as ``role``.

        The password stands there and not on a command line, where every user of the machine could read it.
        """
        found = self.connection.parameters(role, database=database)
        names = {
            "PGHOST": "host",
            "PGPORT": "port",
            "PGUSER": "user",
            "PGPASSWORD": "password",
            "PGDATABASE": "dbname",
        }
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return {
            **inherited,
            **{name: found[key] for name, key in names.items()},
            "LC_ALL": "C",
            "PGTZ": "UTC",
        }

    @contextmanager
    def attached(self) -> Iterator[Connection]:
        """Use the server inside the block: start it where it does not run; the last one to leave stops it.

        Any number of processes may share a data directory. A process that dies counts no longer, since the
        kernel takes its lock back; a server it left behind is taken over by the next one.
        """
        self.attach()
        try:
            yield self.connection
        finally:
            self.detach()

    def attach(self) -> Connection:
        """Start the server where it does not run and count as one of its users until ``detach``."""
        self.directory.prepare()
        with self._changes():
            self.initialize()
            self.start()
            self._use.acquire(shared=True)
        return self.connection

    def detach(self) -> None:
        """Stop being a user of the server; the last one stops it."""
        with self._changes():
            alone = self._use.acquire(wait=False)
            if alone:
                self.stop()
            self._use.release()

    def revive(self) -> None:
        """Start the server again where it runs no longer although it is in use (killed, out of memory)."""
        if server_process(self.directory.cluster) is None:
            with self._changes():
                log.warning("the database had stopped and is started again")
                self.start()

    def initialize(self) -> None:
        """Make the server's files where there are none, upgrade those of an older version; else do nothing."""
        cluster = self.directory.cluster
        if (cluster / "PG_VERSION").exists():
            self._check_version()
            return
        self.directory.prepare()
        self._make(cluster)

    def start(self) -> None:
        """Start the server and wait until it answers; does nothing where it runs.

        After a kill or a power cut PostgreSQL recovers from its journal by itself; a pid file left by a process
        that is gone is removed first.
        """
        cluster = self.directory.cluster
        if server_process(cluster) is not None:
            return
        user = server_user()
        socket = socket_directory(self.directory.root, user)
        write_settings(self.directory.root, cluster, socket)
        for lock_file in (cluster / "postmaster.pid", socket / f".s.PGSQL.{PORT}.lock"):
            self._forget_recycled_pid(lock_file)
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while True:
            problem = self._try_start(cluster, user)
            if problem is None:
                break
            # backends of a killed server need a moment to notice that it is gone
            if "shared memory block" in problem and time.monotonic() < deadline:
                time.sleep(0.2)
                continue
            raise explained(self.directory.root, problem)
        self.connection.at(str(socket), PORT).save(self.directory.connection_file)

    def stop(self) -> None:
        """Stop the server in order (running transactions are rolled back); does nothing where it is stopped."""
        if server_process(self.directory.cluster) is None:
            return
        result = self._run(
            "pg_ctl", "-D", str(self.directory.cluster), "-m", "fast", "-w", "-t", "60", "stop"
        )
        if result.returncode and server_process(self.directory.cluster) is not None:
            self._run(
                "pg_ctl", "-D", str(self.directory.cluster), "-m", "immediate", "-w", "-t", "30", "stop"
            )

    def _changes(self) -> FileLock:
        return FileLock(self.directory.locks / "cluster-changes.lock")

    def _make(self, cluster: Path) -> None:
        user = server_user()
        if user is not None:
            allow_passage(self.programs.directory / "postgres", user)
        making = cluster.with_name(cluster.name + ".making")
        shutil.rmtree(making, ignore_errors=True)
        connection = self._kept_connection()
        connection.save(self.directory.connection_file)
        try:
            give(making, user)
            with tempfile.NamedTemporaryFile("w", dir=making.parent, encoding="utf-8") as password:
                password.write(connection.passwords[SUPERUSER])
                password.flush()
                if user is not None:
                    os.chown(password.name, user.pw_uid, user.pw_gid)
                result = self._run(
                    "initdb", "-D", str(making), "-U", SUPERUSER, f"--pwfile={password.name}",
                    "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", *self._locale(),
                )  # fmt: skip
        except OSError as problem:
            shutil.rmtree(making, ignore_errors=True)
            raise unusable(self.directory.root, problem) from problem
        if result.returncode:
            shutil.rmtree(making, ignore_errors=True)
            raise explained(self.directory.root, result.stdout)
        making.rename(cluster)

    def _kept_connection(self) -> Connection:
        """Keep the passwords of a connection file that is there, so that a restore or upgrade changes none."""
        if self.directory.connection_file.exists():
            return self.connection
        return new_connection()

    def _locale(self) -> list[str]:
        # The builtin provider gives Unicode case rules without ICU; German order is a stored key (collation.py).
        if self.programs.major >= 17:
            return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return ["--locale=C.UTF-8"] if os.uname().sysname == "Linux" else ["--locale=C"]

    def _check_version(self) -> None:
        written = int((self.directory.cluster / "PG_VERSION").read_text(encoding="utf-8").strip())
        if written == self.programs.major:
            return
        if written > self.programs.major:
            raise VersionMismatch(
                "The data in {path} were written by PostgreSQL {written}, newer than the {ours} of this installation.",
                "Install the newer release of Sozialraum again, or restore a backup made with this one.",
                path=self.directory.root,
                written=written,
                ours=self.programs.major,
            )
        self._upgrade(written)

    def _upgrade(self, written: int) -> None:
        """Carry the data of an older major version over by dump and restore; the old files stay beside."""
        old_programs = find_programs(major=written)
        log.warning("upgrading the database from PostgreSQL %s to %s", written, self.programs.major)
        kept = self.directory.cluster.with_name(f"postgres-{written}")
        if kept.exists():
            raise VersionMismatch(
                "The folder {path} of an earlier upgrade stands in the way.",
                "Move it to another place and start again.",
                path=kept,
            )
        dump = self.directory.root / "upgrade.sql"
        write_private(dump, "")
        old = Cluster(self.directory.root, programs=old_programs)
        old.start()
        try:
            with dump.open("wb") as file:
                result = subprocess.run(
                    [self.programs.path("pg_dumpall"), "--no-role-passwords"],
                    env=old.environment(), stdout=file, stderr=subprocess.PIPE, check=False,
                )  # fmt: skip
        finally:
            old.stop()
        if result.returncode:
            raise explained(self.directory.root, result.stderr.decode(errors="replace"))
        self.directory.cluster.rename(kept)
        try:
            self._make(self.directory.cluster)
            self.start()
            self._load_upgrade(dump)
        except BaseException:
            self.stop()
            shutil.rmtree(self.directory.cluster, ignore_errors=True)
            kept.rename(self.directory.cluster)
            raise
        dump.unlink()
        log.warning("upgrade done; %s can be deleted once you are content", kept)

    def _load_upgrade(self, dump: Path) -> None:
        # the superuser exists already in the new cluster, so "role already exists" is the one error to expect
        with dump.open("rb") as file:
            result = subprocess.run(
                [self.programs.path("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=0"],
                env=self.environment(), stdin=file, capture_output=True, check=False,
            )  # fmt: skip
        problems = [
            line
            for line in result.stderr.decode(errors="replace").splitlines()
            if "ERROR" in line and f'role "{SUPERUSER}" already exists' not in line
        ]
        if result.returncode or problems:
            raise explained(self.directory.root, "\n".join(problems) or "psql failed")

    def _forget_recycled_pid(self, lock_file: Path) -> None:
        """Remove a lock file of PostgreSQL whose process is gone, a zombie, or another program by now."""
        if not lock_file.exists():
            return
        try:
            os.kill(abs(int(lock_file.read_text(encoding="utf-8").split("\n", 1)[0])), 0)
        except ProcessLookupError:
            return  # PostgreSQL itself checks that no orphan of the dead server is left
        except (ValueError, PermissionError):
            pass
        # the number lives on: after a restart of the machine PostgreSQL would refuse to start for ever
        lock_file.unlink(missing_ok=True)

    def _try_start(self, cluster: Path, user: pwd.struct_passwd | None) -> str | None:
        start_log = cluster / "start.log"
        start_log.unlink(missing_ok=True)
        if user is not None:
            allow_passage(self.programs.directory / "postgres", user)
        result = self._run(
            "pg_ctl", "-D", str(cluster), "-w", "-s", "-t", str(START_TIMEOUT_SECONDS), "-l", str(start_log), "start"
        )  # fmt: skip
        if result.returncode == 0:
            return None
        told = start_log.read_text(encoding="utf-8", errors="replace") if start_log.exists() else ""
        logs = sorted((cluster / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
        if logs:
            told += "\n".join(logs[-1].read_text(encoding="utf-8", errors="replace").splitlines()[-20:])
        return told + result.stdout

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of PostgreSQL as the server's user.

        Its words go to a file, since the server that pg_ctl starts would keep a pipe open.
        """
        user = server_user()
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
            result = subprocess.run(
                [self.programs.path(program), *arguments],
                stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.STDOUT, check=False, text=True,
                cwd="/", env={**environment, "LC_ALL": "C"}, umask=0o077,
                user=user.pw_uid if user else None, group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )  # fmt: skip
            told.seek(0)
            return subprocess.CompletedProcess(result.args, result.returncode, told.read())
