import type { PlanNode, QueryPlanner } from '@graphql-hive/router-query-planner';

export type { PlanNode };

/** Plans one operation: which subgraph is asked what, in which order. Nothing for an operation that asks for nothing. */
export type PlanOperation = (operationText: string) => Promise<PlanNode | undefined>;

/** The planner finds no plan for a valid operation: a limit of the planner, see ../README.md. */
export class PlanningFailure extends Error {}

/**
 * Loads the native planner (Rust, prebuilt) and reads the supergraph into it.
 * @throws one sentence where the planner is not built for this machine
 */
export async function loadQueryPlanner(
  supergraphSdl: string,
  importPlanner: () => Promise<{ QueryPlanner: typeof QueryPlanner }> = () =>
    import('@graphql-hive/router-query-planner'),
): Promise<PlanOperation> {
  const { QueryPlanner } = await importPlanner().catch((cause: unknown) => {
    throw new Error(
      `The query planner is not built for ${process.platform} ${process.arch}: run the gateway on macOS, or on Linux ` +
        'with glibc (x64 or arm64), a Debian container for one.',
      { cause },
    );
  });
  const planner = new QueryPlanner(supergraphSdl);
  const noOverrides = new Set<string>();
  return async (operationText) => {
    try {
      return (await planner.planAsync(operationText, undefined, noOverrides, 0)).node;
    } catch (cause) {
      throw new PlanningFailure('The query planner failed', { cause });
    }
  };
}
