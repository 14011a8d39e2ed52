-- Who changed what, from where. An entry is written in the transaction of the change (subgraphs/serving/audit-trail.ts), so there is no change
-- without it and no entry without a change. Nobody changes or deletes one: not by mistake, and not by hand with a subgraph's role.
CREATE TABLE platform.audit_entry (
  position        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Null for what is done outside of programmes.
  programme_id    uuid,
  recorded_at     timestamptz NOT NULL,
  command         text NOT NULL CHECK (command <> ''),
  role            text NOT NULL CHECK (role <> ''),
  client_id       text NOT NULL,
  -- Null: a service account.
  person          text,
  -- Network address of the client; null when the product itself acts.
  address         text,
  request_id      text NOT NULL,
  idempotency_key text,
  -- Ids of what was made or changed.
  target          jsonb NOT NULL,
  -- What was asked for. Left out where it would hold data of members.
  asked           jsonb
);
CREATE INDEX audit_entry_of_programme ON platform.audit_entry (programme_id, position);

GRANT USAGE ON SCHEMA platform TO loyalty_members, loyalty_ledger, loyalty_rewards;
REVOKE ALL ON platform.audit_entry FROM loyalty_platform;
GRANT INSERT ON platform.audit_entry TO loyalty_platform, loyalty_partners, loyalty_members, loyalty_ledger, loyalty_rewards;
GRANT SELECT ON platform.audit_entry TO loyalty_partners;
