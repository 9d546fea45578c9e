"""The tailored arrangement: contributions of everybody, rings passed over with a reason, hours changed by review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import ComponentKind, ComponentState, Funding, Ring
from sozialraum.individual.models import ArrangementComponent, SkippedRing
from sozialraum.individual.rules.arrangements import (
    PROFESSIONAL,
    RINGS,
    WEEK,
    may_change_freely,
    rings_before,
    slot_of,
    slots_of,
)
from sozialraum.individual.services.entries import (
    check_goals,
    check_words,
    member_of,
    missing,
    note_new,
    remove,
    revise,
    stamp,
    step_back,
)
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

NO_SUCH_PART: Final = "This case has no such contribution."


@transaction.atomic
def add_component(
    grant: Grant,
    *,
    kind: ComponentKind,
    who: str,
    content: str,
    valid_from: date,
    times: Sequence[str] = (),
    minutes: int | None = None,
    valid_until: date | None = None,
    member_id: UUID | None = None,
    user_id: UUID | None = None,
    place_id: UUID | None = None,
    funding: Funding = Funding.NONE,
    goal_ids: Sequence[UUID] = (),
    substitute: str = "",
    checked: bool = False,
    state: ComponentState = ComponentState.AGREED,
) -> UUID:
    """Add a contribution; returns its id. No other contribution changes by it (H1).

    ``minutes`` of a week count from ``times`` where they are left open. What the family adds is to be talked about
    first. Raises :class:`Refused` where a ring before it is empty and was not passed over with a reason, for times
    that cannot be, and for somebody or a goal of another family.
    """
    check_words(content)
    check_words(who, longest=200)
    if grant.role in FAMILY:
        if kind in PROFESSIONAL:
            raise gate.Denied(Decision.no("Professionals are added by the office."))
        state = ComponentState.PROPOSED
    if state is not ComponentState.PROPOSED:
        _check_rings(grant, kind)
    if member_id is not None:
        member_of(grant, member_id)
    check_goals(grant, goal_ids)
    _check_time(times, minutes, valid_from, valid_until)
    weekly = minutes if minutes is not None else sum(slot.minutes for slot in slots_of(times))
    component = ArrangementComponent.objects.create(
        **stamp(grant), kind=kind, who=who.strip(), content=content, times=list(times), minutes=weekly,
        extents=[_extent(valid_from, weekly)], valid_from=valid_from, valid_until=valid_until, member_id=member_id,
        user_id=user_id, place_id=place_id, funding=funding, goal_ids=list(goal_ids), substitute=substitute,
        checked=checked, state=state,
    )  # fmt: skip
    ring = RINGS[kind]
    if ring is not None:
        SkippedRing.objects.filter(case_id=writable(grant), ring=ring).delete()
    return note_new(grant, component)


@transaction.atomic
def revise_component(grant: Grant, component_id: UUID, *, values: Mapping[str, object], version: int) -> int:
    """Change a contribution that was read in ``version``; returns the version now stored.

    Raises :class:`Refused` for the extent of a professional's contribution: see :func:`review_extent`.
    """
    component = _open(grant, component_id)
    touched = {name for name, value in values.items() if getattr(component, name) != value}
    allowed = may_change_freely(ComponentKind(component.kind), touched)
    if not allowed and component.state != ComponentState.PROPOSED:
        raise Refused(allowed.reason, gettext_noop("Write it down at the next review."))
    for name, longest in (("who", 200), ("content", 2_000)):
        if name in values:
            check_words(values[name], longest=longest)
    merged: dict[str, Any] = {
        name: values.get(name, getattr(component, name)) for name in ("times", "valid_from", "valid_until")
    }
    times: Sequence[str] = merged["times"]
    _check_time(times, None, merged["valid_from"], merged["valid_until"])
    check_goals(grant, values.get("goal_ids"))
    changes = dict(values)
    if "times" in touched:
        changes["minutes"] = sum(slot.minutes for slot in slots_of(times))
        today = timezone.localdate(grant.at)
        # a form that saves itself is stored several times a day: the last state of the day is what holds
        before = [each for each in component.extents if each["from"] != today.isoformat() or each["reason"]]
        component.extents = [*before, _extent(today, int(str(changes["minutes"])))]
    return revise(grant, component, values=changes, version=version)


@transaction.atomic
def review_extent(
    grant: Grant,
    component_id: UUID,
    *,
    minutes: int,
    begins_on: date,
    reason: str,
    times: Sequence[str] = (),
    planned: bool = False,
) -> None:
    """Change the hours of a professional at a review, for the reason that all agreed on; a planned change decides nothing.

    Only the office writes it down. Raises :class:`Refused` without a reason.
    """
    component = _open(grant, component_id)
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("A review is written down by the office."))
    check_words(reason)
    _check_time(times, minutes, component.valid_from, component.valid_until)
    component.extents = [
        *component.extents, {**_extent(begins_on, minutes), "planned": planned, "reason": reason}
    ]  # fmt: skip
    component.extents.sort(key=lambda each: str(each["from"]))
    changes: dict[str, object] = {} if planned else {"minutes": minutes}
    if times and not planned:
        changes["times"] = list(times)
    component.save(update_fields=["extents"])
    revise(grant, component, values=changes, version=component.version)
    note_change(grant, "individual.ArrangementComponent", component.id, ["extents"])


@transaction.atomic
def agree_component(grant: Grant, component_id: UUID) -> None:
    """What was talked about holds from now on; the office notes it with the family."""
    component = _open(grant, component_id)
    if grant.role in FAMILY:
        raise gate.Denied(Decision.no("It is agreed together, and noted by the office."))
    _check_rings(grant, ComponentKind(component.kind))
    revise(grant, component, values={"state": ComponentState.AGREED}, version=component.version)


@transaction.atomic
def remove_component(grant: Grant, component_id: UUID) -> None:
    """Take a contribution off that was written by mistake; a professional's ends by review instead."""
    component = _open(grant, component_id)
    allowed = may_change_freely(ComponentKind(component.kind), ["state"])
    if not allowed and timezone.localdate(component.recorded_at) != timezone.localdate(grant.at):
        raise Refused(allowed.reason, gettext_noop("Write it down at the next review."))
    remove(grant, component)


