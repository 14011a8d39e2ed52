import type { AnySql, Statement } from './batch-sql.ts';

/**
 * First statement of a batch, after BEGIN: the shared locks on the programme's window (store/window-lock.ts: the same key) and on its member
 * statuses (db/migrations/members), so that neither changes under the batch; and settings for this transaction alone. The plans of the statements that follow are made once per connection, perhaps when the
 * tables were empty: without these settings they would be sequential scans for ever. Nor are they planned again for every batch: each is
 * a look-up by key for every element of an array, whatever the array.
 */
export function beginBatch(sql: AnySql, programmeId: string): Statement<object> {
  return sql<object[]>`
    SELECT set_config('enable_seqscan', 'off', true),
           set_config('enable_hashjoin', 'off', true),
           set_config('enable_mergejoin', 'off', true),
           set_config('plan_cache_mode', 'force_generic_plan', true),
           pg_advisory_xact_lock_shared(hashtextextended('ledger.settlement_window:' || ${programmeId}::uuid::text, 0)),
           pg_advisory_xact_lock_shared(hashtextextended('members.member_status:' || ${programmeId}::uuid::text, 0))`;
}
