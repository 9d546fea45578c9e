from django.db import migrations

from sozialraum.foundation.database.row_security import (
    counting_function,
    for_purposes,
    guard_by,
    let_count,
    narrow_to,
    opened,
    own_row,
)

COMPLAINT, ANSWER = "person_complaint", "person_complaint_answer"


def writable(column: str) -> str:
    return opened(column).replace("sozialraum.readable", "sozialraum.writable")


# the addressee opens the complaint itself; with the case it is seen by the one who complained, and by the worker only
# where she was let read it, never by others of the family
OF_CASE = f"""
{opened("case_id")} AND ({own_row("author_id")} OR {for_purposes("retention")} OR (worker_reads AND NOT EXISTS (
  SELECT 1 FROM person_member m WHERE m.case_id = {COMPLAINT}.case_id AND {own_row("m.user_id")}
)))
"""
SEEN = f"EXISTS (SELECT 1 FROM {COMPLAINT} c WHERE c.id = complaint_id)"
ERASING = f"{writable('case_id')} AND {for_purposes('retention')}"
# the addressee does not see the case, so that it cannot be followed by what she sees
KEPT = "EXISTS (SELECT 1 FROM person_case followed WHERE followed.id = case_id) OR case_takes_new(case_id)"
TO = """
SELECT c.id, c.due_on, c.state = 'open' AS waits FROM person_complaint c
WHERE c.state <> 'withdrawn' AND ((c.to_ombuds AND 'ombudsperson' = ANY (roles)) OR (c.to_office AND 'head_of_office' = ANY (roles)))
ORDER BY c.state <> 'open', c.due_on, c.id
"""


class Migration(migrations.Migration):
    dependencies = [("individual", "0043_complaints")]
    operations = [
        guard_by(
            COMPLAINT, read=f"{opened('id')} OR ({OF_CASE})",
            add=f"{writable('case_id')} AND {own_row('author_id')}",
            change=f"{writable('id')} OR ({writable('case_id')} AND {own_row('author_id')})", remove=ERASING,
            changeable=("state",),
        ),
        guard_by(
            ANSWER, read=SEEN, add=f"{own_row('written_by')} AND {SEEN} AND ({writable('complaint_id')} OR {writable('case_id')})",
            change="false", remove=ERASING,
        ),
        *(
            narrow_to(table, "follows", condition, *kinds)
            for table, condition in ((COMPLAINT, KEPT), (ANSWER, SEEN))
            for kinds in ((), ("INSERT",))
        ),
        let_count(COMPLAINT, ("id", "to_office", "to_ombuds", "state", "due_on")),
        counting_function(
            "complaints_to", "roles text[]", "TABLE (id uuid, due_on date, waits boolean)", TO, purpose="participation"
        ),
    ]
