"""Saying what a help is good for."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import UseValue
from sozialraum.individual.models import ArrangementComponent, Member, UseRating
from sozialraum.individual.services.entries import check_words, missing
from sozialraum.individual.services.records import note_change, user_of, writable


@transaction.atomic
def rate_use(grant: Grant, *, component_id: UUID, value: UseValue, words: str = "") -> UUID:
    """Say what one contribution is good for to oneself; by somebody of the family alone. Earlier words stay."""
    case_id = writable(grant)
    member = Member.objects.filter(case_id=case_id, user_id=user_of(grant)).first()
    if member is None:
        raise gate.Denied(Decision.no("Only the family says what helps it."))
    if words.strip():
        check_words(words)
    # a foreign key looks past row-level security: the id of somebody else's family would be accepted
    if not ArrangementComponent.objects.filter(id=component_id, case_id=case_id).exists():
        raise missing("This case has no such contribution.")
    made = UseRating.objects.create(
        case_id=case_id,
        component_id=component_id,
        member=member,
        value=value,
        words=words.strip(),
        said_at=grant.at,
    )
    note_change(grant, "individual.UseRating", made.id, ["value", "words"])
    return made.id
