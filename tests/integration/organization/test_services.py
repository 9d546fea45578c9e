from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from factories.field import make_keeper, make_lead, make_offer, make_provider, make_team
from factories.people import AT, TODAY, make_actor, make_user
from sozialraum.errors import Conflict
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.revisions import FieldConflict
from sozialraum.organization import queries
from sozialraum.organization.enums import LegalBasis, MembershipFunction, OfferForm, OfferKind
from sozialraum.organization.models import Offer, OfferVersion, Provider
from sozialraum.organization.search import by_name
from sozialraum.organization.services import (
    NewMembership,
    NewOffer,
    NewProvider,
    NewTeam,
    Refused,
    add_memberships,
    add_offers,
    add_providers,
    add_teams,
    confirm_offer,
    revise_offer,
)

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
LATER = AT + timedelta(hours=1)


def test_a_batch_is_stored_whole_with_one_audit_entry() -> None:
    keeper = make_keeper()
    before = AuditEntry.objects.count()
    add_providers([NewProvider(code=f"p{n}", name=f"Verein {n}") for n in range(3)], by=keeper, at=AT)
    entries = AuditEntry.objects.order_by("id")[before:]
    assert [(each.object_kind, each.object_id, each.ground) for each in entries] == [
        ("organization.Provider", "", "count 3")
    ]
    assert [each.name for each in queries.providers(today=TODAY)] == ["Verein 0", "Verein 1", "Verein 2"]


def test_a_code_is_given_once() -> None:
    keeper = make_keeper()
    add_teams([NewTeam(code="asd-hafen", name="ASD Hafen")], by=keeper, at=AT)
    with pytest.raises(Refused, match="asd-hafen"):
        add_teams(
            [NewTeam(code="neu", name="Neu"), NewTeam(code="asd-hafen", name="Hafen")], by=keeper, at=AT
        )
    with pytest.raises(Refused, match="twice"):
        add_providers(
            [NewProvider(code="twice", name="A"), NewProvider(code="twice", name="B")], by=keeper, at=AT
        )
    assert [team.code for team in queries.teams()] == ["asd-hafen"]
    assert not Provider.objects.exists()


def test_only_keepers_add() -> None:
    with pytest.raises(Denied):
        add_teams([NewTeam(code="x", name="X")], by=make_actor(Role.CASE_WORKER), at=AT)
    with pytest.raises(Denied):
        add_providers([NewProvider(code="x", name="X")], by=make_actor(Role.PROVIDER_LEAD), at=AT)


def test_a_lead_adds_offers_to_her_own_provider_only() -> None:
    keeper = make_keeper()
    mine, other = make_provider(keeper), make_provider(keeper)
    lead = make_lead(mine)
    make_offer(lead, mine)
    with pytest.raises(Denied):
        make_offer(lead, other)
    assert Offer.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"form": OfferForm.RESIDENTIAL},
        {"legal_bases": []},
        {"direct_access": True, "form": OfferForm.RESIDENTIAL, "legal_bases": [LegalBasis.RESIDENTIAL_CARE]},
        {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
    ],
)
def test_one_wrong_offer_stops_the_batch(wrong: dict) -> None:
    keeper = make_keeper()
    code = make_provider(keeper)
    right = NewOffer(code, "SPFH", OfferKind.HELP_AT_HOME, [LegalBasis.FAMILY_HELP], OfferForm.AMBULANT)
    fields = {
        "provider_code": code, "name": "SPFH", "kind": OfferKind.HELP_AT_HOME, "legal_bases": [LegalBasis.FAMILY_HELP],
        "form": OfferForm.AMBULANT, **wrong,
    }  # fmt: skip
    with pytest.raises(Refused):
        add_offers([right, NewOffer(**fields)], by=keeper, at=AT)
    assert not Offer.objects.exists()


def test_an_unknown_provider_is_named() -> None:
    with pytest.raises(Refused, match="nobody"):
        make_offer(make_keeper(), "nobody")


def test_two_people_change_different_fields_and_both_stay() -> None:
    keeper = make_keeper()
    code = make_provider(keeper)
    first, second = make_lead(code), make_lead(code)
    offer_id = make_offer(keeper, code, capacity=8, description="Montags")
    assert revise_offer(offer_id, values={"capacity": 10}, version=1, by=first, at=LATER) == 2
    opened_before = {"description": "Dienstags", "capacity": 8}
    assert revise_offer(offer_id, values=opened_before, version=1, by=second, at=LATER) == 3
    stored = queries.offer(offer_id, today=TODAY)
    assert stored is not None
    assert (stored.capacity, stored.description) == (10, "Dienstags")


def test_two_people_change_the_same_field_and_both_texts_are_shown() -> None:
    keeper = make_keeper()
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code, description="Montags")
    revise_offer(offer_id, values={"description": "Dienstags"}, version=1, by=make_lead(code), at=LATER)
    with pytest.raises(FieldConflict) as caught:
        revise_offer(offer_id, values={"description": "Freitags"}, version=1, by=make_lead(code), at=LATER)
    (clash,) = caught.value.clashes
    assert (clash.field, clash.theirs, clash.mine) == ("description", "Dienstags", "Freitags")
    assert isinstance(caught.value, Conflict)
    assert caught.value.version == 2
    stored = queries.offer(offer_id, today=TODAY)
    assert stored is not None
    assert stored.description == "Dienstags"


