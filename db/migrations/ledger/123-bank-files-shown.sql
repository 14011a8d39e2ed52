-- What the operator's bank said is the operator's own affair (migrations/platform/145-readers.sql).
call platform.show_rows('ledger.bank_file', $$ programme_id = :programme and :whole $$);
call platform.show_rows('ledger.bank_word', $$
  exists (select from ledger.bank_file as seen where seen.bank_file_id = bank_word.bank_file_id) $$);
