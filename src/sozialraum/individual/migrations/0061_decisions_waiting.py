from django.db import migrations

from sozialraum.foundation.database.row_security import counting_function, let_count

# ids and days alone: which families of a team wait for a decision that is prepared
WAITING = """
SELECT d.case_id, d.prepared_at FROM person_grant_decision d JOIN person_case c ON c.id = d.case_id
WHERE c.team_code = team AND d.decided_at IS NULL AND c.ended_on IS NULL AND c.merged_into IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0060_protection_survey")]
    operations = [
        let_count("person_grant_decision", ("case_id", "decided_at", "prepared_at")),
        counting_function(
            "decisions_waiting", "team text", "TABLE (case_id uuid, prepared_at timestamptz)", WAITING, purpose="service"
        ),
    ]
