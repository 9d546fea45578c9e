from __future__ import annotations

from django.db import migrations

# what is to be forgotten lies at the begin of the chain: it is walked from there and no further, however long it is
FORGET = """
CREATE OR REPLACE FUNCTION forget_old_acts(before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $forget$
DECLARE
  last bigint;
  gone bigint;
BEGIN
  before := least(before, now() - interval '180 days');
  SELECT s.position - 1 INTO last
  FROM audit_auditseal s JOIN audit_auditentry e ON e.id = s.entry_id
  WHERE e.at >= before OR s.sealed_at >= before
  ORDER BY s.position LIMIT 1;
  IF last IS NULL THEN
    SELECT max(position) INTO last FROM audit_auditseal;
  END IF;
  PERFORM set_config('sozialraum.forgetting', 'on', true);
  DELETE FROM audit_auditentry e USING audit_auditseal s WHERE s.entry_id = e.id AND s.position <= last;
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM audit_auditseal WHERE position < last;
  PERFORM set_config('sozialraum.forgetting', '', true);
  RETURN gone;
END $forget$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_consent")]
    # going back leaves it: it forgets the same acts
    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
