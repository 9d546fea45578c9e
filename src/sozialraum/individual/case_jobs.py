"""Taking over an export as background work: it shows how far it is, may be left, and comes whole or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.queries import actor_by_id
from sozialraum.foundation.jobs.kinds import Run, job
from sozialraum.foundation.jobs.services import enqueue
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.individual.services import take_over_export
from sozialraum.individual.services.case_imports import note_job


@job("individual.take_over_export", title=gettext_noop("Taking over cases"))
def take_over(run: Run, *, language: str, import_id: str, asked_at: str) -> dict[str, Any]:
    """Take over what somebody has looked at and confirmed, with the rights she has at this moment."""
    at = datetime.fromisoformat(asked_at)

    def say(done: int, total: int) -> None:
        run.progress(done=done, total=total, message=gettext("Cases"))

    with translation.override(language):
        actor = actor_by_id(run.by, today=timezone.localdate(at))
        try:
            return {"cases": take_over_export(actor, UUID(import_id), at=at, progress=say)}
        except SozialraumError as error:
            raise SozialraumError(" ".join(part for part in error.told(gettext) if part)) from error


def take_over_in_background(actor: Actor, import_id: UUID, *, at: datetime, language: str) -> UUID:
    """Ask for taking over what the actor has looked at; returns the id of the job."""
    job_id = enqueue(
        take_over,
        by=actor.user_id,
        at=at,
        language=language,
        import_id=str(import_id),
        asked_at=at.isoformat(),
    )
    note_job(actor, import_id, job_id=job_id)
    return job_id
