"""Words that are spoken in a case: recorded, kept while they are spoken, revised, entrusted."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.errors import Conflict
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.encryption import seal
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.access import FAMILY
from sozialraum.individual.enums import StatementKind
from sozialraum.individual.models import EntrustedNote, Member, PlainWording, Statement, StatementVersion
from sozialraum.individual.rules import OWN_WORDS, STRENGTHS, kind_of_own_words, may_revise, may_speak
from sozialraum.individual.services.entries import check_words
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

LONGEST_STATEMENT = 20_000
NO_SUCH_WORDS = "This case has no such words."
SITTING = timedelta(minutes=10)


@transaction.atomic
def record_statement(
    grant: Grant,
    *,
    text: str,
    said_on: date,
    kind: StatementKind = StatementKind.OPEN,
    speaker_id: UUID | None = None,
    acts_oneself: bool | None = None,
    own_action: str = "",
    strength: int | None = None,
    verbatim: bool = True,
    language: str = "de",
    agreed_with_provider: bool = False,
    private: bool = False,
    statement_id: UUID | None = None,
) -> UUID:
    """Record what somebody said, in the speaker's own words; returns the statement's id.

    Own words (``speaker_id`` given) become wish or will by :func:`rules.kind_of_own_words`; a professional's view
    or mandate has no family speaker and is the actor's own. ``private`` words are read by the speaker and the actor
    alone until :func:`show_private_words`. Raises :class:`Refused` for an empty or overlong
    text, a day to come, a strength outside 0 to 10, or a kind that does not fit its speaker.
    """
    if speaker_id is not None and kind in OWN_WORDS:
        kind = kind_of_own_words(acts_oneself=acts_oneself, own_action=own_action)
    fits = may_speak(kind, by_family=speaker_id is not None)
    if not fits:
        raise Refused(fits.reason, "Choose another speaker or another kind.")
    _check_words(text, strength)
    if said_on > timezone.localdate(grant.at):
        raise Refused(gettext_noop("This day is still to come."), gettext_noop("Choose another day."))
    # a foreign key looks past row-level security: the id of somebody else's family would be accepted
    if speaker_id is not None and not Member.objects.filter(id=speaker_id, case_id=grant.subject_id).exists():
        raise Refused("This person does not belong to the family.", "Choose one of the family's people.")
    if grant.role in FAMILY and not (speaker_id and _is_oneself(grant, speaker_id)):
        raise Refused("Everybody speaks for herself.", "Write down your own words.")
    statement = Statement.objects.create(
        id=statement_id or uuid.uuid4(), case_id=writable(grant), speaker_id=speaker_id,
        professional_id=None if speaker_id else grant.actor.user_id, kind=kind, text=text, own_action=own_action,
        strength=strength, verbatim=verbatim, language=language, said_on=said_on,
        agreed_with_provider=agreed_with_provider, private=private and speaker_id is not None, recorded_by=user_of(grant), recorded_at=grant.at,
        changed_by=user_of(grant), changed_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.Statement", statement.id, ["kind", "text"])
    return statement.id


@transaction.atomic
def keep_words(
    grant: Grant,
    statement_id: UUID,
    *,
    version: int,
    said_on: date,
    speaker_id: UUID | None,
    kind: StatementKind,
    text: str,
    acts_oneself: bool | None = None,
    own_action: str = "",
    strength: int | None = None,
    private: bool = False,
) -> int:
    """Keep words while they are spoken: version 0 records them under this id, every later version changes them.

    Returns the version that is stored now. A page that is sent twice keeps its words once. Raises
    :class:`gate.Denied` alike for an id that this case does not have and for one that another case has.
    """
    words = {"text": text, "acts_oneself": acts_oneself, "own_action": own_action, "strength": strength}
    if version or Statement.objects.filter(id=statement_id).exists():
        return revise_statement(grant, statement_id, version=version, **words)  # type: ignore[arg-type]  # the fields of a statement
    try:
        record_statement(
            grant,
            said_on=said_on,
            speaker_id=speaker_id,
            kind=kind,
            statement_id=statement_id,
            private=private,
            **words,  # type: ignore[arg-type]  # the fields of a statement
        )
    except IntegrityError as taken:
        raise gate.Denied(Decision.no(NO_SUCH_WORDS)) from taken
    return 1


@transaction.atomic
def revise_statement(
    grant: Grant,
    statement_id: UUID,
    *,
    text: str,
    version: int,
    acts_oneself: bool | None = None,
    own_action: str = "",
    strength: int | None = None,
) -> int:
    """Change a statement that was read in ``version``; returns the new version.

    What it said before is kept, except within one sitting (ten minutes by the same person). Own words are changed
    by the speaker, or on the same day by the one who wrote them down; a professional's only by herself. Raises
    :class:`Conflict` with both texts where somebody was faster: nothing is overwritten;
    :class:`gate.Denied` where the case has no such statement.
    """
    _check_words(text, strength)
    statement = (
        Statement.objects.select_for_update(of=("self",))
        .select_related("speaker")
        .filter(id=statement_id, case_id=writable(grant))
        .first()
    )
    if statement is None:
        raise gate.Denied(Decision.no(NO_SUCH_WORDS))
    if statement.version != version:
        if (statement.text, statement.own_action, statement.strength) == (text, own_action, strength):
            return statement.version  # sent twice, since the first answer was lost on its way
        raise Conflict(theirs=statement.text, mine=text, version=statement.version)
    owner = statement.speaker.user_id if statement.speaker else statement.professional_id
    allowed = may_revise(
        actor_id=grant.actor.user_id, owner_id=owner, scribe_id=statement.recorded_by,
        same_day=timezone.localdate(grant.at) == timezone.localdate(statement.recorded_at),
    )  # fmt: skip
    if not allowed:
        raise Refused(allowed.reason, "Record your own words beside it.")
    if statement.changed_by != grant.actor.user_id or grant.at - statement.changed_at > SITTING:
        _keep_version(statement)
    if statement.kind in OWN_WORDS:
        statement.kind = kind_of_own_words(acts_oneself=acts_oneself, own_action=own_action)
    statement.text, statement.own_action, statement.strength = text, own_action, strength
    statement.version += 1
    statement.changed_by, statement.changed_at = user_of(grant), grant.at
    statement.save(
        update_fields=["kind", "text", "own_action", "strength", "version", "changed_by", "changed_at"]
    )
    note_change(grant, "individual.Statement", statement.id, ["kind", "text", "own_action", "strength"])
    return statement.version


@transaction.atomic
def show_private_words(grant: Grant, statement_id: UUID, *, shown: bool) -> None:
    """Show the others what was said in a private moment, or keep it private again, as the speaker wants it.

    The speaker does so by the own account, or who wrote it down on the speaker's word. Raises :class:`gate.Denied` for
    everybody else and alike where the case has no such words; :class:`Refused` for words that a provider received.
    """
    statement = (
        Statement.objects.select_for_update(of=("self",))
        .select_related("speaker")
        .filter(id=statement_id, case_id=writable(grant), speaker__isnull=False)
        .first()
    )
    if statement is None or statement.speaker is None:
        raise gate.Denied(Decision.no(NO_SUCH_WORDS))
    if grant.actor.user_id not in {statement.recorded_by, statement.speaker.user_id}:
        raise gate.Denied(Decision.no(NO_SUCH_WORDS))
    if not shown and statement.agreed_with_provider:
        raise Refused(
            gettext_noop("A provider has received these words already."),
            gettext_noop("Talk with the provider about what becomes of them."),
        )
    statement.private = not shown
    statement.changed_by, statement.changed_at = user_of(grant), grant.at
    statement.save(update_fields=["private", "changed_by", "changed_at"])
    note_change(grant, "individual.Statement", statement.id, ["private"])


def _is_oneself(grant: Grant, member_id: UUID) -> bool:
    return Member.objects.filter(id=member_id, user_id=grant.actor.user_id).exists()


def _keep_version(statement: Statement) -> None:
    StatementVersion.objects.create(
        case_id=statement.case_id, statement=statement, version=statement.version, text=statement.text,
        own_action=statement.own_action, strength=statement.strength, saved_by=statement.changed_by,
        saved_at=statement.changed_at,
    )  # fmt: skip


@transaction.atomic
def say_plainly(grant: Grant, statement_id: UUID, *, text: str) -> UUID:
    """Put what was said into plain words, beside the original, which stays as it is and first; returns the id.

    Earlier wordings stay on record. Raises :class:`Refused` without words, :class:`gate.Denied` where the case has no
    such statement.
    """
    _check_words(text, None)
    statement = Statement.objects.filter(id=statement_id, case_id=writable(grant)).first()
    if statement is None:
        raise gate.Denied(Decision.no(NO_SUCH_WORDS))
    made = PlainWording.objects.create(
        case_id=statement.case_id, statement=statement, of_version=statement.version, text=text.strip(),
        written_by=user_of(grant), written_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.PlainWording", made.id, ["text"])
    return made.id


@transaction.atomic
def entrust(grant: Grant, *, text: str) -> UUID:
    """Keep what was entrusted to the actor alone (§ 65 SGB VIII): sealed, bound to its row and its author."""
    note = EntrustedNote(case_id=writable(grant), author_id=user_of(grant), written_at=grant.at)
    note.sealed_text = seal(text, place=note.place)
    note.save(force_insert=True)
    note_change(grant, "individual.EntrustedNote", note.id, ["sealed_text"])
    return note.id


def _check_words(text: str, strength: int | None) -> None:
    check_words(text, longest=LONGEST_STATEMENT)
    if strength is not None and strength not in STRENGTHS:
        raise Refused(
            gettext_noop("The strength is a number from 0 to 10."),
            gettext_noop("Choose one of them or leave it open."),
        )
