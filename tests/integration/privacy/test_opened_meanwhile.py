"""The gate opens while the floor decides: what is asked next is asked with it open, and what fails opens nothing."""

from __future__ import annotations

from typing import cast

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from factories.cases import Family, grant_for, make_family
from factories.people import AT
from sozialraum.foundation.database.embedded import Cluster
from sozialraum.foundation.database.postgresql.base import DatabaseWrapper
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.context import RowContext
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.models import Case


@pytest.fixture
def family(committing: None) -> Family:
    with transaction.atomic():
        return make_family(family_name="Kessler")


def look(family: Family) -> context.Before:
    return context.begin_to_enter(
        actor=family.worker, purpose=Purpose.SERVICE, action=Action.READ, keys=(str(family.case_id),)
    )


def names() -> list[str]:
    return list(Case.objects.values_list("family_name", flat=True))


def test_an_opening_that_is_sent_begins_the_transaction_and_ends_with_it(family: Family) -> None:
    assert names() == []
    with transaction.atomic():
        before = look(family)
        assert names() == ["Kessler"]
        assert before() == RowContext()
    assert (names(), context.current()) == ([], RowContext())


@pytest.mark.parametrize("broken", [False, True])
def test_nobody_has_to_wait_for_an_opening(family: Family, broken: bool) -> None:
    """A transaction that asks nothing else is ended all the same, and the connection goes on."""

    def look_only() -> None:
        with transaction.atomic():
            look(family)
            if broken:
                raise LookupError

    if broken:
        with pytest.raises(LookupError):
            look_only()
    else:
        look_only()
    assert (names(), context.current()) == ([], RowContext())


def test_openings_that_were_not_waited_for_know_each_what_was_before(family: Family) -> None:
    with transaction.atomic():
        other = make_family(family_name="Aydın")
    with transaction.atomic():
        befores = [look(family), look(other), look(family)]
        assert sorted(names()) == ["Aydın", "Kessler"]
        mine, both = {str(family.case_id)}, {str(family.case_id), str(other.case_id)}
        assert [before().readable for before in befores] == [set(), mine, both]


def test_a_savepoint_that_is_taken_back_closes_what_was_sent_in_it(family: Family) -> None:
    with transaction.atomic():
        with transaction.atomic():
            look(family)
            assert names() == ["Kessler"]
            transaction.set_rollback(True)
        assert names() == []


def test_what_was_rolled_back_before_does_not_matter(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver then throws away the plans that it keeps, as it does in a web process."""
    monkeypatch.setattr(cast("DatabaseWrapper", connection).connection, "prepare_threshold", 0)

    def stumble() -> None:
        with transaction.atomic():
            look(family)
            assert names() == ["Kessler"]
            raise LookupError

    for _ in range(3):
        with pytest.raises(LookupError):
            stumble()
        with transaction.atomic():
            with pytest.raises(LookupError):
                stumble()
            look(family)
            assert names() == ["Kessler"]


def test_an_opening_that_fails_opens_nothing_and_says_so(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> list[str]:
        with transaction.atomic():
            look(family)
            return names()

    monkeypatch.setattr(context, "_ENTER", context._ENTER.replace("privacy_enter(", "no_function("))
    with pytest.raises(DatabaseError, match="no_function"):
        ask()
    monkeypatch.undo()
    assert names() == []
    assert ask() == ["Kessler"]


def test_nothing_is_sent_into_a_transaction_that_is_broken(family: Family) -> None:
    def go_on() -> None:
        with transaction.atomic():
            transaction.set_rollback(True)
            look(family)

    with pytest.raises(TransactionManagementError):
        go_on()


def test_a_server_that_is_lost_meanwhile_is_told_as_lost(family: Family, cluster: Cluster) -> None:
    def ask() -> list[str]:
        with transaction.atomic(), cluster.superuser("sozialraum") as superuser:
            look(family)
            number = cast("DatabaseWrapper", connection).connection.info.backend_pid
            superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
            look(family)
            return names()

    with pytest.raises(DatabaseError):
        ask()
    connection.close()
    assert names() == []


def test_the_gate_denies_with_everything_as_it_was(family: Family) -> None:
    with transaction.atomic():
        foreign = make_family(family_name="Fremd")
    with transaction.atomic():
        grant_for(family.worker, family.case_id)
        with pytest.raises(gate.Denied):
            gate.open(family.worker, Purpose.SERVICE, Action.READ, Subject("case", (foreign.case_id,)), at=AT)
        assert names() == ["Kessler"]