def test_two_tabs_of_the_same_person_are_joined_as_well() -> None:
    keeper = make_keeper()
    code = make_provider(keeper)
    lead = make_lead(code)
    offer_id = make_offer(keeper, code, description="A", capacity=1)
    for number, text in enumerate(("B", "C", "D"), start=1):
        revise_offer(offer_id, values={"description": text}, version=number, by=lead, at=LATER)
    assert list(OfferVersion.objects.values_list("version", flat=True)) == [1, 2, 3]
    revise_offer(offer_id, values={"description": "B", "capacity": 2}, version=2, by=lead, at=LATER)
    stored = queries.offer(offer_id, today=TODAY)
    assert stored is not None
    assert (stored.description, stored.capacity) == ("D", 2)
    with pytest.raises(FieldConflict) as caught:
        revise_offer(offer_id, values={"description": "E", "capacity": 1}, version=2, by=lead, at=LATER)
    assert caught.value.taken == {"capacity": 2}


def test_a_revision_confirms_and_keeps_what_was_said_before() -> None:
    keeper = make_keeper()
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code, description="Montags")
    revise_offer(offer_id, values={"description": "Dienstags"}, version=1, by=make_lead(code), at=LATER)
    assert OfferVersion.objects.get().values["description"] == "Montags"
    stored = queries.offer(offer_id, today=TODAY)
    assert stored is not None
    assert stored.freshness is Freshness.CONFIRMED


def test_a_rule_holds_for_a_revision_as_well() -> None:
    keeper = make_keeper()
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code)
    with pytest.raises(Refused):
        revise_offer(offer_id, values={"form": OfferForm.RESIDENTIAL}, version=1, by=keeper, at=LATER)
    with pytest.raises(Denied):
        revise_offer(offer_id, values={"direct_access": True}, version=1, by=make_lead(code), at=LATER)
    with pytest.raises(ValueError, match="provider_id"):
        revise_offer(offer_id, values={"provider_id": 1}, version=1, by=make_lead(code), at=LATER)


def test_foreign_people_neither_change_nor_confirm() -> None:
    keeper = make_keeper()
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code)
    for stranger in (make_lead("another"), make_actor(Role.CASE_WORKER), keeper):
        with pytest.raises(Denied):
            revise_offer(offer_id, values={"name": "X"}, version=1, by=stranger, at=LATER)
        with pytest.raises(Denied):
            confirm_offer(offer_id, by=stranger, at=LATER)


def test_one_tap_confirms() -> None:
    keeper = make_keeper()
    code = make_provider(keeper)
    offer_id = make_offer(keeper, code)
    assert [each.id for each in queries.offers_to_confirm({code}, today=TODAY)] == [offer_id]
    worker = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.PROVIDER, scope_key=code)
    confirm_offer(offer_id, by=worker, at=LATER)
    assert queries.offers_to_confirm({code}, today=TODAY) == []


def test_members_are_shown_to_the_office_and_the_lead_to_partners() -> None:
    keeper = make_keeper()
    code = make_team(keeper, area_codes=["0301"])
    lead, member, gone = (make_user(full_name=name) for name in ("Zoe Öztürk", "Anna Aydın", "Uwe Alt"))
    add_memberships(
        [
            NewMembership(code, member.id, date(2025, 1, 1)),
            NewMembership(code, lead.id, date(2025, 1, 1), MembershipFunction.LEAD),
            NewMembership(code, gone.id, date(2020, 1, 1), valid_until=date(2021, 1, 1)),
        ],
        by=keeper,
        at=AT,
    )
    office = queries.team_sheet(make_actor(Role.CASE_WORKER), code, today=TODAY)
    partner = queries.team_sheet(make_actor(Role.PROVIDER_WORKER), code, today=TODAY)
    assert office is not None
    assert partner is not None
    assert [person.name for person in office.people] == ["Zoe Öztürk", "Anna Aydın"]
    assert [person.name for person in partner.people] == ["Zoe Öztürk"]
    assert partner.people_hidden
    assert queries.team_sheet(keeper, "nowhere", today=TODAY) is None


def test_teams_are_found_by_the_area_they_serve() -> None:
    keeper = make_keeper()
    make_team(keeper, code="hafen", area_codes=["0301", "0302"])
    make_team(keeper, code="nord", area_codes=["0201"])
    assert [team.code for team in queries.teams_for_area("0302")] == ["hafen"]


def test_only_running_offers_count() -> None:
    keeper = make_keeper()
    code = make_provider(keeper)
    make_offer(keeper, code)
    make_offer(keeper, code, valid_until=TODAY - timedelta(days=1))
    make_offer(keeper, code, valid_from=TODAY + timedelta(days=1))
    assert queries.counts(today=TODAY).offers == 1
    assert [row.offers for row in queries.providers(today=TODAY)] == [1]
    assert len(queries.offers(today=TODAY, running=False)) == 3


def test_the_database_keeps_the_order_of_days() -> None:
    keeper = make_keeper()
    offer_id = make_offer(keeper, make_provider(keeper), valid_from=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(id=offer_id).update(valid_until=TODAY - timedelta(days=1))


def test_a_search_finds_names_in_any_spelling() -> None:
    keeper = make_keeper()
    make_provider(keeper, name="Brücke e. V.")
    _teams, found, _offers = by_name("brucke", today=TODAY, limit=5)
    assert [each.name for each in found] == ["Brücke e. V."]


def test_an_offer_that_does_not_exist_is_none() -> None:
    assert queries.offer(uuid4(), today=TODAY) is None
