/**
 * `/graphql` over HTTP: queries and mutations as JSON, subscriptions (and, where asked for, anything else) as server-sent
 * events, GraphiQL for a browser in development.
 *
 * Order: method -> page -> who -> how often -> body -> which document -> its length -> SSE or Apollo Server, which goes on with CSRF prevention,
 * parsing, validation, access, cost, execution. Of a POST whose document was validated before, the last three are done without it
 * (operations/short-way.ts). Credentials are looked at before the body is read.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { type ExecutionResult, type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { cursorOfMark } from '../../subgraphs/serving/stream-mark.ts';
import type { Authenticate } from '../authentication/authenticate.ts';
import type { ErrorForClient } from '../errors/client-errors.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { streamsEnded } from '../metrics/gateway-figures.ts';
import { logFaults, namedByItself } from '../operations/apollo-shell.ts';
import { type OperationParams, refuseLongDocument } from '../operations/read-operation.ts';
import { documentOf, type RegisteredDocuments } from '../operations/registered-documents.ts';
import type { ShortWay } from '../operations/short-way.ts';
import type { RequestContext } from '../request-context.ts';
import { Stop } from '../stop.ts';
import { openSubscription, readRequest, type SubscriptionParts } from '../streams/open-subscription.ts';
import { writeEventStream } from '../streams/sse.ts';
import { HttpRefusal } from './answers.ts';
import { sendExplorer, wantsExplorer } from './explorer.ts';
import type { Asked } from './http-server.ts';
import { readJsonObject } from './request-body.ts';

/** What the endpoint is made of. */
export interface EndpointParts extends SubscriptionParts {
  shell: ApolloServer<RequestContext>;
  shortWay: ShortWay;
  authenticate: Authenticate;
  rates: RateLimits;
  documents: RegisteredDocuments;
  errorForClient: ErrorForClient;
  logger: Logger;
  /** No GraphiQL. */
  production: boolean;
}

/** Answers one request, and says who asked for what, for the log. */
export type GraphQLEndpoint = (request: IncomingMessage, response: ServerResponse, asked: Asked) => Promise<void>;

/** Makes the endpoint. It throws HttpRefusal for what is no GraphQL request at all. */
export function createGraphQLEndpoint(parts: EndpointParts): GraphQLEndpoint {
  const { shell, limits } = parts;

  return async (request, response, { search, requestId, address, note }) => {
    if (request.method !== 'GET' && request.method !== 'POST') {
      throw new HttpRefusal(405, 'METHOD_NOT_ALLOWED', 'GraphQL takes GET and POST.', { allow: 'GET, POST' });
    }
    if (wantsExplorer(request)) {
      if (parts.production) throw new HttpRefusal(404, 'NOT_FOUND', 'There is no page here, only an API.');
      return sendExplorer(response);
    }
    const who = await parts.authenticate(request.headers.authorization, { requestId, address });
    const rate = await parts.rates.ofCaller(who.ok ? who.caller : null, address);
    if (!rate.allowed) throw new HttpRefusal(429, 'TOO_MANY_REQUESTS', rate.message, rate.headers);
    for (const [name, value] of Object.entries(rate.headers)) response.setHeader(name, value);
    if (!who.ok) {
      if (who.cause) parts.logger.error({ requestId, err: who.cause }, 'tokens cannot be verified');
      throw new HttpRefusal(
        who.status,
        who.code,
        who.message,
        who.status === 401 ? { 'www-authenticate': 'Bearer error="invalid_token"' } : { 'retry-after': '5' },
      );
    }
    note({ client: who.caller?.clientId });
    const body = request.method === 'POST' ? await readJsonObject(request, limits.bodyBytes) : null;
    // Some clients send an empty name for none.
    if (body?.operationName === '') delete body.operationName;
    const context: RequestContext = { caller: who.caller, requestId, stop: stoppedByLeaving(response) };

    // Of a GET; a POST says all in its body.
    const parameters = new URLSearchParams(body ? '' : search);
    const query = namedDocument(parts, parameters, body);
    if (typeof query === 'string') {
      const tooLong = refuseLongDocument(query, limits);
      if (tooLong) throw new HttpRefusal(400, 'OPERATION_TOO_COMPLEX', tooLong.message);
    }
    const params = streamParams(request, body, parameters);
    if (params) {
      const read = readRequest(parts, params, context);
      if (read.kind !== 'single' || !acceptsJson(request)) {
        note({ operation: params.operationName, stream: true });
        const results = await resultsOf(read, params, context, request.method === 'GET');
        const how = await writeEventStream(response, results, limits);
        streamsEnded.inc({ how });
        note({ ended: how });
        return;
      }
    }
    note({ operation: body?.operationName });
    const { accept } = request.headers;
    const short = body && (await parts.shortWay.answer(body, accept, context));
    if (short?.kind === 'answered') return send(response, 200, { 'content-type': short.mediaType }, short.text);
    if (typeof query === 'string') refuseBrokenSubscription(query);
    const answer = await shell.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers: headersOf(request),
        search: String(parameters),
        body: body && namedByItself(body),
      },
      context: async () => (short ? { ...context, ran: short.ran } : context),
    });
    sendAnswer(response, answer);
    const mediaType = answer.headers.get('content-type');
    if (body && mediaType !== undefined && (answer.status ?? 200) === 200)
      parts.shortWay.learnMediaType(accept, mediaType);
  };

  /** The results of whatever an SSE request turned out to be, formatted for the client. */
  async function resultsOf(
    read: ReturnType<typeof readRequest>,
    params: OperationParams,
    context: RequestContext,
    isGet: boolean,
  ): Promise<AsyncIterableIterator<FormattedExecutionResult>> {
    const format = (result: ExecutionResult) => formatted(parts, result, context.requestId);
    switch (read.kind) {
      case 'refused':
        return once(format({ errors: read.errors }));
      case 'single': {
        if (isGet && isMutation(params)) {
          return once(format({ errors: [badRequest('A mutation must be sent with POST.')] }));
        }
        const { operationName, query, variables } = params;
        const response = await shell.executeOperation(
          { query, variables: { ...variables }, ...(operationName === undefined ? {} : { operationName }) },
          { contextValue: context },
        );
        if (response.body.kind !== 'single') throw new Error('Broken promise: the shell answers in one piece');
        return once(response.body.singleResult);
      }
      case 'subscription': {
        const stream = await openSubscription(parts, read.sent, context);
        return 'errors' in stream ? once(format(stream)) : mapped(stream, format);
      }
    }
  }

  /**
   * A subscription that does not validate, asked for as JSON. graphql-js's rule on its root field may throw (operations/read-operation.ts), and
   * Apollo Server would take that for a fault of ours.
   */
  function refuseBrokenSubscription(query: string): void {
    if (!query.includes('subscription')) return;
    const read = parts.readOperation({ query, variables: {} });
    const error = 'errors' in read ? read.errors[0] : undefined;
    if (error?.extensions.code !== 'GRAPHQL_VALIDATION_FAILED') return;
    const { message, extensions } = parts.errorForClient(error);
    throw new HttpRefusal(400, String(extensions?.code), message);
  }

  function isMutation(params: OperationParams): boolean {
    const read = parts.readOperation(params);
    return 'operation' in read && read.operation.operation === 'mutation';
  }
}

