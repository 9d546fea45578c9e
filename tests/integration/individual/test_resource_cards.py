"""The resource card in case space: the family's own, shown in parts, in everybody's own words, never lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.browsers import browser_of, stop_clock
from factories.case_pages import AUTO, page_of, shown, stranger
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.revisions import FieldConflict
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import GoalLevel, ResourceKind, SharedThing
from sozialraum.individual.queries import ResourceCardView
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
BIKES = "Ich kann Fahrräder reparieren."


@pytest.fixture
def family() -> Family:
    return make_family()


@pytest.fixture
def entry(family: Family) -> UUID:
    """Jonas's words, written down by the case worker at the table."""
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.begin_resource_card(grant)
    return services.add_resource(grant, kind=ResourceKind.PERSONAL, words=BIKES, speaker_id=family.son_id)


def card(actor: Actor, family: Family) -> ResourceCardView:
    return queries.resource_card(grant_for(actor, family.case_id))


def words(actor: Actor, family: Family) -> set[str]:
    return {each.words for each in card(actor, family).entries}


def helper_of(family: Family) -> Actor:
    return make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))


def test_the_family_and_who_writes_with_it_see_the_card(family: Family, entry: UUID) -> None:
    for actor in (family.worker, family.mother, family.son):
        assert words(actor, family) == {BIKES}
    assert not card(helper_of(family), family).begun
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    assert not card(lead, family).begun


def test_the_same_card_is_begun_once(family: Family, entry: UUID) -> None:
    first = services.begin_resource_card(grant_for(family.worker, family.case_id, Action.WRITE))
    assert services.begin_resource_card(grant_for(family.son, family.case_id, Action.WRITE)) == first


def test_parts_of_the_card_are_shown_to_a_provider(family: Family, entry: UUID) -> None:
    helper, son = helper_of(family), grant_for(family.son, family.case_id, Action.WRITE)
    services.add_resource(
        son, kind=ResourceKind.SOCIAL, words="Opa steht um fünf auf.", speaker_id=family.son_id
    )
    services.give_share(
        son, owner_id=family.son_id, thing=SharedThing.RESOURCE_CARD, recipient_id=helper.user_id,
        parts=[ResourceKind.SOCIAL],
    )  # fmt: skip
    assert words(helper, family) == {"Opa steht um fünf auf."}


def test_what_stays_in_the_family_is_shown_to_nobody_else(family: Family, entry: UUID) -> None:
    son = grant_for(family.son, family.case_id, Action.WRITE)
    secret = services.add_resource(
        son,
        kind=ResourceKind.SOCIAL,
        words="Papa ruft sonntags an.",
        speaker_id=family.son_id,
        family_only=True,
    )
    assert words(family.worker, family) == {BIKES}
    assert words(family.mother, family) == {BIKES, "Papa ruft sonntags an."}
    worker = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Denied):
        services.remove_resource(worker, secret)
    with pytest.raises(Refused, match="Only the family"):
        services.revise_resource(worker, entry, values={"family_only": True}, version=1)


def test_the_card_is_shut_on_the_next_request_after_it_was_taken_back(family: Family, entry: UUID) -> None:
    mother = grant_for(family.mother, family.case_id, Action.WRITE)
    (share,) = card(family.mother, family).shares
    services.withdraw_share(mother, share.id)
    assert not card(family.worker, family).begun
    worker = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Denied):
        services.revise_resource(worker, entry, values={"wants_to_use": 3}, version=1)
    with pytest.raises(Refused, match="taken this back"):
        services.begin_resource_card(worker)
    with connection.cursor() as cursor:
        for table in ("person_resource_card", "person_resource_entry"):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours
            assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM person_entry_version WHERE kind = 'resource'")
        assert cursor.fetchone() == (0,)


