from django.db import migrations

from sozialraum.foundation.database.row_security import (
    follow,
    for_purposes,
    guard,
    let_in,
    narrow_to,
    opened,
    own_row,
)

ADVICE, REPORT = "person_protection_advice", "person_protection_report"
# as for the reports themselves: nobody of the family reads it here, and the help does not read it
APART = f"""
{for_purposes("protection", "retention")} AND NOT EXISTS (
  SELECT 1 FROM person_member m WHERE m.case_id = {ADVICE}.case_id AND {own_row("m.user_id")}
)
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0052_advisers")]
    operations = [
        guard(ADVICE),
        *(follow(ADVICE, REPORT, "report_id", *kinds) for kinds in ((), ("INSERT",))),
        *(narrow_to(ADVICE, "apart", APART, *kinds) for kinds in ((), ("INSERT",))),
        # what was advised does not change
        narrow_to(ADVICE, "stays", "false", "UPDATE"),
        let_in(ADVICE, "asked", "SELECT", f"{opened('report_id')} AND asked_for_report(report_id)"),
    ]
