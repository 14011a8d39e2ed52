/**
 * Who sees what of the ledger (domain.md, invariant 10). Other programmes never come this far: every look-up is of the caller's own.
 *
 * |                        | operator | partner                                  | member                                   |
 * |------------------------|----------|------------------------------------------|------------------------------------------|
 * | transaction            | all      | at its own tills (its stores, if limited)| its own, and those that moved its points |
 * | wallet                 | all      | totals of any member: the till needs them| its own                                  |
 * | lots in a wallet       | all      | those it issued or pays for              | its own                                  |
 * | hold                   | all      | at its own tills                         | its own                                  |
 * | position, net position | all      | its own (the whole partner)              | none                                     |
 * | money of a redemption  | all      | of its own tills                         | none: it is between the partners         |
 * | windows                | all      | all, with its own net position           | none                                     |
 *
 * A member that acts through a partner's own front end (`frontEndOf`) sees of itself what that partner sees of it, and no more: the totals, because there
 * is one points currency and a front end shows what can be spent, and of the rest what is also that partner's. A token exchange gives a partner
 * nothing that its own client could not read.
 */
import { type Caller, isMember, isOperator, mayActAtStore, mayActForPartner } from '../../serving/caller.ts';
import type { TransactionRecord } from '../domain/record.ts';
import type { LotView } from './wallet-view.ts';

/** Whether something at a till of this partner is the caller's to see. */
function isAtOwnTill(caller: Caller, partnerId: string | null, storeId: string | null): boolean {
  return caller.role === 'partner' && partnerId !== null && mayActAtStore(caller, partnerId, storeId ?? '');
}

/** Whether something that happened to a member is the caller's own to see: through a partner's front end only what happened at that partner's tills. */
function isOwn(caller: Caller, memberId: string, partnerId: string | null): boolean {
  return (
    isMember(caller, memberId) && (caller.frontEndOf === undefined || caller.frontEndOf === partnerId?.toLowerCase())
  );
}

/** Whether the caller sees the transaction as it is. */
export function maySeeTransaction(
  caller: Caller,
  record: Pick<TransactionRecord, 'memberId' | 'partnerId' | 'storeId' | 'details'>,
): boolean {
  if (isOperator(caller)) return true;
  if (isAtOwnTill(caller, record.partnerId, record.storeId)) return true;
  return [record.memberId, record.details.counterpartyId].some(
    (id) => id != null && isOwn(caller, id, record.partnerId),
  );
}

/** Whether the caller sees an event of a member's points. */
export function maySeeEvent(
  caller: Caller,
  event: { readonly memberId: string; readonly partnerId: string | null; readonly storeId: string | null },
): boolean {
  return (
    isOperator(caller) ||
    isOwn(caller, event.memberId, event.partnerId) ||
    isAtOwnTill(caller, event.partnerId, event.storeId)
  );
}

export function maySeeHold(
  caller: Caller,
  hold: { readonly memberId: string; readonly partnerId: string; readonly storeId: string | null },
): boolean {
  return (
    isOperator(caller) ||
    isOwn(caller, hold.memberId, hold.partnerId) ||
    isAtOwnTill(caller, hold.partnerId, hold.storeId)
  );
}

/** The part of a member's lots that the caller sees. */
export function lotsSeenBy(caller: Caller, lots: readonly LotView[]): readonly LotView[] {
  const { frontEndOf } = caller;
  if (frontEndOf !== undefined) return lots.filter((lot) => [lot.issuerId, lot.funderId].includes(frontEndOf));
  if (caller.role !== 'partner') return lots;
  return lots.filter((lot) => [lot.issuerId, lot.funderId].some((id) => id !== null && mayActForPartner(caller, id)));
}

/** Whether money between partners is shown to the caller. */
export function maySeePartnerMoney(caller: Caller): boolean {
  return caller.role !== 'member';
}
