"""Helps that run in both files of a family: they run on beside each other, in the file that leads.

A help is counted and paid once, so it is not written anew as other things are: its tie to the case moves, with what the
statistics know of it. Decision and plan stay where they were made; the day of the plan's review comes along.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.models import CarriedRow, CaseMerge, Help, Reminder, SurveyRecord
from sozialraum.individual.queries.merges import fingerprint, next_review, running_helps
from sozialraum.individual.rules.merges import Running, helps_fit
from sozialraum.individual.services.records import Refused, user_of


def move_helps(grant: Grant, merge: CaseMerge, keys: Mapping[UUID, UUID]) -> None:
    """Let the running helps of the former file run on in the leading one; ``keys`` say who is who there.

    Raises :class:`Refused` where one of them is for somebody who stays, or is the same as one that runs already.
    """
    today = timezone.localdate(grant.at)
    coming = list(running_helps(grant, merge.former_id, today))
    if not coming:
        return
    if any(each.member_id is not None and each.member_id not in keys for each in coming):
        raise Refused(
            gettext_noop("A help runs for somebody who stays in the former file."),
            gettext_noop("Bring her along, or end the help first."),
        )
    there = [
        Running(each.help_kind, each.provider_code, each.member_id)
        for each in running_helps(grant, merge.case_id, today)
    ]
    here = [
        Running(each.help_kind, each.provider_code, keys[each.member_id] if each.member_id else None)
        for each in coming
    ]
    fits = helps_fit(there, here)
    if not fits:
        raise Refused(fits.reason, gettext_noop("Nothing was changed."))
    for each in coming:
        _move(each, merge.case_id, keys)
        _journal(merge, each, each.id)
    review = next_review(grant, merge.former_id)
    if review is not None:
        noted = Reminder.objects.create(
            case_id=merge.case_id, due_on=review[1],
            text=_("Review of the help plan in file %(number)s") % {"number": merge.former_number}, waits_for="",
            set_by=user_of(grant), set_at=grant.at,
        )  # fmt: skip
        _journal(merge, noted, review[0])


def take_helps_back(merge: CaseMerge, keys: Mapping[UUID, UUID]) -> int:
    """Give the former file its helps back; ``keys`` as for :func:`move_helps`. Returns how many were changed and stay."""
    staying, back = 0, {there: here for here, there in keys.items()}
    for came in CarriedRow.objects.filter(merge=merge, model=Help.__name__):
        found = Help.objects.filter(id=came.to_key, case_id=merge.case_id).first()
        if found is None or fingerprint(found) != came.fingerprint:
            staying += found is not None
            continue
        _move(found, merge.former_id, back)
    return staying


def _move(moved: Help, case_id: UUID, keys: Mapping[UUID, UUID]) -> None:
    moved.case_id = case_id
    moved.member_id = keys[moved.member_id] if moved.member_id else None
    moved.save(update_fields=["case_id", "member_id"])
    record = SurveyRecord.objects.filter(help=moved).first()
    if record is None:
        return
    # the sex is asked of every young person and stands under her id
    sexes = {str(keys.get(UUID(key), key)): value for key, value in record.answers.get("sex", {}).items()}
    record.answers = {**record.answers, **({"sex": sexes} if sexes else {})}
    record.case_id = case_id
    record.save(update_fields=["case_id", "answers"])


def _journal(merge: CaseMerge, row: Help | Reminder, came_from: UUID) -> None:
    stored = type(row)._default_manager.get(pk=row.pk)
    CarriedRow.objects.create(
        case_id=merge.case_id, merge=merge, model=type(row).__name__, from_key=str(came_from), to_key=str(row.pk),
        fingerprint=fingerprint(stored),
    )  # fmt: skip
