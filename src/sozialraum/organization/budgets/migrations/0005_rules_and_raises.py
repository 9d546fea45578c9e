from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgets', '0004_claims_history'),
    ]

    operations = [
        migrations.AddField(
            model_name='budgetdraft',
            name='rules',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='budgetdraft',
            name='raises',
            field=models.JSONField(default=list),
        ),
    ]
