-- What rewards follows: what happened, in the order of the feed, with what missions and leaderboards look at. Other subgraphs read these
-- views and nothing else of this schema; columns may be added, never changed or taken away.

CREATE VIEW ledger.event_feed AS
  SELECT position, programme_id, events FROM ledger.outbox WHERE position IS NOT NULL;

CREATE VIEW ledger.purchase_facts AS
  SELECT
    done.transaction_id,
    done.programme_id,
    done.kind,
    done.member_id,
    done.partner_id,
    done.store_id,
    done.points,
    done.amount_minor,
    done.currency,
    done.occurred_at,
    -- [{category, amountMinor, ...}]
    done.details -> 'lines' AS lines,
    original.amount_minor AS original_amount_minor
  FROM ledger.transaction AS done
  LEFT JOIN ledger.transaction AS original ON original.transaction_id = done.original_id
  WHERE done.status = 'OK' AND done.kind IN ('PURCHASE', 'RETURN');

GRANT USAGE ON SCHEMA ledger TO loyalty_rewards;
GRANT SELECT ON ledger.event_feed, ledger.purchase_facts TO loyalty_rewards;
