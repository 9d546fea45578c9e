"""The program is killed in the middle of a save: nothing half-saved stays, and the draft sent again is kept once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.database.embedded import Cluster
from sozialraum.foundation.database.roles import embedded_settings
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import services
from sozialraum.individual.enums import StatementKind
from sozialraum.individual.models import Statement, StatementVersion

BEFORE = "Ich will wieder in die Schule."
TYPED = "Ich will wieder hin, aber erst zur dritten Stunde."
SECONDS = 30
SAVING = """
import json, os, sys
from datetime import datetime
from uuid import UUID

import django

django.setup()
from django.db import connections, transaction

told = json.loads(sys.stdin.readline())
for alias, found in told["databases"].items():
    connections[alias].settings_dict.update(found)

from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.queries import actor_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import StatementKind

at = datetime.fromisoformat(told["at"])
worker = actor_of(User.objects.get(id=told["worker"]), today=at.date(), second_factor=True)
with transaction.atomic():
    subject = Subject("case", (UUID(told["case"]),))
    grant = gate.open(worker, Purpose.SERVICE, Action.WRITE, subject, at=at)
    print("opened", flush=True)
    sys.stdin.readline()
    services.keep_words(
        grant, UUID(told["statement"]), version=told["version"], said_on=at.date(), speaker_id=UUID(told["speaker"]),
        kind=StatementKind.OPEN, text=told["text"],
    )
print("saved", flush=True)
"""


@contextmanager
def _saving(
    family: Family, cluster: Cluster, statement_id: uuid.UUID, version: int
) -> Iterator[subprocess.Popen[str]]:
    """Another process of the program that has asked the gate and waits for the word to save."""
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "sozialraum.site.settings",
        "PYTHONPATH": str(Path(services.__file__).parents[3]),
    }  # fmt: skip
    told = {
        "databases": embedded_settings(cluster.connection), "at": AT.isoformat(),
        "worker": str(family.worker.user_id), "case": str(family.case_id), "statement": str(statement_id),
        "speaker": str(family.son_id), "version": version, "text": TYPED,
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-c", SAVING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(json.dumps(told) + "\n")
            process.stdin.flush()
            assert process.stdout.readline() == "opened\n"
            yield process
        finally:
            process.kill()


def _kill_in_the_middle(cluster: Cluster, process: subprocess.Popen[str]) -> None:
    """Hold the trail of changes, so that the save stops after its words are written; then kill the program."""
    assert process.stdin
    with cluster.superuser("sozialraum") as superuser:
        superuser.execute("BEGIN")
        superuser.execute(f"LOCK TABLE {AuditEntry._meta.db_table} IN EXCLUSIVE MODE")
        process.stdin.write("save\n")
        process.stdin.flush()
        waiting = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
        written: list[tuple[int]] = []
        until = time.monotonic() + SECONDS
        while not written and time.monotonic() < until:
            written = superuser.execute(waiting, [AuditEntry._meta.db_table]).fetchall()
            time.sleep(0.02)
        assert written, "the save has not come as far as its entry in the trail"
        process.send_signal(signal.SIGKILL)
        assert process.wait(SECONDS) == -signal.SIGKILL
        superuser.execute("ROLLBACK")
        until = time.monotonic() + SECONDS
        gone = "SELECT count(*) FROM pg_locks WHERE pid = %s"
        while superuser.execute(gone, [written[0][0]]).fetchall() != [(0,)]:
            assert time.monotonic() < until, "the database still holds the killed program's connection"
            time.sleep(0.02)


def _keep(family: Family, statement_id: uuid.UUID, version: int) -> int:
    """The draft that the device still holds is sent again."""
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    return services.keep_words(
        grant, statement_id, version=version, said_on=TODAY, speaker_id=family.son_id, kind=StatementKind.OPEN,
        text=TYPED,
    )  # fmt: skip


def _stored(family: Family) -> list[str]:
    grant_for(family.worker, family.case_id)
    return sorted(Statement.objects.values_list("text", flat=True))


@pytest.fixture
def family(committing: None) -> Family:
    with transaction.atomic():
        return make_family()


def test_new_words_are_kept_whole_or_not_at_all(family: Family, cluster: Cluster) -> None:
    draft = uuid.uuid4()
    with _saving(family, cluster, draft, version=0) as process:
        _kill_in_the_middle(cluster, process)
    with transaction.atomic():
        assert _stored(family) == [BEFORE]
    with transaction.atomic():
        assert _keep(family, draft, 0) == 1
    with transaction.atomic():
        assert _keep(family, draft, 0) == 1, "sent twice, the words are kept once"
        assert _stored(family) == sorted([BEFORE, TYPED])


def test_changed_words_stay_as_they_were(family: Family, cluster: Cluster) -> None:
    with _saving(family, cluster, family.will_id, version=1) as process:
        _kill_in_the_middle(cluster, process)
    with transaction.atomic():
        assert _stored(family) == [BEFORE]
        assert not StatementVersion.objects.exists()
    with transaction.atomic():
        _keep(family, family.will_id, 1)
        assert _stored(family) == [TYPED]
