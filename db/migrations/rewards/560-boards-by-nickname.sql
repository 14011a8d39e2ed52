-- Pages of a leaderboard go on behind a score and a nickname: what a cursor holds can be read by whoever gets it, and a member's id is not for all to read.
CREATE INDEX leaderboard_entry_by_score_and_nickname ON rewards.leaderboard_entry (board_id, score DESC, nickname_key COLLATE "C");
DROP INDEX rewards.leaderboard_entry_by_score;
-- As `searchable` (subgraphs/rewards/domain/localised-text.ts) writes it now: letters that are written in several ways as one, vowel signs left out.
UPDATE rewards.reward SET search_text = translate(search_text,
  'ىےھہةۀەأإٱ' || U&'\064B\064C\064D\064E\064F\0650\0651\0652\0653\0654\0655\0670\0640',
  'ییهههههااا');
