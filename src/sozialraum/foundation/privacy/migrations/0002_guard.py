from django.db import migrations

from sozialraum.foundation.database.row_security import for_purposes, guard_by, opened, own_row

IN_SERVICE = f"{opened('subject_id')} AND {for_purposes('service', 'protection')}"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_emergency_and_retention")]
    operations = [
        guard_by(
            "person_emergency_access",
            read=f"{own_row()} OR {for_purposes('supervision', 'retention')} OR ({IN_SERVICE})",
            add=own_row(),
            change=for_purposes("supervision"),
            remove=for_purposes("retention"),
            changeable=("verdict", "remark", "reviewed_by", "reviewed_at"),
        )
    ]
