-- Who may ask for a token, and the keys that sign the tokens of the built-in issuer.

CREATE TABLE platform.api_client (
  client_id    text PRIMARY KEY CHECK (client_id <> ''),
  programme_id uuid,
  role         text NOT NULL CHECK (role IN ('PARTNER', 'OPERATOR', 'PLATFORM', 'MEMBER_ISSUER')),
  partner_id   uuid,
  name         text NOT NULL,
  -- Null: every store of the partner. Otherwise these and no other.
  store_ids    uuid[] CHECK (cardinality(store_ids) > 0),
  scopes       text[] NOT NULL DEFAULT '{}',
  -- scrypt$N=..,r=..,p=..$salt$hash; the secret itself is shown once and kept nowhere.
  secret_hash  text NOT NULL CHECK (secret_hash LIKE 'scrypt$%'),
  created_at   timestamptz NOT NULL,
  revoked_at   timestamptz CHECK (revoked_at >= created_at),
  CONSTRAINT api_client_partner_has_partner CHECK ((role = 'PARTNER') = (partner_id IS NOT NULL)),
  CONSTRAINT api_client_stores_need_partner CHECK (store_ids IS NULL OR partner_id IS NOT NULL),
  CONSTRAINT api_client_programme_unless_platform CHECK (role = 'PLATFORM' OR programme_id IS NOT NULL)
);
CREATE INDEX api_client_by_partner ON platform.api_client (programme_id, partner_id, created_at);

-- The partners subgraph makes clients (createApiClient) and revokes them; it can change nothing else about one.
GRANT USAGE ON SCHEMA platform TO loyalty_partners;
GRANT SELECT, INSERT ON platform.api_client TO loyalty_partners;
GRANT UPDATE (revoked_at) ON platform.api_client TO loyalty_partners;

CREATE TABLE platform.signing_key (
  key_id      text PRIMARY KEY CHECK (key_id <> ''),
  algorithm   text NOT NULL CHECK (algorithm IN ('EdDSA', 'ES256')),
  -- The private key as a JWK. Only the platform role reads it.
  private_jwk jsonb NOT NULL,
  created_at  timestamptz NOT NULL,
  -- From then on it signs nothing; it is still published until the last token it signed has expired.
  retired_at  timestamptz CHECK (retired_at >= created_at)
);

-- What was applied is the migrating user's to write.
REVOKE INSERT, UPDATE, DELETE ON platform.applied_migration FROM loyalty_platform;
GRANT SELECT ON platform.applied_migration TO loyalty_platform;
