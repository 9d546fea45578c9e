"""Looking at every release anew as background work, after an upgrade has changed what may be shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_noop

from sozialraum.foundation.jobs.enums import OnLost
from sozialraum.foundation.jobs.kinds import Run, job
from sozialraum.social_structure.models import AreaSystem, Observation
from sozialraum.social_structure.services.carrying import release_and_carry


@job(
    "social_structure.release_anew",
    title=gettext_noop("Looking at the released figures anew"),
    on_lost=OnLost.RESTART,
)
def release_anew(run: Run) -> dict[str, Any]:
    """Release every indicator of every cut again where its figures, the rule or the areas with few people say so.

    Asked for by migrations. What is as it should be stays; it may be begun again from its start without harm.
    """
    at = datetime.now(UTC)
    systems = list(AreaSystem.objects.order_by("vintage", "code"))
    for number, system in enumerate(systems):
        run.progress(done=number, total=len(systems))
        stored = Observation.objects.filter(area__system=system).order_by()
        release_and_carry(
            indicator_codes=set(stored.values_list("indicator__code", flat=True).distinct()),
            reference_dates=set(stored.values_list("reference_date", flat=True).distinct()),
            system=system, by=run.by, at=at,
        )  # fmt: skip
    return {"systems": len(systems)}
