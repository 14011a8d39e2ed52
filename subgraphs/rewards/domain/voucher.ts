/**
 * Whether a voucher is honoured, and what it is worth.
 *
 * Order of refusals: cancelled or not yet paid (unknown), expired, used up, then what does not fit: the time, the store, the day, the spend.
 */

import { type Refusal, refuse } from '../../shared/refusal.ts';
import { divideHalfUp } from '../../shared/rounding.ts';

export interface VoucherFacts {
  readonly state: 'DRAWN' | 'ACTIVE' | 'CANCELLED';
  readonly usesLeft: number;
  readonly issuedAt: Date;
  /** Exclusive; null never. */
  readonly expiresAt: Date | null;
}

export interface VoucherTerms {
  readonly partnerId: string;
  /** Stores that honour it; empty is all of the partner. */
  readonly honouredAt: readonly string[];
  readonly blackoutDays: readonly string[];
  readonly minSpendMinor: bigint | null;
  readonly discountMinor: bigint | null;
  readonly discountBasisPoints: number | null;
}

export interface VoucherPresented {
  readonly storeId: string;
  readonly at: Date;
  /** The day of `at` in the programme. */
  readonly day: string;
  /** What is bought with it, in minor units of the programme's currency; null when nothing is said. */
  readonly purchaseMinor: bigint | null;
}

const CODE_AT = ['input', 'code'];
/** How far the clock of a till without a connection may be behind. */
const SKEW_MILLIS = 10 * 60_000;

/** Why a voucher is not honoured; null when it is. */
export function refuseVoucher(voucher: VoucherFacts, terms: VoucherTerms, presented: VoucherPresented): Refusal | null {
  if (voucher.state !== 'ACTIVE') return refuse('VOUCHER_UNKNOWN', 'No such voucher.', CODE_AT);
  if (voucher.expiresAt !== null && presented.at >= voucher.expiresAt)
    return refuse('VOUCHER_EXPIRED', 'The voucher is no longer valid.', CODE_AT);
  if (voucher.usesLeft === 0) return refuse('VOUCHER_USED', 'The voucher was used already.', CODE_AT);
  if (presented.at.getTime() < voucher.issuedAt.getTime() - SKEW_MILLIS)
    return refuse('VOUCHER_NOT_APPLICABLE', 'The voucher was not there yet at that time.', ['input', 'usedAt']);
  if (terms.honouredAt.length > 0 && !terms.honouredAt.includes(presented.storeId))
    return refuse('VOUCHER_NOT_APPLICABLE', 'This store does not honour the voucher.', ['input', 'storeId']);
  if (terms.blackoutDays.includes(presented.day))
    return refuse('VOUCHER_NOT_APPLICABLE', 'The voucher is not honoured on this day.', ['input', 'usedAt']);
  const needsPurchase = terms.minSpendMinor !== null || terms.discountBasisPoints !== null;
  if (needsPurchase && presented.purchaseMinor === null)
    return refuse('VOUCHER_NOT_APPLICABLE', 'The voucher needs the amount of the purchase.', ['input', 'purchase']);
  if (terms.minSpendMinor !== null && (presented.purchaseMinor ?? 0n) < terms.minSpendMinor)
    return refuse('VOUCHER_NOT_APPLICABLE', 'The purchase is below what the voucher asks for.', ['input', 'purchase']);
  return null;
}

/** What the voucher takes off the purchase, in minor units, half up; never more than the purchase. */
export function discountOf(terms: VoucherTerms, purchaseMinor: bigint | null): bigint {
  const whole =
    terms.discountBasisPoints === null
      ? (terms.discountMinor ?? 0n)
      : divideHalfUp((purchaseMinor ?? 0n) * BigInt(terms.discountBasisPoints), 10_000n);
  return purchaseMinor === null || whole < purchaseMinor ? whole : purchaseMinor;
}
