"""Writing down where people pull apart, each in her own words, and how all live with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import StatementKind, TensionState
from sozialraum.individual.models import Member, Statement, Tension, TensionStep, TensionVoice
from sozialraum.individual.rules import OWN_WORDS, may_speak
from sozialraum.individual.rules.tensions import may_become
from sozialraum.individual.services.entries import check_words
from sozialraum.individual.services.process import by_staff
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

NO_SUCH_TENSION = "This case has no such tension."


@dataclass(frozen=True, slots=True)
class Seen:
    """How somebody sees it: a statement that is there already, or new words; without a member the actor speaks herself."""

    statement_id: UUID | None = None
    member_id: UUID | None = None
    kind: StatementKind = StatementKind.OPEN
    words: str = ""


@transaction.atomic
def name_tension(grant: Grant, *, about: str, seen: Sequence[Seen]) -> UUID:
    """Put on record that people pull apart over something, with how at least two of them see it; by staff.

    Returns its id. Raises :class:`Refused` without two voices or without a name for it.
    """
    case_id = by_staff(grant)
    check_words(about)
    fits = may_become(
        TensionState.OPEN, how="", held_until=None, voices=len(seen), today=timezone.localdate(grant.at)
    )
    if not fits:
        raise Refused(
            fits.reason, gettext_noop("Choose words that were said, or write down what is said now.")
        )
    tension = Tension.objects.create(
        case_id=case_id, about=about.strip(), named_by=user_of(grant), named_at=grant.at
    )
    for each in seen:
        _add(grant, tension, each)
    note_change(grant, "individual.Tension", tension.id, ["about", "state"])
    return tension.id


@transaction.atomic
def add_voice(grant: Grant, tension_id: UUID, seen: Seen) -> UUID:
    """Add how somebody sees it; somebody of the family speaks for herself alone. Nothing that was said is changed."""
    tension = _stored(grant, tension_id)
    if grant.role in FAMILY:
        own = Member.objects.filter(case_id=tension.case_id, user_id=user_of(grant)).first()
        if own is None or seen.statement_id or seen.member_id not in (None, own.id):
            raise Refused(
                gettext_noop("Everybody speaks for herself."), gettext_noop("Write down your own words.")
            )
        seen = Seen(member_id=own.id, words=seen.words)
    voice = _add(grant, tension, seen)
    note_change(grant, "individual.TensionVoice", voice.id, ["words"])
    return voice.id


@transaction.atomic
def settle_tension(
    grant: Grant, tension_id: UUID, *, state: TensionState, how: str = "", held_until: date | None = None
) -> None:
    """Say how all live with it: held until a day, settled, or open again; what was agreed before stays on record."""
    by_staff(grant)
    tension = _stored(grant, tension_id)
    until = held_until if state is TensionState.HELD else None
    words = "" if state is TensionState.OPEN else how.strip()
    voices = TensionVoice.objects.filter(tension=tension).count()
    fits = may_become(state, how=words, held_until=until, voices=voices, today=timezone.localdate(grant.at))
    if not fits:
        raise Refused(fits.reason, gettext_noop("Nothing was changed."))
    tension.state, tension.how, tension.held_until = state, words, until
    tension.save(update_fields=["state", "how", "held_until"])
    TensionStep.objects.create(
        case_id=tension.case_id, tension=tension, state=state, how=words, held_until=until, taken_by=user_of(grant),
        taken_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.Tension", tension.id, ["state", "how", "held_until"])


def _add(grant: Grant, tension: Tension, seen: Seen) -> TensionVoice:
    member_id, professional_id, kind, words = seen.member_id, None, seen.kind, seen.words.strip()
    if seen.statement_id:
        said = Statement.objects.filter(id=seen.statement_id, case_id=tension.case_id).first()
        if said is None:
            raise gate.Denied(Decision.no("This case has no such words."))
        member_id, professional_id = said.speaker_id, said.professional_id
        kind, words = StatementKind(said.kind), said.text
    elif member_id is None:
        professional_id = user_of(grant)
        kind = kind if kind not in OWN_WORDS else StatementKind.PROFESSIONAL_VIEW
    elif not Member.objects.filter(id=member_id, case_id=tension.case_id).exists():
        raise Refused("This person does not belong to the family.", "Choose one of the family's people.")
    check_words(words)
    fits = may_speak(kind, by_family=member_id is not None)
    if not fits:
        raise Refused(fits.reason, gettext_noop("Choose another speaker or another kind."))
    return TensionVoice.objects.create(
        case_id=tension.case_id, tension=tension, kind=kind, member_id=member_id, professional_id=professional_id,
        statement_id=seen.statement_id, words=words, written_by=user_of(grant), said_at=grant.at,
    )  # fmt: skip


def _stored(grant: Grant, tension_id: UUID) -> Tension:
    found = Tension.objects.select_for_update().filter(id=tension_id, case_id=writable(grant)).first()
    if found is None:
        raise gate.Denied(Decision.no(NO_SUCH_TENSION))
    return found
