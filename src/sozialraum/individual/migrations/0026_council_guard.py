from django.db import migrations

from sozialraum.foundation.database.row_security import (
    APPLICATION,
    erase_unread,
    follow,
    guard,
    narrow_to,
    own_row,
)

COUNCIL, GUEST, DRAFT, PLAN, ITEM = TABLES = (
    "person_family_council", "person_council_guest", "person_council_draft", "person_council_plan",
    "person_council_plan_item",
)  # fmt: skip
PARENTS = {
    COUNCIL: ("person_case", "case_id"), GUEST: (COUNCIL, "council_id"), DRAFT: (COUNCIL, "council_id"),
    PLAN: (COUNCIL, "council_id"), ITEM: (PLAN, "plan_id"),
}  # fmt: skip

# what the family writes among itself is shown to its members with an account, whoever else opened the case
AMONG_FAMILY = f"""
EXISTS (SELECT 1 FROM person_member m WHERE m.case_id = {DRAFT}.case_id AND {own_row("m.user_id")})
"""
# what was handed over is never reworded: only what became of it is written beside it
BESIDE = ("result", "result_words", "result_by", "component_id")


class Migration(migrations.Migration):
    dependencies = [("individual", "0025_family_councils")]
    operations = [
        *(guard(table) for table in TABLES),
        *(follow(table, *PARENTS[table]) for table in TABLES),
        *(follow(table, *PARENTS[table], "INSERT") for table in TABLES),
        narrow_to(DRAFT, "family", AMONG_FAMILY),
        narrow_to(DRAFT, "family", AMONG_FAMILY, "INSERT"),
        erase_unread("erase_council_drafts", DRAFT, "case_id"),
        migrations.RunSQL(
            sql=[
                f"REVOKE UPDATE ON {ITEM} FROM {APPLICATION}",
                f"GRANT UPDATE ({', '.join(BESIDE)}) ON {ITEM} TO {APPLICATION}",
            ],
            reverse_sql=[f"GRANT UPDATE ON {ITEM} TO {APPLICATION}"],
        ),
    ]
