-- A return's points are those that the goods had earned, in whosever wallet they were: given away, or gone over in a merge. The transaction's own are the
-- change of the buyer's wallet, which had them no more.
CREATE OR REPLACE VIEW ledger.purchase_facts AS
  SELECT
    done.transaction_id,
    done.programme_id,
    done.kind,
    done.member_id,
    done.partner_id,
    done.store_id,
    CASE done.kind
      WHEN 'RETURN' THEN coalesce(-((done.details ->> 'clawedBack')::bigint + (done.details ->> 'arrears')::bigint), done.points)
      ELSE done.points
    END AS points,
    done.amount_minor,
    done.currency,
    done.occurred_at,
    -- [{category, amountMinor, ...}]
    done.details -> 'lines' AS lines,
    original.amount_minor AS original_amount_minor
  FROM ledger.transaction AS done
  LEFT JOIN ledger.transaction AS original ON original.transaction_id = done.original_id
  WHERE done.status = 'OK' AND done.kind IN ('PURCHASE', 'RETURN');
