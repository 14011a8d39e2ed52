/**
 * The gate before execution, the same for every way in: may the caller do this, and is it small enough to be done?
 * First who, then how much: a stranger learns nothing about limits. Nothing has been planned or executed at this point, so a
 * refusal has written nothing, also where the operation has several mutations.
 */
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { readAccessRules } from '../authorization/access-rules.ts';
import { createAccessCheck } from '../authorization/check-access.ts';
import type { Limits } from '../limits/limits.ts';
import { costVaries, operationCost, readCostRules, refuseCost } from '../limits/operation-cost.ts';

/** A parsed and validated operation with the variables as they were sent. */
export interface SentOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
}

/** The refusal of an operation for a caller (null is anonymous), or null when it may run. */
export type AdmitOperation = (sent: SentOperation, caller: Caller | null) => GraphQLError | null;

/**
 * The gate of a supergraph.
 * @param canAuthenticate whether callers can be known at all; a supergraph with protected fields is not served without
 * @throws when the supergraph asks for a protection that would not be given
 */
export function createAdmission(
  schema: GraphQLSchema,
  supergraphSdl: string,
  { limits, canAuthenticate }: { limits: Limits; canAuthenticate: boolean },
): AdmitOperation {
  const rules = readAccessRules(supergraphSdl);
  if (rules.size > 0 && !canAuthenticate) {
    throw new Error('The supergraph has protected fields, and no token issuer is set: refusing to serve it.');
  }
  const checkAccess = createAccessCheck(schema, rules);
  const costRules = readCostRules(supergraphSdl);
  /** Of operations whose cost no variable changes; null of the others. */
  const knownCosts = new WeakMap<OperationDefinitionNode, number | null>();
  const costOf = ({ document, operation, variables }: SentOperation): number => {
    const known = knownCosts.get(operation);
    if (typeof known === 'number') return known;
    const cost = operationCost(schema, costRules, document, operation, variables);
    if (known === undefined) knownCosts.set(operation, costVaries(schema, costRules, document) ? null : cost);
    return cost;
  };
  return (sent, caller) => checkAccess(sent.document, sent.operation, caller) ?? refuseCost(costOf(sent), limits.cost);
}
