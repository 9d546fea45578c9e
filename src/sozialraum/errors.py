"""The one base of errors that are told to people: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class SozialraumError(Exception):
    """An error with a remedy, shown as one sentence plus what to do, never as a traceback.

    ``message`` says what is wrong, ``remedy`` what the reader can do about it; both are full sentences without
    contents of people's data. They are English source texts of the catalogue with ``{name}`` places that
    ``values`` fill, so that the same error can be told in German.

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
        if not text:
            return ""
        if not self.values:
            return translate(text)
        # a figure may know how the reader's language writes it
        values = {
            name: value.told(translate) if hasattr(value, "told") else value
            for name, value in self.values.items()
        }
        return filled(translate(text), values)

    def __str__(self) -> str:
        return " ".join(part for part in self.told() if part)


NAMES_OF_YEARS_AND_PORTS = frozenset({"year", "vintage", "period", "port", "since", "until", "version"})
"""Places of sentences whose whole numbers are no amounts: their thousands stay together."""


class _Writing:
    """How whole numbers are written: in English as long as nothing knows the reader's language."""

    amount: Callable[[int], str] = staticmethod("{:,}".format)


def write_amounts_by(function: Callable[[int], str]) -> None:
    """Let whole numbers in sentences be written as the reader's language does."""
    _Writing.amount = staticmethod(function)


def filled(text: str, values: Mapping[str, object]) -> str:
    """A translated sentence with its values; whole numbers have their thousands apart.

    >>> filled("{count} values of {year}.", {"count": 12500, "year": 2024})
    '12,500 values of 2024.'
    """
    written = {
        name: _Writing.amount(value)
        if isinstance(value, int) and not isinstance(value, bool) and name not in NAMES_OF_YEARS_AND_PORTS
        else value
        for name, value in values.items()
    }
    return text.format(**written)


class UsageError(SozialraumError):
    """What was asked for is not possible as it was written (exit code 2)."""

    exit_code = 2


class Conflict(SozialraumError):
    """Somebody else has changed the same thing since it was opened; nothing was overwritten.

    ``theirs`` is what is stored now, ``mine`` what was about to be stored, ``version`` the stored version.
    """

    def __init__(self, *, theirs: str, mine: str, version: int) -> None:
        super().__init__("This has been changed in the meantime.", "Look at both texts and choose.")
        self.theirs = theirs
        self.mine = mine
        self.version = version
