"""Goals, resources, contributions, dates and answers in the file that the family takes along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.privacy.own_data import Section
from sozialraum.individual.models import (
    Appointment,
    AppointmentReply,
    ArrangementComponent,
    EntryVersion,
    Genogram,
    Goal,
    Reply,
    ResourceEntry,
    SkippedRing,
)
from sozialraum.individual.presentation.resource_words import (
    AVAILABILITIES,
    COMPONENT_KINDS,
    COMPONENT_STATES,
    EFFECTS,
    FUNDING,
    GOAL_LEVELS,
    GOAL_STATES,
    REPLIES,
    RESOURCE_KINDS,
    RINGS,
    WANTS,
)
from sozialraum.network.queries import place_rows

COVERED = (
    "individual.Goal", "individual.ResourceCard", "individual.ResourceEntry", "individual.ArrangementComponent",
    "individual.SkippedRing", "individual.Reply", "individual.Appointment", "individual.AppointmentReply",
    "individual.Genogram", "individual.GenogramVersion", "individual.EntryVersion",
)  # fmt: skip


def material_sections(grant: Grant, called: Mapping[UUID, str]) -> list[Section]:
    """Everything that was gathered and agreed; ``called`` says how each member appears in this file."""
    goals = {
        each.id: each for each in Goal.objects.filter(case_id__in=grant.subject.ids).order_by("position")
    }
    return [
        _goals(goals.values(), called),
        _resources(grant, called, goals),
        _components(grant, goals),
        _skipped(grant),
        _replies(grant, called),
        _appointments(grant, called),
        _genogram(grant),
        _earlier(grant),
    ]


def _goals(found: Iterable[Goal], called: Mapping[UUID, str]) -> Section:
    columns = {
        "level": _("Level"), "owner": _("Whose goal"), "words": _("Words"), "sign": _("How one will notice"),
        "who": _("Who does it"), "reach_by": _("Until"), "state": _("Where it stands"),
        "agreed_on": _("Agreed on"), "in_other_words": _("In other words"),
    }  # fmt: skip
    rows = tuple(
        (
            str(GOAL_LEVELS[each.level]), called.get(each.owner_id, ""), each.words, each.sign, each.who, each.reach_by,
            str(GOAL_STATES[each.state]), each.agreed_on, each.in_other_words,
        )
        for each in found
    )  # fmt: skip
    return Section("goals", _("Your goals"), columns, rows)


def _resources(grant: Grant, called: Mapping[UUID, str], goals: Mapping[UUID, Goal]) -> Section:
    columns = {
        "kind": _("Field"), "words": _("Words"), "speaker": _("Who said it"), "wants_to_use": _("Wants to use it"),
        "availability": _("Is it there?"), "exception_story": _("When it worked before"), "goals": _("For which goal"),
        "person_name": _("Who is that?"), "place_id": _("Which place is it?"),
        "used_from": _("Used from"), "used_until": _("Used until"), "effect": _("Did it help?"),
        "family_only": _("Stays in the family"),
    }  # fmt: skip
    found = list(ResourceEntry.objects.filter(case_id__in=grant.subject.ids, removed_at__isnull=True))
    names = names_of(each.professional_id for each in found if each.professional_id)
    today = timezone.localdate(grant.at)
    places = place_rows(grant.actor, {each.place_id for each in found if each.place_id}, today=today)
    rows = tuple(
        (
            str(RESOURCE_KINDS[each.kind]), each.words,
            called.get(each.speaker_id, "") if each.speaker_id else names.get(each.professional_id or each.id, ""),
            "" if each.wants_to_use is None else str(WANTS[each.wants_to_use]), str(AVAILABILITIES[each.availability]),
            each.exception_story, _words_of(each.goal_ids, goals), each.person_name,
            places[each.place_id].name if each.place_id in places else "", each.used_from, each.used_until,
            "" if each.effect is None else str(EFFECTS[each.effect]), each.family_only,
        )
        for each in found
    )  # fmt: skip
    return Section("resources", _("What you can build on"), columns, rows)


def _components(grant: Grant, goals: Mapping[UUID, Goal]) -> Section:
    columns = {
        "kind": _("Kind"), "who": _("Who"), "content": _("What"), "times": _("When"), "minutes": _("Minutes a week"),
        "valid_from": _("From"), "valid_until": _("Until"), "funding": _("Who pays"), "goals": _("For which goal"),
        "substitute": _("Who stands in"), "state": _("Where it stands"),
    }  # fmt: skip
    rows = tuple(
        (
            str(COMPONENT_KINDS[each.kind]), each.who, each.content, ", ".join(each.times), each.minutes,
            each.valid_from, each.valid_until, str(FUNDING[each.funding]), _words_of(each.goal_ids, goals),
            each.substitute, str(COMPONENT_STATES[each.state]),
        )
        for each in ArrangementComponent.objects.filter(case_id__in=grant.subject.ids).order_by("valid_from")
    )  # fmt: skip
    return Section("contributions", _("Who does what"), columns, rows)


def _skipped(grant: Grant) -> Section:
    columns = {"ring": _("Where nobody was looked for"), "sentence": _("Why"), "skipped_at": _("When")}
    rows = tuple(
        (str(RINGS[each.ring]), each.sentence, each.skipped_at)
        for each in SkippedRing.objects.filter(case_id__in=grant.subject.ids)
    )
    return Section("skipped", _("What was passed over"), columns, rows)


def _replies(grant: Grant, called: Mapping[UUID, str]) -> Section:
    columns = {
        "said_at": _("When"), "member": _("Who"), "kind": _("Kind"), "content": _("To what"), "words": _("Words"),
        "answer_due_on": _("Answer until"), "answer": _("Answer"), "answered_at": _("Answered at"),
        "withdrawn_at": _("Taken back at"),
    }  # fmt: skip
    found = (
        Reply.objects.filter(case_id__in=grant.subject.ids).select_related("component").order_by("said_at")
    )
    rows = tuple(
        (
            each.said_at, called.get(each.member_id, ""), str(REPLIES[each.kind]),
            each.component.content if each.component else "", each.words, each.answer_due_on, each.answer,
            each.answered_at, each.withdrawn_at,
        )
        for each in found
    )  # fmt: skip
    return Section("replies", _("Objections, and what helped"), columns, rows)


def _appointments(grant: Grant, called: Mapping[UUID, str]) -> Section:
    columns = {
        "begins_at": _("When"), "meeting_place": _("Where"), "topic": _("What for"), "who_comes": _("Who comes"),
        "answers": _("Answers"), "cancelled_at": _("Called off at"),
    }  # fmt: skip
    said: dict[UUID, list[str]] = {}
    for each in AppointmentReply.objects.filter(case_id__in=grant.subject.ids).order_by("said_at"):
        told = each.words or (_("suits") if each.suits else _("rather otherwise"))
        said.setdefault(each.appointment_id, []).append(f"{called.get(each.member_id, '')}: {told}")
    rows = tuple(
        (each.begins_at, each.meeting_place, each.topic, each.who_comes, "; ".join(said.get(each.id, [])), each.cancelled_at)
        for each in Appointment.objects.filter(case_id__in=grant.subject.ids).order_by("begins_at")
    )  # fmt: skip
    return Section("meetings", _("Meetings"), columns, rows)


def _genogram(grant: Grant) -> Section:
    columns = {"changed_at": _("As of"), "content": _("Content")}
    own = Genogram.objects.filter(case_id__in=grant.subject.ids, owner__user_id=grant.actor.user_id)
    rows = tuple((each.changed_at, str(each.content)) for each in own)
    note = _("Your own genogram. You can also take it along as a picture, on its page.")
    return Section("genogram", _("Your genogram"), columns, rows, note)


def _earlier(grant: Grant) -> Section:
    columns = {"saved_at": _("As of"), "version": _("Version"), "content": _("Words")}
    found = EntryVersion.objects.filter(case_id__in=grant.subject.ids, values__isnull=False).order_by(
        "saved_at"
    )
    rows = tuple(
        (each.saved_at, each.version, str((each.values or {}).get("words") or (each.values or {}).get("content", "")))
        for each in found
    )  # fmt: skip
    return Section("earlier_entries", _("How goals, resources and contributions read before"), columns, rows)


def _words_of(ids: Iterable[UUID], goals: Mapping[UUID, Goal]) -> str:
    return "; ".join(goals[each].words for each in ids if each in goals)
