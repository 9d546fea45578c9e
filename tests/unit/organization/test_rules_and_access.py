from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role, ScopedRole, ScopeKind
from sozialraum.organization.access import (
    can_confirm_offer,
    can_edit_offer,
    can_enter,
    can_keep_register,
    can_see_members,
)
from sozialraum.organization.enums import LegalBasis, OfferForm
from sozialraum.organization.rules import FORMS, ends_after_beginning, fits_form, holds_on, may_be_direct


def actor(role: Role, scope_kind: ScopeKind = ScopeKind.OFFICE, key: str = "") -> Actor:
    return Actor(user_id=uuid4(), roles=(ScopedRole(role, scope_kind, key),))


def test_every_paragraph_says_in_which_forms_it_takes_place() -> None:
    assert set(FORMS) == set(LegalBasis)
    assert all(FORMS.values())


def test_every_paragraph_has_both_names() -> None:
    assert all(basis.german and basis.english for basis in LegalBasis)
    assert LegalBasis("35a") is LegalBasis.INTEGRATION


@pytest.mark.parametrize(
    ("bases", "form", "fits"),
    [
        ([LegalBasis.FAMILY_HELP], OfferForm.AMBULANT, True),
        ([LegalBasis.FAMILY_HELP], OfferForm.RESIDENTIAL, False),
        ([LegalBasis.FLEXIBLE_HELP, LegalBasis.DAY_GROUP], OfferForm.SEMI_RESIDENTIAL, True),
        ([LegalBasis.FLEXIBLE_HELP, LegalBasis.DAY_GROUP], OfferForm.AMBULANT, False),
        ([LegalBasis.YOUNG_ADULTS], OfferForm.SEMI_RESIDENTIAL, False),
        ([], OfferForm.OPEN, False),
    ],
)
def test_the_form_fits_every_paragraph_named(bases: list[LegalBasis], form: OfferForm, fits: bool) -> None:
    assert bool(fits_form(bases, form)) is fits


@pytest.mark.parametrize("form", OfferForm)
def test_nobody_goes_directly_where_one_lives(form: OfferForm) -> None:
    lives = form in {OfferForm.SEMI_RESIDENTIAL, OfferForm.FOSTER_FAMILY, OfferForm.RESIDENTIAL}
    assert bool(may_be_direct(form, direct_access=True)) is not lives
    assert may_be_direct(form, direct_access=False)


def test_days_are_in_order_and_both_included() -> None:
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    assert ends_after_beginning(first, first)
    assert not ends_after_beginning(last, first)
    assert holds_on(first, valid_from=first, valid_until=last)
    assert holds_on(last, valid_from=first, valid_until=last)
    assert not holds_on(date(2026, 7, 1), valid_from=first, valid_until=last)
    assert holds_on(date(1990, 1, 1), valid_from=None, valid_until=None)


CLOSED = {
    Role.PARENT, Role.YOUNG_PERSON, Role.TRUSTED_PERSON, Role.OMBUDSPERSON, Role.DATA_PROTECTION_OFFICER,
    Role.ADMINISTRATOR,
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_the_room_is_open_to_those_who_work_with_it(role: Role) -> None:
    assert bool(can_enter(actor(role))) is (role not in CLOSED)


def test_nobody_enters_unknown() -> None:
    assert not can_enter(NOBODY)


@pytest.mark.parametrize(
    "role", [Role.PROVIDER_WORKER, Role.PROVIDER_LEAD, Role.COMMITTEE_MEMBER, Role.OMBUDSPERSON]
)
def test_partners_do_not_see_the_staff_list(role: Role) -> None:
    assert can_see_members(actor(Role.CASE_WORKER))
    assert not can_see_members(actor(role))


def test_only_planning_and_administration_keep_the_register() -> None:
    assert {role for role in Role if can_keep_register(actor(role))} == {Role.ADMINISTRATOR, Role.PLANNER}


def test_a_lead_edits_the_offers_of_her_own_provider_only() -> None:
    lead = actor(Role.PROVIDER_LEAD, ScopeKind.PROVIDER, "bruecke")
    worker = actor(Role.PROVIDER_WORKER, ScopeKind.PROVIDER, "bruecke")
    assert can_edit_offer(lead, "bruecke")
    assert not can_edit_offer(lead, "another")
    assert not can_edit_offer(worker, "bruecke")
    assert not can_edit_offer(actor(Role.ADMINISTRATOR), "bruecke")
    assert can_confirm_offer(worker, "bruecke")
    assert not can_confirm_offer(worker, "another")
