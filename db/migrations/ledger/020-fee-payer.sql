-- The clearing fee of a redemption may be the acceptor's (contract term): who was charged is whom a refund gives it back to.
alter table ledger.redemption_line add column fee_from_acceptor boolean not null default false;
