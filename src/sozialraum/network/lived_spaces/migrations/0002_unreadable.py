from django.db import migrations

from sozialraum.foundation.database.row_security import APPLICATION, COUNTER, counting_function

# the application adds pins and takes own ones back; where one lies, and who set it, it cannot read
UNREADABLE = f"""
REVOKE SELECT, UPDATE ON lived_spaces_pin, lived_spaces_pinperson FROM {APPLICATION};
GRANT SELECT (id, person_id) ON lived_spaces_pin TO {APPLICATION};
GRANT SELECT (id, campaign_id) ON lived_spaces_pinperson TO {APPLICATION};
GRANT SELECT ON lived_spaces_pin, lived_spaces_pinperson TO {COUNTER};
"""
READABLE = f"""
REVOKE SELECT ON lived_spaces_pin, lived_spaces_pinperson FROM {COUNTER};
GRANT SELECT, UPDATE ON lived_spaces_pin, lived_spaces_pinperson TO {APPLICATION};
"""

COUNTS = """
SELECT p.kind::text, p."column"::integer, p."row"::integer, w.age_group::text, w.gender::text, p.part_of_day::text,
  count(DISTINCT p.person_id)::integer
FROM lived_spaces_pin p JOIN lived_spaces_pinperson w ON w.id = p.person_id
WHERE p.campaign_id = wanted
GROUP BY 1, 2, 3, 4, 5, 6
"""


class Migration(migrations.Migration):
    dependencies = [("lived_spaces", "0001_initial")]
    operations = [
        migrations.RunSQL(UNREADABLE, reverse_sql=READABLE),
        counting_function(
            "pin_counts", "wanted uuid",
            'TABLE (kind text, "column" integer, "row" integer, age text, gender text, part text, persons integer)',
            COUNTS, purpose="participation",
        ),
    ]