/** The text of the document that a request means; where it was named, the text is put in its place. */
function namedDocument(
  parts: EndpointParts,
  parameters: URLSearchParams,
  body: Record<string, unknown> | null,
): unknown {
  const asked = body ?? {
    query: parameters.get('query'),
    documentId: parameters.get('documentId'),
    extensions: parsedObject('extensions', parameters.get('extensions')),
  };
  const { query, documentId, extensions } = asked;
  const text = documentOf(parts.documents, { query, documentId, extensions });
  if (text instanceof GraphQLError) {
    const { code, http } = text.extensions as { code: string; http: { status: number } };
    throw new HttpRefusal(http.status, code, text.message);
  }
  if (text === null) return query;
  if (body) {
    body.query = text;
    delete body.documentId;
    delete body.extensions;
  } else if (text !== query) {
    parameters.set('query', text);
    parameters.delete('documentId');
    parameters.delete('extensions');
  }
  return text;
}

/** The operation of a request that accepts an event stream; null when it does not, or holds none that could be streamed. */
function streamParams(
  request: IncomingMessage,
  body: Record<string, unknown> | null,
  parameters: URLSearchParams,
): OperationParams | null {
  if (!(request.headers.accept ?? '').includes('text/event-stream')) return null;
  const { query, operationName, variables } = body ?? {
    query: parameters.get('query'),
    operationName: parameters.get('operationName'),
    variables: parsedObject('variables', parameters.get('variables')),
  };
  if (typeof query !== 'string' || query === '') {
    throw new HttpRefusal(400, 'BAD_REQUEST', 'There must be a `query`.');
  }
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw new HttpRefusal(400, 'BAD_REQUEST', '`operationName` must be a string.');
  }
  if (variables !== undefined && variables !== null && (typeof variables !== 'object' || Array.isArray(variables))) {
    throw new HttpRefusal(400, 'BAD_REQUEST', '`variables` must be an object.');
  }
  return {
    query,
    operationName: operationName || undefined,
    variables: (variables ?? {}) as Record<string, unknown>,
  };
}

function parsedObject(name: string, text: string | null): unknown {
  try {
    return text === null || text === '' ? {} : JSON.parse(text);
  } catch {
    throw new HttpRefusal(400, 'BAD_REQUEST', `\`${name}\` is not valid JSON.`);
  }
}

function acceptsJson(request: IncomingMessage): boolean {
  return /application\/(graphql-response\+)?json/.test(request.headers.accept ?? '');
}

/** Aborted when the client goes before it has its answer. */
function stoppedByLeaving(response: ServerResponse): Stop {
  const stop = new Stop();
  response.once('close', () => {
    if (!response.writableFinished) stop.abort();
  });
  return stop;
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function sendAnswer(response: ServerResponse, { status, headers, body }: HTTPGraphQLResponse): void {
  if (body.kind !== 'complete') throw new Error('Broken promise: the shell answers in one piece');
  send(response, status ?? 200, Object.fromEntries(headers), body.string);
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, text: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, 'cache-control': 'no-store', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

function formatted(parts: EndpointParts, result: ExecutionResult, requestId: string): FormattedExecutionResult {
  if (cursorOfMark(result) !== null) return result as FormattedExecutionResult;
  const data = result.data === undefined ? {} : { data: result.data };
  if (!result.errors) return data;
  logFaults(parts.logger, result.errors, requestId);
  return { ...data, errors: result.errors.map(parts.errorForClient) };
}

async function* once<T>(value: T): AsyncIterableIterator<T> {
  yield value;
}

/** Maps a stream one by one; `return` reaches the source at once, also while `next` waits (a generator's would not). */
function mapped<A, B>(source: AsyncIterableIterator<A>, each: (value: A) => B): AsyncIterableIterator<B> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const event = await source.next();
      return event.done === true ? { done: true, value: undefined } : { done: false, value: each(event.value) };
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}
