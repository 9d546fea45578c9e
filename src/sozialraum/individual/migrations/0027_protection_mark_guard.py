from django.db import migrations

from sozialraum.foundation.database.row_security import for_purposes, narrow_to, own_row

# that the protection of a child runs beside the help is nobody's of the family to read, whatever page asks
OFFICE_ALONE = f"""
track <> 'protection' OR {for_purposes("retention")} OR NOT EXISTS (
  SELECT 1 FROM person_member m WHERE m.case_id = person_case_step.case_id AND {own_row("m.user_id")}
)
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0026_council_guard")]
    operations = [narrow_to("person_case_step", "apart", OFFICE_ALONE)]