@transaction.atomic
def undo_on_arrangement(grant: Grant) -> None:
    """Take back one's own last change within half an hour; raises :class:`Refused` where there is none."""
    step_back(grant, ArrangementComponent, ArrangementComponent.objects.filter(case_id=writable(grant)))


@transaction.atomic
def skip_ring(grant: Grant, ring: Ring, *, sentence: str) -> None:
    """Pass over a ring in which nobody was found, with the one sentence that says why."""
    check_words(sentence, longest=500)
    SkippedRing.objects.update_or_create(
        case_id=writable(grant), ring=ring,
        defaults={"sentence": sentence, "skipped_by": user_of(grant), "skipped_at": grant.at},
    )  # fmt: skip
    note_change(grant, "individual.SkippedRing", grant.subject_id, ["ring", "sentence"])


def _check_rings(grant: Grant, kind: ComponentKind) -> None:
    kinds = ArrangementComponent.objects.filter(case_id=grant.subject_id, removed_at__isnull=True)
    filled = {RINGS[ComponentKind(each)] for each in kinds.values_list("kind", flat=True)}
    filled |= {
        Ring(each)
        for each in SkippedRing.objects.filter(case_id=grant.subject_id).values_list("ring", flat=True)
    }
    if any(ring not in filled for ring in rings_before(kind)):
        raise Refused(
            gettext_noop("A ring before this one is empty."),
            gettext_noop("Look there first, or say in one sentence why nobody is asked there."),
        )


def _check_time(
    times: Sequence[str], minutes: int | None, valid_from: date | None, valid_until: date | None
) -> None:
    if any(slot_of(each) is None for each in times):
        raise Refused(
            gettext_noop("This is no time of a week."),
            gettext_noop("Enter a beginning and a later end on one day."),
        )
    if minutes is not None and not 0 <= minutes <= WEEK:
        raise Refused(gettext_noop("A week has no such hours."), gettext_noop("Enter the hours of one week."))
    if valid_from and valid_until and str(valid_until) < str(valid_from):
        raise Refused(gettext_noop("It ends before it begins."), gettext_noop("Change one of the two days."))


def _extent(day: date, minutes: int) -> dict[str, object]:
    return {"from": day.isoformat(), "minutes": minutes, "planned": False, "reason": ""}


def _open(grant: Grant, component_id: UUID) -> ArrangementComponent:
    component = (
        ArrangementComponent.objects.select_for_update()
        .filter(id=component_id, case_id=writable(grant), removed_at__isnull=True)
        .first()
    )
    if component is None:
        raise missing(NO_SUCH_PART)
    return component
