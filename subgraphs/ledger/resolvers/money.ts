import { formatAmount } from '../../shared/money.ts';

/** `Money` of the schema. */
export interface MoneyView {
  readonly amount: string;
  readonly minorUnits: bigint;
  readonly currency: string;
}

export function toMoney(minorUnits: bigint, currency: string): MoneyView {
  return { amount: formatAmount(minorUnits, currency), minorUnits, currency };
}
