import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

export const oneWindowIsOpen: Check = {
  name: 'one-window-is-open',
  claim:
    'A programme that has posted has exactly one open window, its last; windows are numbered from 1 without gaps and follow each other in time.',
  find: (sql, programmeId) => sql<Finding[]>`
    (SELECT format('programme %s has %s open windows of %s, numbered %s to %s', programme_id, count(*) FILTER (WHERE state = 'OPEN'), count(*),
                   min(number), max(number)) AS finding
     FROM ledger.settlement_window WHERE ${isOf(sql, programmeId)} GROUP BY programme_id
     HAVING count(*) FILTER (WHERE state = 'OPEN') <> 1 OR max(number) FILTER (WHERE state = 'OPEN') <> max(number)
         OR min(number) <> 1 OR max(number) <> count(*)
     ORDER BY programme_id LIMIT ${MAX_FINDINGS})
    UNION ALL
    (SELECT format('window %s (number %s) opened at %s; the one before was closed at %s', later.window_id, later.number, later.opened_at, before.closing_at)
     FROM ledger.settlement_window AS later JOIN ledger.settlement_window AS before
       ON before.programme_id = later.programme_id AND before.number = later.number - 1
     WHERE ${isOf(sql, programmeId, 'later')} AND coalesce(before.closing_at, before.closed_at) IS DISTINCT FROM later.opened_at
     ORDER BY later.window_id LIMIT ${MAX_FINDINGS})
    LIMIT ${MAX_FINDINGS}`,
};
