-- How often something came into the duplicate's wallet after its points had moved: whoever moves on what came says for which of these times.
ALTER TABLE members.merge ADD COLUMN woken integer NOT NULL DEFAULT 0;
