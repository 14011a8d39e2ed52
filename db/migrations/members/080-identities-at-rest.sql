-- Keys that find members, unreadable in a copy of the database: a keyed hash finds, the value itself is sealed
-- (subgraphs/serving/personal-data.ts). The key is not here, so that what was kept in the clear cannot be brought over: it goes.

DROP VIEW members.identity_reference;
DROP TABLE members.identity;

-- Under which secret this database keeps personal data: one row, a fingerprint.
CREATE TABLE members.personal_data_key (
  only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  fingerprint text NOT NULL
);
REVOKE UPDATE, DELETE ON members.personal_data_key FROM loyalty_members;
GRANT SELECT ON members.personal_data_key TO loyalty_ledger;

CREATE TABLE members.identity (
  identity_id  uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('CARD', 'PHONE', 'EMAIL', 'EXTERNAL')),
  -- HMAC of programme, kind and the value in its one stored form.
  lookup       text COLLATE "C" NOT NULL CHECK (length(lookup) = 43),
  -- The value, for who may read it.
  sealed       bytea NOT NULL,
  member_id    uuid NOT NULL,
  added_at     timestamptz NOT NULL,
  -- When the member proved to have it; null where only a partner or the operator says so.
  verified_at  timestamptz,
  -- From then on it finds nobody, and nobody else may have it: a lost card.
  blocked_at   timestamptz,
  block_reason text CHECK (block_reason IN ('LOST', 'STOLEN', 'DAMAGED', 'REPLACED')),
  CONSTRAINT identity_finds_one_member UNIQUE (programme_id, kind, lookup),
  CONSTRAINT identity_blocked_for_a_reason CHECK ((blocked_at IS NULL) = (block_reason IS NULL)),
  FOREIGN KEY (programme_id, member_id) REFERENCES members.member (programme_id, member_id)
);
CREATE INDEX identity_of_member ON members.identity (member_id);
-- What an identity is and whose never changes; that it was proved or blocked does.
REVOKE UPDATE ON members.identity FROM loyalty_members;
GRANT UPDATE (verified_at, blocked_at, block_reason) ON members.identity TO loyalty_members;

-- Tills know members by their keys: the ledger finds the member of a key by the same hash.
CREATE VIEW members.identity_reference AS
  SELECT programme_id, kind, lookup, member_id
  FROM members.identity
  WHERE blocked_at IS NULL;
GRANT SELECT ON members.identity_reference TO loyalty_ledger;

-- Proof that a phone number or an e-mail address is the member's: a code that was sent there.
CREATE TABLE members.verification (
  verification_id uuid PRIMARY KEY,
  programme_id    uuid NOT NULL,
  member_id       uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('PHONE', 'EMAIL')),
  lookup          text COLLATE "C" NOT NULL,
  sealed          bytea NOT NULL,
  -- HMAC of the code: six digits in the clear would be six digits for whoever reads the table.
  code_hash       text NOT NULL,
  attempts        integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  requested_at    timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  confirmed_at    timestamptz,
  FOREIGN KEY (programme_id, member_id) REFERENCES members.member (programme_id, member_id)
);
CREATE INDEX verification_of_lookup ON members.verification (programme_id, lookup, requested_at);
CREATE INDEX verification_of_member ON members.verification (member_id);

-- What is to be sent to members, by whoever sends for the operator. Written with what it tells of, taken once it is sent.
CREATE TABLE members.outgoing_message (
  message_id   uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  member_id    uuid NOT NULL,
  channel      text NOT NULL CHECK (channel IN ('SMS', 'EMAIL')),
  template     text NOT NULL,
  locale       text NOT NULL,
  -- Address and values of the template, as JSON.
  sealed       bytea NOT NULL,
  written_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX outgoing_message_in_order ON members.outgoing_message (programme_id, message_id);

-- A member's own device that shows a QR code which changes every 30 seconds (RFC 6238).
CREATE TABLE members.qr_device (
  device_id    uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  member_id    uuid NOT NULL UNIQUE,
  -- What the QR code shows besides its code: finds the device, says nothing about the member.
  handle       text COLLATE "C" NOT NULL UNIQUE,
  sealed       bytea NOT NULL,
  -- The last step of the clock whose code was used: a code is good once, and earlier ones are good no more.
  last_step    bigint NOT NULL DEFAULT 0,
  -- Wrong codes since `failures_since`: who guesses is stopped.
  failures     integer NOT NULL DEFAULT 0,
  failures_since timestamptz NOT NULL,
  registered_at timestamptz NOT NULL,
  FOREIGN KEY (programme_id, member_id) REFERENCES members.member (programme_id, member_id)
);
