from django.db import migrations

from sozialraum.foundation.database.row_security import counting_function, follow, guard, let_count, narrow_to

TABLES = ("person_help", "person_survey_record")
COUNTED = {
    "person_help": ("id", "case_id", "member_id", "help_kind", "provider_code", "begun_on", "ended_on"),
    "person_survey_record": ("help_id", "answers"),
    "person_protection_measure": ("case_id", "report_id", "kind", "done_on"),
    "person_arrangement_component": (
        "case_id", "kind", "minutes", "state", "valid_from", "valid_until", "removed_at",
    ),
}  # fmt: skip
KINDS = "'27','28','29','30','31','32','33','34','35','35a','41'"
IN_YEAR = (
    f"h.help_kind IN ({KINDS}) AND h.begun_on <= make_date(reporting_year, 12, 31)"
    " AND (h.ended_on IS NULL OR h.ended_on >= make_date(reporting_year, 1, 1))"
)
FOR_FAMILY = "(h.member_id IS NULL AND h.help_kind IN ('27','31'))"
YOUNG = f"y.case_id = h.case_id AND y.kind = 'young_person' AND ({FOR_FAMILY} OR h.member_id = y.id)"

# one line a help: no name, no number of a case, no day of birth but the month; the record's number leads nobody back
# who has not the platform's own id
LINES = f"""
SELECT left(encode(sha256(h.id::text::bytea), 'hex'), 12) AS record, h.help_kind::text, {FOR_FAMILY} AS for_family,
  h.provider_code::text, h.begun_on, h.ended_on,
  ARRAY(SELECT date_trunc('month', y.born_on)::date FROM person_member y WHERE {YOUNG} ORDER BY y.born_on, y.id) AS born,
  ARRAY(SELECT r.answers -> 'sex' ->> y.id::text FROM person_member y WHERE {YOUNG} ORDER BY y.born_on, y.id) AS sexes,
  coalesce(r.answers, '{{}}'::jsonb) - 'sex' AS answers,
  EXISTS (SELECT 1 FROM person_protection_report p WHERE p.case_id = h.case_id AND p.concluded_at::date <= h.begun_on) AS assessed,
  EXISTS (SELECT 1 FROM person_protection_measure m WHERE m.case_id = h.case_id AND m.kind = 'taking_into_care'
    AND m.done_on <= h.begun_on) AS in_care,
  EXISTS (SELECT 1 FROM person_help o WHERE o.case_id = h.case_id AND o.id <> h.id AND o.help_kind IN ({KINDS})
    AND (o.member_id IS NULL OR h.member_id IS NULL OR o.member_id = h.member_id)
    AND o.begun_on <= coalesce(h.ended_on, make_date(reporting_year, 12, 31))
    AND (o.ended_on IS NULL OR o.ended_on >= greatest(h.begun_on, make_date(reporting_year, 1, 1)))) AS beside,
  (SELECT sum(a.minutes)::integer FROM person_arrangement_component a WHERE a.case_id = h.case_id AND a.state = 'agreed'
    AND a.kind = 'professional_hours' AND a.removed_at IS NULL
    AND a.valid_from <= coalesce(h.ended_on, make_date(reporting_year, 12, 31))
    AND (a.valid_until IS NULL OR a.valid_until >= h.begun_on)) AS weekly_minutes
FROM person_help h LEFT JOIN person_survey_record r ON r.help_id = h.id
WHERE {IN_YEAR}
"""

ASSESSMENTS = """
SELECT date_trunc('month', p.received_at)::date AS received, p.reporter::text, p.finding::text,
  ARRAY(SELECT DISTINCT m.kind::text FROM person_protection_measure m WHERE m.report_id = p.id ORDER BY 1) AS measures
FROM person_protection_report p
WHERE p.concluded_at >= make_date(reporting_year, 1, 1) AND p.concluded_at < make_date(reporting_year + 1, 1, 1)
"""

IN_CARE = """
SELECT date_trunc('month', m.done_on)::date AS begun, p.reporter::text, p.finding::text
FROM person_protection_measure m JOIN person_protection_report p ON p.id = m.report_id
WHERE m.kind = 'taking_into_care' AND m.done_on >= make_date(reporting_year, 1, 1)
AND m.done_on < make_date(reporting_year + 1, 1, 1)
"""

