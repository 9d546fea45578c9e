"""What belongs to a person goes with her when two files become one: the tie to the case moves, nothing is read.

The functions run as the role that counts. It may see of maps, genograms and cards who they belong to and in which
version they are, never a word of them, and change nothing but the tie. They answer with nothing, so that whoever brings
files together does not learn who has drawn a map. Nobody sees more by it: a thing moves only where its owner is the
same on both sides and either the other side has nothing of the kind and shows it to nobody, or shows it to the very
same people; whatever else stays in the former file.
"""

from django.db import migrations

from sozialraum.foundation.database.row_security import APPLICATION, COUNTER, follow, for_purposes, guard, narrow_to, opened_to_write

MOVED = "person_moved_belonging"
OPEN = f"{for_purposes('service')} AND {opened_to_write('case_id')}"
# whoever is opened at the moment: both files, to the one who decides
REACHED = {
    "person_network_sheet": (("id", "case_id", "owner_id", "drawn_on", "version"), ("case_id", "owner_id")),
    "person_network_sheet_version": (("case_id", "sheet_id"), ("case_id",)),
    "person_genogram": (("id", "case_id", "owner_id", "version"), ("case_id", "owner_id")),
    "person_genogram_version": (("case_id", "genogram_id"), ("case_id",)),
    "person_resource_card": (("id", "case_id", "owner_id"), ("case_id", "owner_id")),
    "person_resource_entry": (
        ("id", "case_id", "card_id", "speaker_id", "goal_ids", "version"),
        ("case_id", "card_id", "speaker_id", "goal_ids"),
    ),
    "person_entry_version": (("case_id", "entry_id"), ("case_id",)),
    "person_share": (
        ("id", "case_id", "owner_id", "thing", "recipient_id", "parts", "until", "withdrawn_by", "withdrawn_at"),
        ("case_id", "owner_id", "withdrawn_by", "withdrawn_at"),
    ),
}
READ = {
    "person_case_merge": ("id", "case_id", "former_id", "people", "state"),
    "person_carried_row": ("case_id", "merge_id", "model", "from_key", "to_key"),
}

OPENED = """
  SELECT g.case_id AS leading, g.former_id AS former, g.people INTO files
  FROM person_case_merge g WHERE g.id = wanted AND g.state = ANY (states)
    AND current_setting('sozialraum.purpose', true) = 'service'
    AND ARRAY[g.case_id, g.former_id] <@ string_to_array(current_setting('sozialraum.writable', true), ',')::uuid[];
"""

