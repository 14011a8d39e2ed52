// Points reserved for a redemption: authorise, then capture (whole, part, several times), void, or let the time run out.
//
// Lots are allocated when the hold is taken, so what the redemption will cost whom is fixed; held points do not lapse while the hold
// lasts. A hold belongs to the partner that asked for it. Its id is that of the authorisation.
// Order of refusals: as for a redemption, with the hold where the transaction stands: unknown, expired, resolved, capture too large.
import { counted } from '../../../shared/counted.ts';
import { formatAmount } from '../../../shared/money.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import { type Batch, type HoldState, heldOf, type RecordKey } from '../batch.ts';
import { type Found, insufficient, mayActAt } from '../checks.ts';
import { copyOfBook } from '../exposure.ts';
import { captureHold, releaseHold, takeHold } from '../posting-rules/hold.ts';
import { redeem } from '../posting-rules/redeem.ts';
import type { HoldRecord, TransactionRecord } from '../record.ts';
import type { Actor, Authorisation, Capture, Void } from '../requests.ts';
import { slideExpiries } from '../sliding-expiry.ts';
import { checkSpendCap, findSpend, spendSteps } from './redemption.ts';

export function decideAuthorisation(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  asked: Authorisation,
): TransactionRecord | Refusal {
  const { found: spend, refusal } = findSpend(batch, actor, { ...asked, occurredAt: null });
  if (refusal !== undefined) return refusal;
  const { till, contract, memberId, occurredAt } = spend;
  const book = batch.book(memberId);
  const capped = checkSpendCap(
    batch,
    occurredAt,
    (trial) =>
      redeem(trial, copyOfBook(book), { acceptorId: till.partner.partnerId, contract, points: asked.points }) !==
      'INSUFFICIENT_POINTS',
  );
  if (capped !== null) return capped;

  const posting = batch.open(occurredAt);
  const expiresAt = new Date(batch.now.getTime() + asked.timeToLiveSeconds * 1000);
  const hold = takeHold(posting, book, {
    partnerId: till.partner.partnerId,
    contractVersionId: contract.contractVersionId,
    points: asked.points,
    expiresAt,
  });
  if (hold === 'INSUFFICIENT_POINTS') return insufficient();
  slideExpiries(batch, posting, memberId);
  return batch.post(key, posting, {
    kind: 'AUTHORISATION',
    memberId,
    partnerId: till.partner.partnerId,
    storeId: till.store.storeId,
    terminalId: till.terminalId,
    amountMinor: null,
    currency: null,
    originalId: null,
    contractVersionId: contract.contractVersionId,
    occurredAt,
    reference: asked.reference,
    qualifying: 0n,
    details: {
      explanation: {
        sentence: `${counted(asked.points, 'point is', 'points are')} reserved for ${till.partner.name} until ${expiresAt.toISOString()}.`,
        contractVersionId: contract.contractVersionId,
        steps: [
          {
            rule: 'hold',
            points: '0',
            reason: `Allocated from ${counted(hold.lots.length, 'lot')} in spending order.`,
          },
        ],
      },
      hold: holdRecord({ hold, storeId: till.store.storeId, points: asked.points }),
    },
  });
}

