from django.db import migrations

# Releases made before the register of their date came, or at dates before the first register, show figures of areas
# with few people. The background work looks at them all; a new database has none.
ASK = """
INSERT INTO jobs_job (id, kind, state, parameters, done, total, message, reason, attempt, cancel_requested, created_at)
SELECT gen_random_uuid(), 'social_structure.release_anew', 'waiting', '{}', 0, 0, '', '', 0, false, now()
WHERE EXISTS (SELECT 1 FROM social_structure_release WHERE subject LIKE 'indicator:%');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('social_structure', '0010_people_in_the_browser'),
        ('jobs', '0001_initial'),
    ]

    operations = [migrations.RunSQL(ASK, migrations.RunSQL.noop)]