# each person of the former file with her counterpart, and whether what she owns may follow her there
PEOPLE = """
CREATE FUNCTION belonging_people(wanted uuid)
RETURNS TABLE (was uuid, now uuid, same_account boolean) LANGUAGE sql STABLE AS $people$
  SELECT f.id, l.id, f.user_id IS NULL OR f.user_id IS NOT DISTINCT FROM l.user_id
  FROM person_case_merge g
  CROSS JOIN LATERAL jsonb_each_text(g.people) AS fate(who, what)
  JOIN person_member f ON f.id = fate.who::uuid AND f.case_id = g.former_id
  LEFT JOIN person_carried_row r ON r.merge_id = g.id AND r.model = 'Member' AND r.from_key = fate.who
  JOIN person_member l ON l.id::text = coalesce(r.to_key, fate.what) AND l.case_id = g.case_id
  WHERE g.id = wanted AND fate.what <> 'stays'
$people$
"""
SHOWN = """
CREATE FUNCTION belonging_shown(thing_shown text, of_case uuid, of_owner uuid)
RETURNS text[] LANGUAGE sql STABLE AS $shown$
  SELECT coalesce(array_agg(concat_ws('/', s.recipient_id, s.until, s.parts) ORDER BY s.recipient_id), '{}')
  FROM person_share s WHERE s.thing = thing_shown AND s.case_id = of_case
    AND (of_owner IS NULL OR s.owner_id = of_owner)
    AND s.withdrawn_at IS NULL AND (s.until IS NULL OR s.until >= CURRENT_DATE)
$shown$
"""
# whoever sees it today goes on here or leaves the family's work; for anybody else it stays where she finds it
REACHES = """
CREATE FUNCTION belonging_reaches(thing_shown text, of_case uuid, of_owner uuid, known uuid[])
RETURNS boolean LANGUAGE sql STABLE AS $reaches$
  SELECT NOT EXISTS (
    SELECT 1 FROM person_share s WHERE s.thing = thing_shown AND s.case_id = of_case
      AND (of_owner IS NULL OR s.owner_id = of_owner) AND s.withdrawn_at IS NULL
      AND (s.until IS NULL OR s.until >= CURRENT_DATE) AND NOT s.recipient_id = ANY (known))
$reaches$
"""
SHARES = """
CREATE FUNCTION move_shares(wanted uuid, thing_moved text, from_case uuid, to_case uuid, of_owner uuid, leaving uuid[],
  at timestamptz, by uuid) RETURNS void LANGUAGE plpgsql AS $shares$
BEGIN
  WITH moved AS (
    UPDATE person_share s SET case_id = to_case, owner_id = p.now,
      withdrawn_at = CASE WHEN s.withdrawn_at IS NULL AND s.recipient_id = ANY (leaving) THEN at ELSE s.withdrawn_at END,
      withdrawn_by = CASE WHEN s.withdrawn_at IS NULL AND s.recipient_id = ANY (leaving) THEN by ELSE s.withdrawn_by END
    FROM belonging_people(wanted) p
    WHERE s.case_id = from_case AND s.thing = thing_moved AND s.owner_id = p.was
      AND (of_owner IS NULL OR s.owner_id = of_owner)
      AND (s.withdrawn_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM person_share o WHERE o.owner_id = p.now AND o.thing = s.thing AND o.recipient_id = s.recipient_id
          AND o.withdrawn_at IS NULL))
    RETURNING s.id, p.was, p.now, s.withdrawn_at
  )
  INSERT INTO person_moved_belonging (id, case_id, merge_id, thing, kind, row_id, was_of, is_of, was_for, ended_at)
  SELECT gen_random_uuid(), to_case, wanted, thing_moved, 'share', moved.id, moved.was, moved.now, '{}',
    CASE WHEN moved.withdrawn_at = at THEN at END FROM moved;
END $shares$
"""
MOVE = f"""
CREATE FUNCTION move_belongings(wanted uuid, going_on uuid[], leaving uuid[], by uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $move$
DECLARE
  files record; person record; card uuid; their_card uuid;
  states text[] := ARRAY['proposed', 'confirmed'];
BEGIN
  {OPENED}
  IF NOT FOUND THEN RETURN; END IF;
  FOR person IN SELECT * FROM belonging_people(wanted) WHERE same_account LOOP
    IF EXISTS (SELECT 1 FROM person_network_sheet n WHERE n.owner_id = person.was AND n.case_id = files.former)
      AND belonging_reaches('network_map', files.former, person.was, going_on || leaving) AND (
      belonging_shown('network_map', files.former, person.was) = belonging_shown('network_map', files.leading, person.now)
      OR (NOT EXISTS (SELECT 1 FROM person_network_sheet n WHERE n.owner_id = person.now)
        AND NOT EXISTS (SELECT 1 FROM person_share s WHERE s.owner_id = person.now AND s.thing = 'network_map'
          AND s.withdrawn_at IS NULL))
    ) THEN
      WITH moved AS (
        UPDATE person_network_sheet n SET case_id = files.leading, owner_id = person.now
        WHERE n.owner_id = person.was AND n.case_id = files.former AND NOT EXISTS (
          SELECT 1 FROM person_network_sheet o WHERE o.owner_id = person.now AND o.drawn_on = n.drawn_on)
        RETURNING n.id, n.version
      )
      INSERT INTO person_moved_belonging (id, case_id, merge_id, thing, kind, row_id, version, was_of, is_of, was_for)
      SELECT gen_random_uuid(), files.leading, wanted, 'network_map', 'network_map', moved.id, moved.version,
        person.was, person.now, '{{}}' FROM moved;
      IF FOUND THEN
        PERFORM move_shares(wanted, 'network_map', files.former, files.leading, person.was, leaving, at, by);
      END IF;
    END IF;
    IF belonging_reaches('genogram', files.former, person.was, going_on || leaving)
      AND NOT EXISTS (SELECT 1 FROM person_genogram g WHERE g.owner_id = person.now)
      AND NOT EXISTS (SELECT 1 FROM person_share s WHERE s.owner_id = person.now AND s.thing = 'genogram'
        AND s.withdrawn_at IS NULL) THEN
      WITH moved AS (
        UPDATE person_genogram g SET case_id = files.leading, owner_id = person.now
        WHERE g.owner_id = person.was AND g.case_id = files.former RETURNING g.id, g.version
      )
      INSERT INTO person_moved_belonging (id, case_id, merge_id, thing, kind, row_id, version, was_of, is_of, was_for)
      SELECT gen_random_uuid(), files.leading, wanted, 'genogram', 'genogram', moved.id, moved.version,
        person.was, person.now, '{{}}' FROM moved;
      IF FOUND THEN
        PERFORM move_shares(wanted, 'genogram', files.former, files.leading, person.was, leaving, at, by);
      END IF;
    END IF;
  END LOOP;
  -- the card is the family's: it follows where nobody of it stays, and the very same accounts read it on both sides
  SELECT c.id INTO card FROM person_resource_card c WHERE c.case_id = files.former;
  SELECT c.id INTO their_card FROM person_resource_card c WHERE c.case_id = files.leading;
  IF card IS NOT NULL AND belonging_reaches('resource_card', files.former, NULL, going_on || leaving)
    AND (SELECT count(*) FROM belonging_people(wanted)) = (SELECT count(*) FROM person_member m WHERE m.case_id = files.former)
    AND NOT EXISTS (
      (SELECT m.user_id FROM person_member m WHERE m.case_id = files.former AND m.user_id IS NOT NULL
        EXCEPT SELECT m.user_id FROM person_member m WHERE m.case_id = files.leading AND m.user_id IS NOT NULL)
      UNION ALL
      (SELECT m.user_id FROM person_member m WHERE m.case_id = files.leading AND m.user_id IS NOT NULL
        EXCEPT SELECT m.user_id FROM person_member m WHERE m.case_id = files.former AND m.user_id IS NOT NULL))
    AND (
      belonging_shown('resource_card', files.former, NULL) = belonging_shown('resource_card', files.leading, NULL)
      OR (their_card IS NULL AND NOT EXISTS (SELECT 1 FROM person_share s WHERE s.case_id = files.leading
        AND s.thing = 'resource_card' AND s.withdrawn_at IS NULL)))
  THEN
    INSERT INTO person_moved_belonging (id, case_id, merge_id, thing, kind, row_id, version, was_of, was_in, was_for)
    SELECT gen_random_uuid(), files.leading, wanted, 'resource_card', 'resource_entry', e.id, e.version, e.speaker_id,
      e.card_id, e.goal_ids FROM person_resource_entry e WHERE e.card_id = card;
    UPDATE person_resource_entry e SET case_id = files.leading, card_id = coalesce(their_card, card),
      speaker_id = (SELECT p.now FROM belonging_people(wanted) p WHERE p.was = e.speaker_id),
      goal_ids = ARRAY(
        SELECT coalesce((SELECT r.to_key::uuid FROM person_carried_row r WHERE r.merge_id = wanted AND r.model = 'Goal'
          AND r.from_key = goal::text), goal) FROM unnest(e.goal_ids) WITH ORDINALITY AS listed(goal, place) ORDER BY place)
    WHERE e.card_id = card;
    IF their_card IS NULL THEN
      WITH moved AS (
        UPDATE person_resource_card c SET case_id = files.leading, owner_id = p.now FROM belonging_people(wanted) p
        WHERE c.id = card AND p.was = c.owner_id RETURNING p.was, p.now
      )
      INSERT INTO person_moved_belonging (id, case_id, merge_id, thing, kind, row_id, was_of, is_of, was_for)
      SELECT gen_random_uuid(), files.leading, wanted, 'resource_card', 'resource_card', card, moved.was, moved.now, '{{}}'
      FROM moved;
    END IF;
    PERFORM move_shares(wanted, 'resource_card', files.former, files.leading, NULL, leaving, at, by);
  END IF;
  PERFORM follow_belongings(wanted, files.leading);
END $move$
"""
# earlier states go where the thing is
FOLLOW = """
CREATE FUNCTION follow_belongings(wanted uuid, to_case uuid) RETURNS void LANGUAGE sql AS $follow$
  UPDATE person_network_sheet_version v SET case_id = n.case_id FROM person_moved_belonging b, person_network_sheet n
  WHERE b.merge_id = wanted AND n.id = b.row_id AND v.sheet_id = n.id AND v.case_id <> n.case_id;
  UPDATE person_genogram_version v SET case_id = g.case_id FROM person_moved_belonging b, person_genogram g
  WHERE b.merge_id = wanted AND g.id = b.row_id AND v.genogram_id = g.id AND v.case_id <> g.case_id;
  UPDATE person_entry_version v SET case_id = e.case_id FROM person_moved_belonging b, person_resource_entry e
  WHERE b.merge_id = wanted AND e.id = b.row_id AND v.entry_id = e.id AND v.case_id <> e.case_id;
$follow$
"""
# what somebody went on with since stays with the file that leads, and so do its shares
BACK = f"""
CREATE FUNCTION put_belongings_back(wanted uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $back$
DECLARE files record; states text[] := ARRAY['done'];
BEGIN
  {OPENED}
  IF NOT FOUND THEN RETURN; END IF;
  DELETE FROM person_moved_belonging b USING person_moved_belonging k
  WHERE b.merge_id = wanted AND k.merge_id = wanted AND b.thing = k.thing
    AND (b.thing = 'resource_card' OR b.was_of = k.was_of)
    AND (
      EXISTS (SELECT 1 FROM person_network_sheet n WHERE n.id = k.row_id AND n.version <> k.version)
      OR EXISTS (SELECT 1 FROM person_genogram g WHERE g.id = k.row_id AND g.version <> k.version)
      OR EXISTS (SELECT 1 FROM person_resource_entry e WHERE e.id = k.row_id AND e.version <> k.version)
      OR EXISTS (SELECT 1 FROM person_resource_entry e WHERE e.card_id = k.row_id AND NOT EXISTS (
        SELECT 1 FROM person_moved_belonging m WHERE m.merge_id = wanted AND m.row_id = e.id)));
  UPDATE person_network_sheet n SET case_id = files.former, owner_id = b.was_of FROM person_moved_belonging b
  WHERE b.merge_id = wanted AND b.kind = 'network_map' AND n.id = b.row_id;
  UPDATE person_genogram g SET case_id = files.former, owner_id = b.was_of FROM person_moved_belonging b
  WHERE b.merge_id = wanted AND b.kind = 'genogram' AND g.id = b.row_id;
  UPDATE person_resource_card c SET case_id = files.former, owner_id = b.was_of FROM person_moved_belonging b
  WHERE b.merge_id = wanted AND b.kind = 'resource_card' AND c.id = b.row_id;
  UPDATE person_resource_entry e SET case_id = files.former, card_id = b.was_in, speaker_id = b.was_of, goal_ids = b.was_for
  FROM person_moved_belonging b WHERE b.merge_id = wanted AND b.kind = 'resource_entry' AND e.id = b.row_id;
  UPDATE person_share s SET case_id = files.former, owner_id = b.was_of,
    withdrawn_at = CASE WHEN s.withdrawn_at = b.ended_at THEN NULL ELSE s.withdrawn_at END,
    withdrawn_by = CASE WHEN s.withdrawn_at = b.ended_at THEN NULL ELSE s.withdrawn_by END
  FROM person_moved_belonging b WHERE b.merge_id = wanted AND b.kind = 'share' AND s.id = b.row_id;
  PERFORM follow_belongings(wanted, files.former);
END $back$
"""
INNER = (
    ("belonging_people(uuid)", PEOPLE),
    ("belonging_shown(text, uuid, uuid)", SHOWN),
    ("belonging_reaches(text, uuid, uuid, uuid[])", REACHES),
    ("move_shares(uuid, text, uuid, uuid, uuid, uuid[], timestamptz, uuid)", SHARES),
    ("follow_belongings(uuid, uuid)", FOLLOW),
)
OUTER = (
    ("move_belongings(uuid, uuid[], uuid[], uuid, timestamptz)", MOVE),
    ("put_belongings_back(uuid)", BACK),
)


