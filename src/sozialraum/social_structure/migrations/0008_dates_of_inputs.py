from django.db import migrations, models

from sozialraum.foundation.database.editions import watch_also


class Migration(migrations.Migration):
    dependencies = [("social_structure", "0007_checked_by_statement")]
    operations = [
        migrations.AddField("run", "inputs", models.JSONField(default=list)),
        # which dates have values is kept in memory, and a delivery may change that without any new release
        watch_also("social_structure_edition", "social_structure_delivery"),
    ]
