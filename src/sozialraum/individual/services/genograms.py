"""Genograms of people of the family: begun, changed act by act, and taken back step by step."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.genograms import MIDDLE, Family, Relative
from sozialraum.individual.models import Genogram, GenogramVersion, Member
from sozialraum.individual.services.records import Refused, note_change, user_of, writable
from sozialraum.individual.services.shares import give_share
from sozialraum.individual.services.sittings import keep_step, step_back, store_content


@transaction.atomic
def begin_genogram(grant: Grant, *, owner_id: UUID) -> UUID:
    """Begin the genogram of somebody of the family, or go on with the one there is; returns its id.

    Whoever draws it with the person is shown it by that (:func:`give_share`), until the person takes it back.
    Raises :class:`Refused` where the person has taken it back.
    """
    case_id = writable(grant)
    owner = Member.objects.filter(id=owner_id, case_id=case_id).first()
    if owner is None or owner.user_id != user_of(grant):
        give_share(grant, owner_id=owner_id, thing=SharedThing.GENOGRAM, recipient_id=user_of(grant))
    found = Genogram.objects.filter(owner_id=owner_id, case_id=case_id).first()
    if found is not None:
        return found.id
    owner = Member.objects.get(id=owner_id, case_id=case_id)
    middle = Relative(
        MIDDLE, owner.called or owner.full_name, born=owner.born_on.year if owner.born_on else None
    )
    row = Genogram.objects.create(
        case_id=case_id, owner=owner, content=Family().begun(middle).as_json(), begun_by=user_of(grant),
        begun_at=grant.at, changed_by=user_of(grant), changed_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.Genogram", row.id, ["owner"])
    return row.id


@transaction.atomic
def change_genogram(grant: Grant, genogram_id: UUID, act: Callable[[Family], Family]) -> int:
    """Do one act on a genogram as it is stored now; returns the version that is stored then.

    Every step of a sitting can be taken back; of earlier sittings the beginning is kept. Raises
    :class:`gate.Denied` where the actor has no such genogram, ``GenogramError`` for what cannot be,
    :class:`Refused` for a year that has not come yet.
    """
    row = _open(grant, genogram_id)
    before = Family.from_json(row.content)
    after = act(before)
    if after == before:
        return row.version
    _check_years(after, this_year=timezone.localdate(grant.at).year)
    keep_step(grant, row, GenogramVersion, "genogram")
    return store_content(grant, row, after.as_json())


@transaction.atomic
def undo_on_genogram(grant: Grant, genogram_id: UUID) -> int:
    """Take back the last act of the running sitting; returns the version that is stored now.

    Raises :class:`Refused` where there is nothing of one's own to take back.
    """
    row = _open(grant, genogram_id)
    instead = gettext_noop("Change the entry as it should be.")
    content = step_back(grant, row, GenogramVersion, "genogram", instead=instead)
    return store_content(grant, row, content)


def _open(grant: Grant, genogram_id: UUID) -> Genogram:
    row = Genogram.objects.select_for_update().filter(id=genogram_id, case_id=writable(grant)).first()
    if row is None:
        raise gate.Denied(Decision.no("This case has no such genogram."))
    return row


def _check_years(family: Family, *, this_year: int) -> None:
    years = [each.born for each in family.people] + [each.died for each in family.people]
    years += [each.since for each in family.unions] + [each.ended for each in family.unions]
    if any(year is not None and year > this_year for year in years):
        raise Refused(gettext_noop("This year has not come yet."), gettext_noop("Look at the years."))
