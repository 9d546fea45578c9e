from django.db import migrations

from sozialraum.foundation.database.row_security import append_only


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_survey")]
    operations = [append_only("reporting_surveyexport"), append_only("reporting_helpcountrelease")]
