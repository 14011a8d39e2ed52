-- What a till takes from a member and, where it is short, from its household: noted before the ledger is asked, so that a crash is gone on after.
CREATE TABLE members.household_redemption (
  redemption_id  uuid PRIMARY KEY,
  programme_id   uuid NOT NULL,
  member_id      uuid NOT NULL,
  store_id       uuid NOT NULL,
  points         bigint NOT NULL CHECK (points > 0),
  reference      text,
  -- What is drawn of the others for it; null when the member had enough.
  draw_id        uuid REFERENCES members.household_draw,
  -- ASKED until the points are spent, or the draw is given back.
  state          text NOT NULL CHECK (state IN ('ASKED', 'DONE', 'REFUSED')),
  transaction_id uuid,
  refusal        jsonb,
  asked_at       timestamptz NOT NULL,
  CHECK ((state = 'DONE') = (transaction_id IS NOT NULL)),
  CHECK ((state = 'REFUSED') = (refusal IS NOT NULL)),
  FOREIGN KEY (programme_id, member_id) REFERENCES members.member (programme_id, member_id)
);
CREATE INDEX household_redemption_of_member ON members.household_redemption (member_id);
-- What a crash left on its way.
CREATE INDEX household_redemption_asked ON members.household_redemption (asked_at) WHERE state = 'ASKED';
REVOKE DELETE ON members.household_redemption FROM loyalty_members;
