"""Every address that answers without sign-in is walked by the attacker of the field, or says why it is not."""

from __future__ import annotations

from meta.addresses import ADDRESSES
from meta.attacked import ELSEWHERE, WALKED


def test_no_public_address_is_left_out() -> None:
    public = {
        name for name, each in ADDRESSES.items() if getattr(each.callback, "login_required", True) is False
    }
    known = WALKED | ELSEWHERE.keys()
    assert public - known == set(), "walk it in the attack on the field, or say in meta/attacked.py why not"
    assert known - public == set(), "no public address any more"
    assert not WALKED & ELSEWHERE.keys()
