from django.db import migrations

from sozialraum.foundation.database.row_security import APPLICATION, follow, guard, narrow_to, own_row

OF_CASE = ("person_option_list", "person_choice", "person_grant_decision")


class Migration(migrations.Migration):
    dependencies = [("individual", "0021_choices")]
    operations = [
        *(guard(table) for table in OF_CASE),
        *(follow(table, "person_case", "case_id") for table in OF_CASE),
        *(follow(table, "person_case", "case_id", "INSERT") for table in OF_CASE),
        # nobody writes another's name under a decision, and what is decided is only noted as sent
        migrations.RunSQL(
            f"CREATE POLICY decided_update ON person_grant_decision AS RESTRICTIVE FOR UPDATE TO {APPLICATION}"
            f" USING (true) WITH CHECK (decided_by IS NULL OR sent_on IS NOT NULL OR {own_row('decided_by')})",
            "DROP POLICY decided_update ON person_grant_decision",
        ),
        narrow_to("person_grant_decision", "decided", "decided_by IS NULL", "INSERT"),
    ]
