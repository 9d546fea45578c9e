from django.db import migrations

from sozialraum.foundation.database.row_security import follow, for_purposes, guard, narrow_to

OF_CASE = ("person_case_step", "person_consultation", "person_reminder", "person_handover")
HELP_OR_AT_WORK = f"track = 'help' OR {for_purposes('service', 'protection', 'retention')}"


class Migration(migrations.Migration):
    dependencies = [("individual", "0012_case_way")]
    operations = [
        *(guard(table) for table in OF_CASE),
        *(follow(table, "person_case", "case_id") for table in OF_CASE),
        *(follow(table, "person_case", "case_id", "INSERT") for table in OF_CASE),
        # whether a child's protection is looked at is told by the office, never by the own page or its file
        narrow_to("person_case_step", "protection", HELP_OR_AT_WORK),
    ]
