"""Reading who may be asked for advice, who stands too near to a case, and what was advised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sozialraum.foundation.accounts.queries import holders_of, names_of
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.actors import ScopeKind
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.models import (
    AskedProfessional,
    Choice,
    ExperiencedProfessional,
    Help,
    Member,
    ProtectionAdvice,
    ProtectionAssessment,
)
from sozialraum.individual.queries.team_sheets import known_names
from sozialraum.individual.rules.advisers import Involved, may_advise
from sozialraum.individual.rules.team_sheets import scrub


@dataclass(frozen=True, slots=True)
class Adviser:
    """An experienced professional as the register holds her."""

    id: UUID
    full_name: str
    qualification: str
    focus: str
    employer: str
    provider_code: str
    phone: str
    email: str
    reachable: str
    account_id: UUID | None
    published: bool
    valid_from: date
    valid_until: date | None

    def advises_on(self, day: date) -> bool:
        """Whether she may be asked on a day."""
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)

    @property
    def dialed(self) -> str:
        """The number as a telephone takes it."""
        return "".join(each for each in self.phone if each.isdigit() or each == "+")


@dataclass(frozen=True, slots=True)
class AdviceView:
    """What was asked and advised about a report."""

    id: UUID
    adviser: str
    employer: str
    advised_on: date
    question: str
    advice: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class AdviserChoice:
    """Somebody who could advise on a case; ``nearness`` says why she may not."""

    adviser: Adviser
    nearness: str

    @property
    def nearness_in_words(self) -> str:
        """Why she may not, in the language of the page."""
        return _(self.nearness) if self.nearness else ""


def advisers(*, today: date, published: bool = False, with_past: bool = False) -> list[Adviser]:
    """The experienced professionals of today by name; only those that everybody may read of where ``published``."""
    found = ExperiencedProfessional.objects.order_by("id")
    if not with_past:
        found = found.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today), valid_from__lte=today)
    by_name = sorted(
        found.filter(published=True) if published else found, key=lambda each: german_sort_key(each.full_name)
    )
    return [_adviser(each) for each in by_name]


def adviser(adviser_id: UUID) -> Adviser | None:
    """One experienced professional, of today or of the past."""
    found = ExperiencedProfessional.objects.filter(id=adviser_id).first()
    return _adviser(found) if found else None


def adviser_choices(grant: Grant, report_id: UUID) -> list[AdviserChoice]:
    """Who could advise on a report of this case, and who stands too near to it."""
    involved = _involved(grant, report_id)
    rows = advisers(today=timezone.localdate(grant.at))
    return [
        AdviserChoice(
            each,
            may_advise(
                account_id=each.account_id, full_name=each.full_name, provider_code=each.provider_code, involved=involved
            ).reason,
        )
        for each in rows
    ]  # fmt: skip


def advice_on(grant: Grant, report_id: UUID) -> list[AdviceView]:
    """What was advised on a report of this case, the earliest first."""
    found = ProtectionAdvice.objects.filter(case_id=grant.subject_id, report_id=report_id).select_related(
        "adviser"
    )
    rows = list(found.order_by("advised_on", "recorded_at"))
    names = names_of(each.recorded_by for each in rows)
    return [
        AdviceView(
            each.id, each.adviser.full_name, each.adviser.employer, each.advised_on, each.question, each.advice,
            names.get(each.recorded_by, ""),
        )
        for each in rows
    ]  # fmt: skip


def without_names(grant: Grant, *texts: str) -> tuple[str, ...]:
    """Texts about a case without any name, day, number or address that is known or looks like one (§ 8b, § 64 (2a))."""
    known = known_names(grant)
    return tuple(scrub(text.strip(), known) for text in texts)


def _involved(grant: Grant, report_id: UUID) -> Involved:
    case_id, today = grant.subject_id, timezone.localdate(grant.at)
    members = list(Member.objects.filter(case_id=case_id).values_list("full_name", "user_id"))
    accounts = {user for _name, user in members if user}
    accounts |= holders_of(ScopeKind.CASE, str(case_id), today=today)
    asked = AskedProfessional.objects.filter(report_id=report_id)
    accounts |= set(asked.values_list("professional_id", flat=True))
    views = ProtectionAssessment.objects.filter(report_id=report_id)
    accounts |= set(views.values_list("professional_id", flat=True))
    chosen = Choice.objects.filter(case_id=case_id).values_list("provider_code", flat=True)
    helping = Help.objects.filter(case_id=case_id).values_list("provider_code", flat=True)
    providers = {code for code in chosen.union(helping) if code}
    return Involved(accounts, {name for name, _user in members}, providers)


def _adviser(each: ExperiencedProfessional) -> Adviser:
    return Adviser(
        each.id, each.full_name, each.qualification, each.focus, each.employer, each.provider_code, each.phone, each.email,
        each.reachable, each.account_id, each.published, each.valid_from, each.valid_until,
    )  # fmt: skip
