-- Reads that many callers ask for at once, as one statement (db/gathered-reads.ts).

-- The scope is one setting, as db/row-scope.ts writes it: programme|whole|partner|stores|member. Where nothing is set nothing is seen.
CREATE OR REPLACE FUNCTION platform.scope_programme() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(split_part(current_setting('loyalty.scope', true), '|', 1), '')::uuid;
CREATE OR REPLACE FUNCTION platform.scope_is_whole() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(split_part(current_setting('loyalty.scope', true), '|', 2) = 'whole', false);
CREATE OR REPLACE FUNCTION platform.scope_partner() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(split_part(current_setting('loyalty.scope', true), '|', 3), '')::uuid;
CREATE OR REPLACE FUNCTION platform.scope_stores() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN string_to_array(nullif(split_part(current_setting('loyalty.scope', true), '|', 4), ''), ',')::uuid[];
CREATE OR REPLACE FUNCTION platform.scope_member() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(split_part(current_setting('loyalty.scope', true), '|', 5), '')::uuid;

-- Keeps a read as a function whose first argument is the scope of whoever asks: it enters the scope, and the query runs under the policies of the
-- reader, who asks. Within one statement it may be called for many, one after the other, and each sees the rows of its own scope:
--
--   it is no SQL function, so it is never put in place: its query is an execution of its own, which reads the setting anew;
--   it is VOLATILE, so what it found for one is not remembered for another, and nothing runs it in parallel;
--   the scope ends with the statement's transaction.
CREATE PROCEDURE platform.keep_read(name text, arguments text, gives text, query text) LANGUAGE plpgsql AS $make$
DECLARE
  reader text := 'loyalty_' || split_part(name, '.', 1) || '_reader';
BEGIN
  EXECUTE format($$
    CREATE FUNCTION %s (scope text%s) RETURNS %s LANGUAGE plpgsql VOLATILE SECURITY INVOKER AS $body$
    #variable_conflict use_column
    BEGIN
      PERFORM set_config('loyalty.scope', scope, true);
      RETURN QUERY %s;
    END
    $body$ $$, name, ', ' || nullif(arguments, ''), gives, query);
  EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', name, reader);
END
$make$;
REVOKE EXECUTE ON PROCEDURE platform.keep_read FROM PUBLIC;
