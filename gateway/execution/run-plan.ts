import type { PlanNode } from '@graphql-hive/router-query-planner';
import { fetchBatch, fetchEntities, fetchRoot } from './fetch.ts';
import type { Run, Supergraph } from './run.ts';

/** Runs a plan, or a part of one: fills the run's data and errors. Rejects only where the plan itself is not understood. */
export function runPlan(node: PlanNode | null | undefined, run: Run, supergraph: Supergraph): Promise<void> {
  if (!node) return Promise.resolve();
  switch (node.kind) {
    case 'Sequence':
      return runInTurn(node.nodes, run, supergraph);
    case 'Parallel':
      return Promise.all(node.nodes.map((step) => runPlan(step, run, supergraph))).then(() => {});
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
      return Promise.reject(new Error(`A ${node.kind} is not executed`));
  }
}

async function runInTurn(nodes: readonly PlanNode[], run: Run, supergraph: Supergraph): Promise<void> {
  for (const step of nodes) await runPlan(step, run, supergraph);
}
