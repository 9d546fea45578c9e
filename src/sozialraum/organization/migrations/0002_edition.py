from django.db import migrations, models

from sozialraum.foundation.database.editions import watch


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="OrganizationEdition",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("mark", models.UUIDField()),
            ],
            options={"db_table": "organization_edition"},
        ),
        watch("organization_edition", "organization_team", "organization_provider", "organization_offer"),
    ]
