// A break of a reconciliation: what it is worth, which states it may go through, and what may be posted for it (settlement.md 5.1, 7).
//
//   DETECTED -> ASSIGNED -> ACCEPTED_TIMING -> AUTO_CLOSED          the next window's file explains it
//                        -> ADJUSTMENT_PROPOSED -> APPROVED -> POSTED   or WRITTEN_OFF: two persons
//                        -> ACCEPTED | REJECTED                     nothing is to be posted
//   any open one -> SUPERSEDED                                      another version of the file
//
// A dispute is of its own kind (commands/disputes.ts): a transaction that is missing at the partner may be contested there, and the break
// is then accepted with a note.
import { type Refusal, refuse } from '../../shared/refusal.ts';
import type { ReconciliationResult } from './reconciliation.ts';

export type BreakResult = Exclude<ReconciliationResult, 'MATCHED' | 'MATCHED_IN_TOLERANCE'>;

export type BreakState =
  | 'DETECTED'
  | 'ASSIGNED'
  | 'ACCEPTED_TIMING'
  | 'AUTO_CLOSED'
  | 'ADJUSTMENT_PROPOSED'
  | 'APPROVED'
  | 'POSTED'
  | 'WRITTEN_OFF'
  | 'ACCEPTED'
  | 'REJECTED'
  | 'SUPERSEDED';

/** States in which something is still to be done. */
export const OPEN_STATES: readonly BreakState[] = [
  'DETECTED',
  'ASSIGNED',
  'ACCEPTED_TIMING',
  'ADJUSTMENT_PROPOSED',
  'APPROVED',
];

/** States in which a person may decide. */
const UNDECIDED: readonly BreakState[] = ['DETECTED', 'ASSIGNED', 'ACCEPTED_TIMING'];

/** What a decision needs to know of a break. */
export interface BreakFacts {
  readonly result: BreakResult;
  readonly state: BreakState;
  /** EARN, REDEEM, EARN_REVERSAL, REDEEM_REVERSAL. */
  readonly type: string;
  readonly partnerPoints: bigint | null;
  readonly operatorPoints: bigint | null;
  readonly transactionId: string | null;
}

export type BreakAction = 'MISSED_EARN' | 'MISSED_REDEMPTION' | 'RETURN' | 'REFUND' | 'REVERSE' | 'WRITE_OFF';

/** What is proposed to be posted. Points are above zero; null for a write-off. */
export interface BreakProposal {
  readonly action: BreakAction;
  readonly points: bigint | null;
  /** The transaction that is returned, refunded or undone. */
  readonly transactionId: string | null;
}

type Proposed = { readonly proposal: BreakProposal } | { readonly refusal: Refusal };

/** Why nothing can be decided about a break now; null when it can. */
export function refusalOfState(state: BreakState): Refusal | null {
  if (UNDECIDED.includes(state)) return null;
  return refuse(
    'BREAK_STATE',
    OPEN_STATES.includes(state) ? 'A proposal waits: approve or decline it.' : `The break is ended: ${state}.`,
    ['input', 'breakId'],
  );
}

/** Whether a break can be accepted as a matter of cut-off. */
export function mayBeTiming(result: BreakResult): boolean {
  return result === 'TIMING' || result === 'MISSING_AT_PARTNER' || result === 'MISSING_AT_OPERATOR';
}

/**
 * What is to be posted for a break so that the ledger says what the partner's file says. `original` is the purchase or redemption that a
 * reversal belongs to, where the ledger lacks the reversal.
 *
 * | break                  | type            | partner - operator | posting                                     |
 * |------------------------|-----------------|--------------------|---------------------------------------------|
 * | MISSING_AT_OPERATOR    | EARN            |                    | MISSED_EARN of its points                   |
 * | MISSING_AT_OPERATOR    | REDEEM          |                    | MISSED_REDEMPTION of its points             |
 * | MISSING_AT_OPERATOR    | EARN_REVERSAL   |                    | RETURN of its points, of `original`         |
 * | MISSING_AT_OPERATOR    | REDEEM_REVERSAL |                    | REFUND of its points, of `original`         |
 * | AMOUNT_MISMATCH        | EARN            | above 0            | MISSED_EARN of the difference               |
 * | AMOUNT_MISMATCH        | EARN            | below 0            | RETURN of the difference                    |
 * | AMOUNT_MISMATCH        | REDEEM          | above 0            | MISSED_REDEMPTION of the difference         |
 * | AMOUNT_MISMATCH        | REDEEM          | below 0            | REFUND of the difference                    |
 * | MISSING_AT_PARTNER, DUPLICATE_AT_OPERATOR | EARN, REDEEM |    | REVERSE                                     |
 *
 * Reversals that the partner does not know, and all others, have no posting: they are accepted, rejected or written off.
 */
export function proposalFor(facts: BreakFacts, original: string | null): Proposed {
  const { result, type, partnerPoints, operatorPoints, transactionId } = facts;
  const post = (action: BreakAction, points: bigint, of: string | null = null): Proposed => ({
    proposal: { action, points, transactionId: of },
  });
  if (result === 'MISSING_AT_OPERATOR' && partnerPoints !== null) {
    if (partnerPoints <= 0n) return nothingToPost();
    if (type === 'EARN') return post('MISSED_EARN', partnerPoints);
    if (type === 'REDEEM') return post('MISSED_REDEMPTION', partnerPoints);
    if (type === 'EARN_REVERSAL' || type === 'REDEEM_REVERSAL') {
      if (original === null)
        return {
          refusal: refuse('INVALID_INPUT', 'A reversal needs the purchase or redemption that it belongs to.', [
            'input',
            'transactionId',
          ]),
        };
      return post(type === 'EARN_REVERSAL' ? 'RETURN' : 'REFUND', partnerPoints, original);
    }
  }
  if (result === 'AMOUNT_MISMATCH' && partnerPoints !== null && operatorPoints !== null) {
    const more = partnerPoints - operatorPoints;
    if (type === 'EARN' && more > 0n) return post('MISSED_EARN', more);
    if (type === 'EARN' && more < 0n) return post('RETURN', -more, transactionId);
    if (type === 'REDEEM' && more > 0n) return post('MISSED_REDEMPTION', more);
    if (type === 'REDEEM' && more < 0n) return post('REFUND', -more, transactionId);
  }
  if (
    (result === 'MISSING_AT_PARTNER' || result === 'DUPLICATE_AT_OPERATOR') &&
    operatorPoints !== null &&
    (type === 'EARN' || type === 'REDEEM')
  ) {
    return post('REVERSE', operatorPoints, transactionId);
  }
  return nothingToPost();
}

function nothingToPost(): Proposed {
  return {
    refusal: refuse('BREAK_STATE', 'There is nothing to post for such a break: accept, reject or write it off.', [
      'input',
      'breakId',
    ]),
  };
}
