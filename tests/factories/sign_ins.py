"""People with a password, for tests of signing in."""

from __future__ import annotations

from datetime import date

from factories.people import AT, make_user
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.services import give_role
from sozialraum.foundation.privacy.actors import Role

LONG_AGO = date(2020, 1, 1)
"""Pages ask for today's roles by the clock: these have been running for long."""
PASSWORD = "ein langer Satz vom Fluss"


def make_person(*roles: Role, password: str | None = PASSWORD, full_name: str = "Toni Berger") -> User:
    """A person with a password and office-wide roles."""
    user = make_user(full_name=full_name)
    user.set_password(password)
    user.save()
    for role in roles:
        give_role(user_id=user.id, role=role, at=AT, by=None, valid_from=LONG_AGO)
    return user
