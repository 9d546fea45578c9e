"""Which entries wait for a word is kept until an entry or a question by mail changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from sozialraum.foundation.database.editions import watch


class Migration(migrations.Migration):
    dependencies: ClassVar = [("network", "0009_places_by_confirmation")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="AskingEdition",
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
        watch("network_askingedition", "network_confirmationrequest"),
    ]
