"""Values that no column can hold are the sender's fault: they are told calmly and are no fault of ours."""

from __future__ import annotations

import pytest

from factories.browsers import signed_in
from sozialraum.foundation.privacy.actors import Role

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_a_zero_byte_in_a_search_is_a_bad_request() -> None:
    answer = signed_in(Role.PLANNER).get("/suche/", {"q": "ab\0"})
    assert answer.status_code == 400
