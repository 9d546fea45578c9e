from django.db import migrations

from sozialraum.foundation.database.row_security import append_only


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_use_value")]
    operations = [append_only("reporting_usevaluerelease")]
