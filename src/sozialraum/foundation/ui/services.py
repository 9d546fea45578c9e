"""Founding the house and keeping what it says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sozialraum.errors import SozialraumError
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.revisions import FieldConflict, join
from sozialraum.foundation.ui.models import THE_ONE, Installation
from sozialraum.foundation.ui.queries import CACHE_KEY, CHANGEABLE
from sozialraum.foundation.vocabulary import Action, Purpose


def found_installation(
    *,
    municipality_name: str,
    at: datetime,
    by: UUID | None,
    office_name: str = "",
    language: str = "de",
    demo: bool = False,
    ombuds_office_name: str = "",
    ombuds_office_phone: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    imprint: str = "",
    privacy_contact: str = "",
) -> None:
    """Found the house: name the municipality it belongs to. Happens once.

    Raises :class:`SozialraumError` when the house is founded already; nothing is changed then.
    """
    try:
        with transaction.atomic():
            Installation.objects.create(
                id=THE_ONE, municipality_name=municipality_name, office_name=office_name, language=language,
                demo=demo, ombuds_office_name=ombuds_office_name, ombuds_office_phone=ombuds_office_phone,
                contact_email=contact_email, contact_phone=contact_phone, imprint=imprint,
                privacy_contact=privacy_contact, created_at=at,
            )  # fmt: skip
            _record_change(at=at, by=by, fields=CHANGEABLE)
    except IntegrityError as error:
        raise SozialraumError(
            _("This installation has already been set up."), _("Sign in to change its details.")
        ) from error
    transaction.on_commit(forget_installation_facts)


@transaction.atomic
def change_installation(
    *, at: datetime, by: UUID | None, base: Mapping[str, str] | None = None, **changes: str
) -> None:
    """Change what the house says about itself; ``demo`` can never be changed.

    ``base`` is what was shown to the person who changes it. Lines that somebody else has changed meanwhile stay as
    they are; where both changed the same line, :class:`FieldConflict` is raised and nothing is changed. Without
    ``base`` the changes stand as given. Only what differs is written and recorded; raises ``ValueError`` for a field
    that does not exist or may not change.
    """
    if unknown := set(changes) - set(CHANGEABLE):
        msg = f"these cannot be changed: {sorted(unknown)}"
        raise ValueError(msg)
    stored = Installation.objects.select_for_update().get(id=THE_ONE)
    theirs = {name: str(getattr(stored, name)) for name in CHANGEABLE}
    found = join(base=theirs if base is None else base, theirs=theirs, mine=changes)
    if found.clashes:
        raise FieldConflict(found.clashes, taken=found.taken, version=0)
    if not found.changes:
        return
    Installation.objects.filter(id=THE_ONE).update(**found.changes)
    _record_change(at=at, by=by, fields=tuple(found.changes))
    transaction.on_commit(forget_installation_facts)


def forget_installation_facts() -> None:
    """Let the next page read the facts anew."""
    caches["process"].delete(CACHE_KEY)


def _record_change(*, at: datetime, by: UUID | None, fields: tuple[str, ...]) -> None:
    record(
        using=CHANGES, at=at, actor_id=by, role="", function=Function.ADMINISTRATION, action=Action.WRITE,
        purpose=Purpose.OPERATION, outcome=Outcome.CHANGED, subject_kind="installation",
        object_kind="ui.Installation", object_id=str(THE_ONE), fields=list(fields),
    )  # fmt: skip
