"""Writing teams, providers and offers; every write leaves one entry in the audit trail, a batch one for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.revisions import FieldConflict, Plain, Save, Values, join, passed_over, plain
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.organization.access import (
    can_change_agreement,
    can_confirm_offer,
    can_edit_offer,
    can_keep_register,
)
from sozialraum.organization.enums import (
    LegalBasis,
    MembershipFunction,
    OfferForm,
    OfferKind,
    ProviderKind,
    TeamKind,
)
from sozialraum.organization.models import Offer, OfferVersion, Provider, Team, TeamMembership
from sozialraum.organization.rules import ends_after_beginning, fits_form, may_be_direct

BATCH: Final = 1_000
OFFER_FIELDS: Final = (
    "name", "kind", "legal_bases", "form", "description", "area_code", "area_vintage", "capacity", "mainstream",
    "direct_access", "valid_from", "valid_until",
)  # fmt: skip
AGREED: Final = frozenset({"kind", "legal_bases", "form", "direct_access"})


class Refused(SozialraumError):
    """What was asked for breaks a rule of the field; nothing was stored."""


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team to be added; ``area_codes`` are the areas it serves, of the vintage named."""

    code: str
    name: str
    kind: TeamKind = TeamKind.SOCIAL_SERVICE
    area_codes: Sequence[str] = ()
    area_vintage: str = ""
    phone: str = ""
    email: str = ""
    office_address: str = ""


@dataclass(frozen=True, slots=True)
class NewMembership:
    """Somebody joins a team on a day."""

    team_code: str
    user_id: UUID
    valid_from: date
    function: MembershipFunction = MembershipFunction.MEMBER
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class NewProvider:
    """A provider to be added; ``recognized`` is the recognition of § 75 SGB VIII."""

    code: str
    name: str
    kind: ProviderKind = ProviderKind.INDEPENDENT
    recognized: bool = False
    association: str = ""
    area_codes: Sequence[str] = ()
    area_vintage: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    contact_name: str = ""


@dataclass(frozen=True, slots=True)
class NewOffer:
    """An offer to be added; ``capacity`` in places, ``None`` where it is not known."""

    provider_code: str
    name: str
    kind: OfferKind
    legal_bases: Sequence[LegalBasis]
    form: OfferForm
    description: str = ""
    area_code: str = ""
    area_vintage: str = ""
    capacity: int | None = None
    mainstream: bool = False
    direct_access: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    confirmed_at: datetime | None = None
    id: UUID = field(default_factory=uuid4)


@transaction.atomic
def add_teams(teams: Sequence[NewTeam], *, by: Actor, at: datetime) -> None:
    """Add teams, all or none.

    Raises :class:`gate.Denied` where the actor does not keep the register, :class:`Refused` where a code is
    taken or named twice.
    """
    _allow(can_keep_register(by))
    _once((team.code for team in teams), Team.objects.filter(code__in=[team.code for team in teams]))
    Team.objects.bulk_create(
        [
            Team(
                code=team.code, name=team.name, kind=team.kind, area_codes=list(team.area_codes),
                area_vintage=team.area_vintage, phone=team.phone, email=team.email,
                office_address=team.office_address,
            )
            for team in teams
        ],
        batch_size=BATCH,
    )  # fmt: skip
    _changed(
        by, at, "organization.Team", [team.code for team in teams], ["code", "name", "kind", "area_codes"]
    )


@transaction.atomic
def add_memberships(memberships: Sequence[NewMembership], *, by: Actor, at: datetime) -> None:
    """Let people join teams, all or none; :class:`Refused` for an unknown team or an end before the beginning."""
    _allow(can_keep_register(by))
    ids = dict(Team.objects.values_list("code", "id"))
    _known(_("There is no team with the code {code}."), {each.team_code for each in memberships} - ids.keys())
    for each in memberships:
        _agree(ends_after_beginning(each.valid_from, each.valid_until))
    TeamMembership.objects.bulk_create(
        [
            TeamMembership(
                team_id=ids[each.team_code], user_id=each.user_id, function=each.function,
                valid_from=each.valid_from, valid_until=each.valid_until,
            )
            for each in memberships
        ],
        batch_size=BATCH,
    )  # fmt: skip
    _changed(
        by, at, "organization.TeamMembership", [each.team_code for each in memberships], ["team", "user", "function"]
    )  # fmt: skip


