/**
 * One subgraph as a thing that can be called: built the same way for all four, run the same way in one process and split.
 *
 * Order of a request: the caller and the request id come in -> the document, parsed and validated once (known-operations.ts) -> a fresh
 * context (loaders included) -> it is executed, compiled (compiled-execution.ts) -> errors are logged with the request id and masked. So a subgraph
 * answers alike whether the gateway calls `execute` in the process or posts to its HTTP server, and never shows internals in either. Each event of a
 * subscription is executed in a context of its own, so that an event never sees what an earlier one had cached.
 *
 * No server framework stands in between: what one would add for HTTP is the gateway's business, and a subgraph is asked three times for
 * one request of a client.
 *
 * Introspection is off and nothing is reported anywhere: the contract is the SDL in schema/.
 */
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  valueFromAST,
} from 'graphql';
import type { Logger } from 'pino';
import type { Caller } from './caller.ts';
import { compiledExecution } from './compiled-execution.ts';
import { badUserInput, isPublic, maskError } from './errors.ts';
import { guardSchema } from './guard.ts';
import { createKnownDocuments, refuseOperation } from './known-operations.ts';
import { mapEvents } from './map-events.ts';
import { scalars } from './scalars.ts';
import { readSubgraphSdl, type SubgraphName } from './sdl.ts';
import { resultOfMark, StreamMark } from './stream-mark.ts';
import { inSpan } from './tracing.ts';

const QUERY_OR_MUTATION = [OperationTypeNode.QUERY, OperationTypeNode.MUTATION];
const SUBSCRIPTION = [OperationTypeNode.SUBSCRIPTION];

/** What every resolver's context holds; each subgraph adds its database, clock, ids and loaders. */
export interface SubgraphContext {
  readonly caller: Caller | null;
  readonly requestId: string;
}

export interface SubgraphParts<Context extends SubgraphContext> {
  readonly name: SubgraphName;
  /** Typed resolvers by type, without the scalars. */
  readonly resolvers: object;
  /** Makes the context of one request, or of one event of a subscription: loaders are made here, never shared. */
  readonly contextFor: (request: SubgraphContext) => Context;
  readonly logger: Logger;
  /** Ends what the subgraph itself keeps running. */
  readonly stop?: () => Promise<void>;
}

export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
  readonly caller: Caller | null;
  readonly requestId: string;
}

export interface Subgraph {
  readonly name: SubgraphName;
  readonly schema: GraphQLSchema;
  /** What resolvers are given in one request: for another server over the same schema. */
  contextFor(request: SubgraphContext): SubgraphContext;
  /** Runs a query or a mutation. Never throws for what an operation does; errors are masked. */
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /** Opens a subscription: a stream of results, or one result with errors when it cannot be opened. */
  subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;
  stop(): Promise<void>;
}

/** Builds the executable schema of a subgraph: its SDL, strict scalars, guards. */
export function buildSchemaOf(name: SubgraphName, resolvers: object): GraphQLSchema {
  const schema = buildSubgraphSchema([
    { typeDefs: parse(readSubgraphSdl(name)), resolvers: { ...scalars, ...resolvers } },
  ]);
  reparseDefaults(schema);
  guardSchema(schema);
  return schema;
}

