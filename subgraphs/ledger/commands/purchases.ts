// Reading what a till says: purchases, what becomes of their pending points, and goods that come back.
import type { InputCheck } from '../../serving/input-check.ts';
import type { Purchase, PurchaseLine } from '../domain/requests.ts';
import type {
  CancelPurchaseInput,
  ConfirmPurchaseInput,
  PurchaseLineInput,
  RecordPurchaseInput,
  RecordReturnInput,
} from '../generated.ts';
import { AWARD_SCOPE, readAwards } from './awards.ts';
import type { LedgerCommand } from './ledger-command.ts';
import { readAmount, readId, readMember, readMoney, readPoints, readReference, readTerminal } from './read-input.ts';

export const MAX_PURCHASES = 1000;
const MAX_LINES = 500;
const MAX_QUANTITY = 1_000_000;
const MAX_CODES = 20;

export const recordPurchase: LedgerCommand<RecordPurchaseInput> = {
  kind: 'PURCHASE',
  scopeFor: ({ awards }) => (awards.length === 0 ? null : AWARD_SCOPE),
  read(input, check, at) {
    const { amountMinor, currency } = readMoney(input.amount, check, [...at, 'amount']);
    const lines = readLines(input.lines, currency, check, at);
    const sum = lines.reduce((total, line) => total + line.amountMinor, 0n);
    check.require(lines.length === 0 || sum === amountMinor, 'INVALID_INPUT', 'The lines do not sum to the amount.', [
      ...at,
      'lines',
    ]);
    const { pendingUntil, pendingUntilConfirmed } = input;
    check.require(
      pendingUntil == null || !pendingUntilConfirmed,
      'INVALID_INPUT',
      'Give one of `pendingUntil` and `pendingUntilConfirmed`.',
      [...at, 'pendingUntil'],
    );
    return {
      kind: 'PURCHASE',
      storeId: readId(input.storeId),
      terminalId: readTerminal(input.terminalId),
      member: readMember(input, check, at),
      amountMinor,
      currency,
      occurredAt: input.occurredAt ?? null,
      lines,
      ...readTill(input, amountMinor, currency, check, at),
      pendingUntil: pendingUntil ?? null,
      pendingUntilConfirmed,
      reference: readReference(input.reference, check, at),
      awards: input.awards.length === 0 ? [] : readAwards(input.awards, check, at),
    };
  },
};

type TillInput = Pick<RecordPurchaseInput, 'channel' | 'paymentMethod' | 'paidWithPoints' | 'promotionCodes'>;

/** What earn rules may ask of a purchase beside its basket. */
function readTill(
  input: TillInput,
  amountMinor: bigint,
  currency: string,
  check: InputCheck,
  at: readonly string[],
): Pick<Purchase, 'channel' | 'paymentMethod' | 'paidWithPointsMinor' | 'codes'> {
  const { channel, paymentMethod, paidWithPoints, promotionCodes } = input;
  const paid = paidWithPoints == null ? 0n : readAmount(paidWithPoints, currency, 0n, check, [...at, 'paidWithPoints']);
  check.require(paid <= amountMinor, 'INVALID_AMOUNT', 'No more than the amount can be paid with points.', [
    ...at,
    'paidWithPoints',
  ]);
  check.require(promotionCodes.length <= MAX_CODES, 'INVALID_INPUT', `A purchase has up to ${MAX_CODES} codes.`, [
    ...at,
    'promotionCodes',
  ]);
  const named = (value: string | null | undefined, field: string) =>
    value == null ? null : check.text(value, [...at, field], { max: 64 });
  return {
    channel: named(channel, 'channel'),
    paymentMethod: named(paymentMethod, 'paymentMethod'),
    paidWithPointsMinor: paid,
    codes: promotionCodes
      .slice(0, MAX_CODES)
      .map((code, index) => check.text(code, [...at, 'promotionCodes', String(index)], { max: 64 })),
  };
}

