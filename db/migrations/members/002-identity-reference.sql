-- Tills know members by their keys: the ledger finds the member of a key in its one stored form (subgraphs/shared/identity-value.ts).
CREATE VIEW members.identity_reference AS
  SELECT programme_id, kind, value, member_id
  FROM members.identity;

GRANT SELECT ON members.identity_reference TO loyalty_ledger;
