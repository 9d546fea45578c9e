from django.db import migrations

from sozialraum.foundation.database.row_security import bind_to_author, counting_function, guard, let_count

COUNTED = ("id", "area_code", "area_vintage", "team_code", "state", "opened_on", "ended_on")

ACTIVE_CASES = """
SELECT c.area_code, count(*)::integer FROM person_case c
WHERE c.area_vintage = vintage AND c.opened_on <= reference_date
AND (c.ended_on IS NULL OR c.ended_on > reference_date)
GROUP BY c.area_code
"""

CASES_OF_TEAM = """
SELECT c.id FROM person_case c
WHERE c.team_code = team AND c.ended_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0001_initial")]
    operations = [
        guard("person_case", "id"),
        guard("person_member"),
        guard("person_statement"),
        guard("person_statement_version"),
        guard("person_entrusted_note"),
        bind_to_author("person_entrusted_note"),
        let_count("person_case", COUNTED),
        counting_function(
            "active_cases_by_area",
            "vintage text, reference_date date",
            "TABLE (area_code text, cases integer)",
            ACTIVE_CASES,
            purpose="planning",
        ),
        counting_function(
            "case_ids_of_team", "team text", "SETOF uuid", CASES_OF_TEAM, purpose="service"
        ),
    ]
