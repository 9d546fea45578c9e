"""What somebody may do in the rounds of a year: the same decisions guard services and explain buttons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sozialraum.foundation.privacy.actors import Actor, ScopeKind
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.organization.queries import areas_served
from sozialraum.participation.rounds.access import can_decide as is_committee
from sozialraum.participation.rounds.access import can_lead, can_take_part, proposing_scopes
from sozialraum.participation.rounds.enums import ObjectionState, Stage
from sozialraum.participation.rounds.queries.rounds import ObjectionRow, RequestRow, Rounds, drafts_of
from sozialraum.participation.rounds.rules import (
    WHOLE,
    can_change_requests,
    can_close,
    can_decide,
    can_object,
    can_propose,
    missing_records,
    missing_voices,
)
from sozialraum.social_structure.queries import area_parents, planning_system


@dataclass(frozen=True, slots=True)
class Options:
    """What an actor may do now. ``own`` are the circles the actor belongs to; circles are given by area code.

    ``close`` and ``propose`` carry the reason where planning cannot go on yet; they are None for everybody else.
    """

    own: tuple[str, ...]
    drafts: tuple[RequestRow, ...]
    write: tuple[str, ...]
    record: tuple[str, ...]
    voice: tuple[str, ...]
    minority: tuple[ObjectionRow, ...]
    missing: tuple[str, ...]
    object: bool
    close: Decision | None
    propose: Decision | None
    answer: tuple[ObjectionRow, ...]
    decide: Decision | None

    @property
    def leads(self) -> bool:
        """Whether the actor leads through the rounds."""
        return self.close is not None

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(
            self.write
            or self.record
            or self.voice
            or self.minority
            or self.leads
            or self.decide
            or self.drafts
        )


def options_for(actor: Actor, rounds: Rounds, *, today: date) -> Options:
    """What this actor may do in the rounds of a year today."""
    own = tuple(sorted(own_areas(actor, rounds.names)))
    stage, standing = rounds.stage, rounds.standing
    leads = bool(can_lead(actor))
    writing = own if can_change_requests(stage, today, rounds.schedule) else ()
    lacking = missing_records(standing)
    over = today > rounds.schedule.ends(stage)
    recording = tuple(code for code in lacking if code in own or (leads and (code == WHOLE or over)))
    voicing = own if stage is Stage.CONSENT and rounds.proposal and not standing.reopened else ()
    objecting = bool(can_object(stage, today, rounds.schedule))
    unanswered = [each for each in rounds.objections if each.state is ObjectionState.OPEN]
    return Options(
        own=own, drafts=drafts_of(rounds.id, own), write=writing, record=recording,
        voice=tuple(code for code in voicing if code in missing_voices(standing)),
        minority=tuple(
            each for each in rounds.objections
            if stage is Stage.COMMITTEE and objecting and each.state is ObjectionState.CARRIED and each.area_code in own
        ),
        missing=tuple(rounds.names.get(code, "") for code in lacking if code) if leads else (),
        object=objecting and bool(can_take_part(actor)),
        close=can_close(standing) if leads and stage is not Stage.DECIDED else None,
        propose=can_propose(standing) if leads and stage is Stage.CONSENT else None,
        answer=tuple(each for each in unanswered if each.loop is None) if leads else (),
        decide=can_decide(standing, unanswered=len(unanswered)) if is_committee(actor) and stage is Stage.COMMITTEE else None,
    )  # fmt: skip


def own_areas(actor: Actor, area_codes: Collection[str]) -> frozenset[str]:
    """Those of the areas whose circle the actor belongs to: by team, provider, area or seat in the circle.

    What serves a quarter belongs to the circle of the area around it.
    """
    scopes = proposing_scopes(actor)
    if not scopes:
        return frozenset()
    keys: dict[ScopeKind, set[str]] = {
        kind: {key for each, key in scopes if each is kind} for kind in ScopeKind
    }
    served = set(areas_served(keys[ScopeKind.TEAM], keys[ScopeKind.PROVIDER]))
    served |= keys[ScopeKind.AREA] | keys[ScopeKind.CIRCLE]
    system = planning_system()
    parents = area_parents(system.id) if system else {}
    own = set()
    for code in served:
        while code and code not in area_codes:
            code = parents.get(code, "")
        own.add(code)
    return frozenset(own - {""})
