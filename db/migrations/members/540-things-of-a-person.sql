-- What a member has beside points and history comes along when it is merged into another, and is as it was when that is undone: nothing of the other's is written over.

-- What counts of what members said, for each partner and purpose, and of a member that was merged into another what counts for that one: it is one person.
-- The newest answer of each is taken. One "no" among them is a "no": a merge widens no consent. What the survivor says after the merge is the person's word.
CREATE VIEW members.consent_standing AS
  SELECT asked.programme_id, asked.member_id, said.partner_id, said.purpose, bool_and(said.granted) AS granted,
         -- The answer by which it is so: the newest "no", else the newest "yes".
         (array_agg(said.consent_id ORDER BY said.granted, said.consent_id DESC))[1] AS consent_id
  FROM members.member AS asked
  JOIN members.member AS mine
    ON mine.member_id = coalesce(asked.merged_into, asked.member_id) OR mine.merged_into = coalesce(asked.merged_into, asked.member_id)
  CROSS JOIN LATERAL (
    SELECT DISTINCT ON (purpose, partner_id) purpose, partner_id, consent_id, granted
    FROM members.consent WHERE consent.member_id = mine.member_id
    ORDER BY purpose, partner_id, consent_id DESC) AS said
  WHERE NOT EXISTS (
    SELECT FROM members.consent AS since
    WHERE since.member_id = mine.merged_into AND since.purpose = said.purpose AND since.partner_id IS NOT DISTINCT FROM said.partner_id
      -- A member that is merged changed its status last when it was.
      AND since.decided_at >= mine.status_changed_at AND since.consent_id > said.consent_id)
  GROUP BY asked.programme_id, asked.member_id, said.partner_id, said.purpose;

CREATE OR REPLACE VIEW members.consent_reference AS
  SELECT standing.programme_id, standing.member_id, standing.partner_id, standing.purpose, standing.granted, consent.decided_at
  FROM members.consent_standing AS standing JOIN members.consent USING (consent_id);

-- Whether what counts is that a partner may know who a member is.
CREATE OR REPLACE FUNCTION members.is_known_to(member_id uuid, partner_id uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  RETURN coalesce((SELECT granted FROM members.consent_standing AS said
                   WHERE said.member_id = is_known_to.member_id AND said.partner_id = is_known_to.partner_id AND purpose = 'PROFILE'), false);

-- The answers that count of members, by id: who may read them is for their own rows to say.
CREATE FUNCTION members.consents_that_count(asked uuid[]) RETURNS TABLE (of_member uuid, consent_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
    SELECT member_id, consent_id FROM members.consent_standing WHERE member_id = ANY (asked);
  END;

CALL platform.show_rows('members.consent', $$
  programme_id = :programme AND (:whole OR partner_id = :partner OR member_id = :member OR member_id = ANY (:persons)) $$);
CALL platform.show_rows('members.tag', $$
  programme_id = :programme AND (:whole OR member_id = :member OR member_id = ANY (:persons)) $$);

-- Segments of a person are those of all its members.
CREATE OR REPLACE VIEW members.member_facts AS
  SELECT
    member.member_id,
    member.programme_id,
    member_tier.tier,
    ARRAY(
      SELECT DISTINCT tag FROM members.tag
      WHERE tag.member_id = member.member_id
        OR tag.member_id IN (SELECT same.member_id FROM members.member AS same WHERE same.merged_into = member.member_id)
      ORDER BY tag) AS tags,
    to_char(member.birth_date, 'MM-DD') AS birthday,
    household_member.household_id
  FROM members.member
  LEFT JOIN members.member_tier USING (member_id)
  LEFT JOIN members.household_member USING (member_id);

-- `confirm_above` is what the ledger asks for: what the member said, or less where one that was merged into it had said less and it has said nothing since.
ALTER TABLE members.member
  ADD COLUMN own_confirm_above bigint CHECK (own_confirm_above >= 0),
  ADD COLUMN confirm_said_at timestamptz;
UPDATE members.member SET own_confirm_above = confirm_above WHERE confirm_above IS NOT NULL;

ALTER TABLE members.merge
  -- The survivor's tier as it was before, to go back to; null is the first one.
  ADD COLUMN tier_before jsonb,
  -- The household in which the survivor took the duplicate's place, as it was in none.
  ADD COLUMN household_id uuid;
