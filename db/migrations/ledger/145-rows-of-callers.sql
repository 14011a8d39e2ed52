-- Whose rows of the ledger a caller sees: subgraphs/ledger/reading/access.ts as policies. What is not shown here a caller's read cannot
-- reach at all: accumulators, the outbox, keys and secrets.

-- Whether a transaction of somebody else moved a member's points: goods were returned whose points had been given on. It looks past the
-- policies, which would ask each other in a circle.
create function ledger.moved_points_of(transaction_id uuid, member_id uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return exists (select from ledger.transfer as moved
                 where moved.transaction_id = moved_points_of.transaction_id and moved.member_id = moved_points_of.member_id);

call platform.show_rows('ledger.transaction', $$
  programme_id = :programme and (:whole
    or (partner_id = :partner and (:stores is null or store_id = any (:stores)))
    or member_id = :member
    or (:member is not null and (details ->> 'counterpartyId' = :member::text or ledger.moved_points_of(transaction_id, :member)))) $$);
-- A member sees its own side of a transfer.
call platform.show_rows('ledger.transfer', $$
  case when :member is null
    then exists (select from ledger.transaction as posted where posted.transaction_id = transfer.transaction_id)
    else right(debit, 36) = :member::text or right(credit, 36) = :member::text end $$);
call platform.show_rows('ledger.redemption_line', $$
  exists (select from ledger.transaction as posted where posted.transaction_id = redemption_line.redemption_id) $$);
-- An entry is seen by whose money it moves.
call platform.show_rows('ledger.journal', $$
  programme_id = :programme and (:whole or 'PARTNER:' || :chain::text = any (accounts)) $$);

-- A till must know what any member of its programme has in total, and nothing of whose points they are.
call platform.show_rows('ledger.wallet', $$ programme_id = :programme and (:whole or :partner is not null or member_id = :member) $$);
call platform.show_rows('ledger.lot', $$
  programme_id = :programme and (:whole or issuer_id = :partner or funder_id = :partner or member_id = :member) $$);
-- What of a wallet has lapsed and was not swept yet: a part of the total.
create function ledger.lapsed_points(member_id uuid, today date) returns bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (select coalesce(sum(lot.available), 0)::bigint from ledger.lot
          where lot.member_id = lapsed_points.member_id and lot.open and lot.expires_on < today);
-- Who paid for a lot that a seen transaction names.
create function ledger.funder_of(member_id uuid, lot_id uuid) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (select lot.funder_id from ledger.lot where lot.member_id = funder_of.member_id and lot.lot_id = funder_of.lot_id);

call platform.show_rows('ledger.hold', $$
  programme_id = :programme and (:whole or member_id = :member
    or (partner_id = :partner and (:stores is null or store_id = any (:stores)))) $$);
call platform.show_rows('ledger.confirmation', $$ programme_id = :programme and (:whole or member_id = :member) $$);
call platform.show_rows('ledger.adjustment', $$ programme_id = :programme and :whole $$);

-- Settlement is between the operator and partners; of a partner it is for its whole chain, not for clients of some stores.
call platform.show_rows('ledger.settlement_window', $$ programme_id = :programme and (:whole or :partner is not null) $$);
call platform.show_rows('ledger.window_slot', $$
  exists (select from ledger.settlement_window as seen where seen.window_id = window_slot.window_id) $$);
call platform.show_rows('ledger.net_position', $$
  (:whole or partner_id = :chain)
    and exists (select from ledger.settlement_window as seen where seen.window_id = net_position.window_id) $$);
call platform.show_rows('ledger.settlement_item', $$ programme_id = :programme and (:whole or partner_id = :chain) $$);
call platform.show_rows('ledger.payment_instruction', $$
  exists (select from ledger.settlement_item as seen where seen.item_id = payment_instruction.item_id) $$);
call platform.show_rows('ledger.settlement_proposal', $$ programme_id = :programme and :whole $$);
call platform.show_rows('ledger.payment_file', $$ programme_id = :programme and :whole $$);
call platform.show_rows('ledger.dispute', $$
  programme_id = :programme and (:whole or raised_by = :chain or exists (
    select from ledger.transaction as disputed where disputed.transaction_id = dispute.transaction_id and disputed.partner_id = :chain)) $$);
call platform.show_rows('ledger.settlement_document', $$ programme_id = :programme and (:whole or partner_id = :chain) $$);
call platform.show_rows('ledger.reconciliation', $$ programme_id = :programme and (:whole or partner_id = :chain) $$);
call platform.show_rows('ledger.reconciliation_break', $$ programme_id = :programme and (:whole or partner_id = :chain) $$);

call platform.show_rows('ledger.statement', $$ programme_id = :programme and (:whole or partner_id = :chain) $$);
call platform.show_rows('ledger.statement_signature', $$
  exists (select from ledger.statement as seen where seen.statement_id = statement_signature.statement_id) $$);
call platform.show_rows('ledger.statement_tile', $$
  (:whole or partner_id = :chain)
    and exists (select from ledger.settlement_window as seen where seen.window_id = statement_tile.window_id) $$);
call platform.show_rows('ledger.statement_key', $$ programme_id = :programme and (:whole or :partner is not null) $$,
  'key_id, programme_id, public_jwk, created_at, retired_at, revoked_at, revoked_because, signed_again_at');

call platform.show_rows('ledger.webhook', $$ programme_id = :programme and (:whole or partner_id = :chain) $$);
call platform.show_rows('ledger.webhook_delivery', $$
  exists (select from ledger.webhook as seen where seen.webhook_id = webhook_delivery.webhook_id) $$);
call platform.show_rows('ledger.webhook_attempt', $$
  exists (select from ledger.webhook_delivery as seen where seen.delivery_id = webhook_attempt.delivery_id) $$);
call platform.show_rows('ledger.backtest', $$ programme_id = :programme and (:whole or partner_id = :chain) $$);
call platform.show_rows('ledger.promotion_budget', $$ programme_id = :programme and (:whole or funder = :chain::text) $$);
