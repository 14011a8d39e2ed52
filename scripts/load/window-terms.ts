import type { WindowTerms } from '../../subgraphs/ledger/domain/window-terms.ts';

/** Terms of windows of a programme in EUR without levy and review; nets closer to zero than `belowMinor` are carried on. */
export function plainWindowTerms(belowMinor = 0n): WindowTerms {
  return {
    currency: 'EUR',
    timeZone: 'UTC',
    levyMinor: 0n,
    partnerIds: [],
    carryForwardBelowMinor: () => belowMinor,
    hasReview: () => false,
  };
}
