"""When people leave: assignments to a case end, and accounts that were there for it alone are erased."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sozialraum.foundation.accounts.models import ExternalIdentity, Invitation, KeptForm, RoleAssignment, User
from sozialraum.foundation.audit.enums import Function, Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Action, Purpose


@transaction.atomic
def end_staff_roles(case_keys: Sequence[str], *, keep: Collection[Role], at: datetime) -> int:
    """End every role within these cases but the roles in ``keep``, as of yesterday; returns how many."""
    yesterday = timezone.localdate(at) - timedelta(days=1)
    held = RoleAssignment.objects.filter(scope_kind=ScopeKind.CASE, scope_key__in=case_keys).exclude(
        role__in=keep
    )
    begun = (
        held.filter(valid_from__lte=yesterday)
        .exclude(valid_until__lte=yesterday)
        .update(valid_until=yesterday)
    )
    return begun + held.filter(valid_from__gt=yesterday).delete()[0]


@transaction.atomic
def set_aside_roles(case_key: str, *, roles: Collection[Role], at: datetime) -> list[dict[str, Any]]:
    """End these roles within one case as of yesterday; returns what :func:`take_up_roles` gives back."""
    yesterday = timezone.localdate(at) - timedelta(days=1)
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=yesterday), scope_kind=ScopeKind.CASE, scope_key=case_key,
        role__in=roles,
    )  # fmt: skip
    found = [
        {field.attname: field.value_to_string(each) for field in each._meta.concrete_fields if field.value_from_object(each) is not None}
        for each in held.select_for_update().order_by("given_at", "id")
    ]  # fmt: skip
    held.filter(valid_from__gt=yesterday).delete()
    held.update(valid_until=yesterday)
    return found


@transaction.atomic
def take_up_roles(found: Iterable[dict[str, Any]]) -> None:
    """Give back exactly the roles that :func:`set_aside_roles` ended."""
    for values in found:
        RoleAssignment.objects.update_or_create(id=values["id"], defaults={"valid_until": None, **values})


@transaction.atomic
def erase_people(case_keys: Sequence[str], *, roles: Collection[Role], at: datetime) -> int:
    """Take away every role within these cases, and erase the accounts of those who held nothing else.

    What names a person goes: name, sign-in name, address, phone, second factors, outside identities, invitations,
    kept forms. The bare id stays, because the record of accesses refers to it. Returns the number of accounts.
    """
    held = RoleAssignment.objects.filter(scope_kind=ScopeKind.CASE, scope_key__in=case_keys)
    candidates = set(held.filter(role__in=roles).values_list("user_id", flat=True))
    held.delete()
    Invitation.objects.filter(scope_kind=ScopeKind.CASE, scope_key__in=case_keys).delete()
    staying = set(RoleAssignment.objects.filter(user_id__in=candidates).values_list("user_id", flat=True))
    leaving = User.objects.filter(id__in=candidates - staying)
    for user in leaving:
        _erase(user)
    if leaving:
        record(
            using=CHANGES, at=at, actor_id=None, role="", function=Function.ADMINISTRATION, action=Action.ERASE,
            purpose=Purpose.RETENTION, outcome=Outcome.CHANGED, subject_kind="user",
            subject_ids=[str(user.id) for user in leaving], object_kind="accounts.User", ground="erased",
        )  # fmt: skip
    return len(leaving)


def _erase(user: User) -> None:
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    ExternalIdentity.objects.filter(user=user).delete()
    KeptForm.objects.filter(owner=user).delete()
    Invitation.objects.filter(user=user).delete()
    user.username, user.full_name = f"erased-{user.id}", ""
    user.email = user.phone = user.job_title = user.persona = ""
    user.is_active = user.young = False
    user.set_unusable_password()
    user.save()
