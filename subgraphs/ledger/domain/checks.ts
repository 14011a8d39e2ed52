// The checks that operations share, each in its place of the published order of refusals (schema/common.graphql `RefusalCode`).

import { unreachable } from '../../shared/assert.ts';
import { counted } from '../../shared/counted.ts';
import { MAX_POINTS, MOST_POINTS_AT_ONCE } from '../../shared/points.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import { type Batch, identityName } from './batch.ts';
import { businessDate } from './business-calendar.ts';
import type { TransactionRecord } from './record.ts';
import { contractAt, type PartnerReference, type StoreReference } from './reference.ts';
import type { Actor, MemberRef } from './requests.ts';
import type { ContractTerms } from './terms.ts';
import type { Wallet } from './wallet.ts';

/** Tills run ahead of us by a little; beyond this a business time lies in the future. */
export const CLOCK_TOLERANCE_MS = 120_000;

/** Either what was looked for, or the refusal. */
export type Found<Thing> =
  | { readonly found: Thing; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly found?: never };

/** DATE_IN_FUTURE, or the business time: that of posting when none was given. */
export function checkOccurredAt(batch: Batch, occurredAt: Date | null): Found<Date> {
  if (occurredAt === null) return { found: batch.now };
  if (occurredAt.getTime() > batch.now.getTime() + CLOCK_TOLERANCE_MS)
    return { refusal: refuse('DATE_IN_FUTURE', 'The business time lies in the future.', ['input', 'occurredAt']) };
  return { found: occurredAt };
}

/**
 * INVALID_INPUT for a last usable date before the day on which points are given: nobody could ever have used them. What is posted late may have
 * lapsed since, and then lapses as it would have.
 */
export function checkEverUsable(
  batch: Batch,
  expiresOn: string | null,
  givenAt: Date,
  field: readonly string[],
): Refusal | null {
  const day = businessDate(givenAt, batch.facts.reference.programme.timeZone);
  if (expiresOn === null || expiresOn >= day) return null;
  return refuse('INVALID_INPUT', `The points could never be used: they are given on ${day}.`, [...field]);
}

/** Whether the actor may act at stores of this partner, this one among them. */
export function mayActAt(actor: Actor, partnerId: string | null, storeId: string | null): boolean {
  if (actor.role === 'operator' || actor.role === 'system') return true;
  if (actor.role !== 'partner' || actor.partnerId === null || actor.partnerId !== partnerId) return false;
  return actor.storeIds.length === 0 || (storeId !== null && actor.storeIds.includes(storeId));
}

/** NOT_ALLOWED for somebody else's store. A store that is not known is refused later, as unknown. */
export function checkMayActAtStore(batch: Batch, actor: Actor, storeId: string): Refusal | null {
  const store = batch.facts.reference.stores.get(storeId);
  if (store !== undefined && !mayActAt(actor, store.partnerId, storeId))
    return refuse('NOT_ALLOWED', 'This caller may not act at this store.', ['input', 'storeId']);
  if (actor.role === 'member') return refuse('NOT_ALLOWED', 'Members do not act at stores.');
  return null;
}

/** Where a till says that something happens. */
export interface Place {
  readonly storeId: string;
  /** Left out or null where the till does not say which device it is. */
  readonly terminalId?: string | null;
}

export interface Till {
  readonly store: StoreReference;
  readonly partner: PartnerReference;
  readonly terminalId: string | null;
}

/**
 * The store with its partner and terminal: PARTNER_INACTIVE, STORE_UNKNOWN, STORE_CLOSED, TERMINAL_UNKNOWN, TERMINAL_RETIRED. `doing` says what
 * an inactive partner may still do.
 */
