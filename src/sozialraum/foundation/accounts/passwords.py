"""Django's validator of common passwords, which reads its list when the first new password is looked up in it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth import password_validation


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    """Every form that names the rules makes a validator; the 20,000 passwords would stand in each process from its start."""

    def __init__(self) -> None:
        """Read nothing yet."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a common password."""
        _with_its_list().validate(password, user)


@cache
def _with_its_list() -> password_validation.CommonPasswordValidator:
    return password_validation.CommonPasswordValidator()
