from django.db import migrations

from sozialraum.foundation.database.row_security import follow, for_purposes, guard, narrow_to, own_row

OF_CASE = ("person_share", "person_network_sheet")

OWN_OR_SHARED = f"""
{for_purposes("retention")}
OR EXISTS (SELECT 1 FROM person_member m WHERE m.id = owner_id AND {own_row("m.user_id")})
OR EXISTS (
  SELECT 1 FROM person_share s WHERE s.owner_id = person_network_sheet.owner_id AND s.thing = 'network_map'
  AND s.withdrawn_at IS NULL AND (s.until IS NULL OR s.until >= CURRENT_DATE) AND {own_row("s.recipient_id")}
)
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0008_network_maps")]
    operations = [
        *(guard(table) for table in (*OF_CASE, "person_network_sheet_version")),
        *(follow(table, "person_case", "case_id") for table in OF_CASE),
        *(follow(table, "person_case", "case_id", "INSERT") for table in OF_CASE),
        # a network map belongs to the person: the family's other members and the lead see it only by her share
        narrow_to("person_network_sheet", "owner", OWN_OR_SHARED),
        narrow_to("person_network_sheet", "owner", OWN_OR_SHARED, "INSERT"),
        follow("person_network_sheet_version", "person_network_sheet", "sheet_id"),
        follow("person_network_sheet_version", "person_network_sheet", "sheet_id", "INSERT"),
    ]
