-- A circle that nobody is in is gone with its name, which may be a person's.
DELETE FROM rewards.circle WHERE NOT EXISTS (SELECT FROM rewards.circle_member AS belonging WHERE belonging.circle_id = circle.circle_id);
