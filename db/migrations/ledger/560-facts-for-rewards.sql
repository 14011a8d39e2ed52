-- What rewards follows: purchases, and whatever took goods of one back, seen as what it does to that purchase. Columns may be added, never changed or taken away.
CREATE VIEW ledger.reward_facts AS
  SELECT
    done.transaction_id,
    done.programme_id,
    CASE done.kind WHEN 'PURCHASE' THEN 'PURCHASE' ELSE 'RETURN' END AS kind,
    done.member_id,
    coalesce(original.partner_id, done.partner_id) AS partner_id,
    coalesce(original.store_id, done.store_id) AS store_id,
    CASE done.kind
      WHEN 'RETURN' THEN coalesce(-((done.details ->> 'clawedBack')::bigint + (done.details ->> 'arrears')::bigint), done.points)
      ELSE done.points
    END AS points,
    -- What came back; null when all that was left did, without goods that were counted: a purchase that was undone, or never confirmed.
    CASE WHEN done.kind IN ('PURCHASE', 'RETURN') THEN done.amount_minor END AS amount_minor,
    coalesce(original.currency, done.currency) AS currency,
    -- Of a return when its purchase was: where that counted it is taken back.
    coalesce(original.occurred_at, done.occurred_at) AS occurred_at,
    -- [{category, amountMinor, ...}] of the purchase
    coalesce(original.details, done.details) -> 'lines' AS lines,
    -- [{line, amountMinor, ...}], lines from 1; null where no lines are named
    done.details -> 'returned' AS returned,
    CASE done.kind WHEN 'PURCHASE' THEN done.transaction_id ELSE original.transaction_id END AS purchase_id,
    coalesce(original.amount_minor, CASE done.kind WHEN 'PURCHASE' THEN done.amount_minor END) AS purchase_amount_minor,
    coalesce(original.recorded_at, done.recorded_at) AS purchase_recorded_at,
    -- What of the purchase had come back before.
    CASE WHEN original.transaction_id IS NOT NULL THEN (
      SELECT coalesce(sum(earlier.amount_minor), 0)::bigint FROM ledger.transaction AS earlier
      WHERE earlier.original_id = original.transaction_id AND earlier.kind = 'RETURN' AND earlier.status = 'OK'
        AND earlier.transaction_id < done.transaction_id)
    END AS returned_before_minor
  FROM ledger.transaction AS done
  LEFT JOIN ledger.transaction AS original ON original.transaction_id = done.original_id
  WHERE done.status = 'OK' AND (
    done.kind = 'PURCHASE'
    OR (done.kind = 'RETURN' AND (done.original_id IS NULL OR original.kind = 'PURCHASE'))
    OR (done.kind IN ('REVERSAL', 'CANCELLATION') AND original.kind = 'PURCHASE'));
GRANT SELECT ON ledger.reward_facts TO loyalty_rewards;
