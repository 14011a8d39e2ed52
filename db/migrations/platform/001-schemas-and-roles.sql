-- One schema and one role per subgraph. A role cannot log in and owns nothing: the migrating user owns every table, the
-- subgraph's connections take the role on. By default a role may read and write the rows of its own schema; a table that
-- only grows says so in its own migration (REVOKE UPDATE, DELETE ON ... FROM loyalty_...), and so does one that another
-- role may read (GRANT SELECT ON ... TO ...).

CREATE SCHEMA partners;
CREATE SCHEMA members;
CREATE SCHEMA ledger;
CREATE SCHEMA rewards;

DO $$
DECLARE
  subgraph text;
  role_name text;
  may_take_on text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  FOREACH subgraph IN ARRAY ARRAY['platform', 'partners', 'members', 'ledger', 'rewards'] LOOP
    role_name := 'loyalty_' || subgraph;

    -- Roles belong to the whole server: another database on it may have made them, or be making them now.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
    -- Since version 16 whoever makes a role is its member without being allowed to take it on.
    IF NOT pg_has_role(current_user, role_name, may_take_on) THEN
      EXECUTE format('GRANT %I TO %I', role_name, current_user);
    END IF;

    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', subgraph, role_name);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', subgraph, role_name);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE, SELECT ON SEQUENCES TO %I', subgraph, role_name);
  END LOOP;
END
$$;
