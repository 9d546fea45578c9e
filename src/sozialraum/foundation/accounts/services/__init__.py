"""Writing people, their roles, their invitations and their sign-ins."""

from __future__ import annotations

from sozialraum.foundation.accounts.services.external import UnknownIdentity, person_of_identity
from sozialraum.foundation.accounts.services.invitations import (
    CodeRefused,
    accept_invitation,
    invite_person,
    invite_to_renew,
    open_invitation,
    withdraw_invitation,
)
from sozialraum.foundation.accounts.services.kept_forms import discard_kept_form, keep_form
from sozialraum.foundation.accounts.services.leaving import (
    end_staff_roles,
    erase_people,
    set_aside_roles,
    take_up_roles,
)
from sozialraum.foundation.accounts.services.many import NewPerson, NewRole, add_people, give_roles
from sozialraum.foundation.accounts.services.people import (
    change_directory_key,
    close_account,
    create_user,
    end_role,
    give_role,
    record_account_change,
    reopen_account,
)
from sozialraum.foundation.accounts.services.signing_in import (
    mark_as_demo,
    record_refused_sign_in,
    record_sign_in,
    record_sign_out,
)
from sozialraum.foundation.accounts.services.substitutions import arrange_substitution, end_substitution

__all__ = [
    "CodeRefused",
    "NewPerson",
    "NewRole",
    "UnknownIdentity",
    "accept_invitation",
    "add_people",
    "arrange_substitution",
    "change_directory_key",
    "close_account",
    "create_user",
    "discard_kept_form",
    "end_role",
    "end_staff_roles",
    "end_substitution",
    "erase_people",
    "give_role",
    "give_roles",
    "invite_person",
    "invite_to_renew",
    "keep_form",
    "mark_as_demo",
    "open_invitation",
    "person_of_identity",
    "record_account_change",
    "record_refused_sign_in",
    "record_sign_in",
    "record_sign_out",
    "reopen_account",
    "set_aside_roles",
    "take_up_roles",
    "withdraw_invitation",
]
