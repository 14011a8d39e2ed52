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
 * A member's own is also what happened to members that were merged into it (../../serving/persons.ts).
 *
 * A member that acts through a partner's own front end (`frontEndOf`) sees of itself what that partner sees of it, and no more: the totals, because there
 * is one points currency and a front end shows what can be spent, and of the rest what is also that partner's. A token exchange gives a partner
 * nothing that its own client could not read.
 */
import { type Caller, isMember, isOperator, mayActAtStore, mayActForPartner } from '../../serving/caller.ts';
import { isOwn, type PersonLoader } from '../../serving/persons.ts';
import type { SeenTransaction } from './seen-transaction.ts';
import type { LotView } from './wallet-view.ts';

/** Whether something at a till of this partner is the caller's to see. */
function isAtOwnTill(caller: Caller, partnerId: string | null, storeId: string | null): boolean {
  return caller.role === 'partner' && partnerId !== null && mayActAtStore(caller, partnerId, storeId ?? '');
}

/** Whether a partner's front end, if the caller acts through one, shows what happened there: only that partner's tills. */
function isAtFrontEnd({ frontEndOf }: Caller, partnerId: string | null): boolean {
  return frontEndOf === undefined || frontEndOf === partnerId?.toLowerCase();
}

/** Whether the caller sees the transaction as it is. */
export async function maySeeTransaction(
  caller: Caller,
  persons: PersonLoader,
  record: Pick<SeenTransaction, 'memberId' | 'partnerId' | 'storeId' | 'counterpartyId'>,
): Promise<boolean> {
  if (isOperator(caller)) return true;
  if (isAtOwnTill(caller, record.partnerId, record.storeId)) return true;
  if (!isAtFrontEnd(caller, record.partnerId)) return false;
  for (const id of [record.memberId, record.counterpartyId])
    if (id !== null && (await isOwn(caller, persons, id))) return true;
  return false;
}

/** Whether the caller sees an event of a member's points. */
export function maySeeEvent(
  caller: Caller,
  event: { readonly memberId: string; readonly partnerId: string | null; readonly storeId: string | null },
): boolean {
  return (
    isOperator(caller) ||
    (isMember(caller, event.memberId) && isAtFrontEnd(caller, event.partnerId)) ||
    isAtOwnTill(caller, event.partnerId, event.storeId)
  );
}

export async function maySeeHold(
  caller: Caller,
  persons: PersonLoader,
  hold: { readonly memberId: string; readonly partnerId: string; readonly storeId: string | null },
): Promise<boolean> {
  if (isOperator(caller) || isAtOwnTill(caller, hold.partnerId, hold.storeId)) return true;
  return isAtFrontEnd(caller, hold.partnerId) && (await isOwn(caller, persons, hold.memberId));
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
