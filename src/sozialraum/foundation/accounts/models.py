"""People who sign in, and the roles they hold."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.accounts.enums import InvitationKind
from sozialraum.foundation.database.fields import SortKeyField
from sozialraum.foundation.database.statements import rows
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.vocabulary import Purpose, Retention

HELD = """
ARRAY(SELECT ARRAY[role, scope_kind, scope_key, substitute::text] FROM (
  SELECT role, scope_kind, scope_key, false AS substitute, given_at, id FROM accounts_roleassignment
  WHERE user_id = %(user)s AND valid_from <= %(today)s AND (valid_until IS NULL OR valid_until >= %(today)s)
  UNION ALL
  SELECT held.role, held.scope_kind, held.scope_key, true, held.given_at, held.id
  FROM accounts_substitution running JOIN accounts_roleassignment held
  ON held.user_id = running.absent_id AND held.role = running.role
  WHERE running.substitute_id = %(user)s AND running.ended_at IS NULL
  AND running.valid_from <= %(today)s AND running.valid_until >= %(today)s
  AND held.valid_from <= %(today)s AND (held.valid_until IS NULL OR held.valid_until >= %(today)s)
) AS holding ORDER BY substitute, given_at, id)
"""
"""The roles of ``user`` on the day ``today``: every own one whose time runs, then those of absent people."""
HeldRows = list[list[str]]
"""Role, kind and key of the scope, and whether it is an absent person's (``true`` or ``false``)."""


class UserManager(BaseUserManager["User"]):
    """Finds people by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The person with this sign-in name, whatever its case."""
        return self.get(username__iexact=username)

    def get(self, *args: Any, **kwargs: Any) -> User:
        """One person; by the key alone, as the session of every request asks, in one statement with the roles held today."""
        if args or set(kwargs) != {"pk"} or self._db:
            return super().get(*args, **kwargs)
        names, today = [field.attname for field in self.model._meta.concrete_fields], timezone.localdate()
        # by hand: building the query and one model a role costs ten times what the database needs for the answer
        statement = f"SELECT {', '.join(names)}, {HELD} FROM accounts_user WHERE id = %(user)s"  # noqa: S608 - our own columns
        found = rows(statement, {"user": kwargs["pk"], "today": today})
        if not found:
            raise self.model.DoesNotExist
        *values, held = found[0]
        user = self.model.from_db(DEFAULT_DB_ALIAS, names, values)
        user.held = today, held
        return user


class User(AbstractBaseUser):
    """A person who signs in: staff, provider's staff, family, committee, resident.

    ``directory_key`` is the value by which the municipality's directory (OpenID Connect) knows this person; an
    administrator enters it. ``persona`` names a card of the demo sign-in and is empty everywhere else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    full_name = models.CharField(max_length=200)
    name_sort = SortKeyField(source="full_name")
    job_title = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="de")
    young = models.BooleanField(default=False)
    persona = models.CharField(max_length=40, blank=True)
    directory_key = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    held: tuple[date, HeldRows] | None = None
    """The roles that were read with this person, and their day: what holds for the request that read them, and no longer."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["full_name"]

    objects = UserManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("username"), name="user_name_whatever_its_case"),
            models.UniqueConstraint(
                fields=["directory_key"], condition=~Q(directory_key=""), name="user_directory_key_once"
            ),
        ]

    class Privacy:
        title = _("Accounts")
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
        social = ("username", "email", "full_name", "phone", "young", "directory_key", "name_sort")

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
        title = _("Roles")
        purpose = Purpose.OPERATION
        retention = Retention.ACCOUNT
        internal = (
            "id", "user", "role", "scope_kind", "scope_key", "valid_from", "valid_until", "given_by",
            "given_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.role} in {self.scope_kind}"


class Substitution(models.Model):
    """Somebody stands in for somebody who is away: for one task, from a day until a day.

    While it runs, the substitute holds this task wherever the absent person holds it at that moment: a case that is
    assigned during the absence is included, one that ends is not. It is never passed on to a third person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, choices=[(role.value, role.name) for role in Role])
    valid_from = models.DateField()
    valid_until = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    arranged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="substitution_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("substitute")), name="substitution_by_somebody_else"
            ),
        ]

    class Privacy:
        title = _("Who stands in for whom")
        purpose = Purpose.OPERATION
        retention = Retention.ACCOUNT
        internal = (
            "id", "absent", "substitute", "role", "valid_from", "valid_until", "ended_at", "arranged_by", "arranged_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"substitution {self.id}"


class ExternalIdentity(models.Model):
    """The account of a person at the municipality's OpenID provider: who issued it and its stable subject."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="external_identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="external_identity_once")
        ]

    class Privacy:
        title = _("Accounts at the municipality's sign-in")
        purpose = Purpose.OPERATION
        retention = Retention.ACCOUNT
        internal = ("id", "user", "issuer", "linked_at")
        social = ("subject",)

    def __str__(self) -> str:
        return f"external identity {self.id}"


