-- What a purchase told of its member once held the day and month of birth. It does not any more (a backtest asks what the member is now), and it
-- is taken out where it was kept: history stays, who somebody is does not. It stood in no hash, no statement and no reply.
UPDATE ledger.transaction SET details = details #- '{till,birthday}' WHERE details -> 'till' ? 'birthday';
