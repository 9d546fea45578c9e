"""What every address answers to whom: one line an address, checked against the resolver and against the pages.

A line is ``name: answers``. ``answers`` is one :class:`Answer` for everybody, or a table with a line for
``anonymous``, for ``signed_in`` (every role that is not named) and for single roles. A number is the status of a GET;
``TO_SIGN_IN`` is the redirect to the sign-in. An address with parts (``<uuid:...>``) is asked with ids that do not
exist, so that 404 is what both a foreign subject and no subject answer.
"""

from __future__ import annotations

from meta.url_rights import (
    foundation,
    individual,
    network,
    organization,
    participation,
    reporting,
    social_structure,
)
from meta.url_rights.answers import ANONYMOUS, SIGNED_IN, TO_SIGN_IN, Answers

__all__ = ["ANONYMOUS", "SIGNED_IN", "TO_SIGN_IN", "URL_RIGHTS", "Answers"]

FLOORS = (foundation, social_structure, organization, network, individual, participation, reporting)
URL_RIGHTS: dict[str, Answers] = {name: answers for floor in FLOORS for name, answers in floor.RIGHTS.items()}
