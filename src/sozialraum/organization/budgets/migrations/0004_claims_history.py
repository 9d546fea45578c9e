import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgets', '0003_lines_and_ledger'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimsHistory',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(unique=True)),
                ('file_name', models.CharField(max_length=240)),
                ('file_hash', models.CharField(max_length=64)),
                ('kinds', models.JSONField()),
                ('first_month', models.DateField()),
                ('last_month', models.DateField()),
                ('snapshot_hash', models.CharField(max_length=64)),
                ('imported_by', models.UUIDField(null=True)),
                ('imported_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
    ]
