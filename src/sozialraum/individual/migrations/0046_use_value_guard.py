from django.db import migrations

from sozialraum.foundation.database.row_security import follow, guard

TABLE = "person_use_rating"


class Migration(migrations.Migration):
    dependencies = [("individual", "0045_use_value")]
    operations = [
        guard(TABLE),
        follow(TABLE, "person_arrangement_component", "component_id"),
        follow(TABLE, "person_arrangement_component", "component_id", "INSERT"),
    ]
