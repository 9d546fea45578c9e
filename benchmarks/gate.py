"""What the gate and row-level security cost, paired in one run.

    python benchmarks/gate.py --cases 6000

Starts an embedded server of its own, fills it with cases and measures in turns: the same code by the application's
role through the gate, and as a superuser, whom no policy binds, with a grant made before. The last pair is the whole
page of 31 families as a web process answers it, with every lock and with none of them: the cost of the gate is what
its difference is of that page. Prints medians of many pairs, on the clock and in processor time of this process.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

AT = datetime.now(UTC)
OWN_CASES = 31
WARMING = 8
"""Rounds before the clock counts: until the plans of the statements are kept, as in a web process that has run a while."""


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
    from django.db import connection, connections, transaction

    from sozialraum.foundation.database.migration import bring_up_to_date
    from sozialraum.foundation.database.roles import keep_plans

    bring_up_to_date()
    from sozialraum.foundation.accounts.queries import actor_of
    from sozialraum.foundation.accounts.services import create_user, give_role
    from sozialraum.foundation.privacy import gate
    from sozialraum.foundation.privacy.actors import Role, ScopeKind
    from sozialraum.foundation.privacy.gate import Subject
    from sozialraum.foundation.vocabulary import Action, Purpose
    from sozialraum.individual import queries
    from sozialraum.individual.enums import CaseState
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
    with cluster.superuser("sozialraum") as superuser:  # type: ignore[attr-defined]  # the cluster of this benchmark is embedded
        superuser.execute("ANALYZE")
    # as a web process does, for connections that are made from now on
    keep_plans()
    connections.close_all()
    worker = actor_of(user, today=AT.date(), second_factor=True)
    subject = Subject("case", tuple(mine))
    with transaction.atomic():
        grant = gate.open(worker, Purpose.SERVICE, Action.LIST, subject, at=AT)
    with cluster.superuser("sozialraum") as superuser:  # type: ignore[attr-defined]  # the cluster of this benchmark is embedded
        wanted = list(mine)

        def with_security_alone() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('sozialraum.readable', %s, true)", [",".join(map(str, wanted))]
                )
                cursor.execute(LIST_SQL, [wanted])
                cursor.fetchall()

        def without_security() -> None:
            with superuser.transaction():
                superuser.execute("SELECT 1")
                superuser.execute(LIST_SQL, [wanted]).fetchall()

        _pair(
            "one query of 31 cases: row-level security : none", with_security_alone, without_security, pairs
        )

    guarded, bare = connections["default"], _without_locks(cluster)

    def with_gate() -> None:
        with transaction.atomic():
            queries.cases(gate.open(worker, Purpose.SERVICE, Action.LIST, subject, at=AT))

    def without_gate() -> None:
        # the same code with the same grant, on a connection that no policy binds, without asking and recording
        connections["default"] = bare
        try:
            with transaction.atomic():
                queries.cases(grant)
        finally:
            connections["default"] = guarded

    _pair("list of 31 cases: gate, record and security : none", with_gate, without_gate, pairs)
    browser = _browser(user)
    asked, granted = gate.open, {}

    def granted_before(actor: Any, purpose: Any, action: Any, subject: Any, **how: Any) -> Any:
        """A grant made once, without asking, opening or recording."""
        key = (purpose, action, subject)
        if key not in granted:
            granted[key] = asked(actor, purpose, action, subject, **how)
        return granted[key]

    def page() -> None:
        answer = browser.get("/individuum/")
        assert answer.status_code == 200, answer.status_code

    def page_without_locks() -> None:
        connections["default"], gate.open = bare, granted_before
        try:
            page()
        finally:
            connections["default"], gate.open = guarded, asked

    for _ in range(WARMING):
        page()
        page_without_locks()
    _pair("the page of this list: every lock : none", page, page_without_locks, pairs)
    bare.close()


def _without_locks(cluster: object) -> Any:
    """Django's connection as the superuser, whom no policy binds."""
    from django.db import connections
    from django.db.utils import load_backend

    parameters = cluster.connection.parameters("postgres", database="sozialraum")  # type: ignore[attr-defined]  # the cluster of this benchmark is embedded
    settings = {
        **connections["default"].settings_dict, "USER": parameters["user"], "PASSWORD": parameters["password"]
    }  # fmt: skip
    return load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")


def _browser(user: Any) -> Any:
    """A browser in which the worker is signed in with her second factor."""
    from django.conf import settings
    from django.test import Client

    from sozialraum.foundation.accounts import session_keys
    from sozialraum.foundation.ui.services import found_installation

    found_installation(municipality_name="Beispielstadt", language="de", at=AT, by=None)
    settings.ALLOWED_HOSTS, settings.SECRET_KEY = ["testserver"], secrets.token_urlsafe(40)
    browser = Client()
    browser.force_login(user)
    session = browser.session
    session[session_keys.SECOND_FACTOR] = True
    session.save()
    return browser


LIST_SQL = "SELECT id, number, family_name, area_code, state FROM person_case WHERE id = ANY(%s)"


def _pair(name: str, first: Callable[[], None], second: Callable[[], None], pairs: int) -> None:
    """Both in turns; the locks' share is the median of the differences, of the median of the first."""
    for clock, what in ((time.perf_counter, "clock"), (time.process_time, "processor of this process")):
        taken: tuple[list[float], list[float]] = ([], [])
        for _ in range(pairs):
            for times, work in zip(taken, (first, second), strict=True):
                begun = clock()
                work()
                times.append((clock() - begun) * 1000)
        one, two = (statistics.median(times) for times in taken)
        more = statistics.median(a - b for a, b in zip(*taken, strict=True))
        print(
            f"{name}, {what}: {one:.2f} ms : {two:.2f} ms = {one / two:.2f}; difference {more:.2f} ms, {more / one:.1%}",
            flush=True,
        )


if __name__ == "__main__":
    main()
