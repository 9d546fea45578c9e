"""Reading words: one statement with its earlier versions and plain wordings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from sozialraum.foundation.accounts.queries import names_of
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.models import PlainWording, Statement, StatementVersion
from sozialraum.individual.queries.cases import CaseFile, Words, case_file


@dataclass(frozen=True, slots=True)
class EarlierWords:
    """What a statement said until somebody changed it; ``by`` wrote it down so."""

    version: int
    text: str
    own_action: str
    strength: int | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InPlainWords:
    """The same in plain words. ``out_of_date`` where the words were changed since."""

    text: str
    by: str
    at: datetime
    out_of_date: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement of a family; the latest plain wording and version first."""

    file: CaseFile
    words: Words
    language: str
    written_by: str
    changed_at: datetime
    earlier: tuple[EarlierWords, ...]
    plain: tuple[InPlainWords, ...]


def statement_view(grant: Grant, statement_id: UUID) -> StatementView:
    """One statement as this reader may see it; raises :class:`gate.Denied` alike for one that is not there or not shown."""
    file = case_file(grant)
    words = next((each for each in (*file.words, *file.private) if each.id == statement_id), None)
    if words is None:
        raise gate.Denied(Decision.no("This case has no such words."))
    stored = Statement.objects.get(id=statement_id)
    versions = list(StatementVersion.objects.filter(statement_id=statement_id).order_by("-version"))
    wordings = list(PlainWording.objects.filter(statement_id=statement_id).order_by("-written_at"))
    names = names_of(
        {stored.recorded_by, stored.changed_by}
        | {each.saved_by for each in versions}
        | {each.written_by for each in wordings}
    )
    return StatementView(
        file=file, words=words, language=stored.language, written_by=names.get(stored.changed_by, ""),
        changed_at=stored.changed_at,
        earlier=tuple(
            EarlierWords(
                each.version, each.text, each.own_action, each.strength, names.get(each.saved_by, ""), each.saved_at
            )
            for each in versions
        ),
        plain=tuple(
            InPlainWords(
                each.text, names.get(each.written_by, ""), each.written_at, each.of_version != stored.version
            )
            for each in wordings
        ),
    )  # fmt: skip


def plain_words(grant: Grant) -> dict[UUID, str]:
    """The latest wording in plain words of each statement that was not changed since, by the statement's id."""
    found = PlainWording.objects.filter(
        case_id=grant.subject_id, of_version=F("statement__version")
    ).order_by("written_at")
    return dict(found.values_list("statement_id", "text"))
