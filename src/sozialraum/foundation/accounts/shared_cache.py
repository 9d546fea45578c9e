"""A small cache in the database: what all web processes must agree on, above all the counting of failed sign-ins.

It writes on the connection that stands outside the business transaction: an attempt counts even when the
request that made it is rolled back. Values are JSON, never pickles.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connections
from django.utils import timezone

from sozialraum.foundation.accounts.models import SharedValue
from sozialraum.foundation.audit.queries import READS

FOREVER = timedelta(days=3_650)
_ADD = """
INSERT INTO accounts_sharedvalue (key, value, expires_at) VALUES (%s, %s::jsonb, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
WHERE accounts_sharedvalue.expires_at <= %s RETURNING key
"""
_COUNT = """
INSERT INTO accounts_sharedvalue AS kept (key, value, expires_at) VALUES (%s, '1'::jsonb, %s)
ON CONFLICT (key) DO UPDATE SET
  value = CASE WHEN kept.expires_at <= %s THEN '1'::jsonb ELSE to_jsonb((kept.value #>> '{}')::integer + 1) END,
  expires_at = CASE WHEN kept.expires_at <= %s THEN excluded.expires_at ELSE kept.expires_at END
RETURNING value
"""


class SharedCache(BaseCache):
    """Django's cache interface over the table of :class:`SharedValue`; ``add`` is atomic across processes."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store where nothing is stored; True for the one caller who did."""
        from django.core.serializers.json import DjangoJSONEncoder

        text = DjangoJSONEncoder().encode(value)
        with connections[READS].cursor() as cursor:
            cursor.execute(
                _ADD, [self.make_and_validate_key(key, version), text, self._end(timeout), timezone.now()]
            )
            return cursor.fetchone() is not None

    def count(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> int:
        """One more than was counted under the key, by all processes together; it runs out ``timeout`` after the first."""
        now = timezone.now()
        with connections[READS].cursor() as cursor:
            cursor.execute(_COUNT, [self.make_and_validate_key(key, version), self._end(timeout), now, now])
            counted = int(cursor.fetchone()[0])
        self._sweep()
        return counted

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is stored and has not run out, else ``default``."""
        found = (
            SharedValue.objects.using(READS)
            .filter(key=self.make_and_validate_key(key, version), expires_at__gt=timezone.now())
            .first()
        )
        return default if found is None else found.value

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store, whatever is there; one time in a hundred, what has run out is swept away."""
        SharedValue.objects.using(READS).bulk_create(
            [SharedValue(key=self.make_and_validate_key(key, version), value=value, expires_at=self._end(timeout))],
            update_conflicts=True, unique_fields=["key"], update_fields=["value", "expires_at"],
        )  # fmt: skip
        self._sweep()

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let a stored value live longer; False where there is none."""
        kept = SharedValue.objects.using(READS).filter(
            key=self.make_and_validate_key(key, version), expires_at__gt=timezone.now()
        )
        return kept.update(expires_at=self._end(timeout)) > 0

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; False where there was none."""
        gone, _ = (
            SharedValue.objects.using(READS).filter(key=self.make_and_validate_key(key, version)).delete()
        )
        return gone > 0

    def clear(self) -> None:
        """Forget everything."""
        SharedValue.objects.using(READS).all().delete()

    def _sweep(self) -> None:
        if secrets.randbelow(100) == 0:
            SharedValue.objects.using(READS).filter(expires_at__lte=timezone.now()).delete()

    def _end(self, timeout: Any) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return timezone.now() + (FOREVER if seconds is None else timedelta(seconds=seconds))
