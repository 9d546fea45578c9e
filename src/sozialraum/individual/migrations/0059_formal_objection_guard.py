from django.db import migrations

from sozialraum.foundation.database.row_security import (
    APPLICATION,
    counting_function,
    follow,
    for_purposes,
    guard,
    let_count,
    own_row,
)

TABLE = "person_formal_objection"
# numbers and a day alone: the head of the office learns that something waits, and not whose it is
DUE = """
SELECT count(*)::integer, min(o.answer_due_on) FROM person_formal_objection o
WHERE o.state = 'open' AND o.answer_due_on IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0058_formal_objections")]
    operations = [
        guard(TABLE),
        follow(TABLE, "person_grant_decision", "decision_id"),
        follow(TABLE, "person_grant_decision", "decision_id", "INSERT"),
        # what was answered stays as it is, and nobody writes another's name under an answer
        migrations.RunSQL(
            f"CREATE POLICY answered_update ON {TABLE} AS RESTRICTIVE FOR UPDATE TO {APPLICATION}"
            f" USING (answered_by IS NULL OR {for_purposes('retention')})"
            f" WITH CHECK (answered_by IS NULL OR {own_row('answered_by')})",
            f"DROP POLICY answered_update ON {TABLE}",
        ),
        let_count(TABLE, ("state", "answer_due_on")),
        counting_function(
            "formal_objections_due", "", "TABLE (waiting integer, next_due date)", DUE, purpose="participation"
        ),
    ]
