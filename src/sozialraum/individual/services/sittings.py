"""Things drawn in sittings: each step of the running sitting can be taken back, of earlier ones the beginning is kept.

A row is a model with ``case_id``, ``content``, ``version``, ``changed_by`` and ``changed_at``.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.rules.moments import SITTING
from sozialraum.individual.services.records import Refused, note_change, user_of


def keep_step(grant: Grant, row: Any, versions: type[Model], link: str) -> None:
    """Keep what is stored now, before it is changed. ``link`` is the field by which ``versions`` name the row."""
    kept = versions._default_manager
    same_sitting = row.changed_by == user_of(grant) and grant.at - row.changed_at <= SITTING
    if not same_sitting:
        kept.filter(**{link: row}, step=True).delete()
    kept.create(
        case_id=row.case_id, **{link: row}, version=row.version, content=row.content, step=same_sitting,
        saved_by=row.changed_by, saved_at=row.changed_at,
    )  # fmt: skip


def step_back(grant: Grant, row: Any, versions: type[Model], link: str, *, instead: str) -> Any:
    """The content before the last step of one's own running sitting; the step is gone then.

    Raises :class:`Refused` where there is none; ``instead`` says what to do.
    """
    last: Any = versions._default_manager.filter(**{link: row}).order_by("-version", "-id").first()
    if last is None or row.changed_by != user_of(grant) or grant.at - row.changed_at > SITTING:
        raise Refused(gettext_noop("There is nothing to take back."), instead)
    last.delete()
    return last.content


def store_content(grant: Grant, row: Any, content: Any) -> int:
    """Store the next version and put the change on record; returns its number."""
    row.content = content
    row.version += 1
    row.changed_by, row.changed_at = user_of(grant), grant.at
    row.save(update_fields=["content", "version", "changed_by", "changed_at"])
    note_change(grant, row._meta.label, row.id, ["content"])
    return row.version
