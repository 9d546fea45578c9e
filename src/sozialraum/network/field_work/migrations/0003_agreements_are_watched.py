"""Shares of field work are kept until a note or an agreement changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from sozialraum.foundation.database.editions import watch_also


class Migration(migrations.Migration):
    dependencies: ClassVar = [("field_work", "0002_edition")]

    operations: ClassVar = [watch_also("field_work_fieldedition", "field_work_fieldagreement")]
