from django.db import migrations

from sozialraum.foundation.database.row_security import COUNTER, counting_function, let_count

# numbers alone, of the whole office: nobody learns from them whose report, whose access or whose file it is
DUE = """
SELECT
  (SELECT count(*)::integer FROM person_protection_report r WHERE r.concluded_at IS NULL AND r.due_at < moment),
  (SELECT count(*)::integer FROM person_emergency_access e WHERE e.verdict = ''),
  (SELECT coalesce(sum(jsonb_array_length(f.subjects)), 0)::integer FROM privacy_retentionrun f
   WHERE f.approved_at IS NULL AND f.done_at IS NULL)
"""
COLUMNS = "subjects, approved_at, done_at"


class Migration(migrations.Migration):
    dependencies = [("individual", "0053_adviser_guard"), ("privacy", "0004_ids_once_a_statement")]
    operations = [
        let_count("person_emergency_access", ("verdict",)),
        migrations.RunSQL(
            f"GRANT SELECT ({COLUMNS}) ON privacy_retentionrun TO {COUNTER}",
            f"REVOKE SELECT ({COLUMNS}) ON privacy_retentionrun FROM {COUNTER}",
        ),
        counting_function(
            "office_due", "moment timestamptz", "TABLE (reports integer, emergencies integer, erasures integer)", DUE,
            purpose="participation",
        ),
    ]
