from django.db import migrations

from sozialraum.foundation.database.row_security import (
    counting_function,
    erase_unread,
    follow,
    let_count,
    restrict_archive,
)

DEPENDENTS = ("person_member", "person_statement", "person_statement_version", "person_entrusted_note")

RETENTION_FACTS = """
SELECT c.id, c.opened_on, c.ended_on, c.archived_at, c.without_help,
(SELECT max(m.born_on) FROM person_member m WHERE m.case_id = c.id AND m.kind = 'young_person') AS born_on
FROM person_case c
WHERE c.ended_on IS NOT NULL
"""

CASE_BY_NUMBER = """
SELECT c.id, c.team_code::text FROM person_case c
WHERE c.number = wanted AND c.archived_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0004_restricted_archive")]
    operations = [
        restrict_archive("person_case", "archived_at", "own_data", "archive", "retention"),
        *(follow(table, "person_case", "case_id") for table in DEPENDENTS),
        migrations.RunSQL(
            "GRANT SELECT (number, archived_at, without_help) ON person_case TO sozialraum_counter",
            "REVOKE SELECT (number, archived_at, without_help) ON person_case FROM sozialraum_counter",
        ),
        let_count("person_member", ("case_id", "kind", "born_on")),
        counting_function(
            "case_retention_facts",
            "",
            "TABLE (id uuid, opened_on date, ended_on date, archived_at timestamptz, without_help boolean, born_on date)",
            RETENTION_FACTS,
            purpose="retention",
        ),
        counting_function(
            "case_by_number",
            "wanted text",
            "TABLE (id uuid, team_code text)",
            CASE_BY_NUMBER,
            purpose="protection",
        ),
        erase_unread("erase_entrusted_notes", "person_entrusted_note", "case_id"),
    ]
