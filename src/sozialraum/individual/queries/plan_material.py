"""A help plan from what is there: nothing is typed again that was said or agreed before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.formats import get_format as localized
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.accounts.queries import names_of, scope_keys
from sozialraum.foundation.privacy.actors import ScopeKind
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.ui.drawing import number
from sozialraum.individual.enums import (
    ComponentState,
    GoalLevel,
    GoalState,
    MemberKind,
    StatementKind,
    TensionState,
)
from sozialraum.individual.models import ArrangementComponent, Goal, ResourceEntry, Statement
from sozialraum.individual.queries.cases import CaseFile, Person, Words, case_file
from sozialraum.individual.queries.choices import granted_help_kind, granted_service
from sozialraum.individual.queries.tensions import tensions
from sozialraum.individual.queries.words import plain_words
from sozialraum.individual.rules.arrangements import PROFESSIONAL
from sozialraum.individual.rules.plans import (
    Participant,
    PlanContent,
    PlanGoal,
    PlanTension,
    Service,
    Step,
    Voice,
)
from sozialraum.organization.queries import provider_choices


def assembled(grant: Grant, before: PlanContent) -> PlanContent:
    """A plan from what is there: voices, goals with steps, contributions and resources as they stand; the rest as before."""
    file = case_file(grant)
    young = [each for each in file.people if each.kind is MemberKind.YOUNG_PERSON]
    view = next((each for each in file.words if each.kind is StatementKind.PROFESSIONAL_VIEW), None)
    return replace(
        before,
        plan_for=young[-1].full_name if len(young) == 1 else _first_named(young, file),
        participants=before.participants or _participants(grant, file),
        voices=_voices(file, agreed=_agreed_words(grant), plain=plain_words(grant)),
        tensions=_tensions(grant),
        need=view.text if view else before.need,
        services=_services(grant) or before.services or granted_service(grant),
        goals=_goals(grant) or before.goals,
        resources=_resources(grant), help_kind=before.help_kind or granted_help_kind(grant),
        meeting_on=timezone.localdate(grant.at).isoformat(), reviews=(), review_on="" if before == PlanContent() else before.review_on,
    )  # fmt: skip


def _agreed_words(grant: Grant) -> set[UUID]:
    found = Statement.objects.filter(case_id=grant.subject_id, agreed_with_provider=True)
    return set(found.values_list("id", flat=True))


def _first_named(young: list[Person], file: CaseFile) -> str:
    for words in reversed(file.words):
        if words.speaker in young and words.speaker is not None:
            return words.speaker.full_name
    return young[0].full_name if young else file.case.family_name


def _tensions(grant: Grant) -> tuple[PlanTension, ...]:
    """Where people pull apart today; what is settled stands where it was settled."""
    return tuple(
        PlanTension(
            each.about, each.state, each.held_until.isoformat() if each.held_until else "", each.how,
            tuple(
                Voice(said.name, said.kind, timezone.localdate(said.said_at).isoformat(), said.words, said.own)
                for said in each.voices
            ),
        )
        for each in tensions(grant)
        if each.state is not TensionState.SETTLED
    )  # fmt: skip


def _voices(file: CaseFile, *, agreed: set[UUID], plain: dict[UUID, str]) -> tuple[Voice, ...]:
    """The weightiest words of each person: the latest will, else the latest wish, else the latest; then the latest view."""
    chosen: list[Words] = []
    for person in file.people:
        said = [each for each in file.words if each.speaker == person]
        for kind in (StatementKind.WILL, StatementKind.WISH, StatementKind.OPEN):
            best = next((each for each in said if each.kind is kind), None)
            if best:
                chosen.append(best)
                break
    order = {MemberKind.YOUNG_PERSON: 0, MemberKind.PARENT: 1}
    chosen.sort(key=lambda each: (order.get(each.speaker.kind, 2) if each.speaker else 3, each.said_on))
    chosen += [each for each in file.words if each.kind is StatementKind.PROFESSIONAL_VIEW][:1]
    return tuple(
        Voice(
            each.speaker_name, each.kind.value, each.said_on.isoformat(), each.text, each.own_words, each.own_action,
            agreed_with_provider=each.id in agreed, plain=plain.get(each.id, ""),
        )
        for each in chosen
    )  # fmt: skip


def _participants(grant: Grant, file: CaseFile) -> tuple[Participant, ...]:
    worker = names_of([grant.actor.user_id] if grant.actor.user_id else [])
    return tuple(Participant(each.name) for each in file.people) + tuple(
        Participant(name) for name in worker.values()
    )


def _goals(grant: Grant) -> tuple[PlanGoal, ...]:
    found = list(
        Goal.objects.filter(case_id=grant.subject_id, removed_at__isnull=True, state=GoalState.OPEN)
        .select_related("owner")
        .order_by("position", "recorded_at")
    )
    shown = [each for each in found if each.level == GoalLevel.ACTION] or [
        each for each in found if each.level == GoalLevel.DIRECTION
    ]
    return tuple(
        PlanGoal(
            key=str(goal.id), owner=goal.owner.called or goal.owner.full_name, words=goal.words, sign=goal.sign,
            in_other_words=goal.in_other_words,
            steps=tuple(
                Step(step.who, step.words, step.reach_by.isoformat() if step.reach_by else "")
                for step in found
                if step.level == GoalLevel.STEP and step.parent_id == goal.id
            ),
        )
        for goal in shown
    )  # fmt: skip


def _services(grant: Grant) -> tuple[Service, ...]:
    """What was agreed, each with the provider that brings it: a provider reads its own alone (D7)."""
    found = list(
        ArrangementComponent.objects.filter(
            case_id=grant.subject_id, removed_at__isnull=True, state=ComponentState.AGREED
        ).order_by("valid_from", "recorded_at")
    )
    professional = [each for each in found if each.kind in PROFESSIONAL]
    codes = scope_keys(
        [each.user_id for each in professional if each.user_id], ScopeKind.PROVIDER, today=timezone.localdate(grant.at)
    )  # fmt: skip
    names = provider_choices() if any(each.user_id not in codes for each in professional) else []
    return tuple(
        Service(
            each.who, each.content, _hours(each.minutes), _while(each.valid_from, each.valid_until),
            _provider_of(each, codes, names) if each in professional else "",
        )
        for each in found
    )  # fmt: skip


def _provider_of(
    component: ArrangementComponent, codes: dict[UUID, str], names: list[tuple[str, str]]
) -> str:
    """The code of the provider that brings a contribution: by its worker's account, else by the name that was written."""
    if component.user_id in codes:
        return codes[component.user_id]
    return next((code for code, name in names if name and name in component.who), "")


