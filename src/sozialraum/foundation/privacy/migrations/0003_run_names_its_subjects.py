from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_guard")]
    operations = [
        migrations.RemoveField(model_name="retentionrun", name="digest"),
        migrations.AddField(model_name="retentionrun", name="subjects", field=models.JSONField(default=list)),
    ]