def reach(table: str, seen: tuple[str, ...], changed: tuple[str, ...]) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=[
            f"GRANT SELECT ({', '.join(seen)}), UPDATE ({', '.join(changed)}) ON {table} TO {COUNTER}",
            f"CREATE POLICY belongs_find ON {table} FOR SELECT TO {COUNTER} USING ({OPEN})",
            f"CREATE POLICY belongs_move ON {table} FOR UPDATE TO {COUNTER} USING ({OPEN}) WITH CHECK ({OPEN})",
        ],
        reverse_sql=[
            f"DROP POLICY belongs_move ON {table}",
            f"DROP POLICY belongs_find ON {table}",
            f"REVOKE UPDATE ({', '.join(changed)}) ON {table} FROM {COUNTER}",
        ],
    )


def find(table: str, seen: tuple[str, ...]) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=[
            f"GRANT SELECT ({', '.join(seen)}) ON {table} TO {COUNTER}",
            f"CREATE POLICY belongs_find ON {table} FOR SELECT TO {COUNTER} USING ({OPEN})",
        ],
        reverse_sql=[
            f"DROP POLICY belongs_find ON {table}",
            f"REVOKE SELECT ({', '.join(seen)}) ON {table} FROM {COUNTER}",
        ],
    )


def owned(signature: str, body: str, *, called: bool) -> migrations.RunSQL:
    granted = [f"GRANT EXECUTE ON FUNCTION {signature} TO {APPLICATION}"] if called else []
    return migrations.RunSQL(
        sql=[
            body,
            # before it is handed over: afterwards its rights are no longer the owner's to take
            f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC",
            *granted,
            f"ALTER FUNCTION {signature} OWNER TO {COUNTER}",
        ],
        reverse_sql=[f"DROP FUNCTION {signature}"],
    )


