import type { Reads } from '../../../../db/client.ts';
import { keptRead } from '../../../../db/gathered-reads.ts';
import type { WalletView } from '../../reading/wallet-view.ts';

const WALLETS_NOW = keptRead<[programmeId: string, memberIds: readonly string[], today: string], WalletView>(
  'ledger.wallets_now',
  ['uuid', 'uuid[]', 'date'],
  'found.member_id AS "memberId", available, held, pending, arrears, qualifying, NULL AS "asOf"',
);

/**
 * Wallets of members now, read for a caller; a member that has nothing yet has zeros. Points whose last day is before `today` do not
 * count as available, whether the sweep has been there or not. Cost: the wallet's row and the member's open lots.
 */
export function readWallets(
  reads: Reads,
  programmeId: string,
  memberIds: readonly string[],
  today: string,
): Promise<readonly WalletView[]> {
  return reads.ask(WALLETS_NOW, programmeId, memberIds, today);
}
