"""Rates of reuse are kept until a note changes: in a large city their statement was half of the page."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from sozialraum.foundation.database.editions import watch


class Migration(migrations.Migration):
    dependencies: ClassVar = [("field_work", "0001_initial")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="FieldEdition",
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
        watch("field_work_fieldedition", "field_work_fieldnote"),
    ]
