"""Whom an entry of a resource card speaks of, as the family calls her."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("individual", "0046_use_value_guard")]

    operations: ClassVar = [
        migrations.AddField("resourceentry", "person_name", models.CharField(blank=True, default="", max_length=120), preserve_default=False),
    ]
