from django.db import migrations, models

from sozialraum.foundation.database.editions import watch


class Migration(migrations.Migration):
    dependencies = [("social_structure", "0003_indicator_counts_people")]
    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("mark", models.UUIDField()),
            ],
        ),
        watch(
            "social_structure_edition",
            "social_structure_areasystem",
            "social_structure_area",
            "social_structure_indicator",
            "social_structure_release",
            "social_structure_run",
        ),
    ]
