"""A family that is entered twice, for tests of bringing files together."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import MemberKind, StatementKind
from sozialraum.individual.services import Chosen

REASON = "Jonas wurde im Oktober noch einmal aufgenommen."
ENTRUSTED = "Nur dir gesagt."
SECOND_WORDS = "Ich will zu Opa, wenn es laut wird."


def entered_again() -> Family:
    """The same family, entered a second time by somebody else, who was told something in confidence."""
    family = make_family(family_name="Keßler")
    grant = writing(family)
    services.record_statement(
        grant, text=SECOND_WORDS, said_on=TODAY, speaker_id=family.son_id, acts_oneself=True, own_action="Ich gehe los.",
        agreed_with_provider=True,
    )  # fmt: skip
    services.record_statement(
        grant,
        text="Der Großvater ist erreichbar.",
        said_on=TODAY,
        kind=StatementKind.PROFESSIONAL_VIEW,
    )
    services.entrust(grant, text=ENTRUSTED)
    services.set_reminder(grant, due_on=date(2026, 12, 1), text="Rückruf", waits_for="")
    services.add_member(grant, kind=MemberKind.RELATIVE, full_name="Werner Kessler", called="Opa")
    context.clear()
    return family


def writing(family: Family) -> Grant:
    """The worker of a family, to write."""
    context.clear()
    return grant_for(family.worker, family.case_id, Action.WRITE)


def people_of(lead: Actor, leading: Family, former: Family, **fates: str) -> dict[str, str]:
    """Each person of the second file with her likely fate; ``fates`` by first name."""
    files = queries.merge_files(lead, leading.case_id, former.case_id, at=AT)
    pairs = queries.pairs_of(files)
    people = {str(each.id): str(pairs.get(each.id, "along")) for each in files.former.people}
    return people | {
        str(each.id): fates[each.full_name.split()[0]]
        for each in files.former.people
        if each.full_name.split()[0] in fates
    }


def propose(lead: Actor, leading: Family, former: Family, **changes: Any) -> UUID:
    """Bring the second file into the first one, as the lead sees both now."""
    context.clear()
    seen = queries.merge_files(lead, leading.case_id, former.case_id, at=AT).seen
    fates = changes.pop("fates", {})
    chosen = Chosen(
        changes.pop("people", None) or people_of(lead, leading, former, **fates), reason=REASON, **changes
    )
    made = services.propose_merge(lead, leading.case_id, former.case_id, chosen, seen=seen, at=AT)
    context.clear()
    return made


def words_in(actor: Actor, family: Family) -> set[str]:
    """What somebody reads in a case."""
    context.clear()
    return {each.text for each in queries.case_file(grant_for(actor, family.case_id)).words}