class Migration(migrations.Migration):
    dependencies = [("individual", "0056_moved_belongings")]
    operations = [
        guard(MOVED),
        follow(MOVED, "person_case", "case_id"),
        follow(MOVED, "person_case", "case_id", "INSERT"),
        narrow_to(MOVED, "hidden", for_purposes("retention")),
        narrow_to(MOVED, "hidden", for_purposes("retention"), "INSERT"),
        migrations.RunSQL(
            [
                f"GRANT SELECT, INSERT, DELETE ON {MOVED} TO {COUNTER}",
                f"CREATE POLICY belongs_keep ON {MOVED} TO {COUNTER} USING ({OPEN}) WITH CHECK ({OPEN})",
            ],
            [f"DROP POLICY belongs_keep ON {MOVED}", f"REVOKE ALL ON {MOVED} FROM {COUNTER}"],
        ),
        migrations.RunSQL(
            f"GRANT SELECT (id, user_id) ON person_member TO {COUNTER}",
            f"REVOKE SELECT (user_id) ON person_member FROM {COUNTER}",
        ),
        *(find(table, seen) for table, seen in READ.items()),
        *(reach(table, seen, changed) for table, (seen, changed) in REACHED.items()),
        *(owned(signature, body, called=False) for signature, body in INNER),
        *(owned(signature, body, called=True) for signature, body in OUTER),
    ]