def test_a_slip_is_undone_within_ten_seconds_and_not_later(family: Family, entry: UUID) -> None:
    (share,) = card(family.son, family).shares
    services.withdraw_share(grant_for(family.son, family.case_id, Action.WRITE), share.id)
    soon = grant_for(family.son, family.case_id, Action.WRITE, at=AT + timedelta(seconds=9))
    assert [each.taken_back for each in queries.resource_card(soon).shares] == [True]
    with pytest.raises(Refused, match="too long ago"):
        services.restore_share(
            grant_for(family.mother, family.case_id, Action.WRITE, at=AT + timedelta(seconds=9)), share.id
        )
    services.restore_share(soon, share.id)
    assert words(family.worker, family) == {BIKES}
    services.withdraw_share(soon, share.id)
    late = grant_for(family.son, family.case_id, Action.WRITE, at=AT + timedelta(seconds=60))
    with pytest.raises(Refused, match="too long ago"):
        services.restore_share(late, share.id)
    assert queries.resource_card(late).shares == ()


def test_everybody_of_the_family_speaks_for_herself(family: Family, entry: UUID) -> None:
    mother = grant_for(family.mother, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="speaks for herself"):
        services.add_resource(
            mother, kind=ResourceKind.PERSONAL, words="Jonas ist klug.", speaker_id=family.son_id
        )
    with pytest.raises(Refused, match="somebody else"):
        services.revise_resource(mother, entry, values={"words": "anders"}, version=1)
    assert services.revise_resource(mother, entry, values={"wants_to_use": 2}, version=1) == 2


def test_the_scribe_corrects_on_the_same_day_only(family: Family, entry: UUID) -> None:
    later = grant_for(family.worker, family.case_id, Action.WRITE, at=AT + timedelta(days=2))
    with pytest.raises(Refused):
        services.revise_resource(later, entry, values={"words": "Er repariert."}, version=1)
    now = grant_for(family.worker, family.case_id, Action.WRITE)
    services.revise_resource(now, entry, values={"words": "Ich kann Räder flicken."}, version=1)
    assert words(family.son, family) == {"Ich kann Räder flicken."}


def test_a_professional_entry_is_nobodys_own_words(family: Family, entry: UUID) -> None:
    worker = grant_for(family.worker, family.case_id, Action.WRITE)
    services.add_resource(worker, kind=ResourceKind.INFRASTRUCTURAL, words="Montags ist Lernzeit.")
    found = next(each for each in card(family.son, family).entries if each.speaker is None)
    assert (found.professional, found.own_words) == ("Toni Berger", False)
    assert card(family.son, family).figures.by_family == 1


def test_two_people_change_different_fields_and_nothing_is_lost(family: Family, entry: UUID) -> None:
    son, worker = (grant_for(each, family.case_id, Action.WRITE) for each in (family.son, family.worker))
    son = grant_for(family.son, family.case_id, Action.WRITE)
    services.revise_resource(son, entry, values={"wants_to_use": 3}, version=1)
    worker = grant_for(family.worker, family.case_id, Action.WRITE)
    services.revise_resource(worker, entry, values={"exception_story": "Im März ging es."}, version=1)
    (found,) = card(family.son, family).entries
    assert (found.wants_to_use, found.exception_story) == (3, "Im März ging es.")
    worker = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(FieldConflict):
        services.revise_resource(worker, entry, values={"wants_to_use": 0}, version=1)


def test_the_own_last_step_is_taken_back(family: Family, entry: UUID) -> None:
    son = grant_for(family.son, family.case_id, Action.WRITE)
    services.revise_resource(son, entry, values={"wants_to_use": 3}, version=1)
    services.remove_resource(son, entry)
    assert words(family.son, family) == set()
    services.undo_on_resource_card(son)
    assert [each.wants_to_use for each in card(family.son, family).entries] == [3]
    services.undo_on_resource_card(son)
    assert [each.wants_to_use for each in card(family.son, family).entries] == [None]
    with pytest.raises(Refused, match="nothing to take back"):
        services.undo_on_resource_card(son)
    new = services.add_resource(son, kind=ResourceKind.MATERIAL, words="Papas Rad.", speaker_id=family.son_id)
    services.undo_on_resource_card(son)
    assert new not in {each.id for each in card(family.son, family).entries}


