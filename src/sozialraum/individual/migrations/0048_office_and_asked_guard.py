from django.db import migrations

from sozialraum.foundation.database.row_security import (
    COUNTER,
    asking_function,
    for_purposes,
    let_in,
    opened,
    opened_to_write,
    own_row,
)

COMPLAINT, CASE = "person_complaint", "person_case"
REPORT, ASKED, VERSION = (
    "person_protection_report", "person_asked_professional", "person_protection_assessment_version",
)  # fmt: skip
ASSESSMENT, MEASURE = "person_protection_assessment", "person_protection_measure"
OF_REPORT = (ASSESSMENT, MEASURE, ASKED)

OF_FAMILY = f"EXISTS (SELECT 1 FROM person_member m WHERE m.case_id = {{case}} AND {own_row('m.user_id')})"
# whether a role still holds is the gate's to say, which knows the clock; here counts of whose house somebody is
WORKS_FOR = f"""
EXISTS (
  SELECT 1 FROM accounts_roleassignment r JOIN person_case c ON c.id = wanted
  WHERE (
    (r.role = 'case_worker' AND r.scope_kind = 'case' AND r.scope_key IN (c.id::text, c.merged_into::text))
    OR (r.role = 'team_lead' AND r.scope_kind = 'team' AND r.scope_key = c.team_code)
  ) AND ({own_row("r.user_id")} OR EXISTS (
    SELECT 1 FROM accounts_substitution s
    WHERE s.absent_id = r.user_id AND s.role = r.role AND s.ended_at IS NULL AND {own_row("s.substitute_id")}
  ))
) AND NOT EXISTS (
  SELECT 1 FROM accounts_roleassignment p
  WHERE p.role = 'provider_worker' AND p.scope_kind = 'case' AND p.scope_key = wanted::text AND {own_row("p.user_id")}
  AND (p.valid_until IS NULL OR p.valid_until >= current_date)
) AND NOT {OF_FAMILY.format(case="wanted")}
"""
ASKED_FOR = f"""
EXISTS (
  SELECT 1 FROM person_asked_professional a
  WHERE a.report_id = wanted AND a.ended_at IS NULL AND {own_row("a.professional_id")}
  AND NOT {OF_FAMILY.format(case="a.case_id")}
)
"""
ASKED_IN = f"""
EXISTS (
  SELECT 1 FROM person_asked_professional a
  WHERE a.case_id = wanted AND {opened("a.report_id")} AND asked_for_report(a.report_id)
)
"""

HERS = f"{opened('case_id')} AND ({own_row('author_id')} OR {for_purposes('retention')} OR (worker_reads AND {{let}}))"
BEFORE = HERS.format(
    let=f"NOT EXISTS (SELECT 1 FROM person_member m WHERE m.case_id = {COMPLAINT}.case_id AND {own_row('m.user_id')})"
)
NOW = HERS.format(let="works_for_case(case_id)")


def reading(condition: str) -> str:
    return f"ALTER POLICY gate_read ON {COMPLAINT} USING ({opened('id')} OR ({condition}))"


def looking(column: str) -> str:
    return f"{for_purposes('protection')} AND {opened(column)} AND asked_for_report({column})"


def saying(column: str) -> str:
    return f"{for_purposes('protection')} AND {opened_to_write(column)} AND asked_for_report({column})"


VIEWED = f"EXISTS (SELECT 1 FROM {ASSESSMENT} viewed WHERE viewed.id = assessment_id AND {{condition}})"
COLUMNS = {
    "accounts_roleassignment": "user_id, role, scope_kind, scope_key, valid_until",
    "accounts_substitution": "absent_id, substitute_id, role, ended_at",
    "person_member": "user_id",
}


class Migration(migrations.Migration):
    dependencies = [("individual", "0047_resource_person"), ("accounts", "0006_invitation_account")]
    operations = [
        *(
            migrations.RunSQL(
                f"GRANT SELECT ({columns}) ON {table} TO {COUNTER}",
                f"REVOKE SELECT ({columns}) ON {table} FROM {COUNTER}",
            )
            for table, columns in COLUMNS.items()
        ),
        asking_function("works_for_case", "wanted uuid", WORKS_FOR),
        asking_function("asked_for_report", "wanted uuid", ASKED_FOR),
        asking_function("asked_in_case", "wanted uuid", ASKED_IN),
        migrations.RunSQL(reading(NOW), reading(BEFORE)),
        # who was asked has the report opened and not the case, so that every other table of it stays shut
        let_in(CASE, "asked", "SELECT", f"{for_purposes('protection')} AND asked_in_case(id)"),
        let_in(REPORT, "asked", "SELECT", looking("id")),
        let_in(REPORT, "asked", "UPDATE", saying("id")),
        *(let_in(table, "asked", "SELECT", looking("report_id")) for table in OF_REPORT),
        let_in(ASSESSMENT, "asked", "INSERT", f"{saying('report_id')} AND {own_row('professional_id')}"),
        let_in(ASSESSMENT, "asked", "UPDATE", f"{saying('report_id')} AND {own_row('professional_id')}"),
        let_in(MEASURE, "asked", "INSERT", f"{saying('report_id')} AND {own_row('set_by')}"),
        let_in(ASKED, "asked", "UPDATE", saying("report_id")),
        let_in(VERSION, "asked", "SELECT", VIEWED.format(condition=looking("viewed.report_id"))),
        let_in(
            VERSION, "asked", "INSERT",
            VIEWED.format(condition=f"{saying('viewed.report_id')} AND {own_row('viewed.professional_id')}"),
        ),
    ]
