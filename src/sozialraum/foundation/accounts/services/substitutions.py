"""Writing who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.models import Substitution
from sozialraum.foundation.accounts.queries import own_tasks, possible_substitutes
from sozialraum.foundation.accounts.rules import absence_fits
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.queries import SUBSTITUTE_NAMED
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.vocabulary import Action, Purpose


@transaction.atomic
def arrange_substitution(
    *,
    absent_id: UUID,
    substitute_id: UUID,
    roles: Sequence[Role],
    valid_from: date,
    valid_until: date,
    by: UUID,
    at: datetime,
) -> None:
    """Let one person stand in for another one with these tasks, both days included; it ends by itself.

    Raises :class:`SozialraumError`, and nothing is changed, where the days do not fit, the absent person does not
    hold such a task, the substitute does not work where it is done, or somebody stands in for it already.
    """
    today = timezone.localdate(at)
    days = absence_fits(valid_from=valid_from, valid_until=valid_until, today=today)
    if not days:
        raise SozialraumError(_(days.reason), _("Change the days."))
    held = {each.role for each in own_tasks(absent_id, today=today)}
    for role in dict.fromkeys(roles):
        fitting = {each.id for each in possible_substitutes(absent_id, role, today=today)}
        if role not in held or substitute_id not in fitting:
            raise SozialraumError(
                _("This person cannot stand in for this task."),
                _("Choose somebody with the same task in the same team."),
            )
        taken = Substitution.objects.filter(
            absent_id=absent_id,
            role=role,
            ended_at__isnull=True,
            valid_from__lte=valid_until,
            valid_until__gte=valid_from,
        )
        if taken.filter(substitute_id=substitute_id).exists():
            raise SozialraumError(
                _("This person stands in on these days already."),
                _("End that one first, or change the days."),
            )
        made = Substitution.objects.create(
            absent_id=absent_id, substitute_id=substitute_id, role=role, valid_from=valid_from, valid_until=valid_until,
            arranged_by_id=by, arranged_at=at,
        )  # fmt: skip
        _record(made, by, at, f"{SUBSTITUTE_NAMED}: {role}")


@transaction.atomic
def end_substitution(*, substitution_id: UUID, by: UUID, at: datetime) -> None:
    """End a substitution at once; one that has ended stays as it is."""
    found = Substitution.objects.select_for_update().filter(id=substitution_id, ended_at__isnull=True).first()
    if found is not None:
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        _record(found, by, at, "substitution ended")


def _record(made: Substitution, by: UUID, at: datetime, ground: str) -> None:
    record(
        using=CHANGES, at=at, actor_id=by, role="", function=Function.ADMINISTRATION, action=Action.WRITE,
        purpose=Purpose.OPERATION, outcome=Outcome.CHANGED, subject_kind="user",
        subject_ids=[str(made.substitute_id)], object_kind="accounts.Substitution", object_id=str(made.id),
        fields=["absent", "substitute", "role", "valid_from", "valid_until"], ground=ground,
    )  # fmt: skip
