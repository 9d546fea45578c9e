"""Every address has a line in the one table of answers; what the pages answer is asked in tests/integration."""

from __future__ import annotations

from meta.addresses import ADDRESSES
from meta.url_rights import ANONYMOUS, SIGNED_IN, URL_RIGHTS

from sozialraum.foundation.privacy.actors import Role


def test_every_address_has_a_name_and_a_line() -> None:
    assert "None" not in {name.rpartition(":")[2] for name in ADDRESSES}
    assert sorted(ADDRESSES.keys() - URL_RIGHTS.keys()) == [], "add a line to tests/meta/url_rights"
    assert sorted(URL_RIGHTS.keys() - ADDRESSES.keys()) == [], "take these lines out of tests/meta/url_rights"


def test_every_line_says_what_strangers_and_what_members_get() -> None:
    for name, answers in URL_RIGHTS.items():
        assert {ANONYMOUS, SIGNED_IN} <= answers.keys(), name
        assert answers.keys() - {ANONYMOUS, SIGNED_IN} <= set(Role), name
