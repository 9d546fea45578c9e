from django.db import migrations

from sozialraum.foundation.database.row_security import for_purposes, narrow_to, own_row

# words of a private moment are read by who wrote them down and by the speaker, on every way to the table
BETWEEN_TWO = f"""
NOT private OR {for_purposes("retention")} OR {own_row("recorded_by")}
OR EXISTS (SELECT 1 FROM person_member m WHERE m.id = speaker_id AND {own_row("m.user_id")})
"""
READABLE = "EXISTS (SELECT 1 FROM person_statement s WHERE s.id = statement_id)"


class Migration(migrations.Migration):
    dependencies = [("individual", "0049_private_words")]
    operations = [
        narrow_to("person_statement", "private", BETWEEN_TWO),
        narrow_to("person_statement", "private", BETWEEN_TWO, "INSERT"),
        # earlier versions and other wordings go with the words
        narrow_to("person_statement_version", "private", READABLE),
        narrow_to("person_statement_version", "private", READABLE, "INSERT"),
    ]
