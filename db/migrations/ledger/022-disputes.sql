-- Disputes as objects (settlement.md 5.1): who opened them with what evidence, by when they are answered and decided, and what followed.
drop index ledger.dispute_held;
alter table ledger.dispute
  drop constraint dispute_state_check,
  drop constraint dispute_check,
  drop constraint dispute_check1,
  add constraint dispute_state_check check (state in
    ('HELD', 'UNDER_REVIEW', 'UPHELD', 'PARTIALLY_UPHELD', 'REJECTED', 'WITHDRAWN', 'POSTED')),
  -- The window of the contested transaction: its disputes are found by it.
  add column window_id uuid,
  add column opened_by text,
  -- Texts and references that the parties gave, with who and when: only added to.
  add column evidence jsonb not null default '[]',
  add column answer_by date,
  add column decide_by date,
  add column answer text check (length(answer) between 1 and 1000),
  add column answered_at timestamptz,
  add column answered_by text,
  add column outcome text check (outcome in ('UPHELD', 'PARTIALLY_UPHELD', 'REJECTED', 'WITHDRAWN')),
  add column decision text check (length(decision) between 1 and 1000),
  add column decided_by text,
  -- How many points the decision gives back; null where it does not say: whoever decided posts what follows.
  add column upheld_points bigint check (upheld_points > 0),
  add column outcome_transaction_id uuid,
  -- Why what was decided could not be posted.
  add column outcome_refusal text,
  add constraint dispute_released check ((state in ('HELD', 'UNDER_REVIEW')) = (release_transaction_id is null)),
  add constraint dispute_decided check ((state in ('HELD', 'UNDER_REVIEW')) = (decided_at is null)),
  add constraint dispute_has_outcome check ((outcome is null) = (decided_at is null)),
  add constraint dispute_answered check (state <> 'UNDER_REVIEW' or answered_at is not null);
-- One open hold per entry.
create unique index dispute_open on ledger.dispute (transaction_id, entry) where release_transaction_id is null;
create index dispute_of_programme on ledger.dispute (programme_id, dispute_id);
create index dispute_of_window on ledger.dispute (window_id, dispute_id);
create index dispute_to_post on ledger.dispute (programme_id) where upheld_points is not null and state in ('UPHELD', 'PARTIALLY_UPHELD');
