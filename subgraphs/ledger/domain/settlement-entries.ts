import { type NetPosition, partnerAccount } from './netting.ts';

/** One partner's payment: `amountMinor` on its account, the opposite on OP:BANK. Below zero is a debit: the partner was paid. */
export interface SettlementEntry {
  readonly account: string;
  readonly amountMinor: bigint;
}

/**
 * How the nets of a window are paid: PAY_PARTNER is Dr PARTNER, Cr BANK; COLLECT_FROM_PARTNER is Dr BANK, Cr PARTNER
 * (settlement.md 4, "settlement"). What is carried forward, and what is zero, moves nothing.
 */
export function settlementEntries(
  positions: readonly Pick<NetPosition, 'partnerId' | 'netMinor' | 'action'>[],
): SettlementEntry[] {
  return positions
    .filter((position) => position.action === 'PAY_PARTNER' || position.action === 'COLLECT_FROM_PARTNER')
    .map((position) => ({ account: partnerAccount(position.partnerId), amountMinor: -position.netMinor }));
}
