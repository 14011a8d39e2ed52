-- Rules name tiers: whoever drafts one asks which there are. (Here, because the schema of members is made after that of partners.)
GRANT SELECT ON members.tier_reference TO loyalty_partners;
