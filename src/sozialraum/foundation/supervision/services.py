"""Writing at the data-protection officer's desk."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.queries import TRAIL, concluded_at
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy.gate import Grant, function_of
from sozialraum.foundation.privacy.queries import check_supervision
from sozialraum.foundation.supervision.queries import bounds
from sozialraum.foundation.vocabulary import Action, Purpose


@transaction.atomic
def conclude_review(grant: Grant, month: date) -> None:
    """Note on the trail that the month beginning on ``month`` was reviewed (DOMAIN D13); a second time changes nothing.

    Raises ``SozialraumError`` for a month that is not over.
    """
    check_supervision(grant)
    if bounds(month)[1] > timezone.localtime(grant.at):
        raise SozialraumError(
            gettext_noop("This month is not over yet."),
            gettext_noop("Conclude the review when it has ended."),
        )
    named = f"{month:%Y-%m}"
    if concluded_at(named) is None:
        record(
            using=CHANGES, at=grant.at, actor_id=grant.actor.user_id, role=grant.role,
            function=function_of(grant.role), action=Action.WRITE, purpose=Purpose.SUPERVISION,
            outcome=Outcome.CHANGED, subject_kind=TRAIL, subject_ids=[named], ground="monthly review concluded",
        )  # fmt: skip
