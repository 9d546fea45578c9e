"""What the program tells people when something stands in its way: one sentence, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable


class SozialraumError(Exception):
    """An expected obstacle, told in one sentence with a remedy; never shown with a traceback unless asked for.

    ``message`` and ``remedy`` are English source texts of the catalogue with ``{name}`` places that ``values``
    fill, so that the same error can be printed in German.

    >>> print(SozialraumError("Port {port} is in use.", "Choose another with --port.", port=8000))
    Port 8000 is in use. Choose another with --port.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "", **values: object) -> None:
        self.message = message
        self.remedy = remedy
        self.values = values
        super().__init__(message)

    def told(self, translate: Callable[[str], str] = str) -> tuple[str, str]:
        """Return the sentence and the remedy, translated by ``translate`` (a gettext function)."""
        return self._fill(translate, self.message), self._fill(translate, self.remedy)

    def _fill(self, translate: Callable[[str], str], text: str) -> str:
        return translate(text).format(**self.values) if text else ""

    def __str__(self) -> str:
        return " ".join(part for part in self.told() if part)


class UsageError(SozialraumError):
    """What was asked for is not possible as it was written (exit code 2)."""

    exit_code = 2