def _hours(minutes: int) -> str:
    """An extent as one says it: half hours as a number, odd minutes as minutes and never as a third of an hour."""
    whole, rest = divmod(minutes, 60)
    if rest in (0, 30) and whole:
        hours = f"{minutes / 60:g}".replace(".", localized("DECIMAL_SEPARATOR"))
        return _("1 hour a week") if minutes == 60 else _("%(hours)s hours a week") % {"hours": hours}
    if whole:
        return ngettext(
            "%(hours)s hour %(minutes)s minutes a week", "%(hours)s hours %(minutes)s minutes a week", whole
        ) % {"hours": number(whole), "minutes": rest}
    return _("%(minutes)s minutes a week") % {"minutes": rest} if rest else ""


def _while(first: date, last: date | None) -> str:
    if last is None:
        return _("from %(day)s") % {"day": date_format(first, "DATE_FORMAT")}
    return _("until %(day)s") % {"day": date_format(last, "DATE_FORMAT")}


def _resources(grant: Grant) -> tuple[str, ...]:
    """What the family shows of its resource card; what stays in the family is in no plan."""
    found = ResourceEntry.objects.filter(
        case_id=grant.subject_id, removed_at__isnull=True, family_only=False, wants_to_use__gte=2
    )
    return tuple(found.order_by("recorded_at").values_list("words", flat=True))
