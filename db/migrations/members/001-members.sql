-- Who collects points, and the keys that find them.

CREATE TABLE members.member (
  member_id         uuid PRIMARY KEY,
  programme_id      uuid NOT NULL,
  display_name      text CHECK (display_name <> ''),
  locale            text NOT NULL CHECK (locale <> ''),
  status            text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED', 'CLOSED')),
  enrolled_at       timestamptz NOT NULL,
  status_changed_at timestamptz NOT NULL,
  CONSTRAINT member_in_programme UNIQUE (programme_id, member_id)
);
REVOKE DELETE ON members.member FROM loyalty_members;

-- A key finds one member of a programme: the primary key says so. Values are stored as they are compared (normalised).
CREATE TABLE members.identity (
  programme_id uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('CARD', 'PHONE', 'EMAIL', 'EXTERNAL')),
  value        text COLLATE "C" NOT NULL CHECK (value <> ''),
  member_id    uuid NOT NULL,
  added_at     timestamptz NOT NULL,
  CONSTRAINT identity_finds_one_member PRIMARY KEY (programme_id, kind, value),
  FOREIGN KEY (programme_id, member_id) REFERENCES members.member (programme_id, member_id)
);
CREATE INDEX identity_of_member ON members.identity (member_id);
REVOKE UPDATE, DELETE ON members.identity FROM loyalty_members;

-- What a command under a key came to (subgraphs/serving/idempotency.ts).
CREATE TABLE members.remembered_command (
  key_space    text NOT NULL,
  key          text NOT NULL,
  request_hash bytea NOT NULL,
  outcome      jsonb,
  recorded_at  timestamptz NOT NULL,
  PRIMARY KEY (key_space, key)
);
REVOKE DELETE ON members.remembered_command FROM loyalty_members;

-- What members publishes. A command that moves a member's points first takes, shared and for its transaction, the lock of
-- the programme's member statuses, and reads the status in a later statement:
--   SELECT pg_advisory_xact_lock_shared(hashtextextended('members.member_status:' || programme_id::text, 0));
-- A change of status takes it exclusively. So when a change is acknowledged, every command that saw the old status has
-- ended, and none that begins later sees it.
CREATE VIEW members.member_reference AS
  SELECT member_id, programme_id, status
  FROM members.member;

GRANT USAGE ON SCHEMA members TO loyalty_ledger, loyalty_rewards;
GRANT SELECT ON members.member_reference TO loyalty_ledger, loyalty_rewards;