export function decideCapture(batch: Batch, key: RecordKey, actor: Actor, asked: Capture): TransactionRecord | Refusal {
  const { found: state, refusal } = findOpenHold(batch, actor, asked.holdId);
  if (refusal !== undefined) return refusal;
  const { hold } = state;
  const points = asked.points ?? heldOf(hold);
  if (points > heldOf(hold))
    return refuse('CAPTURE_EXCEEDS_HOLD', 'The capture is larger than what is still held.', ['input', 'points']);

  const posting = batch.open(batch.now);
  const captured = captureHold(posting, batch.book(hold.memberId), { hold, points });
  slideExpiries(batch, posting, hold.memberId);
  const { currency } = batch.facts.reference.programme;
  return batch.post(key, posting, {
    kind: 'CAPTURE',
    memberId: hold.memberId,
    partnerId: hold.partnerId,
    storeId: state.storeId,
    amountMinor: captured.amountMinor,
    currency,
    originalId: hold.holdId,
    contractVersionId: hold.contractVersionId,
    occurredAt: batch.now,
    reference: null,
    qualifying: 0n,
    details: {
      explanation: {
        sentence: `${counted(points, 'held point')} paid ${formatAmount(captured.amountMinor, currency)} ${currency}, from the lots allocated when they were reserved.`,
        contractVersionId: hold.contractVersionId,
        steps: spendSteps(batch, captured.allocation),
      },
      hold: holdRecord(state),
    },
  });
}

export function decideVoid(batch: Batch, key: RecordKey, actor: Actor, asked: Void): TransactionRecord | Refusal {
  const { found: state, refusal } = findOpenHold(batch, actor, asked.holdId);
  if (refusal !== undefined) return refusal;
  return endHold(batch, key, state, 'VOIDED');
}

/** Gives back what is held. What lapsed meanwhile goes to breakage in the same transaction. */
export function endHold(
  batch: Batch,
  key: RecordKey,
  state: HoldState,
  outcome: 'VOIDED' | 'EXPIRED',
): TransactionRecord {
  const { hold } = state;
  const posting = batch.open(batch.now);
  const { released, lapsed } = releaseHold(posting, batch.book(hold.memberId), { hold, outcome });
  const why = outcome === 'VOIDED' ? 'The hold was given up' : "The hold's time was over";
  return batch.post(key, posting, {
    kind: 'VOID',
    memberId: hold.memberId,
    partnerId: hold.partnerId,
    storeId: state.storeId,
    amountMinor: null,
    currency: null,
    originalId: hold.holdId,
    contractVersionId: hold.contractVersionId,
    occurredAt: batch.now,
    reference: null,
    qualifying: 0n,
    details: {
      explanation: {
        sentence: `${why}: ${counted(released, 'point')} can be spent again${lapsed > 0n ? `, ${lapsed} lapsed meanwhile` : ''}.`,
        contractVersionId: hold.contractVersionId,
        steps: [
          { rule: 'release', points: '0', reason: `${counted(released, 'point')} went back to their lots.` },
          ...(lapsed > 0n
            ? [
                {
                  rule: 'expiry',
                  points: (-lapsed).toString(),
                  reason: 'Their last usable day passed while they were held.',
                },
              ]
            : []),
        ],
      },
      hold: holdRecord(state),
    },
  });
}

/** HOLD_UNKNOWN for another partner's, HOLD_EXPIRED when its time is over, swept or not, HOLD_RESOLVED when it ended otherwise. */
function findOpenHold(batch: Batch, actor: Actor, holdId: string): Found<HoldState> {
  const state = batch.holds.get(holdId) ?? batch.facts.holds.get(holdId);
  if (state === undefined || !mayActAt(actor, state.hold.partnerId, state.storeId))
    return { refusal: refuse('HOLD_UNKNOWN', 'No such hold.', ['input', 'holdId']) };
  const { hold } = state;
  if (hold.state === 'EXPIRED' || (hold.state === 'OPEN' && hold.expiresAt <= batch.now))
    return { refusal: refuse('HOLD_EXPIRED', "The hold's time is over.", ['input', 'holdId']) };
  if (hold.state !== 'OPEN')
    return {
      refusal: refuse('HOLD_RESOLVED', `The hold was ${hold.state.toLowerCase()} already.`, ['input', 'holdId']),
    };
  return { found: state };
}

function holdRecord({ hold, points }: HoldState): HoldRecord {
  return {
    holdId: hold.holdId,
    points: points.toString(),
    held: heldOf(hold).toString(),
    state: hold.state,
    expiresAt: hold.expiresAt.toISOString(),
  };
}
