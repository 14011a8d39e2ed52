/*
 * Executes GraphQL operations over the subgraphs of a supergraph.
 *
 * The planner plans, this fetches and merges, graphql-js completes; ../README.md says why not a stock executor. In order:
 * refuse what is too large, coerce the variables, plan (or find the plan), run the plan, complete the answer. A mutation
 * has a plan per root field; a subscription runs the rest of its plan once per event.
 *
 * The document must have been validated against `publicSchema`; authentication, limits and costs are the server's.
 */
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLScalarType,
  type GraphQLSchema,
  isNonNullType,
  isScalarType,
  OperationTypeNode,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import { compiledVariables } from '../../subgraphs/serving/compiled-variables.ts';
import type { StopSignal } from '../stop.ts';
import { publicSchemaOf } from '../supergraph.ts';
import { completeResponse } from './complete-response.ts';
import { badRequest, badUserInput, internalError, unknownOperation } from './execution-errors.ts';
import { createErrorLog } from './field-errors.ts';
import type { JsonObject } from './json.ts';
import { refuseNulls } from './never-null-variables.ts';
import { createPlanCache } from './plan-cache.ts';
import { operationPreparer, type PreparedOperation } from './prepared-operation.ts';
import { loadQueryPlanner, type PlanNode } from './query-planner.ts';
import { looksPlanned } from './response-keys.ts';
import type { Run, Supergraph } from './run.ts';
import { runPlan } from './run-plan.ts';
import type { CallSubgraph } from './subgraph-call.ts';
import { runSubscription } from './subscription.ts';
import { supergraphTypes } from './supergraph-types.ts';

export interface OperationArgs {
  /** Parsed and validated against `publicSchema`. */
  document: DocumentNode;
  operationName?: string | null | undefined;
  variables?: JsonObject | null | undefined;
  /** Handed to `callSubgraph` as it is: the caller's identity travels in it. */
  context: unknown;
  /** Once aborted, no further subgraph is asked; calls over HTTP are cut. */
  signal?: StopSignal | undefined;
}

