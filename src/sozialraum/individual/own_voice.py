"""Where people see something differently, and complaints, in the file that the family takes along."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.privacy.own_data import Section
from sozialraum.individual.enums import TensionState
from sozialraum.individual.models import (
    Complaint,
    ComplaintAnswer,
    FormalObjection,
    Tension,
    TensionStep,
    TensionVoice,
    UseRating,
)
from sozialraum.individual.presentation.cases import KINDS
from sozialraum.individual.presentation.formal_objections import OBJECTION_STATES
from sozialraum.individual.presentation.plans import tension_in_words
from sozialraum.individual.presentation.use_value import USE_VALUES

COVERED = (
    "individual.Tension",
    "individual.TensionVoice",
    "individual.TensionStep",
    "individual.Complaint",
    "individual.ComplaintAnswer",
    "individual.UseRating",
    "individual.FormalObjection",
)


def voice_sections(grant: Grant, called: Mapping[UUID, str]) -> list[Section]:
    """Every voice and every step; ``called`` says how each member appears in this file."""
    ids = grant.subject.ids
    abouts = dict(Tension.objects.filter(case_id__in=ids).values_list("id", "about"))
    said = list(TensionVoice.objects.filter(case_id__in=ids).order_by("said_at"))
    names = names_of({key for each in said if (key := each.professional_id)})
    voices = tuple(
        (
            abouts.get(each.tension_id, ""), each.said_at,
            called.get(each.member_id, "") if each.member_id else names.get(each.professional_id or UUID(int=0), ""),
            str(KINDS[each.kind].word), each.words,
        )
        for each in said
    )  # fmt: skip
    steps = tuple(
        (
            abouts.get(each.tension_id, ""), each.taken_at,
            tension_in_words(TensionState(each.state), each.held_until.isoformat() if each.held_until else ""), each.how,
        )
        for each in TensionStep.objects.filter(case_id__in=ids).order_by("id")
    )  # fmt: skip
    complaints = Complaint.objects.filter(
        case_id__in=ids, author_id=grant.actor.user_id or UUID(int=0)
    ).order_by("complained_at")
    answers = ComplaintAnswer.objects.filter(complaint__in=complaints).order_by("written_at")
    complained = tuple(
        (each.complained_at, each.words, each.due_on, "\n".join(said.words for said in answers if said.complaint_id == each.id))
        for each in complaints
    )  # fmt: skip
    used = tuple(
        (each.component.who, each.component.content, called.get(each.member_id, ""), str(USE_VALUES[each.value]), each.words, each.said_at)
        for each in UseRating.objects.filter(case_id__in=ids).select_related("component").order_by("said_at")
    )  # fmt: skip
    objected = tuple(
        (
            called.get(each.member_id, ""), each.came_on, each.last_day, each.words, str(OBJECTION_STATES[each.state]), each.answer,
            each.passed_to,
        )
        for each in FormalObjection.objects.filter(case_id__in=ids).order_by("recorded_at")
    )  # fmt: skip
    about = {"about": _("What it is about"), "at": _("When")}
    return [
        Section("tensions", _("Where we see something differently"), {
            **about, "name": _("Who"), "kind": _("Kind"), "words": _("Words"),
        }, voices),
        Section("tension_steps", _("How we live with it"), {**about, "state": _("Stage"), "how": _("How exactly")}, steps),
        Section("use_ratings", _("What helps, as you say it"), {
            "contribution": _("Contribution"), "content": _("What"), "name": _("Who"), "value": _("Answer"),
            "words": _("Words"), "at": _("When"),
        }, used),
        Section("complaints", _("Your complaints"), {
            "at": _("When"), "words": _("Words"), "due_on": _("Answer until"), "answers": _("Answers"),
        }, complained),
        Section("formal_objections", _("Objections to decisions"), {
            "name": _("Who"), "came_on": _("Came on"), "last_day": _("In time until"), "words": _("Words"), "state": _("Stage"),
            "answer": _("Answer"), "passed_to": _("Goes on to"),
        }, objected),
    ]  # fmt: skip
