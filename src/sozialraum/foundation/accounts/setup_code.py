"""The one-time code with which a new installation is claimed: whoever can read the console of the server has it.

It lies in the data directory, readable for its owner alone, until the installation is set up.
"""

from __future__ import annotations

import hmac
from pathlib import Path

from sozialraum.foundation.accounts.rules import new_code, read_code
from sozialraum.foundation.database.directory import ensure_private

FILE_NAME = "setup-code.txt"


def setup_code_file(keys: Path) -> Path:
    """Where the code lies, below the folder of keys."""
    return keys / FILE_NAME


def ensure_setup_code(keys: Path) -> str:
    """The code of an installation that is not set up yet; made where there is none."""
    return ensure_private(setup_code_file(keys), new_code)


def is_setup_code(typed: str, keys: Path) -> bool:
    """Whether this is the code; False where there is none."""
    path = setup_code_file(keys)
    if not path.is_file():
        return False
    code = read_code(path.read_text(encoding="utf-8"))
    return bool(code) and hmac.compare_digest(read_code(typed).encode(), code.encode())


def forget_setup_code(keys: Path) -> None:
    """Take the code away once the installation is set up."""
    setup_code_file(keys).unlink(missing_ok=True)
