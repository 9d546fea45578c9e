"""What belongs to a person goes with her when two files become one, and nobody sees more by it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from factories.cases import Family, grant_for, make_family
from factories.merges import propose, words_in, writing
from factories.people import AT, TODAY, again, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ResourceKind, SharedThing
from sozialraum.individual.models import (
    EntryVersion,
    Genogram,
    Member,
    MovedBelonging,
    NetworkSheet,
    NetworkSheetVersion,
    ResourceCard,
    ResourceEntry,
    Share,
)
from sozialraum.individual.queries.network_maps import shares_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
OWN = (NetworkSheet, NetworkSheetVersion, Genogram, ResourceCard, ResourceEntry, EntryVersion, Share)
HOME = "Opa hat immer ein Bett frei."


@pytest.fixture
def worker() -> Actor:
    return make_actor(Role.CASE_WORKER)


@pytest.fixture
def leading(worker: Actor) -> Family:
    return make_family(worker=worker)


@pytest.fixture
def former(worker: Actor) -> Family:
    """The same family, entered again by the same worker, who drew with the son before he had an account."""
    family = make_family(worker=worker, family_name="Keßler")
    _without_accounts(family)
    grant = writing(family)
    services.begin_network_map(grant, owner_id=family.son_id, on=TODAY)
    services.begin_genogram(grant, owner_id=family.son_id)
    context.clear()
    return family


def _without_accounts(family: Family) -> None:
    writing(family)
    Member.objects.filter(case_id=family.case_id).update(user_id=None)
    context.clear()


def seen(actor: Actor, family: Family) -> set[str]:
    """Whose maps and genograms somebody finds in a case."""
    context.clear()
    try:
        grant_for(again(actor, second_factor=actor.second_factor), family.case_id)
    except Denied:
        return {"shut"}
    found = {"map" for each in NetworkSheet.objects.all() if each.case_id == family.case_id}
    found |= {"genogram" for each in Genogram.objects.all() if each.case_id == family.case_id}
    found |= {each.words for each in ResourceEntry.objects.filter(case_id=family.case_id)}
    context.clear()
    return found


def everything(*sides: tuple[Actor, Family]) -> dict[str, list[Any]]:
    """Every own row of these cases, to whom it may be shown, as each of these people finds it."""
    found: dict[str, list[Any]] = {}
    for actor, family in sides:
        context.clear()
        grant_for(again(actor, second_factor=actor.second_factor), family.case_id)
        for model in OWN:
            rows = model._default_manager.filter(case_id=family.case_id).order_by("pk").values_list()
            found[f"{actor.user_id}/{family.case_id}/{model.__name__}"] = [
                tuple(map(str, row)) for row in rows
            ]
    context.clear()
    return found


def test_a_map_and_a_genogram_follow_the_person_to_the_file_that_leads(
    lead: Actor, leading: Family, former: Family
) -> None:
    assert seen(leading.worker, former) == {"map", "genogram"}
    propose(lead, leading, former)
    assert seen(leading.worker, leading) == {"map", "genogram"}
    assert seen(leading.son, leading) == {"map", "genogram"}
    assert seen(leading.worker, former) == set()
    # as before she shows it to nobody else
    for actor in (lead, leading.mother):
        assert seen(actor, leading) == set()
    grant = writing(leading)
    sheet = queries.network_maps(grant)[0]
    assert len(shares_of(grant, leading.son_id, SharedThing.NETWORK_MAP)) == 1
    assert queries.network_map(grant, sheet.id).owner.id == leading.son_id


def test_undo_gives_everything_back_exactly(lead: Actor, leading: Family, former: Family) -> None:
    sides = ((leading.worker, leading), (leading.son, leading), (leading.worker, former))
    before = everything(*sides)
    merge_id = propose(lead, leading, former)
    context.clear()
    assert everything(*sides) != before
    services.undo_merge(lead, leading.case_id, merge_id, at=AT)
    assert everything(*sides) == before


def test_what_she_went_on_with_stays_where_she_went_on(lead: Actor, leading: Family, former: Family) -> None:
    merge_id = propose(lead, leading, former)
    grant = writing(leading)
    sheet = NetworkSheet.objects.get(case_id=leading.case_id)
    services.change_network_map(grant, sheet.id, lambda drawn: drawn)
    NetworkSheet.objects.filter(id=sheet.id).update(version=sheet.version + 1)
    context.clear()
    services.undo_merge(lead, leading.case_id, merge_id, at=AT)
    assert seen(leading.son, leading) == {"map"}
    assert seen(leading.worker, former) == {"genogram"}


def test_a_share_taken_back_in_between_stays_taken_back(lead: Actor, leading: Family, former: Family) -> None:
    merge_id = propose(lead, leading, former)
    son = grant_for(leading.son, leading.case_id, Action.WRITE)
    share = Share.objects.get(case_id=leading.case_id, thing=SharedThing.NETWORK_MAP)
    services.withdraw_share(son, share.id)
    services.undo_merge(lead, leading.case_id, merge_id, at=AT)
    assert seen(leading.worker, former) == {"genogram"}


def test_who_leaves_the_familys_work_sees_no_map_any_more_and_her_successor_none_yet(
    lead: Actor, leading: Family
) -> None:
    other = make_family(family_name="Keßler")
    _without_accounts(other)
    services.begin_network_map(writing(other), owner_id=other.son_id, on=TODAY)
    context.clear()
    merge_id = propose(lead, leading, other)
    assert seen(leading.worker, leading) == set()
    assert seen(leading.son, leading) == {"map"}
    grant_for(leading.worker, leading.case_id)
    assert not Share.objects.filter(case_id=leading.case_id, withdrawn_at__isnull=True).exists()
    context.clear()
    services.undo_merge(lead, leading.case_id, merge_id, at=AT)
    assert seen(again(other.worker), other) == {"map"}


def test_nothing_leaves_the_account_that_owns_it(lead: Actor, leading: Family, worker: Actor) -> None:
    other = make_family(worker=worker, family_name="Keßler")
    services.begin_network_map(
        grant_for(other.son, other.case_id, Action.WRITE), owner_id=other.son_id, on=TODAY
    )
    propose(lead, leading, other)
    assert seen(again(other.son, second_factor=False), other) == {"map"}
    for actor in (leading.son, leading.mother, leading.worker):
        assert seen(actor, leading) == set()


def test_maps_shown_to_others_on_each_side_are_not_mixed(
    lead: Actor, leading: Family, former: Family
) -> None:
    son = grant_for(leading.son, leading.case_id, Action.WRITE)
    services.begin_network_map(son, owner_id=leading.son_id, on=TODAY)
    services.give_share(
        son, owner_id=leading.son_id, thing=SharedThing.NETWORK_MAP, recipient_id=leading.mother.user_id
    )
    propose(lead, leading, former)
    context.clear()
    grant_for(leading.mother, leading.case_id)
    assert NetworkSheet.objects.count() == 1
    # the genogram was shown to nobody else there, so it comes
    assert seen(leading.son, leading) == {"map", "genogram"}
    assert seen(leading.worker, former) == {"map"}


def test_whoever_stays_keeps_her_own_in_the_former_file(lead: Actor, leading: Family, former: Family) -> None:
    propose(lead, leading, former, fates={"Jonas": "stays"})
    assert seen(leading.worker, former) == {"map", "genogram"}
    assert seen(leading.son, leading) == set()


def test_the_card_of_the_family_comes_with_its_speakers_and_goals(
    lead: Actor, leading: Family, former: Family
) -> None:
    _without_accounts(leading)
    grant = writing(former)
    goal = services.set_goal(grant, words="Ich schlafe zweimal bei Opa.", owner_id=former.son_id)
    services.begin_resource_card(grant)
    entry = services.add_resource(
        grant, kind=ResourceKind.SOCIAL, words=HOME, speaker_id=former.son_id, goal_ids=[goal]
    )
    services.revise_resource(grant, entry, values={"wants_to_use": 3}, version=1)
    context.clear()
    sides = ((leading.worker, leading), (leading.worker, former))
    before = everything(*sides)
    merge_id = propose(lead, leading, former)
    card = queries.resource_card(grant_for(leading.worker, leading.case_id))
    assert [(each.words, each.speaker.id if each.speaker else None) for each in card.entries] == [
        (HOME, leading.son_id)
    ]
    assert [each.case_id for each in EntryVersion.objects.filter(entry_id=entry)] == [leading.case_id] * 2
    stored = ResourceEntry.objects.get(id=entry)
    assert stored.goal_ids
    assert stored.goal_ids != [goal]
    context.clear()
    services.undo_merge(lead, leading.case_id, merge_id, at=AT)
    assert everything(*sides) == before


def test_a_card_that_others_would_read_by_it_stays(lead: Actor, leading: Family, former: Family) -> None:
    grant = writing(former)
    services.begin_resource_card(grant)
    services.add_resource(grant, kind=ResourceKind.SOCIAL, words=HOME, speaker_id=former.son_id)
    propose(lead, leading, former)
    # the accounts of the leading file had no part in it
    assert HOME not in seen(leading.mother, leading)
    assert HOME in seen(leading.worker, former)


def _call(merge_id: UUID, function: str = "move_belongings") -> None:
    arguments = {"move_belongings": "%s, '{}', '{}', NULL, now()", "put_belongings_back": "%s"}[function]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({arguments})", [merge_id])


def test_the_applications_role_moves_nothing_by_itself(lead: Actor, leading: Family, former: Family) -> None:
    """Hostile: calling the functions without the act, for one file only, for nobody, and by plain statements."""
    merge_id = propose(lead, leading, former)
    context.clear()
    for function in ("move_belongings", "put_belongings_back"):
        _call(merge_id, function)
        for family in (leading, former):
            context.clear()
            grant_for(leading.worker, family.case_id)
            _call(merge_id, function)
    context.clear()
    assert seen(leading.son, leading) == {"map", "genogram"}
    # a merge that is done is not done again, whoever has both files open
    queries.merge_files(lead, leading.case_id, former.case_id, at=AT)
    _call(merge_id)
    assert MovedBelonging.objects.count() == 0
    assert NetworkSheet.objects.count() == Genogram.objects.count() == 0
    assert NetworkSheet.objects.update(case_id=former.case_id) == 0
    for statement in (
        "SELECT move_shares(NULL, '', NULL, NULL, NULL, '{}', now(), NULL)",
        "SELECT follow_belongings(NULL, NULL)",
        "SELECT * FROM belonging_people(NULL)",
        "SET ROLE sozialraum_counter",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert words_in(leading.worker, leading)


def test_the_role_that_moves_can_read_no_word_of_what_it_moves() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM (VALUES ('person_network_sheet', 'content'),"
            " ('person_network_sheet_version', 'content'), ('person_genogram', 'content'),"
            " ('person_genogram_version', 'content'), ('person_resource_entry', 'words'),"
            " ('person_resource_entry', 'exception_story'), ('person_entry_version', 'values')) AS c(table_name, column_name)"
            " WHERE has_column_privilege('sozialraum_counter', table_name, column_name, 'SELECT')"
            " OR has_column_privilege('sozialraum_counter', table_name, column_name, 'UPDATE')"
        )
        assert cursor.fetchall() == []


def test_a_person_of_a_third_family_is_never_a_counterpart(
    lead: Actor, leading: Family, former: Family
) -> None:
    """Hostile: a merge forged to name somebody of another family moves nothing to her."""
    third = make_family()
    context.clear()
    merge_id = propose(lead, leading, former, fates={"Jonas": "stays"})
    context.clear()
    queries.merge_files(lead, leading.case_id, former.case_id, at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE person_case_merge SET state = 'proposed', people = jsonb_build_object(%s::text, %s::text) WHERE id = %s",
            [str(former.son_id), str(third.son_id), merge_id],
        )
    _call(merge_id)
    assert seen(leading.worker, former) == {"map", "genogram"}
    assert seen(third.son, third) == set()
    stranger = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    assert seen(stranger, leading) == {"shut"}
