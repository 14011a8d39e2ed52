// What a batch tells the audit trail: what administrators posted with it (serving/audit-trail.ts).
import type { AuditEntry } from '../../serving/audit-trail.ts';
import type { Caller } from '../../serving/caller.ts';
import type { Reply, TransactionRecord } from '../domain/record.ts';
import type { LedgerRequest } from '../domain/requests.ts';

/** A request, and who sent it where that belongs into the audit trail. */
export type TrailedRequest = LedgerRequest & { readonly administrator?: Caller };

/**
 * An entry for everything that was done for an administrator now: not for what was refused, nor for what was done earlier and is only told again.
 * It names the transaction, which says the rest and is never changed; what was asked may name a member by its phone.
 */
export function trailOfBatch(
  requests: readonly TrailedRequest[],
  replies: readonly Reply[],
  remembered: Iterable<TransactionRecord>,
  at: Date,
): AuditEntry[] {
  let told: Set<string> | null = null;
  const entries: AuditEntry[] = [];
  for (const [index, { administrator, programmeId, key }] of requests.entries()) {
    const reply = replies[index];
    if (administrator === undefined || reply?.ok !== true) continue;
    told ??= new Set(Array.from(remembered, ({ transactionId }) => transactionId));
    const { transactionId, memberId, kind } = reply.record;
    if (told.has(transactionId)) continue;
    told.add(transactionId);
    const target = { transactionId, ...(memberId === null ? {} : { memberId }) };
    entries.push({ caller: administrator, programmeId, command: kind, idempotencyKey: key, target, asked: null, at });
  }
  return entries;
}