export interface SupergraphExecutor {
  /** What clients see. The server may patch it: completion has a copy of its own. */
  publicSchema: GraphQLSchema;
  /** Answers a query or a mutation. Never rejects: what goes wrong is an error of the result, with a code. */
  execute(args: OperationArgs): Promise<ExecutionResult>;
  /**
   * Starts a subscription: its events, or the errors that kept it from starting. A source that fails, or a subgraph that
   * is lost, is a last event with errors (`DOWNSTREAM_SERVICE_ERROR`) and no data, never a silent end.
   * `return()` ends at once, also while `next()` waits, and may be called twice.
   */
  subscribe(args: OperationArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;
  /** Plans and completes once, so that the first client does not pay for it. Asks no subgraph. */
  warmUp(): Promise<void>;
}

/**
 * @param supergraphSdl a standard composed supergraph (federation 2)
 * @param maxCachedPlans plans are also bounded by their weight, see plan-cache.ts
 * @param scalars the custom scalars' own checks for `publicSchema` and for variables, so that a bad value is refused here
 *   with `BAD_USER_INPUT` and no subgraph is asked
 * @throws one sentence where the planner is not built for this machine
 */
export async function createSupergraphExecutor(options: {
  supergraphSdl: string;
  callSubgraph: CallSubgraph;
  maxCachedPlans?: number;
  scalars?: Readonly<Record<string, GraphQLScalarType>>;
}): Promise<SupergraphExecutor> {
  const { supergraphSdl, callSubgraph } = options;
  const plans = createPlanCache(await loadQueryPlanner(supergraphSdl), options.maxCachedPlans);
  const supergraph: Supergraph = { types: supergraphTypes(supergraphSdl), callSubgraph };
  const publicSchema = withScalars(publicSchemaOf(supergraphSdl), options.scalars ?? {});
  const inputSchema = withScalars(publicSchemaOf(supergraphSdl), options.scalars ?? {}, { keepAsSent: true });
  const completionSchema = publicSchemaOf(supergraphSdl);
  refuseFieldsLikePlannedKeys(completionSchema);
  const prepare = operationPreparer(completionSchema);
  const variablesOf = compiledVariables(inputSchema);

  /** What has to hold before anything is asked, the same for all three kinds of operation. */
  function begin(
    args: OperationArgs,
  ): { errors: readonly GraphQLError[] } | { prepared: PreparedOperation; newRun: NewRun } {
    const prepared = prepare(args.document, args.operationName);
    if (!prepared) return { errors: [unknownOperation()] };
    if (prepared.refusal) return { errors: [prepared.refusal] };
    const { coerced, errors } = variablesOf(prepared.operation)(args.variables ?? {});
    if (errors) return { errors: errors.map(badUserInput) };
    const variables = coerced as JsonObject;
    const nulls = refuseNulls(prepared.neverNull, variables);
    if (nulls.length > 0) return { errors: nulls.map(badUserInput) };
    return {
      prepared,
      newRun: (signal) => ({ data: {}, errors: createErrorLog(), variables, context: args.context, signal }),
    };
  }

  const complete = (prepared: Completed, args: OperationArgs, run: Run) =>
    completeResponse(completionSchema, prepared, args.variables ?? undefined, run);

  async function runSteps(prepared: PreparedOperation, args: OperationArgs, run: Run): Promise<void> {
    const mutations = completionSchema.getMutationType()?.getFields() ?? {};
    const steps = prepared.stepsFor(run.variables);
    // All are planned before the first one runs: what cannot be planned has not half happened.
    const planning = steps.map(({ text }) => (text ? plans.planFor(text) : undefined));
    const stepPlans = planning.some((plan) => plan instanceof Promise)
      ? await Promise.all(planning)
      : (planning as readonly (PlanNode | undefined)[]);
    for (const [index, { document, rootField }] of steps.entries()) {
      await runPlan(stepPlans[index], run, supergraph);
      // A null that reaches the root ends a mutation: the fields after it must not run.
      const isLast = index === steps.length - 1;
      const mayReachRoot = rootField !== undefined && isNonNullType(mutations[rootField]?.type);
      if (!isLast && mayReachRoot && complete(stepAlone(document), args, run).data === null) return;
    }
  }

  async function execute(args: OperationArgs): Promise<ExecutionResult> {
    try {
      const begun = begin(args);
      if ('errors' in begun) return { errors: begun.errors };
      const { prepared, newRun } = begun;
      if (prepared.operation.operation === OperationTypeNode.SUBSCRIPTION) {
        return { errors: [badRequest('A subscription is not answered once; subscribe to it')] };
      }
      const run = newRun(args.signal);
      await runSteps(prepared, args, run);
      return complete(prepared, args, run);
    } catch (fault) {
      return { errors: [internalError(fault)] };
    }
  }

  async function subscribe(args: OperationArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
    try {
      const begun = begin(args);
      if ('errors' in begun) return { errors: begun.errors };
      const { prepared, newRun } = begun;
      const { signal } = args;
      const [step] = prepared.stepsFor(newRun(signal).variables);
      if (prepared.operation.operation !== OperationTypeNode.SUBSCRIPTION || !step?.text) {
        return { errors: [badRequest('Only a subscription can be subscribed to')] };
      }
      const plan = await plans.planFor(step.text);
      const completeEvent = (run: Run) => complete(prepared, args, run);
      return await runSubscription(plan, newRun, completeEvent, signal, supergraph);
    } catch (fault) {
      return { errors: [internalError(fault)] };
    }
  }

  async function warmUp(): Promise<void> {
    const rootFields = Object.keys(completionSchema.getQueryType()?.getFields() ?? {});
    await Promise.allSettled(rootFields.slice(0, 1).map((name) => plans.planFor(`{${name}{__typename}}`)));
    await execute({ document: parse('{ __schema { queryType { name } } }'), context: undefined });
  }

  return { publicSchema, execute, subscribe, warmUp };
}

/** What completing takes of an operation. */
type Completed = Pick<PreparedOperation, 'document' | 'projectFor'>;

/** A part of a mutation, which graphql-js completes. */
const stepAlone = (document: DocumentNode): Completed => ({ document, projectFor: () => undefined });

type NewRun = (signal: StopSignal | undefined) => Run;

/**
 * Gives the schema's custom scalars their own parsing; elsewhere in the gateway they are passed on as they are.
 * @param keepAsSent whether values are only checked: subgraphs are sent them as JSON, as the client wrote them
 */
function withScalars(
  schema: GraphQLSchema,
  scalars: Readonly<Record<string, GraphQLScalarType>>,
  { keepAsSent = false } = {},
): GraphQLSchema {
  for (const [name, { parseValue, parseLiteral }] of Object.entries(scalars)) {
    const type = schema.getType(name);
    if (!isScalarType(type)) continue;
    if (!keepAsSent) Object.assign(type, { parseValue, parseLiteral });
    else {
      type.parseValue = (value) => (parseValue(value) === undefined ? undefined : value);
      type.parseLiteral = (node, variables) =>
        parseLiteral(node, variables) === undefined ? undefined : valueFromASTUntyped(node, variables);
    }
  }
  return schema;
}

function refuseFieldsLikePlannedKeys(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    for (const name of 'getFields' in type ? Object.keys(type.getFields()) : []) {
      if (looksPlanned(name)) throw new Error(`The field ${type.name}.${name} is named like the executor's own keys`);
    }
  }
}
