"""How control is said in words: pure functions for the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.titles import ROLE_TITLES
from sozialraum.foundation.audit.queries import DenialRun
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.enums import EmergencyKind, NoticeKind, RetentionStep
from sozialraum.foundation.privacy.queries import EmergencyFacts, NoticeFacts, RunFacts
from sozialraum.foundation.privacy.register import period_in_words
from sozialraum.foundation.privacy.retention.rules import PERIODS
from sozialraum.foundation.supervision.forms import VERDICTS
from sozialraum.foundation.supervision.queries import MonthReview
from sozialraum.foundation.ui.drawing import number
from sozialraum.foundation.vocabulary import Retention

EMERGENCY_KINDS: dict[EmergencyKind, str | Promise] = {
    EmergencyKind.DANGER: gettext_lazy("A child may be in danger"),
    EmergencyKind.CUSTODY: gettext_lazy("A child or young person is taken into care"),
    EmergencyKind.INQUIRY: gettext_lazy("Police, court or hospital needs an answer that cannot wait"),
    EmergencyKind.ABSENCE: gettext_lazy("The family needs help now and nobody responsible can be reached"),
}
RETENTIONS: dict[Retention, str | Promise] = {
    Retention.HELP_FILE: gettext_lazy("Help files"),
    Retention.ADOPTION: gettext_lazy("Adoption files"),
    Retention.COUNSELING: gettext_lazy("Counseling without help"),
    Retention.PROTECTION_CHECK: gettext_lazy("Checks of danger that found none"),
    Retention.CITIZEN_CARD: gettext_lazy("Residents' cards"),
    Retention.ACCOUNT: gettext_lazy("Accounts"),
    Retention.AUDIT: gettext_lazy("Record of accesses"),
    Retention.SESSION: gettext_lazy("Sessions"),
    Retention.JOB: gettext_lazy("Background work"),
    Retention.WHILE_NEEDED: gettext_lazy("Facts without persons"),
}
STEPS: dict[RetentionStep, str | Promise] = {
    RetentionStep.RESTRICT: gettext_lazy("go into the locked archive"),
    RetentionStep.ERASE: gettext_lazy("wait for erasure"),
}
COUNTED: dict[str, tuple[str | Promise, str | Promise]] = {
    "reads": (gettext_lazy("Reads of a case"), ""),
    "changes": (gettext_lazy("Changes"), ""),
    "denials": (gettext_lazy("Refusals"), gettext_lazy("somebody asked for a case and was not let in")),
    "exports": (gettext_lazy("Copies taken along by families"), ""),
    "erasures": (gettext_lazy("Archived or erased"), ""),
    "reads_by_team_leads": (
        gettext_lazy("Reads by team leads"),
        gettext_lazy("without being assigned to the case"),
    ),
    "reads_by_substitutes": (
        gettext_lazy("Reads by substitutes"),
        gettext_lazy("in place of a colleague who is away"),
    ),
    "emergency_reads": (
        gettext_lazy("Reads in an emergency"),
        gettext_lazy("without being assigned to the case"),
    ),
    "tasks_given": (
        gettext_lazy("Tasks given"),
        gettext_lazy("by the administration; a task can open cases"),
    ),
    "substitutes_named": (
        gettext_lazy("Substitutes named"),
        gettext_lazy("by the person who is away or by the lead"),
    ),
    "letters_to_renew": (
        gettext_lazy("Letters for a new password"),
        gettext_lazy("whoever holds the letter signs in as this person"),
    ),
    "reads_at_night": (gettext_lazy("Reads at night"), gettext_lazy("by staff, 10 p.m. to 6 a.m.")),
}


@dataclass(frozen=True, slots=True)
class CountRow:
    """One count of the month beside that of the month before."""

    title: str
    note: str
    count: int
    before: int


@dataclass(frozen=True, slots=True)
class RunLine:
    """Refusals in a row, without a name."""

    entry_id: int
    text: str
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """One emergency access on the review page."""

    facts: EmergencyFacts
    kind: str
    verdict: str
    own: bool


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice in words."""

    id: int
    text: str
    made_at: datetime
    waiting: bool
    case_url_id: str


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One class of data: what it is, how long it is kept, why, and whether the municipality may set it."""

    title: str
    kept: str
    basis: str
    local: bool


@dataclass(frozen=True, slots=True)
class RunLineOfPeriods:
    """One run of the retention engine in words."""

    facts: RunFacts
    due: str
    erased: int


def review_sentence(review: MonthReview) -> str:
    """The answer under the title."""
    waiting = sum(each.verdict is None for each in review.emergencies)
    parts = []
    if waiting:
        parts.append(
            ngettext(
                "One emergency waits for your review.", "%(count)s emergencies wait for your review.", waiting
            )
            % {"count": number(waiting)}
        )
    if review.runs:
        parts.append(
            ngettext(
                "Once refusals came in a row.", "%(count)s times refusals came in a row.", len(review.runs)
            )
            % {"count": number(len(review.runs))}
        )
    return " ".join(parts) or _("Nothing unusual is waiting for you.")


def count_rows(review: MonthReview) -> list[CountRow]:
    """The counts of the month beside those of the month before."""
    return [
        CountRow(str(title), str(note), getattr(review.counts, name), getattr(review.before, name))
        for name, (title, note) in COUNTED.items()
    ]


def run_lines(runs: Iterable[DenialRun]) -> list[RunLine]:
    """Refusals in a row as sentences."""
    return [
        RunLine(
            run.entry_id,
            _("%(role)s: %(denials)s refusals for %(subjects)s cases")
            % {
                "role": ROLE_TITLES[Role(run.role)] if run.role else _("Somebody without a role"),
                "denials": run.denials, "subjects": run.subjects,
            },
            run.begun_at,
        )
        for run in runs
    ]  # fmt: skip


def emergency_lines(found: Iterable[EmergencyFacts], reviewer_id: UUID | None) -> list[EmergencyLine]:
    """Emergency accesses with their reason and finding in words; the own one is not reviewed by oneself."""
    return [
        EmergencyLine(
            each, str(EMERGENCY_KINDS[each.kind]), str(VERDICTS[each.verdict]) if each.verdict else "",
            each.actor_id == reviewer_id,
        )
        for each in found
    ]  # fmt: skip


def notice_lines(found: Iterable[NoticeFacts]) -> list[NoticeLine]:
    """Notices in words; the team lead's leads to the case."""
    texts = {
        NoticeKind.EMERGENCY_OPENED: _("A case was opened in an emergency."),
        NoticeKind.EMERGENCY_REVIEWED: _("Data protection has reviewed the case you opened in an emergency."),
    }
    return [
        NoticeLine(
            each.id, texts[each.kind], each.made_at, each.seen_at is None,
            each.subject_id if each.role is Role.TEAM_LEAD else "",
        )
        for each in found
    ]  # fmt: skip


def period_lines() -> list[PeriodLine]:
    """Every class of data with its period."""
    return [
        PeriodLine(str(RETENTIONS[retention]), period_in_words(retention), _(period.basis), period.local)
        for retention, period in PERIODS.items()
    ]


def due_lines(counts: Mapping[tuple[Retention, RetentionStep], int]) -> list[str]:
    """What is due as sentences, by class and step."""
    return [
        _("%(title)s: %(count)s %(step)s")
        % {"title": RETENTIONS[retention], "count": number(count), "step": STEPS[step]}
        for (retention, step), count in sorted(counts.items())
    ]


def run_history(runs: Iterable[RunFacts]) -> list[RunLineOfPeriods]:
    """Runs with what they hold in words."""
    return [
        RunLineOfPeriods(
            run,
            ", ".join(
                f"{RETENTIONS[Retention(key.split(': ')[1])]}: {count}"
                for key, count in sorted(run.due.items())
            ),
            sum(run.erased_rows.values()),
        )
        for run in runs
    ]


def error_in_words(error: SozialraumError) -> str:
    """An error and its remedy in the reader's language."""
    return " ".join(part for part in error.told(_) if part)
