from django.db import migrations

from sozialraum.foundation.database.row_security import counting_function

# the administration names a case by its number when it lets somebody in, and learns nothing else of it
CASE_ID_BY_NUMBER = """
SELECT c.id FROM person_case c
WHERE c.number = wanted AND c.archived_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0006_archive_takes_nothing_new")]
    operations = [
        counting_function(
            "case_id_by_number", "wanted text", "SETOF uuid", CASE_ID_BY_NUMBER, purpose="operation"
        ),
    ]