class Invitation(models.Model):
    """A letter with a code: it opens one account with one role, or lets one person choose a new password.

    Only a keyed digest of the code is stored. ``account_id`` is the id that the account will have, where somebody has to
    know it before the letter is used. ``user`` is whose account a letter of kind ``renewal`` renews; for a
    letter of kind ``joining`` it is empty until the letter is used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in InvitationKind])
    code_digest = models.CharField(max_length=64, unique=True)
    full_name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    young = models.BooleanField(default=False)
    role = models.CharField(max_length=40, blank=True, choices=[(role.value, role.name) for role in Role])
    scope_kind = models.CharField(
        max_length=20, blank=True, choices=[(kind.value, kind.name) for kind in ScopeKind]
    )
    scope_key = models.CharField(max_length=64, blank=True)
    role_until = models.DateField(null=True, blank=True)
    account_id = models.UUIDField(null=True, blank=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=InvitationKind.RENEWAL, user__isnull=False, role="")
                | Q(kind=InvitationKind.JOINING) & ~Q(role=""),
                name="invitation_says_what_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_used_or_withdrawn",
            ),
        ]

    class Privacy:
        title = _("Letters with a code")
        purpose = Purpose.OPERATION
        retention = Retention.ACCOUNT
        internal = (
            "id", "kind", "code_digest", "job_title", "role", "scope_kind", "scope_key", "role_until",
            "account_id", "user", "created_by", "created_at", "expires_at", "used_at", "withdrawn_at",
        )  # fmt: skip
        social = ("full_name", "young")

    def __str__(self) -> str:
        return f"invitation {self.id}"


class KeptForm(models.Model):
    """What somebody had written when the session ran out: sealed, for this person alone, for a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    sealed = models.TextField()
    files_lost = models.BooleanField(default=False)
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Privacy:
        title = _("Forms kept when a session ended")
        purpose = Purpose.OPERATION
        retention = Retention.SESSION
        internal = ("id", "owner", "path", "files_lost", "kept_at", "expires_at")
        entrusted = ("sealed",)

    def __str__(self) -> str:
        return f"kept form {self.id}"


class SharedValue(models.Model):
    """One value of the cache that all web processes share."""

    key = models.CharField(primary_key=True, max_length=250)
    value = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    class Privacy:
        title = _("Counters of attempts")
        purpose = Purpose.OPERATION
        retention = Retention.SESSION
        internal = ("key", "value", "expires_at")

    def __str__(self) -> str:
        return self.key


class DemoMarker(models.Model):
    """The one row that says: everybody in this database is invented. Only the owner of the database writes it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="demo_marker_is_one")]

    class Privacy:
        title = _("Mark of a demo city")
        purpose = Purpose.OPERATION
        retention = Retention.WHILE_NEEDED
        public = ("id", "marked_at")

    def __str__(self) -> str:
        return "demo"
