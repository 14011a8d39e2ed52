-- The person who holds a client's secret and acts in their own name; null is a service account. Kept in lower case, so that one
-- person is one text. Whoever may make persons (persons:write) is none: a person cannot make themselves a second one.
ALTER TABLE platform.api_client
  ADD COLUMN person text CHECK (person = lower(person) AND person <> ''),
  ADD CONSTRAINT api_client_person_makes_no_persons CHECK (person IS NULL OR NOT 'persons:write' = ANY (scopes));
