from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("individual", "0048_office_and_asked_guard")]
    operations = [
        migrations.AddField("statement", "private", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "statement",
            models.CheckConstraint(
                condition=Q(private=False) | Q(speaker__isnull=False, agreed_with_provider=False),
                name="statement_private_is_own_and_stays",
            ),
        ),
    ]
