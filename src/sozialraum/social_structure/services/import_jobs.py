"""Bringing in a table as background work: it may take minutes, be left, and be canceled; in whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from sozialraum.errors import SozialraumError
from sozialraum.foundation.jobs.kinds import Run, job
from sozialraum.foundation.jobs.services import enqueue
from sozialraum.social_structure.services.observations import import_observations
from sozialraum.social_structure.services.people import PeoplePlan, import_people
from sozialraum.social_structure.services.reading import Plan
from sozialraum.social_structure.services.uploads import drop_upload, open_upload


@job("social_structure.import_values", title=gettext_noop("Bringing in a table"))
def import_values(run: Run, *, language: str, **asked: Any) -> dict[str, Any]:
    """Import a kept upload as it was confirmed; sentences are kept in the language of the person who asked."""
    done = _bring_in(import_observations, Plan, run, language=language, **asked)
    return {"delivery_id": str(done.delivery_id), "observed": done.observed, "values": done.values}


@job("social_structure.import_people", title=gettext_noop("Bringing in people by age and sex"))
def import_register(run: Run, *, language: str, **asked: Any) -> dict[str, Any]:
    """Import a kept upload of people as it was confirmed."""
    done = _bring_in(import_people, PeoplePlan, run, language=language, **asked)
    return {"delivery_id": str(done.delivery_id), "people": sum(done.people.values())}


def _bring_in(
    bring_in: Callable[..., Any], read_as: type[Plan | PeoplePlan], run: Run, *, language: str, upload_id: str,
    system_code: str, vintage: int, plan: Mapping[str, Any], day: str, publisher: str, licence: str, asked_at: str,
) -> Any:  # fmt: skip
    def say(done: int, total: int, step: str) -> None:
        run.progress(done=done, total=total, message=gettext(step))

    with translation.override(language):
        try:
            done = bring_in(
                source=open_upload(upload_id), system_code=system_code, vintage=vintage, plan=read_as.from_json(plan),
                reference_date=date.fromisoformat(day) if day else None, publisher=publisher, licence=licence, by=run.by,
                at=datetime.fromisoformat(asked_at), progress=say,
            )  # fmt: skip
        except SozialraumError as error:
            raise SozialraumError(" ".join(part for part in error.told(gettext) if part)) from error
    drop_upload(upload_id)
    return done


def import_in_background(
    *,
    upload_id: str,
    system_code: str,
    vintage: int,
    plan: Plan | PeoplePlan,
    reference_date: date | None,
    publisher: str,
    licence: str,
    by: UUID | None,
    at: datetime,
    language: str,
) -> UUID:
    """Ask for the import of a kept upload (of people, where the plan is one of people) and return the id of the job."""
    return enqueue(
        import_register if isinstance(plan, PeoplePlan) else import_values, by=by, at=at, language=language, upload_id=upload_id, system_code=system_code, vintage=vintage,
        plan=plan.as_json(), day=reference_date.isoformat() if reference_date else "", publisher=publisher,
        licence=licence, asked_at=at.isoformat(),
    )  # fmt: skip