export function findTill(
  batch: Batch,
  { storeId, terminalId = null }: Place,
  occurredAt: Date,
  doing: 'issuing' | 'accepting' | 'taking back',
): Found<Till> {
  const { reference } = batch.facts;
  const store = reference.stores.get(storeId);
  if (store === undefined)
    return { refusal: refuse('STORE_UNKNOWN', 'No such store of this partner.', ['input', 'storeId']) };
  const partner = reference.partners.get(store.partnerId);
  if (partner === undefined) return { refusal: refuse('PARTNER_UNKNOWN', 'No such partner in this programme.') };
  const inactive = doing !== 'taking back' && !maySell(partner, occurredAt, doing);
  if (inactive)
    return {
      refusal: refuse('PARTNER_INACTIVE', `A partner whose status is ${partner.standing} does no ${doing} of points.`),
    };
  if (
    (store.opensAt !== null && occurredAt < store.opensAt) ||
    (store.closesAt !== null && occurredAt >= store.closesAt)
  )
    return { refusal: refuse('STORE_CLOSED', 'The store is not open at the business time.', ['input', 'storeId']) };
  const noTerminal = terminalId === null ? null : checkTerminal(store, terminalId, occurredAt);
  return noTerminal === null ? { found: { store, partner, terminalId } } : { refusal: noTerminal };
}

/** TERMINAL_UNKNOWN for another store's, TERMINAL_RETIRED from its end on. */
function checkTerminal({ terminals }: StoreReference, terminalId: string, occurredAt: Date): Refusal | null {
  const retiredAt = terminals?.get(terminalId);
  if (retiredAt === undefined)
    return refuse('TERMINAL_UNKNOWN', 'No such terminal of this store.', ['input', 'terminalId']);
  if (retiredAt === null || occurredAt < retiredAt) return null;
  return refuse('TERMINAL_RETIRED', 'The terminal was out of use at the business time.', ['input', 'terminalId']);
}

/** Whether a partner may issue or accept at an instant, as far as its standing goes. */
function maySell({ standing, runOffUntil }: PartnerReference, at: Date, doing: 'issuing' | 'accepting'): boolean {
  switch (standing) {
    case 'ACTIVE':
      return true;
    case 'SUSPENDED':
      return doing === 'accepting';
    case 'RUN_OFF':
      return doing === 'accepting' && (runOffUntil == null || at < runOffUntil);
    case 'LEFT':
      return false;
    default:
      return unreachable(standing);
  }
}

/** The contract in force at the business time: CONTRACT_MISSING, ROLE_NOT_GRANTED. */
export function findContract(
  batch: Batch,
  partnerId: string,
  at: Date,
  role: 'issuer' | 'acceptor',
): Found<ContractTerms> {
  const contract = contractAt(batch.facts.reference, partnerId, at);
  if (contract === null)
    return { refusal: refuse('CONTRACT_MISSING', 'No contract of the partner is in force at the business time.') };
  if (!contract[role] || (role === 'acceptor' && contract.reimbursementMicros === null))
    return {
      refusal: refuse(
        'ROLE_NOT_GRANTED',
        `The contract does not let the partner ${role === 'issuer' ? 'issue' : 'accept'} points.`,
      ),
    };
  return { found: contract };
}

export function memberIdOf(batch: Batch, ref: MemberRef): string | null {
  if ('memberId' in ref) return ref.memberId;
  return batch.facts.identities.get(identityName(ref.kind, ref.value)) ?? null;
}

/**
 * The member: MEMBER_UNKNOWN and, where the operation needs an active one, MEMBER_INACTIVE. What undoes something (returns, voids,
 * refunds, reversals) is done for a suspended or closed member, too: the goods are back, whatever the member is.
 */
export function findMember(batch: Batch, ref: MemberRef, mustBeActive = true): Found<string> {
  const field = 'memberId' in ref ? 'memberId' : 'identity';
  const memberId = memberIdOf(batch, ref);
  const status = memberId === null ? undefined : batch.facts.statuses.get(memberId);
  if (memberId === null || status === undefined)
    return { refusal: refuse('MEMBER_UNKNOWN', 'No such member in this programme.', ['input', field]) };
  if (mustBeActive && status !== 'ACTIVE')
    return { refusal: refuse('MEMBER_INACTIVE', `The member is ${status.toLowerCase()}.`, ['input', field]) };
  return { found: memberId };
}

