-- The order of posting: what a statement's lines stand in, for ever.
--
-- Every batch, and every command that writes entries under the closing lock, draws one number while it holds the lock on the programme's
-- windows. So batches that exclude each other (one member's, or a batch and a close) are numbered in the order in which they were
-- posted, and when a window is closed no smaller number can appear in it any more: whoever drew one has committed or is gone.
-- Within a batch ids rise in the order of deciding. Order of a window: (batch, transaction_id, entry). It has gaps; statements number
-- their lines themselves.
create sequence ledger.journal_batch;
alter table ledger.journal add column batch bigint not null default nextval('ledger.journal_batch');

-- Entries of a window in their order. It takes the place of the block range index: numbers only grow, so a posting appends to it.
create index journal_in_order on ledger.journal (window_id, batch);
drop index ledger.journal_of_window;

-- Last number drawn when the window was closed: what is appended to it later, in review, has a greater one.
alter table ledger.settlement_window add column last_batch bigint;
