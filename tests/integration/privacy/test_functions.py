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
