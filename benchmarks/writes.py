"""Writes a second with eight writers at once, and whether any of them was lost.

    python benchmarks/writes.py --seconds 10

Each writer is a process of its own. Two things are measured in turns on one embedded server: writers who each change
words of their own case (what a working day is), and writers who all change the same words (the worst case), reading the
version anew after each conflict. At the end the version that is stored must equal the number of changes that were
confirmed: a lost update would show as a difference.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def main() -> None:
    """Prepare, measure both, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    from sozialraum.foundation.database.embedded import Cluster
    from sozialraum.foundation.database.roles import bootstrap

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SOZIALRAUM_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "sozialraum.site.settings"}
        cluster = Cluster(Path(folder))
        with cluster.attached():
            bootstrap(cluster)
            with multiprocessing.Pool(1) as pool:
                places = pool.apply(_prepare, (options.writers,))
            for name, chosen in (("own words", places), ("the same words", places[:1] * options.writers)):
                _measure(name, chosen, options.seconds)


def _measure(name: str, places: list[tuple[UUID, UUID, UUID]], seconds: float) -> None:
    context = multiprocessing.get_context("spawn")
    words = sorted({place[2] for place in places})
    before = sum(_versions(words))
    with context.Pool(len(places)) as pool:
        results = pool.starmap(_write, [(place, seconds) for place in places])
    done, conflicts = sum(each[0] for each in results), sum(each[1] for each in results)
    lost = done - (sum(_versions(words)) - before)
    print(
        f"{name:16} {len(places)} writers: {done / seconds:7.1f} changes/s, {conflicts} conflicts shown,"
        f" slowest {max(each[2] for each in results) * 1000:.0f} ms, lost updates: {lost}",
        flush=True,
    )


def _prepare(number: int) -> list[tuple[UUID, UUID, UUID]]:
    import django

    django.setup()
    from sozialraum.foundation.database.migration import bring_up_to_date

    bring_up_to_date()
    from sozialraum.foundation.accounts.queries import actor_of
    from sozialraum.foundation.accounts.services import create_user, give_role
    from sozialraum.foundation.privacy.actors import Role
    from sozialraum.foundation.privacy.encryption import make_key
    from sozialraum.individual.enums import StatementKind
    from sozialraum.individual.services import open_case, record_statement

    make_key(Path(os.environ["SOZIALRAUM_DATA_DIR"]) / "keys" / "entrusted")
    found = []
    for n in range(number):
        user = create_user(username=f"writer-{n}", full_name="Benchmark", at=AT, by=None)
        give_role(user_id=user.id, role=Role.CASE_WORKER, at=AT, by=None)
        worker = actor_of(user, today=AT.date(), second_factor=True)
        from django.db import transaction

        with transaction.atomic():
            grant = open_case(
                worker, number=f"B-{n}", family_name="Beispiel", area_code="0301", area_vintage="2023",
                team_code="T03", at=AT,
            )  # fmt: skip
            words = record_statement(grant, text="0", said_on=AT.date(), kind=StatementKind.PROFESSIONAL_VIEW)
        found.append((user.id, grant.subject_id, words))
    return found


def _write(place: tuple[UUID, UUID, UUID], seconds: float) -> tuple[int, int, float]:
    import django

    django.setup()
    from django.db import transaction

    from sozialraum.errors import Conflict
    from sozialraum.foundation.accounts.models import User
    from sozialraum.foundation.accounts.queries import actor_of
    from sozialraum.foundation.privacy import gate
    from sozialraum.foundation.privacy.gate import Subject
    from sozialraum.foundation.vocabulary import Action, Purpose
    from sozialraum.individual.models import Statement
    from sozialraum.individual.services import revise_statement

    user_id, case_id, words = place
    worker = actor_of(User.objects.get(id=user_id), today=AT.date(), second_factor=True)
    done = conflicts = 0
    slowest = 0.0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        begun = time.perf_counter()
        try:
            with transaction.atomic():
                grant = gate.open(worker, Purpose.SERVICE, Action.WRITE, Subject("case", (case_id,)), at=AT)
                version = Statement.objects.values_list("version", flat=True).get(id=words)
                # the same text from two writers would count as one change sent twice
                revise_statement(grant, words, text=f"{os.getpid()}-{done}", version=version)
            done += 1
        except Conflict:
            conflicts += 1
        slowest = max(slowest, time.perf_counter() - begun)
    return done, conflicts, slowest


def _versions(words: list[UUID]) -> list[int]:
    from sozialraum.foundation.database.embedded import Cluster

    with Cluster(Path(os.environ["SOZIALRAUM_DATA_DIR"])).superuser("sozialraum") as connection:
        rows = connection.execute(
            "SELECT version FROM person_statement WHERE id = ANY(%s) ORDER BY id", [words]
        ).fetchall()
    return [row[0] for row in rows]


if __name__ == "__main__":
    main()
