import type { Subgraph } from '../serving/subgraph.ts';
import { startSubgraph } from '../serving/subgraph.ts';
import { resumePendingOrders } from './commands/order-reward.ts';
import type { RewardsContext, RewardsDeps } from './context.ts';
import { rewardsLoaders } from './loaders.ts';
import { resolvers } from './resolvers/resolvers.ts';

/** How long an order may be under way before somebody else drives it to its end, and how often that is looked for. */
const PATIENCE_MILLIS = 30_000;

/**
 * Starts the rewards subgraph. Orders that a crash left pending are driven to their end at the start and regularly after it,
 * once the ledger can be reached.
 */
export async function startRewards(deps: RewardsDeps): Promise<Subgraph> {
  let running: Promise<unknown> = Promise.resolve();
  const resume = (): void => {
    running = running
      .then(() => resumePendingOrders(deps, new Date(deps.clock().getTime() - PATIENCE_MILLIS)))
      .catch((error: unknown) => deps.logger.error({ err: error }, 'pending orders could not be resumed'));
  };
  const timer = setInterval(resume, PATIENCE_MILLIS);
  timer.unref();
  resume();
  return startSubgraph<RewardsContext>({
    name: 'rewards',
    resolvers,
    contextFor: (request) => ({ ...request, deps, loaders: rewardsLoaders(deps.database) }),
    logger: deps.logger,
    async stop() {
      clearInterval(timer);
      await running;
    },
  });
}
