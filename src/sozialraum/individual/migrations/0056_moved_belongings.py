import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("individual", "0055_use_value_counts")]
    operations = [
        migrations.CreateModel(
            name="MovedBelonging",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("thing", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=20)),
                ("row_id", models.UUIDField()),
                ("version", models.PositiveIntegerField(null=True)),
                ("was_of", models.UUIDField(null=True)),
                ("is_of", models.UUIDField(null=True)),
                ("was_in", models.UUIDField(null=True)),
                (
                    "was_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="individual.case"
                    ),
                ),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="individual.casemerge"
                    ),
                ),
            ],
            options={"db_table": "person_moved_belonging"},
        ),
        migrations.AddConstraint(
            model_name="movedbelonging",
            constraint=models.UniqueConstraint(fields=["merge", "kind", "row_id"], name="belonging_moved_once"),
        ),
    ]