/** A transaction that the actor may act on: TRANSACTION_UNKNOWN for another partner's, TRANSACTION_NOT_REVERSIBLE for another kind. */
export function findOriginal(
  batch: Batch,
  actor: Actor,
  transactionId: string,
  kinds: readonly string[] | null,
  field: string,
): Found<TransactionRecord & { readonly memberId: string }> {
  const record = batch.facts.originals.get(transactionId);
  if (
    record === undefined ||
    record.status !== 'OK' ||
    record.memberId === null ||
    !mayActAt(actor, record.partnerId, record.storeId)
  )
    return { refusal: refuse('TRANSACTION_UNKNOWN', 'No such transaction.', ['input', field]) };
  if (kinds !== null && !kinds.includes(record.kind))
    return {
      refusal: refuse('TRANSACTION_NOT_REVERSIBLE', `This cannot be done to a transaction of kind ${record.kind}.`, [
        'input',
        field,
      ]),
    };
  return { found: { ...record, memberId: record.memberId } };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether whole days from the business time to the posting are more than the contract allows (R17). */
export function isLate(
  { lateSubmissionDays }: Pick<ContractTerms, 'lateSubmissionDays'>,
  occurredAt: Date,
  recordedAt: Date,
): boolean {
  const days = Math.floor((recordedAt.getTime() - occurredAt.getTime()) / DAY_MS);
  return lateSubmissionDays !== null && days > lateSubmissionDays;
}

/** LATE_SUBMISSION where the contract refuses what is late; where it flags it, `Transaction.flags` says so. */
export function checkLate(batch: Batch, contract: ContractTerms, occurredAt: Date): Refusal | null {
  if (contract.lateBeyondLimit === 'FLAG' || !isLate(contract, occurredAt, batch.now)) return null;
  return refuse(
    'LATE_SUBMISSION',
    `The contract accepts events up to ${counted(contract.lateSubmissionDays ?? 0, 'day')} late.`,
    ['input', 'occurredAt'],
  );
}

/** LIMIT_EXCEEDED: whole days since the original event are more than its contract gives for undoing it. */
export function checkReversalDays(limit: number | null | undefined, original: Date, occurredAt: Date): Refusal | null {
  if (limit == null || Math.floor((occurredAt.getTime() - original.getTime()) / DAY_MS) <= limit) return null;
  return refuse('LIMIT_EXCEEDED', `The contract lets this be undone for ${counted(limit, 'day')}.`, [
    'input',
    'occurredAt',
  ]);
}

/** LIMIT_EXCEEDED when a gain would take a total of the wallet beyond 2^53 - 1, what the API can say. */
export function checkRoom(wallet: Wallet, gain: bigint): Refusal | null {
  const total = wallet.available + wallet.held + wallet.pending + gain;
  if (total <= MAX_POINTS && wallet.qualifying + gain <= MAX_POINTS) return null;
  return refuse('LIMIT_EXCEEDED', 'The member would hold more than 2^53 - 1 points.');
}

/** LIMIT_EXCEEDED when a transaction would give more points than one moves, or than the wallet has room for. */
export function checkGain(wallet: Wallet, gain: bigint): Refusal | null {
  if (gain <= MOST_POINTS_AT_ONCE) return checkRoom(wallet, gain);
  return refuse('LIMIT_EXCEEDED', `One transaction gives at most ${MOST_POINTS_AT_ONCE} points.`);
}

export function insufficient(): Refusal {
  return refuse('INSUFFICIENT_POINTS', 'The member has fewer usable points than this takes.', ['input', 'points']);
}
