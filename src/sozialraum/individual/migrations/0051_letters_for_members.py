from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("individual", "0050_private_words_guard")]
    operations = [
        migrations.AddField("member", "invited_as", models.UUIDField(blank=True, null=True)),
        migrations.AddField("member", "letter_id", models.UUIDField(blank=True, null=True)),
    ]
