"""What a family is shown and chooses, and how the office decides: prepared by one, decided by another, sent."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual.enums import AdviceTopic, Outcome
from sozialraum.individual.models import Choice, GrantDecision, Member, OptionList
from sozialraum.individual.queries.choices import Option, matching_options
from sozialraum.individual.queries.process import process_facts
from sozialraum.individual.rules.choice import (
    DecisionFacts,
    Refusal,
    may_decide,
    may_refuse_choice,
    offer_in_words,
)
from sozialraum.individual.rules.process import TOPICS_OF_ADVICE
from sozialraum.individual.services.helps import begin_help
from sozialraum.individual.services.process import by_staff
from sozialraum.individual.services.records import Refused, note_change, user_of

NOTHING_PREPARED = "No decision is prepared in this case."


@transaction.atomic
def show_options(grant: Grant, *, help_kind: str, on: date) -> int:
    """Keep the list of every help that fits, as it is shown to the family on this day; returns how many there are.

    Raises :class:`Refused` while the right to choose has not been explained (H5), and where nothing fits.
    """
    case_id = by_staff(grant)
    if AdviceTopic.CHOICE not in process_facts(grant).topics:
        raise Refused(
            gettext_noop("The right to choose has not been explained yet."),
            gettext_noop("Explain it first and put the consultation on record."),
        )
    options = matching_options(grant, help_kind=help_kind, today=on)
    if not options:
        raise Refused(
            gettext_noop("No offer of this kind is in the directory."),
            gettext_noop("Choose another kind of help, or ask a provider to enter what it offers."),
        )
    made = OptionList.objects.create(
        case_id=case_id, help_kind=help_kind, options=[asdict(each) for each in options], shown_on=on,
        shown_by=user_of(grant), shown_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.OptionList", made.id, ["help_kind", "options"])
    return len(options)


@transaction.atomic
def record_choice(
    grant: Grant, *, option_key: str = "", other: str = "", member_id: UUID | None, words: str = "", on: date
) -> UUID:
    """Keep what the family chose: from the list that was shown, or something else that it wishes; returns the id."""
    case_id = by_staff(grant)
    shown = OptionList.objects.filter(case_id=case_id).order_by("-shown_at").first()
    if shown is None:
        raise Refused(
            gettext_noop("The family has not seen a list yet."), gettext_noop("Show the list of helps first.")
        )
    if member_id is not None and not Member.objects.filter(id=member_id, case_id=case_id).exists():
        raise Refused(
            gettext_noop("This person does not belong to the family."),
            gettext_noop("Choose one of the family's people."),
        )
    listed = next((Option.from_json(each) for each in shown.options if each["key"] == option_key), None)
    if listed is None and not other.strip():
        raise Refused(
            gettext_noop("Nothing is chosen yet."),
            gettext_noop("Choose from the list, or write down the wish."),
        )
    made = Choice.objects.create(
        case_id=case_id, option_list=shown, chosen=offer_in_words(listed.provider, listed.name) if listed else other.strip(),
        provider_code=listed.provider_code if listed else "", member_id=member_id, words=words.strip(), chosen_on=on,
        recorded_by=user_of(grant), recorded_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.Choice", made.id, ["chosen", "words"])
    return made.id


@transaction.atomic
def refuse_choice(grant: Grant, choice_id: UUID, refusal: Refusal) -> None:
    """Note that a choice is not followed, with one of the two reasons of the law and its figures (H5).

    Raises :class:`Refused` for any other ground.
    """
    choice = (
        Choice.objects.select_related("option_list").filter(id=choice_id, case_id=by_staff(grant)).first()
    )
    if choice is None:
        raise gate.Denied(Decision.no("This case has no such choice."))
    if not may_refuse_choice(refusal, help_kind=choice.option_list.help_kind):
        raise Refused(
            gettext_noop("The law knows two reasons: disproportionate further cost, or a missing agreement, with both figures and in words."),
            gettext_noop("Without one of them the choice is followed."),
        )  # fmt: skip
    choice.refusal_reason, choice.refusal_text = refusal.reason, refusal.text.strip()
    choice.cost_wished, choice.cost_comparable = refusal.cost_wished, refusal.cost_comparable
    choice.save(update_fields=["refusal_reason", "refusal_text", "cost_wished", "cost_comparable"])
    note_change(grant, "individual.Choice", choice.id, ["refusal_reason", "cost_wished", "cost_comparable"])


@transaction.atomic
def prepare_decision(
    grant: Grant,
    *,
    outcome: Outcome,
    content: str,
    reasons: str,
    extent: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> UUID:
    """Prepare the answer to a claim for the one who decides; a second call changes what is prepared.

    Nothing here knows what is left of a budget: the claim is the family's (H1). Raises :class:`Refused` while advice,
    list and choice are not on record.
    """
    case_id = by_staff(grant)
    choice = (
        Choice.objects.select_related("option_list").filter(case_id=case_id).order_by("-recorded_at").first()
    )
    _check(grant, outcome, reasons, valid_from)
    if choice is None:
        raise Refused(gettext_noop("Nothing is chosen yet."), gettext_noop("Show the list of helps first."))
    made, _new = GrantDecision.objects.update_or_create(
        case_id=case_id, decided_at=None,
        defaults={
            "choice": choice, "outcome": outcome, "help_kind": choice.option_list.help_kind, "content": content.strip(),
            "extent": extent.strip(), "valid_from": valid_from, "valid_until": valid_until, "reasons": reasons.strip(),
            "prepared_by": user_of(grant), "prepared_at": grant.at,
        },
    )  # fmt: skip
    note_change(grant, "individual.GrantDecision", made.id, ["outcome", "content", "reasons"])
    return made.id


@transaction.atomic
def decide_claim(grant: Grant, decision_id: UUID) -> None:
    """Decide what was prepared: only on a grant to decide, which the gate gives to the lead of the office's team (H2)."""
    if grant.action is not Action.DECIDE:
        raise gate.Denied(Decision.no("This grant is not for deciding."))
    prepared = (
        GrantDecision.objects.select_related("choice")
        .filter(id=decision_id, case_id=grant.subject_id, decided_at__isnull=True)
        .first()
    )
    if prepared is None:
        raise gate.Denied(Decision.no(NOTHING_PREPARED))
    _check(grant, Outcome(prepared.outcome), prepared.reasons, prepared.valid_from)
    prepared.decided_by, prepared.decided_at = user_of(grant), grant.at
    prepared.save(update_fields=["decided_by", "decided_at"])
    note_change(grant, "individual.GrantDecision", prepared.id, ["decided_by"])
    begin_help(grant, prepared)


