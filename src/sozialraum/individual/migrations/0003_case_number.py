from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("individual", "0002_guard")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE person_case_number", reverse_sql="DROP SEQUENCE person_case_number"
        )
    ]
