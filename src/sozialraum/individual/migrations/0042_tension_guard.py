from django.db import migrations

from sozialraum.foundation.database.row_security import follow, guard

TENSION, VOICE, STEP = TABLES = ("person_tension", "person_tension_voice", "person_tension_step")


class Migration(migrations.Migration):
    dependencies = [("individual", "0041_tensions")]
    operations = [
        *(guard(table) for table in TABLES),
        *(follow(TENSION, "person_case", "case_id", *kinds) for kinds in ((), ("INSERT",))),
        *(follow(table, TENSION, "tension_id", *kinds) for table in (VOICE, STEP) for kinds in ((), ("INSERT",))),
    ]