@transaction.atomic
def add_providers(providers: Sequence[NewProvider], *, by: Actor, at: datetime) -> None:
    """Add providers, all or none; :class:`Refused` where a code is taken or named twice."""
    _allow(can_keep_register(by))
    codes = [provider.code for provider in providers]
    _once(codes, Provider.objects.filter(code__in=codes))
    Provider.objects.bulk_create(
        [
            Provider(
                code=each.code, name=each.name, kind=each.kind, recognized=each.recognized,
                association=each.association, area_codes=list(each.area_codes), area_vintage=each.area_vintage,
                address=each.address, phone=each.phone, email=each.email, website=each.website,
                contact_name=each.contact_name,
            )
            for each in providers
        ],
        batch_size=BATCH,
    )  # fmt: skip
    _changed(by, at, "organization.Provider", codes, ["code", "name", "kind", "recognized"])


@transaction.atomic
def add_offers(offers: Sequence[NewOffer], *, by: Actor, at: datetime) -> list[UUID]:
    """Add offers, all or none; returns their ids in the same order.

    The register's keepers add for every provider, a provider's lead for her own. Raises :class:`Refused` where a
    provider is unknown or an offer breaks a rule (form and legal basis, direct access, days, no name).
    """
    codes = {offer.provider_code for offer in offers}
    if not can_keep_register(by):
        for code in codes:
            _allow(can_edit_offer(by, code))
    ids = dict(Provider.objects.filter(code__in=codes).values_list("code", "id"))
    _known(_("There is no provider with the code {code}."), codes - ids.keys())
    for offer in offers:
        _check_offer(
            name=offer.name, legal_bases=offer.legal_bases, form=offer.form, direct_access=offer.direct_access,
            valid_from=offer.valid_from, valid_until=offer.valid_until,
        )  # fmt: skip
    Offer.objects.bulk_create(
        [
            Offer(
                id=each.id, provider_id=ids[each.provider_code], name=each.name, kind=each.kind,
                legal_bases=[basis.value for basis in each.legal_bases], form=each.form, description=each.description,
                area_code=each.area_code, area_vintage=each.area_vintage, capacity=each.capacity,
                mainstream=each.mainstream, direct_access=each.direct_access, valid_from=each.valid_from,
                valid_until=each.valid_until, confirmed_at=each.confirmed_at,
                confirmed_by=by.user_id if each.confirmed_at else None, changed_by=by.user_id, changed_at=at,
            )
            for each in offers
        ],
        batch_size=BATCH,
    )  # fmt: skip
    _changed(by, at, "organization.Offer", [str(each.id) for each in offers], OFFER_FIELDS)
    return [each.id for each in offers]


@transaction.atomic
def revise_offer(
    offer_id: UUID, *, values: Mapping[str, object], version: int, by: Actor, at: datetime
) -> int:
    """Change fields of an offer that was read in ``version``; returns the version now stored.

    ``values`` names the fields as :class:`NewOffer` does; the provider's lead changes what her provider says, the
    register's keepers what is agreed (:data:`AGREED`). What others have changed in other fields meanwhile stays;
    where both changed the same field, :class:`FieldConflict` names both contents and nothing is stored. What the
    offer said before is kept.
    """
    stored = Offer.objects.select_for_update(of=("self",)).select_related("provider").get(id=offer_id)
    if set(values) & AGREED:
        _allow(can_change_agreement(by))
    if set(values) - AGREED:
        _allow(can_edit_offer(by, stored.provider.code))
    if unknown := set(values) - set(OFFER_FIELDS):
        msg = f"an offer has no such fields: {sorted(unknown)}"
        raise ValueError(msg)
    theirs = _offer_values(stored)
    base = theirs if version == stored.version else _offer_as_of(stored, version)
    found = join(base=base, theirs=theirs, mine={name: plain(value) for name, value in values.items()})
    if found.clashes:
        raise FieldConflict(found.clashes, taken=found.taken, version=stored.version)
    if not found.changes:
        return stored.version
    merged = {**theirs, **found.changes}
    _check_offer(
        name=str(merged["name"]), legal_bases=[_basis(code) for code in _texts(merged["legal_bases"])],
        form=OfferForm(str(merged["form"])), direct_access=bool(merged["direct_access"]),
        valid_from=_day(merged["valid_from"]), valid_until=_day(merged["valid_until"]),
    )  # fmt: skip
    OfferVersion.objects.create(
        offer=stored, version=stored.version, values=theirs, saved_by=stored.changed_by,
        saved_at=stored.changed_at,
    )  # fmt: skip
    saves = [
        Save(*row) for row in stored.versions.order_by("version").values_list("id", "saved_by", "saved_at")
    ]
    stored.versions.filter(id__in=passed_over([*saves, Save(0, by.user_id, at)], at=at)).delete()
    for name, value in found.changes.items():
        setattr(stored, name, _day(value) if name in {"valid_from", "valid_until"} else value)
    stored.version += 1
    stored.changed_by, stored.changed_at = by.user_id, at
    stored.confirmed_by, stored.confirmed_at = by.user_id, at
    kept = [*found.changes, "version", "changed_by", "changed_at", "confirmed_by", "confirmed_at"]
    stored.save(update_fields=kept)
    _changed(by, at, "organization.Offer", [str(offer_id)], sorted(found.changes))
    return stored.version


