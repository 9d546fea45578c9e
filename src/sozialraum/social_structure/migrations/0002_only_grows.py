from django.db import migrations

from sozialraum.foundation.database.row_security import append_only


class Migration(migrations.Migration):
    dependencies = [("social_structure", "0001_initial")]
    operations = [append_only("social_structure_run"), append_only("social_structure_release")]
