"""Settings from environment variables: read strictly, so that a slip of the pen never turns a protection off.

A variable that is empty counts as not set, as in a file of settings whose lines wait to be filled.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from sozialraum.analytics.messages import gettext_noop
from sozialraum.errors import UsageError

HOST = re.compile(r"\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
ADDRESS = re.compile(
    r"https?://(\*\.)?([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:\d{1,5})?", re.IGNORECASE
)


def text(name: str, default: str = "", *, environ: Mapping[str, str] = os.environ) -> str:
    """Return the variable without blanks around it; ``default`` where it is empty or not set."""
    return environ.get(name, "").strip() or default


def number(name: str, default: int, *, least: int, most: int, environ: Mapping[str, str] = os.environ) -> int:
    """Return a whole number between ``least`` and ``most``, or raise ``UsageError``.

    >>> number("SOZIALRAUM_SESSION_HOURS", 10, least=1, most=48, environ={"SOZIALRAUM_SESSION_HOURS": "8"})
    8
    """
    found = text(name, str(default), environ=environ)
    if not re.fullmatch(r"[0-9]{1,9}", found) or not least <= int(found) <= most:
        raise UsageError(
            "{name} is “{found}”, which is not a number that fits.",
            "Write a whole number between {least} and {most}, or unset it.",
            name=name, found=found, least=str(least), most=str(most),
        )  # fmt: skip
    return int(found)


def switch(name: str, *, default: bool = False, environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the variable is 1; anything but 0 and 1 raises ``UsageError``.

    >>> switch("SOZIALRAUM_HTTPS", environ={"SOZIALRAUM_HTTPS": "1"}), switch("SOZIALRAUM_HTTPS", environ={})
    (True, False)
    """
    found = text(name, "1" if default else "0", environ=environ)
    if found not in {"0", "1"}:
        raise UsageError(
            "{name} is “{found}”, which is neither 1 nor 0.",
            "Write 1 for yes or 0 for no, or unset it.",
            name=name, found=found,
        )  # fmt: skip
    return found == "1"


def choice(
    name: str, default: str, *, among: tuple[str, ...], environ: Mapping[str, str] = os.environ
) -> str:
    """Return one of the words ``among``, or raise ``UsageError``."""
    found = text(name, default, environ=environ).lower()
    if found not in among:
        raise UsageError(
            "{name} is “{found}”, which is not known.",
            "Write one of these, or unset it: {among}.",
            name=name, found=found, among=", ".join(among),
        )  # fmt: skip
    return found


def listed(name: str, default: str = "", *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return what stands between the commas, without blanks and gaps.

    >>> listed("SOZIALRAUM_ALLOWED_HOSTS", environ={"SOZIALRAUM_ALLOWED_HOSTS": "a.example, b.example,"})
    ['a.example', 'b.example']
    """
    parts = (part.strip() for part in text(name, default, environ=environ).split(","))
    return [part for part in parts if part]


def hosts(name: str, default: str, *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return names of hosts; what a browser would never send as one raises ``UsageError``."""
    found = listed(name, default, environ=environ)
    for each in found:
        if not HOST.fullmatch(each):
            raise UsageError(
                "{name} names “{found}”, which is not the name of a host.",
                "Write names alone, comma-separated, without https:// and port: sozialraum.stadt.example",
                name=name, found=each,
            )  # fmt: skip
    return found


def addresses(name: str, *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return addresses of the site without a slash behind; anything else raises ``UsageError``.

    >>> addresses("SOZIALRAUM_ORIGINS", environ={"SOZIALRAUM_ORIGINS": "https://sozialraum.stadt.example/"})
    ['https://sozialraum.stadt.example']
    """
    found = [each.removesuffix("/") for each in listed(name, environ=environ)]
    for each in found:
        if not ADDRESS.fullmatch(each):
            raise UsageError(
                "{name} names “{found}”, which is not the address of a site.",
                "Write it with https:// and without a path, comma-separated: https://sozialraum.stadt.example",
                name=name, found=each,
            )  # fmt: skip
    return found


def provider(name: str, *, environ: Mapping[str, str] = os.environ) -> str:
    """Return the address of an OpenID provider, which may have a path; anything else raises ``UsageError``."""
    found = text(name, environ=environ)
    scheme, _, rest = found.partition("://")
    if found and (scheme not in {"https", "http"} or not rest or re.search(r"\s", found)):
        raise UsageError(
            "{name} is “{found}”, which is not an address.",
            "Write it as the provider names its issuer, for example https://anmeldung.stadt.example/realms/stadt",
            name=name, found=found,
        )  # fmt: skip
    return found


def secret(name: str, default: Path | None = None, *, environ: Mapping[str, str] = os.environ) -> str:
    """Return what the file that ``name`` names holds; empty where the variable is not set.

    ``default`` is read in place of it where it is there. A named file that is missing, unreadable, empty or no text
    raises ``UsageError``: without it a protection would be off and nobody would know.
    """
    named = text(name, environ=environ)
    path = Path(named) if named else default
    if path is None or (not named and not path.exists()):
        return ""
    remedy = gettext_noop("Name a file in {name} that this user may read, or unset it.")
    try:
        found = path.read_text("utf-8").strip()
    except UnicodeDecodeError:
        found = ""
    except OSError as problem:
        raise UsageError(
            "The secret file {path} cannot be read: {reason}.",
            remedy,
            path=path,
            reason=problem.strerror,
            name=name,
        ) from problem
    if not found:
        raise UsageError("The secret file {path} is empty or no text.", remedy, path=path, name=name)
    return found