def test_words_of_lack_are_asked_about_and_kept(family: Family, entry: UUID) -> None:
    worker = grant_for(family.worker, family.case_id, Action.WRITE)
    services.add_resource(worker, kind=ResourceKind.PERSONAL, words="Hat leider Probleme am Morgen.")
    found = next(each for each in card(family.worker, family).entries if each.lacks)
    assert (found.words, found.lacks) == ("Hat leider Probleme am Morgen.", ("leider", "Probleme"))


def test_goals_and_people_of_another_family_are_refused(family: Family, entry: UUID) -> None:
    other = make_family(family_name="Nowak")
    foreign = services.set_goal(
        grant_for(other.worker, other.case_id, Action.WRITE),
        owner_id=other.son_id,
        words="Ich lerne schwimmen.",
    )
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="no such goal"):
        services.revise_resource(grant, entry, values={"goal_ids": [foreign]}, version=1)
    with pytest.raises(Refused, match="does not belong"):
        services.add_resource(grant, kind=ResourceKind.SOCIAL, words="x", speaker_id=other.son_id)


def test_a_use_that_ends_before_it_begins_is_refused(family: Family, entry: UUID) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="before it begins"):
        services.revise_resource(
            grant, entry, values={"used_from": TODAY, "used_until": TODAY - timedelta(days=1)}, version=1
        )


class TestGoals:
    def test_a_tree_of_direction_goal_and_step_is_numbered(self, family: Family) -> None:
        grant = grant_for(family.worker, family.case_id, Action.WRITE)
        way = services.set_goal(
            grant, owner_id=family.son_id, words="Ich gehe gern hin.", level=GoalLevel.DIRECTION
        )
        goal = services.set_goal(
            grant, owner_id=family.son_id, words="Ich komme bis zur Pause.", parent_id=way
        )
        services.set_goal(
            grant,
            owner_id=family.son_id,
            words="Emre fragen",
            who="Jonas",
            level=GoalLevel.STEP,
            parent_id=goal,
        )
        (found,) = queries.goals(grant)
        assert [each.words for each in found.steps[0].steps] == ["Emre fragen"]
        assert [each.number for each in queries.action_goals(grant)] == [1]
        for level, parent in ((GoalLevel.STEP, None), (GoalLevel.STEP, way), (GoalLevel.DIRECTION, goal)):
            with pytest.raises(Refused):
                services.set_goal(grant, owner_id=family.son_id, words="x", level=level, parent_id=parent)
        with pytest.raises(Refused, match="Steps stand"):
            services.remove_goal(grant, goal)

    def test_the_wording_of_another_stands_beside_the_words(self, family: Family) -> None:
        grant = grant_for(family.worker, family.case_id, Action.WRITE)
        goal = services.set_goal(grant, owner_id=family.son_id, words="Ich komme bis zur Pause.")
        later = grant_for(family.worker, family.case_id, Action.WRITE, at=AT + timedelta(days=2))
        with pytest.raises(Refused, match="somebody else"):
            services.revise_goal(later, goal, values={"words": "Schulbesuch wird stabilisiert."}, version=1)
        services.revise_goal(later, goal, values={"in_other_words": "Schulbesuch bis 10 Uhr."}, version=1)
        (found,) = queries.goals(later)
        assert (found.words, found.in_other_words) == ("Ich komme bis zur Pause.", "Schulbesuch bis 10 Uhr.")


