"""How a help went its way, for somebody of the family who takes the own data along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.privacy.own_data import Section
from sozialraum.individual.enums import Track
from sozialraum.individual.models import (
    CaseMerge,
    CaseOrigin,
    CaseStep,
    Choice,
    Consultation,
    GoalRating,
    GrantDecision,
    Handover,
    Help,
    HelpPlan,
    HouseholdStay,
    MemberTie,
    OptionList,
    PlanReview,
    PlanSignature,
    Reminder,
    TeamSheet,
)
from sozialraum.individual.presentation.cases import STATES
from sozialraum.individual.presentation.choices import OUTCOMES, REASONS
from sozialraum.individual.presentation.helps import answers_in_words
from sozialraum.individual.presentation.plans import RESULTS, SIGNED
from sozialraum.individual.presentation.process import FORMS, LANGUAGES, TOPICS
from sozialraum.organization.queries import provider_names


def way_sections(grant: Grant, called: Mapping[UUID, str]) -> list[Section]:
    """Steps, consultations, what was waited for, and handovers; the protection of a child is told by the office itself."""
    return [_steps(grant), _consultations(grant, called), _reminders(grant), _handovers(grant, called)]


def _steps(grant: Grant) -> Section:
    columns = {
        "taken_on": _("On"), "state": _("Step"), "reason": _("Why"), "short_term": _("Short help"),
        "taken_by": _("Written down by"),
    }  # fmt: skip
    found = list(CaseStep.objects.filter(case_id__in=grant.subject.ids, track=Track.HELP).order_by("id"))
    names = names_of(each.taken_by for each in found)
    rows = tuple(
        (each.taken_on, str(STATES[each.state]), each.reason, each.short_term, names.get(each.taken_by, ""))
        for each in found
    )
    note = _("Whether the protection of a child was looked at is told by the office itself. Ask there.")
    return Section("steps", _("The way of your help"), columns, rows, note)


def _consultations(grant: Grant, called: Mapping[UUID, str]) -> Section:
    columns = {
        "held_on": _("On"), "topics": _("What it was about"), "form": _("How it was explained"),
        "language": _("Language"), "present": _("Who was there"), "note": _("Also worth knowing"),
        "held_by": _("Explained by"),
    }  # fmt: skip
    found = list(Consultation.objects.filter(case_id__in=grant.subject.ids).order_by("held_on"))
    names = names_of(each.held_by for each in found)
    rows = tuple(
        (
            each.held_on, "; ".join(str(TOPICS[topic]) for topic in each.topics), str(FORMS[each.form]),
            str(LANGUAGES.get(each.language, each.language)), ", ".join(called.get(key, "") for key in each.present),
            each.note, names.get(each.held_by, ""),
        )
        for each in found
    )  # fmt: skip
    return Section("consultations", _("What was explained to you"), columns, rows)


def _reminders(grant: Grant) -> Section:
    columns = {
        "due_on": _("Until"),
        "text": _("What was due"),
        "waits_for": _("What you waited for"),
        "done": _("Done at"),
    }
    rows = tuple(
        (each.due_on, each.text, each.waits_for, each.done_at)
        for each in Reminder.objects.filter(case_id__in=grant.subject.ids).order_by("due_on")
    )
    return Section("reminders", _("What you waited for"), columns, rows)


def _handovers(grant: Grant, called: Mapping[UUID, str]) -> Section:
    columns = {
        "from": _("From"), "to": _("To"), "joint_talk_on": _("Talk of all three"),
        "without_talk": _("Why there was no talk"), "family_note": _("What the new person should know"),
        "family_note_by": _("Who spoke"), "done_at": _("Handed over at"),
    }  # fmt: skip
    found = list(
        Handover.objects.filter(case_id__in=grant.subject.ids, withdrawn_at__isnull=True).order_by("begun_at")
    )
    names = names_of(key for each in found for key in (each.from_id, each.to_id))
    rows = tuple(
        (
            names.get(each.from_id, ""), names.get(each.to_id, ""), each.joint_talk_on, each.without_talk, each.family_note,
            called.get(each.family_note_by, "") if each.family_note_by else "", each.done_at,
        )
        for each in found
    )  # fmt: skip
    return Section("handovers", _("How your contact person changed"), columns, rows)


def plan_sections(grant: Grant, called: Mapping[UUID, str]) -> list[Section]:
    """Every version of the help plan, what each person said to it, how goals were rated, and the reviews."""
    return [_plans(grant), _signatures(grant, called), _ratings(grant, called), _reviews(grant)]


def _plans(grant: Grant) -> Section:
    columns = {
        "number": _("Version"), "begun_at": _("Begun at"), "fixed_at": _("Fixed at"), "part": _("Part"), "text": _("Text"),
    }  # fmt: skip
    rows = tuple(
        (plan.number, plan.begun_at, plan.fixed_at, name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for plan in HelpPlan.objects.filter(case_id__in=grant.subject.ids).order_by("number")
        for name, value in plan.content.items()
        if value not in ("", [], False)
    )  # fmt: skip
    return Section("help_plans", _("Your help plan in all versions"), columns, rows)


def _signatures(grant: Grant, called: Mapping[UUID, str]) -> Section:
    columns = {
        "number": _("Version"),
        "name": _("Who"),
        "state": _("Answer"),
        "words": _("Words"),
        "said_at": _("When"),
    }
    found = list(
        PlanSignature.objects.filter(case_id__in=grant.subject.ids).select_related("plan").order_by("said_at")
    )
    rows = tuple(
        (each.plan.number, _of(each, called), str(SIGNED[each.state]), each.words, each.said_at)
        for each in found
    )
    return Section("signatures", _("What everybody said to the plan"), columns, rows)


def _ratings(grant: Grant, called: Mapping[UUID, str]) -> Section:
    columns = {"number": _("Version"), "goal": _("Goal"), "name": _("Who"), "value": _("From -2 to +2"), "words": _("Words"), "rated_at": _("When")}  # fmt: skip
    found = (
        GoalRating.objects.filter(case_id__in=grant.subject.ids).select_related("plan").order_by("rated_at")
    )
    rows = tuple(
        (each.plan.number, _goal_words(each), _of(each, called), each.value, each.words, each.rated_at)
        for each in found
    )
    return Section("goal_ratings", _("How far your goals are"), columns, rows)


def _reviews(grant: Grant) -> Section:
    columns = {
        "held_on": _("On"), "suitable": _("Still suitable"), "needed": _("Still needed"), "exit_reached": _("End reached"),
        "result": _("The help"), "text": _("Also said"),
    }  # fmt: skip
    rows = tuple(
        (each.held_on, each.suitable, each.needed, each.exit_reached, str(RESULTS[each.result]), each.text)
        for each in PlanReview.objects.filter(case_id__in=grant.subject.ids).order_by("held_on")
    )
    return Section("plan_reviews", _("What all found together"), columns, rows)


def _goal_words(rating: GoalRating) -> str:
    goals = rating.plan.content.get("goals", [])
    return next((str(each["words"]) for each in goals if each["key"] == rating.goal_key), "")


def _of(row: PlanSignature | GoalRating, called: Mapping[UUID, str]) -> str:
    if row.member_id:
        return called.get(row.member_id, "")
    return names_of([row.professional_id]).get(row.professional_id, "") if row.professional_id else ""


def choice_sections(grant: Grant, called: Mapping[UUID, str]) -> list[Section]:
    """What was shown to the family, what it chose, and what was decided."""
    lists = tuple(
        (
            each.shown_on,
            each.help_kind,
            option.get("provider", ""),
            option.get("name", ""),
            option.get("place", ""),
        )
        for each in OptionList.objects.filter(case_id__in=grant.subject.ids).order_by("shown_at")
        for option in each.options
    )
    chosen = tuple(
        (
            each.chosen_on, each.chosen, called.get(each.member_id, "") if each.member_id else "", each.words,
            str(REASONS.get(each.refusal_reason, "")), each.refusal_text, each.cost_wished, each.cost_comparable,
        )
        for each in Choice.objects.filter(case_id__in=grant.subject.ids).order_by("recorded_at")
    )  # fmt: skip
    found = list(GrantDecision.objects.filter(case_id__in=grant.subject.ids, decided_at__isnull=False))
    names = names_of(each.decided_by for each in found if each.decided_by)
    decided = tuple(
        (
            each.decided_at, str(OUTCOMES[each.outcome]), each.help_kind, each.content, each.extent, each.valid_from,
            each.valid_until, each.reasons, names.get(each.decided_by, "") if each.decided_by else "", each.sent_on,
        )
        for each in found
    )  # fmt: skip
    return [
        Section("options", _("Helps that were shown to you"), {
            "shown_on": _("On"), "help_kind": _("Paragraph"), "provider": _("Provider"), "name": _("Offer"), "place": _("Where"),
        }, lists),
        Section("choices", _("What you chose"), {
            "chosen_on": _("On"), "chosen": _("Chosen"), "by": _("Who chose"), "words": _("Words"),
            "refusal_reason": _("Why it was not followed"), "refusal_text": _("In words"),
            "cost_wished": _("Cost of the wish"), "cost_comparable": _("Cost of a comparable help"),
        }, chosen),
        Section("decisions", _("What was decided"), {
            "decided_at": _("When"), "outcome": _("Outcome"), "help_kind": _("Paragraph"), "content": _("What"),
            "extent": _("How much"), "valid_from": _("From"), "valid_until": _("Until"), "reasons": _("Why"),
            "decided_by": _("Decided by"), "sent_on": _("Letter sent on"),
        }, decided),
    ]  # fmt: skip


def help_section(grant: Grant) -> Section:
    """Each help with its days, and what was answered about it for the official statistics."""
    columns = {
        "help_kind": _("Paragraph"), "begun_on": _("From"), "ended_on": _("Until"), "provider": _("Provider"),
        "answers": _("Told to the official statistics"),
    }  # fmt: skip
    found = list(
        Help.objects.filter(case_id__in=grant.subject.ids).select_related("survey").order_by("begun_on")
    )
    names = provider_names(each.provider_code for each in found)
    rows = tuple(
        (
            each.help_kind, each.begun_on, each.ended_on, names.get(each.provider_code, each.provider_code),
            answers_in_words(each.survey.answers, each.begun_on.year) if hasattr(each, "survey") else "",
        )
        for each in found
    )  # fmt: skip
    return Section("helps", _("Your helps"), columns, rows)


def origin_sections(grant: Grant, called: Mapping[UUID, str]) -> list[Section]:
    """Which key the case had in another system, who is what to whom, and who lived in which household when."""
    ids = grant.subject.ids
    keys = tuple(CaseOrigin.objects.filter(case_id__in=ids).values_list("system", "key"))
    ties = tuple(
        (
            called.get(each.member_id, ""),
            each.tie,
            called.get(each.other_id, ""),
            each.valid_from,
            each.valid_until,
        )
        for each in MemberTie.objects.filter(case_id__in=ids)
    )
    stays = tuple(
        (called.get(each.member_id, ""), each.household, each.valid_from, each.valid_until)
        for each in HouseholdStay.objects.filter(case_id__in=ids)
    )
    days = {"valid_from": _("From"), "valid_until": _("Until")}
    merges = tuple(
        (each.former_number, each.done_at, each.reason, each.undone_at)
        for each in CaseMerge.objects.filter(case_id__in=ids, done_at__isnull=False).order_by("done_at")
    )
    return [
        Section("merges", _("Files that became one"), {
            "former_number": _("Number of the former file"), "done_at": _("Brought together"), "reason": _("Why"),
            "undone_at": _("Taken apart again"),
        }, merges),
        Section("origin", _("Where your file came from"), {"system": _("System"), "key": _("Key")}, keys),
        Section("ties", _("Who is what to whom"), {
            "member": _("Person"), "tie": _("Tie"), "other": _("To whom"), **days,
        }, ties),
        Section("households", _("Who lived with whom"), {"member": _("Person"), "household": _("Household"), **days}, stays),
    ]  # fmt: skip


def team_section(grant: Grant) -> Section:
    """On what a team advised, and what it advised: the sheets name nobody."""
    columns = {
        "number": _("Sheet"), "made_at": _("Made at"), "question": _("The question"), "body": _("The sheet"),
        "expires_on": _("Out until"), "ideas": _("Ideas"), "dissent": _("Seen differently"), "closed_at": _("Closed at"),
    }  # fmt: skip
    rows = tuple(
        (
            each.number, each.made_at, each.question, each.body, each.expires_on,
            "; ".join(str(idea["text"]) for idea in each.ideas), each.dissent, each.closed_at,
        )
        for each in TeamSheet.objects.filter(case_id__in=grant.subject.ids).order_by("number")
    )  # fmt: skip
    return Section("team_sheets", _("What a team advised"), columns, rows)
