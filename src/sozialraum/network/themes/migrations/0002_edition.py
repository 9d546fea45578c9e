"""What was solved and what is to be done next is kept until a theme changes: most start pages ask for both."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from sozialraum.foundation.database.editions import watch


class Migration(migrations.Migration):
    dependencies: ClassVar = [("themes", "0001_initial")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ThemeEdition",
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
        watch("themes_themeedition", "themes_theme", "themes_themestep"),
    ]
