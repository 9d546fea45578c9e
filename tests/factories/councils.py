"""Family councils for tests, prepared through the services that office and family call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from factories.cases import Family, grant_for
from factories.people import TODAY
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComponentKind, CouncilRole
from sozialraum.individual.models import CouncilGuest

WRITTEN = "Opa nimmt Jonas dienstags mit in die Werkstatt."
STRUCK = "Mama zieht zu Tante Gerda."
PART: dict[str, Any] = {
    "who": "Opa Werner", "what": WRITTEN, "until": TODAY + timedelta(days=60), "kind": ComponentKind.FAMILY_FRIENDS,
    "check_by": "Mama",
}  # fmt: skip


def writing(actor: Actor, family: Family) -> Grant:
    return grant_for(actor, family.case_id, Action.WRITE)


def seen_by(actor: Actor, family: Family) -> queries.CouncilView:
    view = queries.family_council(grant_for(actor, family.case_id))
    assert view is not None
    return view


def prepare(family: Family) -> None:
    worker = writing(family.worker, family)
    services.begin_council(worker, question="Was braucht Jonas, damit er morgens losgeht?")
    services.revise_council(
        worker, version=1,
        values={
            "concern": "Jonas fehlt seit Mai oft in der Schule. Wir sorgen uns um seinen Abschluss.",
            "requirements": ["Jonas ist werktags vor acht nicht allein."], "coordinator_name": "Astrid Behn",
            "independent": True, "meets_on": TODAY, "place": "Garten von Opa Werner",
        },
    )  # fmt: skip
    services.invite_to_council(worker, name="Astrid Behn", role=CouncilRole.COORDINATOR)
    services.invite_to_council(writing(family.mother, family), name="Opa Werner", role=CouncilRole.FAMILY)


def guest(name: str) -> UUID:
    return CouncilGuest.objects.get(name=name).id
