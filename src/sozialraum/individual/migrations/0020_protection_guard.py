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

TABLES = ("person_protection_report", "person_protection_assessment", "person_protection_measure")
OF_REPORT = TABLES[1:]

# what was reported is nobody's of the family to read here, whoever opened the case; and the help does not read it
APART = """
{purposes} AND NOT EXISTS (
  SELECT 1 FROM person_member m WHERE m.case_id = {table}.case_id AND {own}
)
"""

DUE = """
SELECT r.case_id, r.due_at FROM person_protection_report r
WHERE r.concluded_at IS NULL
AND r.case_id = ANY (string_to_array(current_setting('sozialraum.readable', true), ',')::uuid[])
"""


def apart(table: str) -> str:
    return APART.format(purposes=for_purposes("protection", "retention"), table=table, own=own_row("m.user_id"))


class Migration(migrations.Migration):
    dependencies = [("individual", "0019_protection")]
    operations = [
        *(guard(table) for table in TABLES),
        follow(TABLES[0], "person_case", "case_id"),
        follow(TABLES[0], "person_case", "case_id", "INSERT"),
        *(follow(table, TABLES[0], "report_id") for table in OF_REPORT),
        *(follow(table, TABLES[0], "report_id", "INSERT") for table in OF_REPORT),
        *(narrow_to(table, "apart", apart(table)) for table in TABLES),
        *(narrow_to(table, "apart", apart(table), "INSERT") for table in TABLES),
        let_count("person_protection_report", ("case_id", "due_at", "concluded_at")),
        counting_function(
            "protection_reports_due", "", "TABLE (case_id uuid, due_at timestamptz)", DUE,
            purpose="service",
        ),
    ]
