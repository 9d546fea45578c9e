from django.db import migrations

# A server without pg_trgm still finds words as they are typed; with it, it forgives typing. The extension is
# trusted: the owner of the database may create it.
FORGIVE_TYPING = """
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX place_by_words ON network_place USING gin (search_text gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE NOTICE 'pg_trgm is absent: the directory finds words only as they are typed';
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]
    operations = [
        migrations.RunSQL(FORGIVE_TYPING, reverse_sql="DROP INDEX IF EXISTS place_by_words"),
    ]
