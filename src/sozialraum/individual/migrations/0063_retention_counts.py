from django.db import migrations

from sozialraum.foundation.database.row_security import counting_function

FACTS = "TABLE (id uuid, opened_on date, ended_on date, archived_at timestamptz, without_help boolean, born_on date)"
COUNTS = "TABLE (without_help boolean, to_restrict integer, to_erase integer)"

# the few whose period does not follow from their own row alone: brought together, or of an age at which files end
SINGLE = """
  SELECT k.id FROM person_case k WHERE k.merged_into IS NOT NULL
  UNION SELECT k.merged_into FROM person_case k WHERE k.merged_into IS NOT NULL
  UNION SELECT m.case_id FROM person_member m WHERE m.kind = 'young_person' AND m.born_on <= born_until
  UNION SELECT k.id FROM person_case k WHERE k.opened_on <= born_until
"""
SINGLE_FACTS = f"""
SELECT c.id, least(c.opened_on, t.opened_on) AS opened_on, t.ended_on, c.archived_at,
  NOT EXISTS (
    SELECT 1 FROM person_case k WHERE NOT k.without_help AND (k.id = t.id OR (k.merged_into = t.id))
      AND (k.id = t.id OR EXISTS (SELECT 1 FROM person_help h WHERE h.case_id = k.id))
  ) AS without_help,
  (SELECT max(m.born_on) FROM person_member m JOIN person_case k ON k.id = m.case_id
   WHERE m.kind = 'young_person' AND (k.id = t.id OR k.merged_into = t.id)) AS born_on
FROM ({SINGLE}) AS single JOIN person_case c ON c.id = single.id JOIN person_case t ON t.id = coalesce(
  (SELECT l.id FROM person_case l WHERE l.id = c.merged_into), c.id
)
WHERE t.ended_on IS NOT NULL
"""
# counted by the indexes alone, less the few that are judged one by one
COUNTED = f"""
SELECT counseling AS without_help, sum(to_restrict)::integer AS to_restrict, sum(to_erase)::integer AS to_erase
FROM (
  SELECT c.without_help AS counseling, count(*) AS to_restrict, 0 AS to_erase FROM person_case c
  WHERE c.archived_at IS NULL AND c.ended_on <= CASE WHEN c.without_help THEN counseling_until ELSE files_until END
    AND c.ended_on <= greatest(counseling_until, files_until)
    AND NOT (c.without_help AND c.ended_on <= erase_until)
  GROUP BY c.without_help
  UNION ALL
  SELECT true, 0, count(*) FROM person_case c WHERE c.without_help AND c.ended_on <= erase_until
  UNION ALL
  SELECT c.without_help,
    -(CASE WHEN c.archived_at IS NULL AND NOT (c.without_help AND c.ended_on <= erase_until)
      AND c.ended_on <= CASE WHEN c.without_help THEN counseling_until ELSE files_until END THEN 1 ELSE 0 END),
    -(CASE WHEN c.without_help AND c.ended_on <= erase_until THEN 1 ELSE 0 END)
  FROM ({SINGLE}) AS single JOIN person_case c ON c.id = single.id
) AS counts GROUP BY counseling
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0062_retention_indexes")]
    operations = [
        counting_function(
            "case_retention_counts",
            "files_until date, counseling_until date, erase_until date, born_until date",
            COUNTS,
            COUNTED,
            purpose="retention",
        ),
        counting_function(
            "case_retention_facts_one_by_one", "born_until date", FACTS, SINGLE_FACTS, purpose="retention"
        ),
    ]
