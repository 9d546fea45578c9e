from django.db import migrations

from sozialraum.foundation.database.row_security import follow, guard

TABLE = "person_plain_wording"


class Migration(migrations.Migration):
    dependencies = [("individual", "0034_plain_wording")]
    operations = [
        guard(TABLE),
        # who does not see the words sees no other wording of them
        follow(TABLE, "person_statement", "statement_id"),
        follow(TABLE, "person_statement", "statement_id", "INSERT"),
    ]
