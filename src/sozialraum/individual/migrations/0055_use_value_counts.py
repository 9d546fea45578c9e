from django.db import migrations

from sozialraum.foundation.database.row_security import COUNTER, counting_function, let_count

# the last word that each of a family said in the year about each contribution, once a person, by kind of help: what
# professionals bring by the paragraph of the help that ran then, everything else by who carries it; no provider, nobody
COUNTS = """
SELECT latest.kind, latest.value, count(*)::integer FROM (
  SELECT DISTINCT ON (u.component_id, u.member_id) u.value::text AS value,
    CASE WHEN c.kind IN ('professional_hours', 'professional_place') THEN coalesce((
      SELECT h.help_kind FROM person_help h
      WHERE h.case_id = u.case_id AND h.begun_on <= u.said_at::date AND (h.ended_on IS NULL OR h.ended_on >= u.said_at::date)
      ORDER BY h.begun_on DESC, h.id LIMIT 1
    ), c.kind) ELSE c.kind END::text AS kind
  FROM person_use_rating u
  JOIN person_arrangement_component c ON c.id = u.component_id
  JOIN person_case k ON k.id = u.case_id AND k.merged_into IS NULL
  WHERE u.said_at >= make_date(reporting_year, 1, 1) AND u.said_at < make_date(reporting_year + 1, 1, 1)
  ORDER BY u.component_id, u.member_id, u.said_at DESC, u.id
) AS latest
GROUP BY latest.kind, latest.value
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0054_office_due")]
    operations = [
        let_count("person_use_rating", ("id", "case_id", "component_id", "member_id", "value", "said_at")),
        migrations.RunSQL(
            f"GRANT SELECT (id, kind) ON person_arrangement_component TO {COUNTER}",
            f"REVOKE SELECT (id) ON person_arrangement_component FROM {COUNTER}",
        ),
        counting_function(
            "use_value_counts", "reporting_year integer", "TABLE (kind text, value text, answers integer)", COUNTS,
            purpose="planning",
        ),
    ]
