"""The functions that see across cases are the application's alone."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

FUNCTIONS = """
SELECT proname, array_to_string(proconfig, ';'), has_function_privilege('public', oid, 'EXECUTE'),
       has_function_privilege('sozialraum_app', oid, 'EXECUTE')
FROM pg_proc WHERE prosecdef
"""


def test_nobody_else_may_call_a_function_that_sees_across_cases() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        found = cursor.fetchall()
    assert {row[0] for row in found} >= {"case_by_number", "case_ids_of_team", "erase_entrusted_notes"}
    for name, settings, everybody, application in found:
        assert (settings, everybody, application) == ("search_path=public, pg_temp", False, True), name


def test_what_is_shown_by_consent_is_asked_with_the_rights_of_whoever_asks() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosecdef, array_to_string(proconfig, ';'), has_function_privilege('public', oid, 'EXECUTE'),"
            " has_function_privilege('sozialraum_app', oid, 'EXECUTE') FROM pg_proc WHERE proname ~ '_is_shown$'"
        )
        found = cursor.fetchall()
        cursor.execute(
            "SELECT qual FROM pg_policies WHERE policyname = 'shown_read' AND qual ~ '_is_shown\\('"
        )
        conditions = [condition for (condition,) in cursor.fetchall()]
    assert {row[0] for row in found} == {"person_is_shown", "own_is_shown", "thing_is_shown"}
    assert {row[1:] for row in found} == {(False, "search_path=public, pg_temp", False, True)}
    assert len(conditions) == 6
    # nothing is shown where the gate was not opened by consent
    assert all("'sozialraum.shown'" in condition.partition(" AND ")[0] for condition in conditions)
