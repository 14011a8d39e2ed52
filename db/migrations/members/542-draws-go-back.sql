-- Who leaves a household leaves with its own: draws of which what was not spent goes back to those who gave it, until that is done.
ALTER TABLE members.household_draw ADD COLUMN goes_back boolean NOT NULL DEFAULT false;
CREATE INDEX household_draw_going_back ON members.household_draw (draw_id) WHERE goes_back;
