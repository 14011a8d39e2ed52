import { MAX_PAGE } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import type { WalletResolvers } from '../generated.ts';
import { lotsSeenBy } from '../reading/access.ts';

export const Wallet: WalletResolvers = {
  expiring: async (wallet, _, { loaders }) => {
    const points = new Map<string | null, bigint>();
    for (const { expiresOn, available } of await loaders.lotsOf.load(wallet)) {
      if (available > 0n) points.set(expiresOn, (points.get(expiresOn) ?? 0n) + available);
    }
    return [...points]
      .map(([expiresOn, sum]) => ({ expiresOn, points: sum }))
      .sort((left, right) => ((left.expiresOn ?? '~') < (right.expiresOn ?? '~') ? -1 : 1));
  },
  lots: async (wallet, { first }, context) => {
    if (first < 1 || first > MAX_PAGE) throw badUserInput(`\`first\` must be from 1 to ${MAX_PAGE}.`);
    const lots = lotsSeenBy(requireCaller(context), await context.loaders.lotsOf.load(wallet));
    return lots.slice(0, first);
  },
};
