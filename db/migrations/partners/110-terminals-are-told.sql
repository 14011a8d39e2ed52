-- Terminals as the ledger reads them: a purchase may name the one that it happened at.
CREATE VIEW partners.terminal_reference AS
  SELECT programme_id, store_id, terminal_id, retired_at FROM partners.terminal;
GRANT SELECT ON partners.terminal_reference TO loyalty_ledger;

CREATE TRIGGER reference_data_changed AFTER INSERT OR UPDATE ON partners.terminal
  FOR EACH ROW EXECUTE FUNCTION partners.reference_data_changed();

ALTER TABLE partners.terminal ADD CONSTRAINT terminal_is_used_before_it_retires CHECK (retired_at >= added_at);
