from django.db import migrations

from sozialraum.foundation.database.row_security import (
    counting_function,
    follow,
    for_purposes,
    guard,
    let_count,
    narrow_to,
    own_row,
)

ASKED, VERSION = TABLES = ("person_asked_professional", "person_protection_assessment_version")
PARENTS = {ASKED: ("person_protection_report", "report_id"), VERSION: ("person_protection_assessment", "assessment_id")}

# as for the reports themselves: nobody of the family reads it here, and the help does not read it
APART = """
{purposes} AND NOT EXISTS (
  SELECT 1 FROM person_member m WHERE m.case_id = {table}.case_id AND {own}
)
"""
TO_LOOK_AT = f"""
SELECT d.case_id, NULL::uuid AS report_id, d.due_at FROM protection_reports_due() d
UNION ALL
SELECT a.case_id, a.report_id, r.due_at FROM person_asked_professional a
JOIN person_protection_report r ON r.id = a.report_id
WHERE a.ended_at IS NULL AND r.concluded_at IS NULL AND {own_row("a.professional_id")}
"""


def apart(table: str) -> str:
    return APART.format(purposes=for_purposes("protection", "retention"), table=table, own=own_row("m.user_id"))


class Migration(migrations.Migration):
    dependencies = [("individual", "0036_second_views")]
    operations = [
        *(guard(table) for table in TABLES),
        *(follow(table, *PARENTS[table]) for table in TABLES),
        *(follow(table, *PARENTS[table], "INSERT") for table in TABLES),
        *(narrow_to(table, "apart", apart(table)) for table in TABLES),
        *(narrow_to(table, "apart", apart(table), "INSERT") for table in TABLES),
        let_count(ASKED, ("case_id", "report_id", "professional_id", "ended_at")),
        migrations.RunSQL(
            sql="GRANT SELECT (id) ON person_protection_report TO sozialraum_counter",
            reverse_sql="REVOKE SELECT (id) ON person_protection_report FROM sozialraum_counter",
        ),
        counting_function(
            "reports_to_look_at", "", "TABLE (case_id uuid, report_id uuid, due_at timestamptz)", TO_LOOK_AT,
            purpose="service",
        ),
    ]
