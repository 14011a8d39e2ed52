// The net debit cap (settlement 2.8): how much a partner may owe before its contract says stop.
//
// What: used = max(0, -position), over all unsettled windows. A posting that deepens the position beyond the cap is refused where the
// contract in force blocks it; one that does not deepen it never is, and a partner already beyond its cap may always come back.
// BLOCK_ISSUE stops points being issued at the partner's expense. It does not stop redemptions: the member's points are good, and under
// ISSUER_PAYS_ON_REDEMPTION they deepen the funder's position all the same. BLOCK_ALL stops those, too. Returns, refunds, captures of
// points already held and the operator's adjustments are not stopped: they keep a promise given before.
// Positions are read under the partner's exposure lock, so that no two writers decide on the same room.
import { unreachable } from '../../shared/assert.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import type { Batch } from './batch.ts';
import type { Lot, MemberBook } from './book.ts';
import { type Posting, positionEffect } from './posting.ts';
import { contractAt, type Reference } from './reference.ts';
import type { ContractTerms } from './terms.ts';

export type Deepening = 'issue' | 'redeem';

/** Whether a contract version can ever stop this kind of posting. */
export function mayBlock(contract: ContractTerms, deepening: Deepening): boolean {
  if (contract.netDebitCapMinor === null) return false;
  switch (contract.capMode) {
    case 'ALERT':
      return false;
    case 'BLOCK_ISSUE':
      return deepening === 'issue';
    case 'BLOCK_ALL':
      return true;
    default:
      return unreachable(contract.capMode);
  }
}

/** Partners of a programme with any contract version that can stop this kind of posting: whose exposure is to be locked. */
export function partnersThatMayBlock(reference: Reference, deepening: Deepening): string[] {
  const partners = new Set<string>();
  for (const contract of reference.contracts.values())
    if (mayBlock(contract, deepening)) partners.add(contract.partnerId);
  return [...partners];
}

/** NET_DEBIT_CAP_EXCEEDED when the journal of a posting takes a partner beyond its cap, or null. */
export function checkCap(batch: Batch, posting: Posting, deepening: Deepening): Refusal | null {
  for (const [partnerId, effect] of positionEffect(posting.journal)) {
    const position = batch.position(partnerId);
    if (position === null || effect >= 0n) continue;
    const contract = contractAt(batch.facts.reference, partnerId, batch.now);
    if (contract === null || !mayBlock(contract, deepening)) continue;
    if (-(position + effect) > contract.netDebitCapMinor!)
      return refuse('NET_DEBIT_CAP_EXCEEDED', "The partner's net debit cap leaves no room for this.");
  }
  return null;
}

/** A copy to try a rule on, when its outcome may be refused for its money only after it has changed the book. */
export function copyOfBook(book: MemberBook): MemberBook {
  const copied = <Row extends object>(rows: Map<string, Row>): Map<string, Row> =>
    new Map([...rows].map(([id, row]) => [id, { ...row }]));
  const lots: Map<string, Lot> = copied(book.lots);
  const holds = new Map(
    [...book.holds].map(([id, hold]) => [id, { ...hold, lots: hold.lots.map((lot) => ({ ...lot })) }]),
  );
  return { memberId: book.memberId, lots, lines: copied(book.lines), debts: copied(book.debts), holds };
}
