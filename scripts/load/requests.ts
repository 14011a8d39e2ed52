/** Requests to the posting engine as the commands make them, for loads: a key, a hash of the body, a partner that asks. */
import { createHash } from 'node:crypto';
import type { Actor, Instruction, LedgerRequest, MemberRef } from '../../subgraphs/ledger/domain/requests.ts';
import type { LoadCoalition, LoadPartner } from './coalition.ts';

/** An app of the partner, at all of its stores. */
export function partnerActor(partner: LoadPartner): Actor {
  return {
    role: 'partner',
    partnerId: partner.partnerId,
    storeIds: [],
    memberId: null,
    subject: `app of ${partner.partnerId}`,
  };
}

export const OPERATOR_ACTOR: Actor = {
  role: 'operator',
  partnerId: null,
  storeIds: [],
  memberId: null,
  subject: 'operator',
};

/** The body's hash: the same instruction, the same hash. */
export function hashOf(instruction: Instruction): Uint8Array {
  const text = JSON.stringify(instruction, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return createHash('sha256').update(text).digest();
}

export function requestOf(
  coalition: LoadCoalition,
  actor: Actor,
  key: string,
  instruction: Instruction,
): LedgerRequest {
  return {
    programmeId: coalition.programmeId,
    keySpace: actor.partnerId ?? actor.role,
    key,
    hash: hashOf(instruction),
    actor,
    instruction,
  };
}

/** A purchase without lines, now, of so many minor units. */
export function purchaseOf(partner: LoadPartner, member: MemberRef, amountMinor: bigint): Instruction {
  return {
    kind: 'PURCHASE',
    storeId: partner.storeId,
    member,
    amountMinor,
    currency: 'EUR',
    occurredAt: null,
    lines: [],
    pendingUntil: null,
    pendingUntilConfirmed: false,
    reference: null,
  };
}

export function redemptionOf(partner: LoadPartner, member: MemberRef, points: bigint): Instruction {
  return { kind: 'REDEMPTION', storeId: partner.storeId, member, points, occurredAt: null, reference: null };
}