COUNTS = f"""
SELECT h.help_kind::text,
  count(*) FILTER (WHERE h.begun_on >= make_date(reporting_year, 1, 1))::integer AS begun,
  count(*) FILTER (WHERE h.ended_on <= make_date(reporting_year, 12, 31))::integer AS ended,
  count(*) FILTER (WHERE h.ended_on IS NULL OR h.ended_on > make_date(reporting_year, 12, 31))::integer AS running
FROM person_help h WHERE {IN_YEAR}
GROUP BY h.help_kind
"""

# helps that were granted before they had a table of their own; the policies bind the owner while they are forced
GRANTED = """
INSERT INTO person_help (id, case_id, member_id, decision_id, help_kind, provider_code, begun_on, ended_on, source_key,
  recorded_by, recorded_at)
SELECT gen_random_uuid(), d.case_id,
  (SELECT min(y.id::text)::uuid FROM person_member y WHERE y.case_id = d.case_id AND y.kind = 'young_person'
    AND d.help_kind NOT IN ('27', '31') HAVING count(*) = 1),
  d.id, d.help_kind, c.provider_code, d.valid_from, CASE WHEN k.ended_on >= d.valid_from THEN k.ended_on END, '',
  d.decided_by, d.decided_at
FROM person_grant_decision d JOIN person_choice c ON c.id = d.choice_id JOIN person_case k ON k.id = d.case_id
WHERE d.decided_at IS NOT NULL AND d.outcome <> 'refused' AND d.valid_from IS NOT NULL
"""
# whoever takes cases over does not read them back, so that they cannot be followed by what she sees
TAKES_NEW = [
    "CREATE FUNCTION case_takes_new(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER"
    " SET search_path = public, pg_temp AS $new$"
    " SELECT EXISTS (SELECT 1 FROM person_case c WHERE c.id = wanted AND c.archived_at IS NULL) $new$",
    "REVOKE ALL ON FUNCTION case_takes_new FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION case_takes_new TO sozialraum_app",
    "ALTER FUNCTION case_takes_new OWNER TO sozialraum_counter",
]
FOLLOWED = "EXISTS (SELECT 1 FROM person_case followed WHERE followed.id = case_id)"
READ = ("person_grant_decision", "person_choice", "person_case", "person_member")


def forced(force: str) -> list[str]:
    return [f"ALTER TABLE {table} {force} ROW LEVEL SECURITY" for table in (*READ, "person_help")]


class Migration(migrations.Migration):
    dependencies = [("individual", "0030_helps")]
    operations = [
        *(guard(table) for table in TABLES),
        *(follow(table, "person_case", "case_id") for table in TABLES),
        migrations.RunSQL(TAKES_NEW, "DROP FUNCTION case_takes_new"),
        migrations.RunSQL(
            "DROP POLICY follows_insert ON person_member",
            f"CREATE POLICY follows_insert ON person_member AS RESTRICTIVE FOR INSERT TO sozialraum_app WITH CHECK ({FOLLOWED})",
        ),
        *(
            narrow_to(table, "follows", f"{FOLLOWED} OR case_takes_new(case_id)", "INSERT")
            for table in (*TABLES, "person_member")
        ),
        *(let_count(table, columns) for table, columns in COUNTED.items()),
        migrations.RunSQL(
            [
                "GRANT SELECT (id) ON person_member TO sozialraum_counter",
                "GRANT SELECT (id, received_at, reporter, finding) ON person_protection_report TO sozialraum_counter",
            ],
            [
                "REVOKE SELECT (id, received_at, reporter, finding) ON person_protection_report FROM sozialraum_counter",
                "REVOKE SELECT (id) ON person_member FROM sozialraum_counter",
            ],
        ),
        migrations.RunSQL([*forced("NO FORCE"), GRANTED, *forced("FORCE")], migrations.RunSQL.noop),
        counting_function(
            "survey_help_lines", "reporting_year integer",
            "TABLE (record text, help_kind text, for_family boolean, provider_code text, begun_on date, ended_on date,"
            " born date[], sexes text[], answers jsonb, assessed boolean, in_care boolean, beside boolean,"
            " weekly_minutes integer)",
            LINES, purpose="statistics",
        ),
        counting_function(
            "survey_assessment_lines", "reporting_year integer",
            "TABLE (received date, reporter text, finding text, measures text[])", ASSESSMENTS, purpose="statistics",
        ),
        counting_function(
            "survey_care_lines", "reporting_year integer", "TABLE (begun date, reporter text, finding text)", IN_CARE,
            purpose="statistics",
        ),
        counting_function(
            "help_counts", "reporting_year integer",
            "TABLE (help_kind text, begun integer, ended integer, running integer)", COUNTS, purpose="planning",
        ),
    ]
