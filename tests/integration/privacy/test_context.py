"""The context of one transaction: what it opens, what closes it again, and that nobody else sees it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.cases import Family, grant_for, make_family
from factories.people import AT, make_actor
from sozialraum.foundation.database.embedded import Cluster
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role
from sozialraum.foundation.privacy.context import RowContext
from sozialraum.foundation.privacy.gate import Denied, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.models import Case

database = pytest.mark.django_db(databases=["default", "audit"])
IDS = [uuid4() for _ in range(4)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(list(Action)),
        st.sampled_from(list(Purpose)),
        st.lists(st.sampled_from(IDS), max_size=3, unique=True),
    ),
    max_size=6,
)


def _expected(steps: list[tuple[Action, Purpose, list[UUID]]], actor: Actor) -> RowContext:
    """The same by plain sets."""
    readable: set[str] = set()
    writable: set[str] = set()
    shown: set[str] = set()
    for action, purpose, ids in steps:
        opened = {str(each) for each in ids}
        by_consent = purpose is Purpose.CONSENT
        shown |= opened if by_consent else set()
        readable |= opened if action is not Action.TAKE_OVER and not by_consent else set()
        writable |= opened if action in context.WRITING else set()
    if not steps:
        return RowContext()
    return RowContext(
        str(actor.user_id), steps[-1][1], frozenset(readable), frozenset(writable), frozenset(shown)
    )


@database
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_openings_add_up_like_sets_and_each_answers_with_what_was_before(
    steps: list[tuple[Action, Purpose, list[UUID]]],
) -> None:
    actor = Actor(IDS[0])
    context.clear()
    for number, (action, purpose, ids) in enumerate(steps):
        before = context.enter(actor=actor, purpose=purpose, action=action, ids=tuple(ids))
        assert before == _expected(steps[:number], actor)
    assert context.current() == _expected(steps, actor)
    context.clear()
    assert context.current() == RowContext()


@database
def test_a_rolled_back_savepoint_closes_what_was_opened_in_it() -> None:
    family = make_family()
    context.clear()
    with transaction.atomic():
        grant_for(family.worker, family.case_id)
        assert Case.objects.count() == 1
        transaction.set_rollback(True)
    assert (Case.objects.count(), context.current()) == (0, RowContext())


@database
def test_a_denial_inside_an_open_case_keeps_that_case_and_no_more() -> None:
    mine, foreign = make_family(), make_family()
    context.clear()
    grant_for(mine.worker, mine.case_id)
    before = context.current()
    with pytest.raises(Denied):
        grant_for(mine.worker, foreign.case_id)
    assert context.current() == before
    assert [case.id for case in Case.objects.all()] == [mine.case_id]


@database
@pytest.mark.parametrize("broken", ["rule", "record"])
def test_an_error_at_the_gate_opens_nothing(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    family = make_family()
    context.clear()

    def fail(*_: object, **__: object) -> None:
        raise DatabaseError("away")

    if broken == "rule":
        monkeypatch.setitem(gate._rules, "case", fail)
    else:
        monkeypatch.setattr(gate, "record", fail)
    with pytest.raises(DatabaseError, match="away"):
        grant_for(family.worker, family.case_id)
    assert (Case.objects.count(), context.current()) == (0, RowContext())


@database
def test_several_subjects_open_together_or_not_at_all() -> None:
    worker = make_actor(Role.CASE_WORKER)
    one, two = make_family(worker=worker), make_family(worker=worker)
    foreign = make_family()
    both = Actor(worker.user_id, one.worker.roles + two.worker.roles, second_factor=True)
    context.clear()
    gate.open(both, Purpose.SERVICE, Action.LIST, Subject("case", (one.case_id, two.case_id)), at=AT)
    assert Case.objects.count() == 2
    context.clear()
    with pytest.raises(Denied):
        gate.open(both, Purpose.SERVICE, Action.LIST, Subject("case", (one.case_id, foreign.case_id)), at=AT)
    assert Case.objects.count() == 0


@database
def test_the_gate_needs_one_statement_on_the_business_connection(django_assert_num_queries) -> None:
    family = make_family()
    context.clear()
    with django_assert_num_queries(1):  # the record goes by the connection of the trail
        grant_for(family.worker, family.case_id)


def test_outside_a_transaction_the_gate_does_not_open(committing: None) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"):
        gate.open(NOBODY, Purpose.SERVICE, Action.READ, Subject("case", (uuid4(),)), at=AT)


def test_nothing_is_left_on_the_connection_and_no_other_connection_sees_it(
    committing: None, cluster: Cluster
) -> None:
    with transaction.atomic():
        family: Family = make_family()
    other = connection.copy("other")
    try:
        with transaction.atomic():
            grant_for(family.worker, family.case_id)
            assert Case.objects.count() == 1
            with other.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM person_case")
                assert cursor.fetchone() == (0,)
        assert Case.objects.count() == 0
        assert context.current() == RowContext()
    finally:
        other.close()
