from django.db import migrations

from sozialraum.foundation.database.row_security import COUNTER, counting_function, follow, guard

MERGE, ROW = "person_case_merge", "person_carried_row"

ACTIVE_CASES = """
SELECT c.area_code, count(*)::integer FROM person_case c
WHERE c.area_vintage = vintage AND c.opened_on <= reference_date
AND (c.ended_on IS NULL OR c.ended_on > reference_date) AND c.merged_into IS NULL
GROUP BY c.area_code
"""
CASES_OF_TEAM = """
SELECT c.id FROM person_case c
WHERE c.team_code = team AND c.ended_on IS NULL AND c.merged_into IS NULL
"""
MISSING = """
SELECT m.kind, m.area_code, count(DISTINCT m.case_id)::integer FROM person_missing_nearby m
JOIN person_case c ON c.id = m.case_id
WHERE m.area_vintage = vintage AND m.withdrawn_at IS NULL AND m.marked_on > since AND m.marked_on <= reference_date
AND c.merged_into IS NULL
GROUP BY m.kind, m.area_code
"""
# the number under which a family was entered twice leads to the file that goes on
BY_NUMBER = """
SELECT t.id, t.team_code::text FROM person_case c JOIN person_case t ON t.id = coalesce(c.merged_into, c.id)
WHERE c.number = wanted AND t.archived_at IS NULL
"""
# both files of one family are kept for as long as the longer of the two periods, from the end of the one that leads
RETENTION_FACTS = """
SELECT c.id, least(c.opened_on, t.opened_on) AS opened_on, t.ended_on, c.archived_at,
  NOT EXISTS (
    SELECT 1 FROM person_case k WHERE NOT k.without_help AND (k.id = t.id OR (k.merged_into = t.id))
      AND (k.id = t.id OR EXISTS (SELECT 1 FROM person_help h WHERE h.case_id = k.id))
  ) AS without_help,
  (SELECT max(m.born_on) FROM person_member m JOIN person_case k ON k.id = m.case_id
   WHERE m.kind = 'young_person' AND (k.id = t.id OR k.merged_into = t.id)) AS born_on
FROM person_case c JOIN person_case t ON t.id = coalesce(
  (SELECT l.id FROM person_case l WHERE l.id = c.merged_into), c.id
)
WHERE t.ended_on IS NOT NULL
"""
FACTS = "TABLE (id uuid, opened_on date, ended_on date, archived_at timestamptz, without_help boolean, born_on date)"
COUNTED = "TABLE (kind text, area_code text, families integer)"
FUNCTIONS = (
    ("active_cases_by_area", "vintage text, reference_date date", "TABLE (area_code text, cases integer)", ACTIVE_CASES, "planning"),
    ("case_ids_of_team", "team text", "SETOF uuid", CASES_OF_TEAM, "service"),
    ("missing_nearby_by_area", "vintage text, since date, reference_date date", COUNTED, MISSING, "planning"),
    ("case_by_number", "wanted text", "TABLE (id uuid, team_code text)", BY_NUMBER, "protection"),
    ("case_id_by_number", "wanted text", "SETOF uuid", BY_NUMBER.replace("t.id, t.team_code::text", "t.id"), "operation"),
    ("case_retention_facts", "", FACTS, RETENTION_FACTS, "retention"),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("individual", "0039_merges")]
    operations = [
        guard(MERGE),
        guard(ROW),
        *(follow(MERGE, "person_case", "case_id", *kinds) for kinds in ((), ("INSERT",))),
        *(follow(ROW, MERGE, "merge_id", *kinds) for kinds in ((), ("INSERT",))),
        migrations.RunSQL(
            f"GRANT SELECT (merged_into) ON person_case TO {COUNTER}",
            f"REVOKE SELECT (merged_into) ON person_case FROM {COUNTER}",
        ),
        *(
            operation
            for name, signature, returns, body, purpose in FUNCTIONS
            for operation in (
                migrations.RunSQL(f"DROP FUNCTION {name}", migrations.RunSQL.noop),
                counting_function(name, signature, returns, body, purpose=purpose),
            )
        ),
    ]
