"""Writing people, their roles, their invitations and their sign-ins."""

from __future__ import annotations

from sozialraum.foundation.accounts.services.kept_forms import discard_kept_form, keep_form
from sozialraum.foundation.accounts.services.leaving import end_staff_roles, erase_people
from sozialraum.foundation.accounts.services.people import create_user, give_role, record_account_change
from sozialraum.foundation.accounts.services.signing_in import (
    mark_as_demo,
    record_refused_sign_in,
    record_sign_in,
    record_sign_out,
)

__all__ = [
    "create_user",
    "discard_kept_form",
    "end_staff_roles",
    "erase_people",
    "give_role",
    "keep_form",
    "mark_as_demo",
    "record_account_change",
    "record_refused_sign_in",
    "record_sign_in",
    "record_sign_out",
]
