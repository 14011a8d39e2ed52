-- When a member is erased the words that it was shown go as well, for they may name it; their hash stays and proves them to whoever has them.
GRANT UPDATE (wording) ON members.consent TO loyalty_members;

-- Who left, and when: rewards take those out of what shows them to others, the latest first and often.
CREATE INDEX member_by_leaving ON members.member (status_changed_at) WHERE status = 'CLOSED';
CREATE VIEW members.closed_reference AS
  SELECT programme_id, member_id, status_changed_at AS closed_at FROM members.member WHERE status = 'CLOSED';
GRANT SELECT ON members.closed_reference TO loyalty_rewards;
