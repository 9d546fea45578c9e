from django.db import migrations

from sozialraum.foundation.database.row_security import counting_function, follow, guard, let_count

TABLE = "person_missing_nearby"
COUNTED = ("case_id", "kind", "area_code", "area_vintage", "marked_on", "withdrawn_at")

# families, each once a kind; what was taken back and what is older than the window does not count
MISSING = """
SELECT m.kind, m.area_code, count(DISTINCT m.case_id)::integer FROM person_missing_nearby m
WHERE m.area_vintage = vintage AND m.withdrawn_at IS NULL AND m.marked_on > since AND m.marked_on <= reference_date
GROUP BY m.kind, m.area_code
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0017_missing_nearby")]
    operations = [
        guard(TABLE),
        follow(TABLE, "person_case", "case_id"),
        follow(TABLE, "person_case", "case_id", "INSERT"),
        let_count(TABLE, COUNTED),
        counting_function(
            "missing_nearby_by_area", "vintage text, since date, reference_date date",
            "TABLE (kind text, area_code text, families integer)", MISSING, purpose="planning",
        ),
    ]
