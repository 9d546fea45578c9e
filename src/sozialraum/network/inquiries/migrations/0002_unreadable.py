from django.db import migrations

from sozialraum.foundation.database.row_security import APPLICATION, COUNTER, counting_function

# the application adds answers; what was said, and who said it, it cannot read
UNREADABLE = f"""
REVOKE SELECT, UPDATE ON inquiries_inquirycontribution, inquiries_inquiryanswer FROM {APPLICATION};
GRANT SELECT (id, inquiry_id) ON inquiries_inquirycontribution TO {APPLICATION};
GRANT SELECT (id, inquiry_id) ON inquiries_inquiryanswer TO {APPLICATION};
GRANT SELECT ON inquiries_inquirycontribution, inquiries_inquiryanswer TO {COUNTER};
"""
READABLE = f"""
REVOKE SELECT ON inquiries_inquirycontribution, inquiries_inquiryanswer FROM {COUNTER};
GRANT SELECT, UPDATE ON inquiries_inquirycontribution, inquiries_inquiryanswer TO {APPLICATION};
"""

COUNTS = """
SELECT a.question::text, a.option::text, c.age_group::text, c.gender::text, sum(c.persons)::integer
FROM inquiries_inquiryanswer a JOIN inquiries_inquirycontribution c ON c.id = a.contribution_id
WHERE a.inquiry_id = wanted
GROUP BY 1, 2, 3, 4
"""
PEOPLE = """
SELECT c.age_group::text, c.gender::text, sum(c.persons)::integer
FROM inquiries_inquirycontribution c WHERE c.inquiry_id = wanted
GROUP BY 1, 2
"""


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0001_initial")]
    operations = [
        migrations.RunSQL(UNREADABLE, reverse_sql=READABLE),
        counting_function(
            "inquiry_counts", "wanted uuid",
            "TABLE (question text, option text, age text, gender text, persons integer)", COUNTS,
            purpose="participation",
        ),
        counting_function(
            "inquiry_people", "wanted uuid", "TABLE (age text, gender text, persons integer)", PEOPLE,
            purpose="participation",
        ),
    ]