/** Starts a subgraph. */
export async function startSubgraph<Context extends SubgraphContext>(parts: SubgraphParts<Context>): Promise<Subgraph> {
  const { name, logger, contextFor } = parts;
  const schema = buildSchemaOf(name, parts.resolvers);

  const logFaults = (errors: readonly GraphQLError[], context: SubgraphContext): void => {
    for (const error of errors) {
      if (isPublic(error) || isCoercionError(error)) continue;
      logger.error(
        {
          subgraph: name,
          requestId: context.requestId,
          path: error.path,
          fault: describeFault(error.originalError ?? error),
        },
        'fault',
      );
    }
  };
  const knownDocument = createKnownDocuments(schema);
  const execute = compiledExecution(schema);
  const executes = `${name} executes`;

  /** What went wrong, logged in full and masked for whoever asked. */
  const mask = (result: ExecutionResult, context: SubgraphContext): ExecutionResult => {
    if (result.errors === undefined) return result;
    const errors = result.errors.map((error) => (isCoercionError(error) ? badUserInput(error.message) : error));
    logFaults(errors, context);
    return { ...result, errors: errors.map((error) => fromFormatted(error)) };
  };

  /** The operation that a request means, ready for graphql-js; or the errors that answer it. */
  const read = (
    { query, variables, operationName }: SubgraphRequest,
    kinds: readonly OperationTypeNode[],
  ):
    | { errors: readonly GraphQLError[] }
    | { args: Pick<ExecutionArgs, 'schema' | 'document' | 'variableValues' | 'operationName'> } => {
    const known = knownDocument(query);
    if ('errors' in known) return known;
    const refusal = refuseOperation(known.document, operationName, kinds);
    if (refusal !== null) return { errors: [refusal] };
    return {
      args: {
        schema,
        document: known.document,
        variableValues: variables ?? {},
        operationName: operationName ?? null,
      },
    };
  };

  return {
    name,
    schema,
    contextFor,
    execute(request) {
      const identity: SubgraphContext = { caller: request.caller, requestId: request.requestId };
      const asked = read(request, QUERY_OR_MUTATION);
      if ('errors' in asked) return Promise.resolve(mask(asked, identity));
      return inSpan(executes, { attributes: { 'loyalty.request_id': request.requestId } }, async () =>
        mask(await execute({ ...asked.args, contextValue: contextFor(identity) }), identity),
      );
    },
    async subscribe(request) {
      const identity: SubgraphContext = { caller: request.caller, requestId: request.requestId };
      const asked = read(request, SUBSCRIPTION);
      if ('errors' in asked) return mask(asked, identity);
      const { args } = asked;
      const source = await createSourceEventStream({ ...args, contextValue: contextFor(identity) });
      if (!(Symbol.asyncIterator in source)) return mask(source, identity);
      return mapEvents(
        source,
        async (event) =>
          event instanceof StreamMark
            ? resultOfMark(event)
            : mask(await execute({ ...args, rootValue: event, contextValue: contextFor(identity) }), identity),
        { onFault: (fault) => mask({ errors: [asGraphQLError(fault)] }, identity) },
      );
    },
    async stop() {
      await parts.stop?.();
    },
  };
}

/**
 * Reads the SDL's default values again: they were read when the schema was built, before the scalars had their parsers, and
 * `earnPoints: Points! = 1` would reach a command as the number 1 instead of 1n.
 */
function reparseDefaults(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    const inputs = isInputObjectType(type)
      ? Object.values(type.getFields())
      : isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields()).flatMap((field) => field.args)
        : [];
    for (const input of inputs) {
      if (input.astNode?.defaultValue !== undefined)
        input.defaultValue = valueFromAST(input.astNode.defaultValue, input.type);
    }
  }
}

/** Whether graphql-js refused a variable: an error of the request, though it carries no code. */
function isCoercionError(error: GraphQLError): boolean {
  return error.path === undefined && error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION;
}

/** A fault for the log: what and where, without the values that a failed statement carries (they are people's data). */
function describeFault(error: Error): object {
  let root = error;
  while (root.cause instanceof Error) root = root.cause;
  const code = 'code' in root && typeof root.code === 'string' ? { code: root.code } : {};
  return { type: root.name, message: root.message, ...code, stack: root.stack };
}

function asGraphQLError(fault: unknown): GraphQLError {
  if (fault instanceof GraphQLError) return fault;
  return new GraphQLError('The stream broke.', {
    originalError: fault instanceof Error ? fault : new Error(String(fault)),
  });
}

function fromFormatted(error: GraphQLError): GraphQLError {
  const masked = maskError(error.toJSON());
  return new GraphQLError(masked.message, {
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: masked.extensions ?? {},
  });
}
