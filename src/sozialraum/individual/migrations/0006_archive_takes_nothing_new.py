from django.db import migrations

from sozialraum.foundation.database.row_security import follow

DEPENDENTS = ("person_member", "person_statement", "person_statement_version", "person_entrusted_note")


class Migration(migrations.Migration):
    dependencies = [("individual", "0005_archive_guard")]
    operations = [follow(table, "person_case", "case_id", "INSERT") for table in DEPENDENTS]
