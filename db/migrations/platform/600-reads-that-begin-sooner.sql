-- What a caller's read costs is mostly its beginning: each part of a plan is made ready before the first row is looked at, and each `(SELECT ...)` of
-- a policy is a part. So policies say what they ask of the scope in few of them, and the member's own rows before all others.
--
-- `:everybody` is new: whether the scope is not one member's, so that it may know of every member of its programme (the operator, a till).
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
    (':everybody', '(SELECT platform.scope_is_whole() OR platform.scope_partner() IS NOT NULL)'),
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

-- A read that many callers ask for at once, as before (430), and in more than one step where most callers need the first alone: `steps` are statements
-- of PL/pgSQL that return the rows (`RETURN QUERY ...`). The scope is entered by an assignment: it is no query, which would cost one.
CREATE PROCEDURE platform.keep_steps(name text, arguments text, gives text, steps text) LANGUAGE plpgsql AS $make$
DECLARE
  reader text := 'loyalty_' || split_part(name, '.', 1) || '_reader';
BEGIN
  EXECUTE format($$
    CREATE OR REPLACE FUNCTION %s (scope text%s) RETURNS %s LANGUAGE plpgsql VOLATILE SECURITY INVOKER AS $body$
    #variable_conflict use_column
    BEGIN
      scope := set_config('loyalty.scope', scope, true);
      %s
    END
    $body$ $$, name, ', ' || nullif(arguments, ''), gives, steps);
  EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', name, reader);
END
$make$;
REVOKE EXECUTE ON PROCEDURE platform.keep_steps FROM PUBLIC;

CREATE OR REPLACE PROCEDURE platform.keep_read(name text, arguments text, gives text, query text) LANGUAGE plpgsql AS $$
BEGIN
  CALL platform.keep_steps(name, arguments, gives, format('RETURN QUERY %s;', query));
END
$$;
