from django.db import migrations

from sozialraum.foundation.database.row_security import follow, guard


class Migration(migrations.Migration):
    dependencies = [("individual", "0023_team_sheets")]
    operations = [
        guard("person_team_sheet"),
        follow("person_team_sheet", "person_case", "case_id"),
        follow("person_team_sheet", "person_case", "case_id", "INSERT"),
    ]
