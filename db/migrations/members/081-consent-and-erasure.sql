-- Who the member is beyond its keys, what it has consented to, and what is left when it asks to be forgotten.

ALTER TABLE members.member
  -- Only day and month leave this subgraph: birthdays are for wishing well, ages for nobody.
  ADD COLUMN birth_date date CHECK (birth_date >= '1900-01-01'),
  ADD COLUMN preferred_channel text CHECK (preferred_channel IN ('SMS', 'EMAIL', 'PUSH', 'NONE')),
  -- Hour of the day, in the programme's time zone, at which the member likes to hear from us.
  ADD COLUMN preferred_hour smallint CHECK (preferred_hour BETWEEN 0 AND 23),
  -- How the member came: by a partner's clerk, by itself in an app, or as a card that was handed out.
  ADD COLUMN enrolled_through text NOT NULL DEFAULT 'PARTNER' CHECK (enrolled_through IN ('PARTNER', 'SELF', 'PURCHASE', 'CARD')),
  ADD COLUMN enrolled_by_partner_id uuid,
  ADD COLUMN erased_at timestamptz,
  ADD CONSTRAINT erased_is_closed_and_nobody CHECK (erased_at IS NULL
    OR (status = 'CLOSED' AND display_name IS NULL AND birth_date IS NULL));

-- Every "yes" and "no" that a member ever said, with what it was asked. The newest for a partner and purpose counts.
CREATE TABLE members.consent (
  consent_id   uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  member_id    uuid NOT NULL,
  -- Null is the programme itself.
  partner_id   uuid,
  purpose      text NOT NULL CHECK (purpose IN ('PROFILE', 'MARKETING', 'PERSONALISATION', 'RESEARCH')),
  granted      boolean NOT NULL,
  decided_at   timestamptz NOT NULL,
  -- Which wording the member was shown: version and a hash of the text itself, so that it can be proved.
  wording      text NOT NULL CHECK (wording <> ''),
  wording_hash bytea NOT NULL,
  -- Who wrote it down, and in whose name: the member's own app, or a partner's clerk.
  recorded_by  text NOT NULL,
  recorded_as  text NOT NULL CHECK (recorded_as IN ('MEMBER', 'PARTNER', 'OPERATOR')),
  FOREIGN KEY (programme_id, member_id) REFERENCES members.member (programme_id, member_id)
);
CREATE INDEX consent_of_member ON members.consent (member_id, purpose, partner_id, consent_id);
REVOKE UPDATE, DELETE ON members.consent FROM loyalty_members;

-- Consents as they are now, for whoever must respect them.
CREATE VIEW members.consent_reference AS
  SELECT DISTINCT ON (member_id, purpose, partner_id) programme_id, member_id, partner_id, purpose, granted, decided_at
  FROM members.consent
  ORDER BY member_id, purpose, partner_id, consent_id DESC;
GRANT SELECT ON members.consent_reference TO loyalty_rewards, loyalty_ledger;

-- Words by which the operator and partners put members together; no personal data.
CREATE TABLE members.tag (
  programme_id uuid NOT NULL,
  member_id    uuid NOT NULL,
  tag          text NOT NULL CHECK (tag ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  tagged_at    timestamptz NOT NULL,
  PRIMARY KEY (member_id, tag),
  FOREIGN KEY (programme_id, member_id) REFERENCES members.member (programme_id, member_id)
);
CREATE INDEX member_with_tag ON members.tag (programme_id, tag);

-- What of a remembered command concerns a member: found when the member is erased.
CREATE INDEX remembered_of_member ON members.remembered_command ((outcome #>> '{result,memberId}'));
