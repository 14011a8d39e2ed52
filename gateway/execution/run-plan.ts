import type { PlanNode } from '@graphql-hive/router-query-planner';
import { fetchBatch, fetchEntities, fetchRoot } from './fetch.ts';
import type { Run, Supergraph } from './run.ts';

/** Runs a plan, or a part of one: fills the run's data and errors. Throws only where the plan itself is not understood. */
export async function runPlan(node: PlanNode | null | undefined, run: Run, supergraph: Supergraph): Promise<void> {
  if (!node) return;
  switch (node.kind) {
    case 'Sequence':
      for (const step of node.nodes) await runPlan(step, run, supergraph);
      return;
    case 'Parallel':
      await Promise.all(node.nodes.map((step) => runPlan(step, run, supergraph)));
      return;
    case 'Condition':
      return runPlan(run.variables[node.condition] === true ? node.ifClause : node.elseClause, run, supergraph);
    case 'Flatten':
      if (node.node.kind === 'Fetch') return fetchEntities(node.node, node.path, run, supergraph);
      return runPlan(node.node, run, supergraph);
    case 'Fetch':
      return fetchRoot(node, run, supergraph);
    case 'BatchFetch':
      return fetchBatch(node, run, supergraph);
    default:
      throw new Error(`A ${node.kind} is not executed`);
  }
}
