"""People who sign in, and the roles they hold."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Purpose, Retention


class UserManager(BaseUserManager["User"]):
    """Finds people by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The person with this sign-in name, whatever its case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in: staff, provider's staff, family, committee, resident."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    full_name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="de")
    young = models.BooleanField(default=False)
    persona = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["full_name"]

    objects = UserManager()

    class Privacy:
        purpose = Purpose.OPERATION
        retention = Retention.ACCOUNT
        internal = (
            "id",
            "password",
            "last_login",
            "language",
            "persona",
            "is_active",
            "created_at",
            "job_title",
        )
        social = ("username", "email", "full_name", "phone", "young")

    def __str__(self) -> str:
        return f"user {self.id}"

    def get_full_name(self) -> str:
        """The name that pages show."""
        return self.full_name

    def has_usable_email(self) -> bool:
        """Whether mail can be sent to this person."""
        return bool(self.email)


class RoleAssignment(models.Model):
    """One role of one person within one scope, for a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=40, choices=[(role.value, role.name) for role in Role])
    scope_kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in ScopeKind])
    scope_key = models.CharField(max_length=64, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    substitute_for = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="role_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(scope_kind="office", scope_key="") | (~Q(scope_kind="office") & ~Q(scope_key="")),
                name="role_scope_has_key",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["scope_kind", "scope_key"], name="role_by_scope")]

    class Privacy:
        purpose = Purpose.OPERATION
        retention = Retention.ACCOUNT
        internal = (
            "id", "user", "role", "scope_kind", "scope_key", "valid_from", "valid_until", "substitute_for",
            "given_by", "given_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.role} in {self.scope_kind}"