function readLines(
  inputs: readonly PurchaseLineInput[],
  currency: string,
  check: InputCheck,
  at: readonly string[],
): PurchaseLine[] {
  check.require(inputs.length <= MAX_LINES, 'INVALID_INPUT', `A purchase has up to ${MAX_LINES} lines.`, [
    ...at,
    'lines',
  ]);
  return inputs.slice(0, MAX_LINES).map((line, index) => {
    const path = [...at, 'lines', String(index)];
    const quantity = line.quantity;
    check.require(quantity >= 1 && quantity <= MAX_QUANTITY, 'INVALID_INPUT', `The quantity is 1 to ${MAX_QUANTITY}.`, [
      ...path,
      'quantity',
    ]);
    return {
      sku: check.text(line.sku, [...path, 'sku'], { max: 100 }),
      quantity: BigInt(quantity),
      amountMinor: readAmount(line.amount, currency, 0n, check, [...path, 'amount']),
      category: line.category == null ? null : check.text(line.category, [...path, 'category'], { min: 0, max: 100 }),
      brand: line.brand == null ? null : check.text(line.brand, [...path, 'brand'], { max: 100 }),
    };
  });
}

export const confirmPurchase: LedgerCommand<ConfirmPurchaseInput> = {
  kind: 'CONFIRMATION',
  read: (input) => ({ kind: 'CONFIRMATION', purchaseId: readId(input.purchaseId) }),
};

export const cancelPurchase: LedgerCommand<CancelPurchaseInput> = {
  kind: 'CANCELLATION',
  read: (input) => ({ kind: 'CANCELLATION', purchaseId: readId(input.purchaseId) }),
};

export const recordReturn: LedgerCommand<RecordReturnInput> = {
  kind: 'RETURN',
  read(input, check, at) {
    const { purchaseId, lines } = input;
    const money = input.amount == null ? null : readMoney(input.amount, check, [...at, 'amount']);
    check.require(lines.length === 0 || money === null, 'INVALID_INPUT', 'Give lines or an amount, not both.', [
      ...at,
      'amount',
    ]);
    check.require(lines.length <= MAX_LINES, 'INVALID_INPUT', `A return has up to ${MAX_LINES} lines.`, [
      ...at,
      'lines',
    ]);
    check.require(
      input.points == null || (lines.length === 0 && money === null && purchaseId != null),
      'INVALID_INPUT',
      'Points are asked back of a purchase or a grant, instead of lines or an amount.',
      [...at, 'points'],
    );
    check.require(
      input.storeId != null || purchaseId != null,
      'INVALID_INPUT',
      'A return without a receipt needs the store.',
      [...at, 'storeId'],
    );
    const numbers = new Set<number>();
    for (const [index, { line, quantity }] of lines.slice(0, MAX_LINES).entries()) {
      const path = [...at, 'lines', String(index)];
      check.require(line >= 1 && !numbers.has(line), 'INVALID_INPUT', 'Each line is named once, from 1.', [
        ...path,
        'line',
      ]);
      check.require(
        quantity >= 1 && quantity <= MAX_QUANTITY,
        'INVALID_INPUT',
        `The quantity is 1 to ${MAX_QUANTITY}.`,
        [...path, 'quantity'],
      );
      numbers.add(line);
    }
    const named = input.memberId != null || input.identity != null;
    if (purchaseId == null) {
      check.require(money !== null, 'INVALID_INPUT', 'A return without a receipt needs the amount.', [...at, 'amount']);
      check.require(lines.length === 0, 'INVALID_INPUT', 'Lines belong to a purchase.', [...at, 'lines']);
    } else check.require(!named, 'INVALID_INPUT', 'The member is the purchase’s.', [...at, 'memberId']);
    return {
      kind: 'RETURN',
      storeId: input.storeId == null ? null : readId(input.storeId),
      terminalId: readTerminal(input.terminalId),
      purchaseId: purchaseId == null ? null : readId(purchaseId),
      member: purchaseId == null ? readMember(input, check, at) : null,
      lines: lines.slice(0, MAX_LINES).map(({ line, quantity }) => ({ line, quantity: BigInt(quantity) })),
      amountMinor: money?.amountMinor ?? null,
      currency: money?.currency ?? null,
      points: input.points == null ? null : readPoints(input.points, check, [...at, 'points']),
      occurredAt: input.occurredAt ?? null,
      reference: readReference(input.reference, check, at),
    };
  },
};
