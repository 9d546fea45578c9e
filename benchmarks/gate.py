"""What the gate and row-level security cost, paired in one run.

    python benchmarks/gate.py --cases 24000

Starts an embedded server of its own, fills it with cases and measures in turns: the same queries by the application's
role through the gate, and by a role that bypasses row-level security without asking the gate. Prints medians of many
pairs and their ratio.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OWN_CASES = 31


def main() -> None:
    """Prepare the database, measure the pairs, print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=24_000)
    parser.add_argument("--pairs", type=int, default=300)
    options = parser.parse_args()
    from sozialraum.foundation.database.embedded import Cluster
    from sozialraum.foundation.database.roles import bootstrap

    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOZIALRAUM_DATA_DIR"] = folder
        cluster = Cluster(Path(folder))
        with cluster.attached():
            bootstrap(cluster)
            _run(cluster, options.cases, options.pairs)


def _run(cluster: object, number: int, pairs: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "sozialraum.site.settings"
    django.setup()
    from django.db import connection, transaction

    from sozialraum.foundation.database.migration import bring_up_to_date

    bring_up_to_date()
    from sozialraum.foundation.accounts.queries import actor_of
    from sozialraum.foundation.accounts.services import create_user, give_role
    from sozialraum.foundation.privacy import gate
    from sozialraum.foundation.privacy.actors import Role, ScopeKind
    from sozialraum.foundation.privacy.gate import Subject
    from sozialraum.foundation.vocabulary import Action, Purpose
    from sozialraum.individual import queries
    from sozialraum.individual.enums import CaseState
    from sozialraum.individual.models import Case, Statement
    from sozialraum.individual.services import TakenOverCase, take_over_cases

    user = create_user(username="worker", full_name="Benchmark", at=AT, by=None)
    give_role(user_id=user.id, role=Role.CASE_WORKER, at=AT, by=None)
    worker = actor_of(user, today=AT.date(), second_factor=True)
    mine: list[uuid.UUID] = []
    for start in range(0, number, 500):
        batch = [
            TakenOverCase(
                f"B-{start + n:06d}", "Beispiel", "0301", "2023", "hafen", CaseState.RUNNING, AT.date()
            )
            for n in range(500)
        ]
        ids = take_over_cases(worker, batch, at=AT)
        mine = mine or ids[:OWN_CASES]
    for case_id in mine:
        give_role(
            user_id=user.id,
            role=Role.CASE_WORKER,
            scope_kind=ScopeKind.CASE,
            scope_key=str(case_id),
            at=AT,
            by=None,
        )
    worker = actor_of(user, today=AT.date(), second_factor=True)
    subject = Subject("case", tuple(mine))
    with cluster.superuser("sozialraum") as superuser:  # type: ignore[attr-defined]
        superuser.execute("ANALYZE")
        wanted = list(mine)

        def with_gate() -> None:
            with transaction.atomic():
                queries.cases(gate.open(worker, Purpose.SERVICE, Action.LIST, subject, at=AT))

        def with_security_alone() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('sozialraum.readable', %s, true)", [",".join(map(str, wanted))]
                )
                cursor.execute(LIST_SQL, [wanted])
                cursor.fetchall()

        def without() -> None:
            with superuser.transaction():
                superuser.execute("SELECT 1")
                superuser.execute(LIST_SQL, [wanted]).fetchall()

        def application_without_gate() -> None:
            with transaction.atomic():
                list(Case.objects.filter(id__in=wanted))
                list(Statement.objects.filter(case_id__in=wanted).values_list("case_id", "said_on"))

        _pair("list of 31 cases: SQL with row-level security : without", with_security_alone, without, pairs)
        _pair(
            "list of 31 cases: page query through the gate : same queries, no gate",
            with_gate,
            application_without_gate,
            pairs,
        )


LIST_SQL = "SELECT id, number, family_name, area_code, state FROM person_case WHERE id = ANY(%s)"


def _pair(name: str, first: Callable[[], None], second: Callable[[], None], pairs: int) -> None:
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(pairs):
        for times, work in zip(taken, (first, second), strict=True):
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
    one, two = (statistics.median(times) * 1000 for times in taken)
    print(f"{name}: {one:.2f} ms : {two:.2f} ms = {one / two:.2f}; difference {one - two:.2f} ms", flush=True)


if __name__ == "__main__":
    main()
