/** Short ways to say what the ledger is asked for in tests. Amounts are minor units of EUR. */
import { createHash, randomUUID } from 'node:crypto';
import type { Reply, TransactionRecord } from '../../subgraphs/ledger/domain/record.ts';
import type { Actor, Instruction, LedgerRequest } from '../../subgraphs/ledger/domain/requests.ts';

export const OPERATOR_ACTOR: Actor = {
  role: 'operator',
  partnerId: null,
  storeIds: [],
  memberId: null,
  subject: 'operator',
};

export function partnerActor(partnerId: string, storeIds: readonly string[] = []): Actor {
  return { role: 'partner', partnerId, storeIds, memberId: null, subject: `app of ${partnerId}` };
}

export function memberActor(memberId: string): Actor {
  return { role: 'member', partnerId: null, storeIds: [], memberId, subject: memberId };
}

/** A request with its hash, under a new key unless told. */
export function request(
  programmeId: string,
  instruction: Instruction,
  options: { readonly key?: string; readonly actor?: Actor; readonly keySpace?: string } = {},
): LedgerRequest {
  const text = JSON.stringify(instruction, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return {
    programmeId,
    keySpace: options.keySpace ?? 'till',
    key: options.key ?? randomUUID(),
    hash: createHash('sha256').update(text).digest(),
    actor: options.actor ?? OPERATOR_ACTOR,
    instruction,
  };
}

export function purchase(
  storeId: string,
  memberId: string,
  amountMinor: bigint,
  more: Partial<Extract<Instruction, { kind: 'PURCHASE' }>> = {},
): Instruction {
  return {
    kind: 'PURCHASE',
    storeId,
    member: { memberId },
    amountMinor,
    currency: 'EUR',
    occurredAt: null,
    lines: [],
    pendingUntil: null,
    pendingUntilConfirmed: false,
    reference: null,
    ...more,
  };
}

export function redemption(
  storeId: string,
  memberId: string,
  points: bigint,
  more: Partial<Extract<Instruction, { kind: 'REDEMPTION' }>> = {},
): Instruction {
  return { kind: 'REDEMPTION', storeId, member: { memberId }, points, occurredAt: null, reference: null, ...more };
}

export function goodsBack(
  storeId: string,
  purchaseId: string | null,
  more: Partial<Extract<Instruction, { kind: 'RETURN' }>> = {},
): Instruction {
  return {
    kind: 'RETURN',
    storeId,
    purchaseId,
    member: null,
    lines: [],
    amountMinor: null,
    currency: null,
    occurredAt: null,
    reference: null,
    ...more,
  };
}

export function authorisation(storeId: string, memberId: string, points: bigint, timeToLiveSeconds = 900): Instruction {
  return { kind: 'AUTHORISATION', storeId, member: { memberId }, points, timeToLiveSeconds, reference: null };
}

/** The record of a reply that must have been accepted. */
export function posted(reply: Reply): TransactionRecord {
  if (!reply.ok) throw new Error(`refused: ${reply.refusal.code} ${reply.refusal.message}`);
  return reply.record;
}

/** The code of a reply that must have been refused, or OK. */
export function codeOf(reply: Reply): string {
  return reply.ok ? 'OK' : reply.refusal.code;
}
