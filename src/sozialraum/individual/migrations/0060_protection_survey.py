from django.db import migrations

from sozialraum.foundation.database.row_security import counting_function

# the children of the case who were not of age then, as month of birth and sex; the sex stands in the survey of a help
YOUNG = (
    "y.case_id = p.case_id AND y.kind = 'young_person' AND (y.born_on IS NULL OR y.born_on > {day} - interval '18 years')"
)
SEX = (
    "(SELECT r.answers -> 'sex' ->> y.id::text FROM person_help h JOIN person_survey_record r ON r.help_id = h.id"
    " WHERE h.case_id = p.case_id AND r.answers -> 'sex' ? y.id::text ORDER BY h.begun_on DESC, h.id LIMIT 1)"
)
KNOWN = f"""
p.reporter::text, p.finding::text,
ARRAY(SELECT date_trunc('month', y.born_on)::date FROM person_member y WHERE {YOUNG} ORDER BY y.born_on, y.id) AS born,
ARRAY(SELECT {SEX} FROM person_member y WHERE {YOUNG} ORDER BY y.born_on, y.id) AS sexes,
ARRAY(SELECT DISTINCT h.help_kind::text FROM person_help h WHERE h.case_id = p.case_id AND h.begun_on <= {{day}}
  AND (h.ended_on IS NULL OR h.ended_on >= {{day}}) ORDER BY 1) AS helps,
EXISTS (SELECT 1 FROM person_protection_measure c WHERE c.report_id = p.id AND c.kind = 'court') AS court
"""
ASSESSMENTS = f"""
SELECT date_trunc('month', p.received_at)::date AS received, {KNOWN.format(day="p.received_at::date")},
  ARRAY(SELECT DISTINCT m.kind::text FROM person_protection_measure m WHERE m.report_id = p.id ORDER BY 1) AS measures,
  EXISTS (SELECT 1 FROM person_protection_report o WHERE o.case_id = p.case_id AND o.received_at < p.received_at) AS repeated,
  EXISTS (SELECT 1 FROM person_protection_measure m WHERE m.report_id = p.id AND m.kind = 'taking_into_care') AS in_care
FROM person_protection_report p
WHERE p.concluded_at >= make_date(reporting_year, 1, 1) AND p.concluded_at < make_date(reporting_year + 1, 1, 1)
"""
IN_CARE = f"""
SELECT date_trunc('month', m.done_on)::date AS begun, {KNOWN.format(day="m.done_on")},
  coalesce(p.concluded_at::date <= m.done_on, false) AS assessed
FROM person_protection_measure m JOIN person_protection_report p ON p.id = m.report_id
WHERE m.kind = 'taking_into_care' AND m.done_on >= make_date(reporting_year, 1, 1)
AND m.done_on < make_date(reporting_year + 1, 1, 1)
"""
BOTH = "reporter text, finding text, born date[], sexes text[], helps text[], court boolean"


class Migration(migrations.Migration):
    dependencies = [("individual", "0059_formal_objection_guard")]
    operations = [
        migrations.RunSQL(
            ["DROP FUNCTION survey_assessment_lines", "DROP FUNCTION survey_care_lines"], migrations.RunSQL.noop
        ),
        counting_function(
            "survey_assessment_lines", "reporting_year integer",
            f"TABLE (received date, {BOTH}, measures text[], repeated boolean, in_care boolean)", ASSESSMENTS,
            purpose="statistics",
        ),
        counting_function(
            "survey_care_lines", "reporting_year integer", f"TABLE (begun date, {BOTH}, assessed boolean)", IN_CARE,
            purpose="statistics",
        ),
    ]