@transaction.atomic
def confirm_offer(offer_id: UUID, *, by: Actor, at: datetime) -> None:
    """Say that an offer still holds as it is described: one tap of the provider's own people."""
    stored = Offer.objects.select_for_update(of=("self",)).select_related("provider").get(id=offer_id)
    _allow(can_confirm_offer(by, stored.provider.code))
    stored.confirmed_by, stored.confirmed_at = by.user_id, at
    stored.save(update_fields=["confirmed_by", "confirmed_at"])
    _changed(by, at, "organization.Offer", [str(offer_id)], ["confirmed_at"])


def _offer_values(offer: Offer) -> dict[str, Plain]:
    return {name: plain(getattr(offer, name)) for name in OFFER_FIELDS}


def _offer_as_of(offer: Offer, version: int) -> Values | None:
    found = OfferVersion.objects.filter(offer=offer, version=version).values_list("values", flat=True).first()
    return dict(found) if found is not None else None


def _check_offer(
    *,
    name: str,
    legal_bases: Sequence[LegalBasis],
    form: OfferForm,
    direct_access: bool,
    valid_from: date | None,
    valid_until: date | None,
) -> None:
    if not name.strip():
        raise Refused(_("An offer has a name."), _("Enter the name under which people look for it."))
    _agree(fits_form(legal_bases, form), _("Choose another form or another legal basis."))
    _agree(
        may_be_direct(form, direct_access=direct_access),
        _("Choose another form, or take direct access away."),
    )
    _agree(ends_after_beginning(valid_from, valid_until), _("Change one of the two days."))


def _agree(decision: Decision, remedy: str = _("Change one of the two days.")) -> None:
    if not decision:
        raise Refused(decision.reason, remedy)


def _allow(decision: Decision) -> None:
    if not decision:
        raise gate.Denied(decision)


def _once(codes: Iterable[str], stored: Iterable[Team] | Iterable[Provider]) -> None:
    twice = [code for code, times in Counter(codes).items() if times > 1]
    taken = [*twice, *(each.code for each in stored)]
    if taken:
        raise Refused(
            _("The code {code} is taken already."), _("Choose another code or change the existing entry."), code=taken[0],
        )  # fmt: skip


def _known(unknown: str, missing: Iterable[str]) -> None:
    for code in sorted(missing):
        raise Refused(unknown, _("Add it first."), code=code)


def _basis(code: str) -> LegalBasis:
    return LegalBasis(code)  # type: ignore[call-arg]  # its value is the code


def _texts(value: Plain) -> list[str]:
    return list(value) if isinstance(value, list) else []


def _day(value: Plain) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _changed(by: Actor, at: datetime, object_kind: str, ids: Sequence[str], fields: Iterable[str]) -> None:
    role = by.roles[0].role if by.roles else Role.ADMINISTRATOR
    record(
        using=CHANGES, at=at, actor_id=by.user_id, role=role, function=gate.function_of(role), action=Action.WRITE,
        purpose=Purpose.CONTRACT, outcome=Outcome.CHANGED, subject_kind="organization",
        object_kind=object_kind, object_id=ids[0] if len(ids) == 1 else "", fields=list(fields),
        ground=f"count {len(ids)}" if len(ids) != 1 else "",
    )  # fmt: skip
