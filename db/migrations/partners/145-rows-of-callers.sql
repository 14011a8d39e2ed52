-- Whose rows of partners a caller sees. A partner's name, stores and terminals are its public face; contracts, drafts, billing and clients are
-- the operator's and its own.
CALL platform.show_rows('partners.programme', $$ programme_id = :programme $$);
CALL platform.show_rows('partners.partner', $$ programme_id = :programme $$);
CALL platform.show_rows('partners.store', $$ programme_id = :programme $$);
CALL platform.show_rows('partners.terminal', $$ programme_id = :programme $$);
CALL platform.show_rows('partners.category', $$ programme_id = :programme $$);
CALL platform.show_rows('partners.billing', $$ programme_id = :programme AND (:whole OR partner_id = :partner) $$);
CALL platform.show_rows('partners.contract_draft', $$ programme_id = :programme AND (:whole OR partner_id = :partner) $$);

-- The terms of a contract are read as a view that runs with its owner's rights: it says itself whose they are.
CREATE VIEW partners.contract_in_scope WITH (security_barrier) AS
  SELECT * FROM partners.contract_terms
  WHERE programme_id = (SELECT platform.scope_programme())
    AND ((SELECT platform.scope_is_whole()) OR partner_id = (SELECT platform.scope_partner()));
GRANT SELECT ON partners.contract_in_scope TO loyalty_partners_reader;

-- A published version decides the state of those before it, so it is there for every partner; what a partner is shown of it resolvers say.
CALL platform.show_rows('partners.earn_rule', $$ programme_id = :programme $$);
CALL platform.show_rows('partners.rule_end', $$ programme_id = :programme $$);
CALL platform.show_rows('partners.earn_rule_version', $$
  programme_id = :programme AND (:whole OR (:partner IS NOT NULL AND (published_at IS NOT NULL
    OR EXISTS (SELECT FROM partners.earn_rule AS rule WHERE rule.rule_id = earn_rule_version.rule_id AND rule.owner_partner_id = :partner)
    OR coalesce(terms -> 'conditions' -> 'partners' ? :partner::text, false)
    OR coalesce(terms -> 'fundingSplit' @> jsonb_build_array(jsonb_build_object('partner', :partner)), false)))) $$);
CALL platform.show_rows('partners.rule_approval', $$
  EXISTS (SELECT FROM partners.earn_rule_version AS seen WHERE seen.rule_version_id = rule_approval.rule_version_id) $$);

-- Stores for the readers of other subgraphs.
CREATE VIEW partners.store_in_scope WITH (security_barrier) AS
  SELECT programme_id, store_id, partner_id FROM partners.store WHERE programme_id = (SELECT platform.scope_programme());
GRANT USAGE ON SCHEMA partners TO loyalty_rewards_reader;
GRANT SELECT ON partners.store_in_scope TO loyalty_rewards_reader;

-- What partners shows of the platform's own tables, which several roles write.
ALTER TABLE platform.api_client ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_platform ON platform.api_client TO loyalty_platform, loyalty_partners USING (true) WITH CHECK (true);
CREATE POLICY of_the_caller ON platform.api_client FOR SELECT TO loyalty_partners_reader USING (
  programme_id = (SELECT platform.scope_programme()) AND ((SELECT platform.scope_is_whole()) OR partner_id = (SELECT platform.scope_partner())));
GRANT SELECT (client_id, programme_id, role, partner_id, name, store_ids, scopes, created_at, revoked_at, person)
  ON platform.api_client TO loyalty_partners_reader;

ALTER TABLE platform.audit_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_platform ON platform.audit_entry
  TO loyalty_platform, loyalty_partners, loyalty_members, loyalty_ledger, loyalty_rewards USING (true) WITH CHECK (true);
CREATE POLICY of_the_caller ON platform.audit_entry FOR SELECT TO loyalty_partners_reader USING (
  programme_id = (SELECT platform.scope_programme()) AND (SELECT platform.scope_is_whole()));
GRANT SELECT ON platform.audit_entry TO loyalty_partners_reader;
