"""Family councils in the file that the family takes along, with what it wrote among itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.privacy.own_data import Section
from sozialraum.individual.models import CouncilGuest, CouncilPlanItem, FamilyCouncil
from sozialraum.individual.presentation.councils import ANSWERS, PHASES, RESULTS, ROLES
from sozialraum.individual.presentation.resource_words import COMPONENT_KINDS
from sozialraum.individual.queries.councils import council_drafts


def council_sections(grant: Grant) -> list[Section]:
    """What was asked, who was invited, what the family wrote, and what it handed over."""
    councils = list(FamilyCouncil.objects.filter(case_id__in=grant.subject.ids).order_by("begun_at"))
    asked = tuple(
        (
            each.begun_at, str(PHASES[each.phase]), each.concern, each.question, "; ".join(each.requirements),
            each.coordinator_name, each.meets_on, each.place, each.care, each.followup_on, each.ending,
        )
        for each in councils
    )  # fmt: skip
    guests = tuple(
        (each.name, str(ROLES[each.role]), each.attended, each.stayed)
        for each in CouncilGuest.objects.filter(case_id__in=grant.subject.ids).order_by("invited_at", "name")
    )
    written = tuple(
        (part.what, part.who, str(COMPONENT_KINDS[part.kind]), part.until, part.check_by, part.removed)
        for each in councils
        for part in council_drafts(grant, each.id)
    )
    plans = tuple(
        (
            each.plan.number, each.plan.handed_over_at, each.what, each.who, each.until, each.check_by,
            str(ANSWERS.get(each.plan.answer, "")), each.plan.words, str(RESULTS.get(each.result, "")), each.result_words,
        )
        for each in CouncilPlanItem.objects.filter(case_id__in=grant.subject.ids).select_related("plan").order_by(
            "plan__handed_over_at", "number"
        )
    )  # fmt: skip
    part = {
        "what": _("What happens"),
        "who": _("Who"),
        "until": _("Until"),
        "check_by": _("Who looks after it"),
    }
    return [
        Section("councils", _("Your family council"), {
            "begun_at": _("Begun at"), "phase": _("Where it stands"), "concern": _("The concern"), "question": _("The question"),
            "requirements": _("What the plan must meet"), "coordinator": _("Who coordinates"), "meets_on": _("On"),
            "place": _("Where"), "care": _("Food, care, interpreting"), "followup_on": _("Meeting again on"), "ending": _("How it ended"),
        }, asked),
        Section("council_guests", _("Who was invited to your family council"), {
            "name": _("Name"), "role": _("As what"), "attended": _("Was there"), "stayed": _("Stayed among the family"),
        }, guests),
        Section("council_drafts", _("What you wrote among yourselves"), {
            "what": part["what"], "who": part["who"], "kind": _("Who is that"), "until": part["until"],
            "check_by": part["check_by"], "removed": _("Struck out"),
        }, written, _("Only your family reads this.")),
        Section("council_plans", _("The plans that you handed over"), {
            "number": _("Plan"), "handed_over_at": _("Handed over at"), **part, "answer": _("Answer"), "words": _("Words"),
            "result": _("What became of it"), "result_words": _("In words"),
        }, plans),
    ]  # fmt: skip
