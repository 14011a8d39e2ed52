// From a journal entry to the statement lines that it is: one for each leg on a partner's account. The same entry always makes the same
// lines, so a statement can be made again from the journal, hash by hash.
import { type LineSource, lineNonce, type NonceMac, type StatementContext } from '../domain/statement.ts';
import type { OrderedEntry } from '../store/statements/read-entries-in-order.ts';

const PARTNER = 'PARTNER:';

/** Whose leg it is; null for the operator's accounts and for what pays a net, which is no part of it. */
export function partnerOfLeg(entry: OrderedEntry, leg: number): string | null {
  const account = entry.accounts[leg]!;
  if (!account.startsWith(PARTNER) || entry.components[leg] === 'SETTLEMENT') return null;
  return account.slice(PARTNER.length);
}

/**
 * The line of a leg. A reference is shown to the partner that gave it and to nobody else.
 * @param mac with the programme's key for nonces
 */
export function lineOfLeg(
  mac: NonceMac,
  context: Pick<StatementContext, 'programme' | 'partner'>,
  entry: OrderedEntry,
  leg: number,
): LineSource {
  const name = `${entry.transactionId}-${entry.entry}`;
  return {
    entry: name,
    leg,
    tx: entry.transactionId,
    entryType: entry.type,
    component: entry.components[leg]!,
    partnerRef: entry.partnerId === partnerOfLeg(entry, leg) ? entry.reference : null,
    businessAt: entry.occurredAt,
    amountMinor: entry.amounts[leg]!,
    nonce: lineNonce(mac, context, { entry: name, leg }),
  };
}
