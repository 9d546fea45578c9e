"""The family council: prepared with the office, talked through among the family alone, handed over, answered, followed up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.encryption import seal, unseal
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.revisions import FieldConflict, Plain, join, plain
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import (
    CouncilPhase,
    CouncilRole,
)
from sozialraum.individual.models import (
    CouncilDraft,
    CouncilGuest,
    FamilyCouncil,
)
from sozialraum.individual.queries.councils import council_facts
from sozialraum.individual.rules.councils import (
    asked_before_information,
    may_stay,
)
from sozialraum.individual.services.entries import check_words, missing
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

PREPARED: Final = (
    "concern", "question", "requirements", "coordinator_name", "coordinator_contact", "independent", "meets_on", "place",
    "care",
)  # fmt: skip
PART: Final = ("who", "what", "until", "kind", "check_by")
KEPT_STATES: Final = 20


@transaction.atomic
def begin_council(grant: Grant, *, question: str = "") -> UUID:
    """Begin to prepare a council; returns its id. One runs at a time; :class:`Refused` for a second one."""
    by_the_office(grant)
    case_id = writable(grant)
    if FamilyCouncil.objects.filter(case_id=case_id, ended_at__isnull=True).exists():
        raise Refused(gettext_noop("A family council is running already."), gettext_noop("Go on with it."))
    council = FamilyCouncil.objects.create(
        case_id=case_id, phase=CouncilPhase.PREPARATION, question=question.strip(), commissioned_by=user_of(grant),
        begun_at=grant.at, changed_by=user_of(grant), changed_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.FamilyCouncil", council.id, ["phase", "question"])
    return council.id


@transaction.atomic
def revise_council(grant: Grant, *, values: Mapping[str, object], version: int) -> int:
    """Write at what the office prepares; returns the version now stored. A draft may have gaps.

    Raises :class:`FieldConflict` where somebody has changed the same, :class:`Refused` once the family talks.
    """
    by_the_office(grant)
    council = in_phase(grant, CouncilPhase.PREPARATION, CouncilPhase.INFORMATION)
    now = {name: plain(getattr(council, name)) for name in PREPARED}
    changes, council.earlier = _joined(now, council.earlier, council.version, values, version)
    if changes:
        for name, value in changes.items():
            setattr(council, name, date.fromisoformat(str(value)) if name == "meets_on" and value else value)
        council.meets_on = council.meets_on or None
        council.version += 1
        keep_council(grant, council, sorted(changes), "version", "earlier")
    return council.version


@transaction.atomic
def invite_to_council(grant: Grant, *, name: str, role: CouncilRole) -> None:
    """Invite somebody; the family invites from its family and network, the office everybody else too."""
    council = in_phase(grant, CouncilPhase.PREPARATION, CouncilPhase.INFORMATION)
    check_words(name, longest=200)
    if grant.role in FAMILY and role is CouncilRole.COMMISSIONER:
        raise Refused(gettext_noop("The office names its own people."), gettext_noop("Invite whom you want to have there."))  # fmt: skip
    guest, _made = CouncilGuest.objects.update_or_create(
        council=council, name=name.strip(), case_id=council.case_id,
        defaults={"role": role, "invited_by": user_of(grant), "invited_at": grant.at},
    )  # fmt: skip
    note_change(grant, "individual.CouncilGuest", guest.id, ["name", "role"])


@transaction.atomic
def uninvite_from_council(grant: Grant, guest_id: UUID) -> None:
    """Take an invitation back before the council has met; nobody but the family takes back whom the family wants."""
    council = in_phase(grant, CouncilPhase.PREPARATION, CouncilPhase.INFORMATION)
    guest = CouncilGuest.objects.filter(id=guest_id, council=council).first()
    if guest is None:
        raise missing("This council has no such guest.")
    if grant.role not in FAMILY and guest.invited_by != user_of(grant):
        raise Refused(
            gettext_noop("Somebody else has invited this person."),
            gettext_noop("Whom the family wants to have there, only the family takes off the list."),
        )
    guest.delete()
    note_change(grant, "individual.CouncilGuest", guest_id, ["removed"])


@transaction.atomic
def open_information(grant: Grant) -> None:
    """Go from preparation to the round in which everybody hears the concern; :class:`Refused` while something is missing."""
    by_the_office(grant)
    council = in_phase(grant, CouncilPhase.PREPARATION)
    asked = asked_before_information(council_facts(grant, council))
    if asked:
        raise Refused(asked[0], gettext_noop("Everything written so far is kept."))
    go_on(grant, council, CouncilPhase.INFORMATION)


@transaction.atomic
def open_private_phase(grant: Grant, *, attended: Sequence[UUID], stayed: Sequence[UUID]) -> None:
    """All professionals leave: from now on the family writes for itself alone.

    ``attended`` were there when the concern was told, ``stayed`` are there now. Raises :class:`Refused` with a
    professional among them.
    """
    council = in_phase(grant, CouncilPhase.INFORMATION)
    guests = list(CouncilGuest.objects.filter(council=council))
    allowed = may_stay([CouncilRole(each.role) for each in guests if each.id in stayed])
    if not allowed:
        raise Refused(
            allowed.reason, gettext_noop("The attendance list can be changed at any time until then.")
        )
    for guest in guests:
        guest.attended = guest.id in attended or guest.id in stayed
        guest.stayed = guest.id in stayed
        guest.save(update_fields=["attended", "stayed"])
    council.private_from = grant.at
    go_on(grant, council, CouncilPhase.PRIVATE, "private_from")


@transaction.atomic
def write_draft(grant: Grant, *, values: Mapping[str, object]) -> UUID:
    """Add a part to what the family writes among itself; returns its id. Nobody else ever reads it here."""
    council = among_family(grant)
    check_words(values.get("what"))
    draft = CouncilDraft(
        case_id=council.case_id, council=council, written_by=user_of(grant), written_at=grant.at
    )
    _seal(draft, {name: plain(values.get(name)) for name in PART}, {})
    draft.save()
    note_change(grant, "individual.CouncilDraft", draft.id, ["sealed_part"])
    return draft.id


@transaction.atomic
def revise_draft(grant: Grant, draft_id: UUID, *, values: Mapping[str, object], version: int) -> int:
    """Change a part; returns the version now stored. Two of the family who change the same both see both texts."""
    draft = _draft(grant, draft_id)
    check_words(values.get("what", "-"))
    stored = opened_part(grant, draft)
    changes, earlier = _joined(stored["now"], stored["earlier"], draft.version, values, version)
    if changes:
        draft.version += 1
        _seal(draft, {**stored["now"], **changes}, earlier)
        draft.written_by, draft.written_at = user_of(grant), grant.at
        draft.save()
        note_change(grant, "individual.CouncilDraft", draft.id, ["sealed_part"])
    return draft.version


@transaction.atomic
def remove_draft(grant: Grant, draft_id: UUID, *, back: bool = False) -> None:
    """Strike a part out, or bring it back; what was struck out is not handed over."""
    draft = _draft(grant, draft_id)
    draft.removed_at = None if back else grant.at
    draft.save(update_fields=["removed_at"])
    note_change(grant, "individual.CouncilDraft", draft.id, ["removed_at"])


def _joined(
    now: Mapping[str, Plain], earlier: Mapping[str, Any], stored_version: int, values: Mapping[str, object], version: int
) -> tuple[Mapping[str, Plain], dict[str, Any]]:  # fmt: skip
    base = now if version == stored_version else earlier.get(str(version))
    mine = {name: plain(value) for name, value in values.items()}
    found = join(base=base, theirs=now, mine=mine)
    if found.clashes:
        raise FieldConflict(found.clashes, taken=found.taken, version=stored_version)
    kept = [*earlier.items(), (str(stored_version), dict(now))] if found.changes else [*earlier.items()]
    return found.changes, dict(kept[-KEPT_STATES:])


def _seal(draft: CouncilDraft, now: Mapping[str, Plain], earlier: Mapping[str, Any]) -> None:
    draft.sealed_part = seal(json.dumps({"now": now, "earlier": earlier}), place=draft.seal_place)


def opened_part(grant: Grant, draft: CouncilDraft) -> dict[str, Any]:
    """What the family wrote, opened for one of its members."""
    stored: dict[str, Any] = json.loads(unseal(grant, draft.sealed_part, place=draft.seal_place))
    return stored


def running_council(grant: Grant) -> FamilyCouncil:
    """The council that runs, locked for a change; raises :class:`gate.Denied` where none does."""
    found = (
        FamilyCouncil.objects.select_for_update()
        .filter(case_id=writable(grant), ended_at__isnull=True)
        .first()
    )
    if found is None:
        raise missing("No family council is running.")
    return found


def in_phase(grant: Grant, *phases: CouncilPhase) -> FamilyCouncil:
    """The council that runs, in one of these phases; raises :class:`Refused` in another."""
    council = running_council(grant)
    if council.phase not in phases:
        raise Refused(
            gettext_noop("The family council is in another phase by now."),
            gettext_noop("Open the page anew."),
        )
    return council


def among_family(grant: Grant) -> FamilyCouncil:
    """The council in its private phase, for the family alone."""
    if grant.role not in FAMILY:
        raise gate.Denied(Decision.no("The family is among itself."))
    return in_phase(grant, CouncilPhase.PRIVATE)


def _draft(grant: Grant, draft_id: UUID) -> CouncilDraft:
    found = CouncilDraft.objects.select_for_update().filter(id=draft_id, council=among_family(grant)).first()
    if found is None:
        raise missing("The family has written no such part.")
    return found


def by_the_office(grant: Grant) -> None:
    """Raise :class:`gate.Denied` for somebody of the family."""
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("This is the office's part."))


def go_on(grant: Grant, council: FamilyCouncil, phase: CouncilPhase, *fields: str) -> None:
    """Take the council into its next phase and put the change on record."""
    council.phase = phase
    keep_council(grant, council, ["phase", *fields])


def keep_council(grant: Grant, council: FamilyCouncil, fields: Sequence[str], *silent: str) -> None:
    """Store these fields of a council and put the change on record; ``silent`` ones are stored alone."""
    council.changed_by, council.changed_at = user_of(grant), grant.at
    council.save(update_fields=[*fields, *silent, "changed_by", "changed_at"])
    note_change(grant, "individual.FamilyCouncil", council.id, fields)
