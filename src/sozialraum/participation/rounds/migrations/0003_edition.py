"""Where the rounds stand is kept until something happens in them: every start page asks."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from sozialraum.foundation.database.editions import watch


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rounds", "0002_rules")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RoundsEdition",
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
            "rounds_roundsedition",
            "rounds_negotiation",
            "rounds_changerequest",
            "rounds_circlerecord",
            "rounds_circlevoice",
            "rounds_negotiationproposal",
            "rounds_negotiationdecision",
            "rounds_objection",
        ),
    ]
