-- A member may be several: those that were found to be the same person and merged into it. Policies say `:persons` for the member of the scope with them
-- (members/400); it is looked up only for rows that are not plainly the member's own, and once for a whole statement.
-- Showing a table again replaces what was said of it before.
CREATE OR REPLACE PROCEDURE platform.show_rows(shown regclass, seen text, columns text DEFAULT NULL) LANGUAGE plpgsql AS $$
DECLARE
  subgraph text := (SELECT 'loyalty_' || relnamespace::regnamespace FROM pg_class WHERE oid = shown);
  condition text := seen;
  name text;
  value text;
BEGIN
  FOR name, value IN VALUES
    (':programme', '(SELECT platform.scope_programme())'),
    (':whole', '(SELECT platform.scope_is_whole())'),
    (':partner', '(SELECT platform.scope_partner())'),
    -- The casts say that these are arrays, not columns of rows.
    (':stores', '(SELECT platform.scope_stores())::uuid[]'),
    (':chain', '(SELECT CASE WHEN platform.scope_stores() IS NULL THEN platform.scope_partner() END)'),
    (':persons', '(SELECT members.scope_persons())::uuid[]'),
    (':member', '(SELECT platform.scope_member())')
  LOOP
    condition := replace(condition, name, value);
  END LOOP;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', shown);
  EXECUTE format('DROP POLICY IF EXISTS of_the_subgraph ON %s', shown);
  EXECUTE format('DROP POLICY IF EXISTS of_the_caller ON %s', shown);
  EXECUTE format('CREATE POLICY of_the_subgraph ON %s TO %I USING (true) WITH CHECK (true)', shown, subgraph);
  EXECUTE format('CREATE POLICY of_the_caller ON %s FOR SELECT TO %I USING (%s)', shown, subgraph || '_reader', condition);
  EXECUTE format('GRANT SELECT %s ON %s TO %I', coalesce('(' || columns || ')', ''), shown, subgraph || '_reader');
END
$$;
