from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0008_questions_by_mail")]

    operations = [
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["confirmed_by", "confirmed_at"], name="place_by_confirmation"),
        ),
    ]
