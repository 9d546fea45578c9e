"""Field classes of the libraries' models: the same declarations, kept in one place because we do not own them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.vocabulary import Purpose, Retention


def _declared(
    title: Promise, retention: Retention, *, internal: tuple[str, ...] = (), social: tuple[str, ...] = ()
) -> Any:
    return SimpleNamespace(
        title=title, purpose=Purpose.OPERATION, retention=retention, internal=internal, social=social
    )


DECLARATIONS: dict[str, Any] = {
    "account.EmailAddress": _declared(
        _("Addresses for mail"),
        Retention.ACCOUNT,
        internal=("id", "user", "verified", "primary"),
        social=("email",),
    ),
    "account.EmailConfirmation": _declared(
        _("Confirmations of addresses"),
        Retention.SESSION,
        internal=("id", "email_address", "created", "sent", "key"),
    ),
    "mfa.Authenticator": _declared(
        _("Second factors"),
        Retention.ACCOUNT,
        internal=("id", "user", "type", "data", "created_at", "last_used_at"),
    ),
    "auth.Group": _declared(
        _("Groups (not used)"), Retention.WHILE_NEEDED, internal=("id", "name", "permissions")
    ),
    "auth.Permission": _declared(
        _("Permissions (not used)"),
        Retention.WHILE_NEEDED,
        internal=("id", "name", "content_type", "codename"),
    ),
    "contenttypes.ContentType": _declared(
        _("Kinds of records"), Retention.WHILE_NEEDED, internal=("id", "app_label", "model")
    ),
    "django_tasks_database.DBTaskResult": _declared(
        _("Results of background work"),
        Retention.JOB,
        internal=(
            "id",
            "status",
            "enqueued_at",
            "started_at",
            "finished_at",
            "args_kwargs",
            "priority",
            "task_path",
            "worker_ids",
            "queue_name",
            "backend_name",
            "run_after",
            "return_value",
            "exception_class_path",
            "traceback",
        ),
    ),
    "sessions.Session": _declared(
        _("Sessions"), Retention.SESSION, internal=("session_key", "session_data", "expire_date")
    ),
}