class TestPages:
    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stop_clock(monkeypatch)

    def test_the_card_says_what_is_there_and_where_nothing_stands(self, family: Family, entry: UUID) -> None:
        page = shown(browser_of(family.worker), page_of(family, "ressourcen/"))
        assert "Worauf können wir bauen?" in page
        assert "Eines haben wir gefunden" in page
        assert BIKES in page
        assert "Wen rufen wir an, wenn etwas ist?" in page

    def test_an_entry_is_added_used_changed_and_taken_back(self, family: Family, entry: UUID) -> None:
        browser = browser_of(family.son)
        new = {"kind": "social", "words": "Emre wohnt zwei Häuser weiter.", "speaker": str(family.son_id)}
        answer = browser.post(page_of(family, "ressourcen/neu/"), new, headers={"X-Card": "1"})
        assert answer.status_code == 200
        assert "<html" not in answer.content.decode()
        found = next(each for each in card(family.son, family).entries if each.kind is ResourceKind.SOCIAL)
        assert (
            browser.post(
                page_of(family, f"ressourcen/{found.id}/nutzen/"), {"wants": 3, "version": 1}
            ).status_code
            == 302
        )
        values = {
            "version": 2,
            "words": found.words,
            "kind": "social",
            "availability": "now",
            "wants_to_use": 2,
        }
        saved = browser.post(page_of(family, f"ressourcen/{found.id}/"), values, headers=AUTO)
        assert (saved.status_code, saved.json()["version"]) == (200, 3)
        for _ in range(3):
            assert browser.post(page_of(family, "ressourcen/zurueck/")).status_code == 302
        assert words(family.son, family) == {BIKES}

    def test_empty_words_are_told_and_nothing_is_stored(self, family: Family, entry: UUID) -> None:
        answer = browser_of(family.worker).post(
            page_of(family, "ressourcen/neu/"), {"kind": "social", "words": " "}
        )
        assert answer.status_code == 422
        assert words(family.worker, family) == {BIKES}

    def test_nobody_but_the_family_shows_the_card(self, family: Family, entry: UUID) -> None:
        helper = helper_of(family)
        values = {"recipient": str(helper.user_id), "parts": ["social"]}
        assert (
            browser_of(family.worker).post(page_of(family, "ressourcen/zeigen/"), values).status_code == 404
        )
        assert (
            browser_of(family.mother).post(page_of(family, "ressourcen/zeigen/"), values).status_code == 302
        )
        assert "nur „Diese Menschen sind für uns da“" in shown(
            browser_of(family.son), page_of(family, "ressourcen/")
        )
        assert "Es gibt noch keine Karte" not in shown(browser_of(helper), page_of(family, "ressourcen/"))

    def test_a_foreign_worker_finds_neither_card_nor_goals(self, family: Family, entry: UUID) -> None:
        for path in ("ressourcen/", f"ressourcen/{entry}/", "ziele/"):
            assert stranger(Role.CASE_WORKER).get(page_of(family, path)).status_code == 404

    def test_the_number_of_queries_does_not_grow_with_the_entries(self, family: Family, entry: UUID) -> None:
        browser = browser_of(family.worker)
        address = page_of(family, "ressourcen/")
        browser.get(address)
        with CaptureQueriesContext(connection) as one:
            browser.get(address)
        grant = grant_for(family.worker, family.case_id, Action.WRITE)
        for number in range(5):
            services.add_resource(
                grant, kind=ResourceKind.SOCIAL, words=f"Mensch {number}", speaker_id=family.son_id
            )
        with CaptureQueriesContext(connection) as many:
            browser.get(address)
        assert len(many) == len(one)

    def test_a_goal_is_written_down_questioned_and_changed(self, family: Family) -> None:
        browser = browser_of(family.worker)
        new = {"words": "Nicht mehr so viel Streit.", "owner": str(family.son_id), "level": "action"}
        assert browser.post(page_of(family, "ziele/"), new).status_code == 302
        page = shown(browser, page_of(family, "ziele/"))
        assert "Was ist stattdessen da?" in page
        (goal,) = queries.goals(grant_for(family.worker, family.case_id))
        values = {"version": 1, "words": "Wir reden leise.", "state": "open", "sign": "Lotte schläft ein."}
        assert browser.post(page_of(family, f"ziele/{goal.id}/"), values, headers=AUTO).json()["version"] == 2
        assert browser.post(page_of(family, "ziele/"), {"words": "x", "level": "action"}).status_code == 422