@transaction.atomic
def note_letter_sent(grant: Grant, decision_id: UUID, *, on: date) -> None:
    """Note the day on which the letter went out; the time for a remedy runs from when it arrives."""
    found = GrantDecision.objects.filter(id=decision_id, case_id=by_staff(grant), decided_at__isnull=False)
    if on > timezone.localdate(grant.at):
        raise Refused(gettext_noop("This day is still to come."), gettext_noop("Choose another day."))
    if not found.update(sent_on=on):
        raise gate.Denied(Decision.no("This case has no such decision."))
    note_change(grant, "individual.GrantDecision", decision_id, ["sent_on"])


def _check(grant: Grant, outcome: Outcome, reasons: str, valid_from: date | None) -> None:
    facts = process_facts(grant)
    known = DecisionFacts(
        choice_explained=AdviceTopic.CHOICE in facts.topics, advice_complete=facts.topics >= TOPICS_OF_ADVICE,
        options_shown=facts.options_shown, choice_made=facts.choice_made, reasons=reasons, valid_from=valid_from,
        grants=outcome is not Outcome.REFUSED,
    )  # fmt: skip
    if not may_decide(known):
        raise Refused(
            gettext_noop("Counseling, the list of helps, the choice, the reasons and a first day are needed for a decision."),
            gettext_noop("The page “Where do we stand?” says what is missing."),
        )  # fmt: skip
