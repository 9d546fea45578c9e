"""The network of a city is kept until it changes: in a large one it takes a second to read and to draw."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from sozialraum.foundation.database.editions import watch


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cooperations", "0001_initial"), ("network", "0009_places_by_confirmation")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="CooperationEdition",
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
            "cooperations_cooperationedition",
            "cooperations_cooperation", "network_place", "network_placemerge",
        ),
    ]
