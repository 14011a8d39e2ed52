-- Earn rules name plans of paid memberships: their codes are checked when a rule is published.
GRANT SELECT ON members.membership_plan_reference TO loyalty_partners;

-- Who a member is by now, found by an index: what rules and the catalogue ask about a member's memberships comes by the survivor's id.
CREATE INDEX member_by_survivor ON members.member ((coalesce(merged_into, member_id)));
