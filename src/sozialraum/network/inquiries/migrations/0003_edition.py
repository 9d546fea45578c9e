from django.db import migrations

from sozialraum.foundation.database.editions import watch_also


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0002_unreadable"), ("network", "0003_resources")]
    operations = [watch_also("network_directoryedition", "inquiries_inquiry")]
