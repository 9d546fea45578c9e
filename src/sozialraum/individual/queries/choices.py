"""Reading what a family can choose from, what it chose, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.database import statements
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual.enums import Outcome, RefusalReason
from sozialraum.individual.models import Case, Choice, GrantDecision, OptionList
from sozialraum.individual.queries.protection import family_names
from sozialraum.individual.rules.choice import without_provider
from sozialraum.individual.rules.plans import Service
from sozialraum.organization.queries import OfferRow, offers, provider_names
from sozialraum.social_structure.queries import area_names


@dataclass(frozen=True, slots=True)
class Option:
    """One help that fits. ``capacity`` ``None`` says that nobody has told; ``here`` that it is in the family's quarter."""

    key: str
    provider_code: str
    provider: str
    name: str
    place: str
    here: bool
    capacity: int | None
    confirmed_on: str
    description: str

    @property
    def label(self) -> str:
        """Its name where the provider stands beside it."""
        return without_provider(self.name, self.provider)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """As it was shown."""
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """What the family chose."""

    id: UUID
    chosen: str
    provider_code: str
    words: str
    by: str
    chosen_on: date
    refusal_reason: RefusalReason | None
    cost_wished: Decimal | None
    cost_comparable: Decimal | None
    refusal_text: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What is prepared or decided."""

    id: UUID
    outcome: Outcome
    help_kind: str
    content: str
    extent: str
    valid_from: date | None
    valid_until: date | None
    reasons: str
    prepared_by: str
    decided_by: str
    decided_at: datetime | None
    sent_on: date | None
    choice: ChoiceRow


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """The list that was shown last, the choices and the decisions of a case; the latest first."""

    help_kind: str
    shown_on: date | None
    options: tuple[Option, ...]
    choices: tuple[ChoiceRow, ...]
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True)
class Fitting:
    """The running offers for one kind of help in the whole city, with the names of their quarters."""

    offers: tuple[OfferRow, ...]
    names: Mapping[str, str]

    def seen_from(self, area_code: str) -> tuple[Option, ...]:
        """As a family of this quarter is shown them: those of the quarter first, then all the others (H3).

        No provider is left out, and none is put forward: within and outside the quarter they stand by their names.
        """
        options = [
            Option(
                str(each.id), each.provider_code, each.provider_name, each.name, self.names.get(each.area_code, ""),
                bool(each.area_code) and each.area_code == area_code, each.capacity,
                each.confirmed_on.isoformat() if each.confirmed_on else "", each.description,
            )
            for each in self.offers
        ]  # fmt: skip
        return tuple(
            sorted(
                options,
                key=lambda each: (not each.here, german_sort_key(each.provider), german_sort_key(each.name)),
            )
        )


def options_for(help_kinds: Collection[str], *, today: date) -> dict[str, Fitting]:
    """Every running offer for each of these kinds of help, in one reading of the directory."""
    running = offers(today=today)
    found = {kind: tuple(each for each in running if kind in each.legal_bases) for kind in help_kinds}
    codes = {each.area_code for rows in found.values() for each in rows if each.area_code}
    names = area_names(codes)
    return {kind: Fitting(rows, names) for kind, rows in found.items()}


def matching_options(grant: Grant, *, help_kind: str, today: date) -> tuple[Option, ...]:
    """Every running offer for this kind of help, as the family of this case is shown them."""
    here = Case.objects.values_list("area_code", flat=True).get(id=grant.subject_id)
    return options_for([help_kind], today=today)[help_kind].seen_from(here)


def choice_page(grant: Grant) -> ChoicePage:
    """What was shown, chosen and decided in this case."""
    shown = OptionList.objects.filter(case_id=grant.subject_id).order_by("-shown_at").first()
    chosen = list(
        Choice.objects.filter(case_id=grant.subject_id).select_related("member").order_by("-recorded_at")
    )
    rows = {each.id: _choice(each) for each in chosen}
    decided = list(GrantDecision.objects.filter(case_id=grant.subject_id).order_by("-prepared_at"))
    names = names_of(key for each in decided for key in (each.prepared_by, each.decided_by) if key)
    return ChoicePage(
        help_kind=shown.help_kind if shown else "", shown_on=shown.shown_on if shown else None,
        options=tuple(Option.from_json(each) for each in shown.options) if shown else (),
        choices=tuple(rows.values()),
        decisions=tuple(
            DecisionRow(
                each.id, Outcome(each.outcome), each.help_kind, each.content, each.extent, each.valid_from,
                each.valid_until, each.reasons, names.get(each.prepared_by, ""),
                names.get(each.decided_by, "") if each.decided_by else "", each.decided_at, each.sent_on,
                rows[each.choice_id],
            )
            for each in decided
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaitingDecision:
    """A decision that is prepared and waits for the lead of the team."""

    case_id: UUID
    family_name: str
    prepared_on: date


def decisions_waiting(actor: Actor, *, at: datetime) -> list[WaitingDecision]:
    """What is prepared in the actor's teams for its lead to decide, the longest waiting first.

    Only the files that wait are opened, and recorded as opened; raises :class:`gate.Denied` for everybody who is there
    for nobody.
    """
    teams = sorted(actor.keys(ScopeKind.TEAM, Role.TEAM_LEAD))
    gate.open(actor, Purpose.SERVICE, Action.LIST, Subject("case", ()), at=at)
    found = statements.rows(
        "SELECT w.case_id, w.prepared_at FROM unnest(%s::text[]) AS mine(team), decisions_waiting(mine.team) w", [teams]
    )  # fmt: skip
    if not found:
        return []
    ids = tuple(sorted(case_id for case_id, _prepared in found))
    names = family_names(gate.open(actor, Purpose.SERVICE, Action.LIST, Subject("case", ids), at=at), ids)
    waiting = [WaitingDecision(key, names[key], timezone.localdate(prepared)) for key, prepared in found]
    return sorted(waiting, key=lambda each: (each.prepared_on, german_sort_key(each.family_name)))


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    """What is on record of choice and decision, for the rules of the way."""

    options_shown: bool
    choice_made: bool
    granted: bool
    letter_sent: bool


def choice_facts(grant: Grant) -> ChoiceFacts:
    """What is on record of choice and decision."""
    given = _granted(grant)
    return ChoiceFacts(
        OptionList.objects.filter(case_id=grant.subject_id).exists(),
        Choice.objects.filter(case_id=grant.subject_id).exists(), given.exists(),
        given.filter(sent_on__isnull=False).exists(),
    )  # fmt: skip


def granted_help_kind(grant: Grant) -> str:
    """The kind of help that was granted last, so that a plan need not ask for it again; empty where none was."""
    return _granted(grant).order_by("-decided_at").values_list("help_kind", flat=True).first() or ""


def granted_service(grant: Grant) -> tuple[Service, ...]:
    """What was granted last as a contribution, for a plan whose arrangement names none yet; nothing where none was."""
    last = _granted(grant).select_related("choice").order_by("-decided_at").first()
    if last is None:
        return ()
    code = last.choice.provider_code
    who = provider_names([code]).get(code, last.choice.chosen) if code else last.choice.chosen
    since = (
        _("from %(day)s") % {"day": date_format(last.valid_from, "DATE_FORMAT")} if last.valid_from else ""
    )
    return (Service(who, last.content, last.extent, since, code),)


def _granted(grant: Grant) -> QuerySet[GrantDecision]:
    return GrantDecision.objects.filter(
        case_id=grant.subject_id, decided_at__isnull=False, outcome__in=[Outcome.GRANTED, Outcome.PARTLY]
    )


def _choice(each: Choice) -> ChoiceRow:
    return ChoiceRow(
        each.id, each.chosen, each.provider_code, each.words,
        (each.member.called or each.member.full_name) if each.member else "", each.chosen_on,
        RefusalReason(each.refusal_reason) if each.refusal_reason else None, each.cost_wished, each.cost_comparable,
        each.refusal_text,
    )  # fmt: skip
