/**
 * GraphQL over WebSocket (`graphql-transport-ws`), by graphql-ws on ws, under the same checks as HTTP.
 *
 * | when                                       | what                                                        |
 * |--------------------------------------------|-------------------------------------------------------------|
 * | upgrade from a page of a foreign origin    | HTTP 403                                                    |
 * | upgrade while too many sockets are open    | HTTP 503                                                    |
 * | too many of an address have shown no token | HTTP 429                                                    |
 * | too many sockets of a caller               | close 1013, try again later                                 |
 * | upgrades of an address come too often      | HTTP 429                                                    |
 * | no `connection_init` within 3 s            | close 4408                                                  |
 * | no message, or one that servers send       | close 4400                                                  |
 * | the token is no good                       | close 4401, for good: the client must get another           |
 * | the token cannot be verified now           | close 1013, try again later                                 |
 * | the token expires, or is barred            | each stream ends with an error, then close 4403: come back  |
 * | a frame is too large                       | close 1009                                                  |
 * | too many operations at once on the socket  | an error for the one too many                               |
 * | operations come too often                  | an error for each too many                                  |
 * | the client does not read for the stall time| the connection is cut                                       |
 * | the server stops                           | each stream ends with an error, then close 1001             |
 *
 * A quiet subscription is sent how far its reader has come as a `ping` with the payload `{ id, cursor }`, by the operation's id.
 * Queries and mutations run through Apollo Server as over HTTP. Events are sent one by one: the next is asked of the source
 * when the last has left for the network, so nothing piles up here. What a client says is answered (a ping, one operation too many) and answers
 * could pile up: while more than so much of them has not left, nothing more is read from it.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApolloServer } from '@apollo/server';
import {
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  OperationTypeNode,
} from 'graphql';
import { handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { cursorOfMark } from '../../subgraphs/serving/stream-mark.ts';
import type { Clock } from '../../subgraphs/shared/clock.ts';
import type { IdSource } from '../../subgraphs/shared/ids.ts';
import type { Authenticate } from '../authentication/authenticate.ts';
import type { TokenBars } from '../authentication/token-bars.ts';
import type { ErrorForClient } from '../errors/client-errors.ts';
import { refuseUpgrade } from '../http/answers.ts';
import { type AddressOf, networkOf } from '../http/client-address.ts';
import { isAllowedOrigin } from '../http/cross-origin.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { logFaults } from '../operations/apollo-shell.ts';
import { documentOf, type RegisteredDocuments } from '../operations/registered-documents.ts';
import type { RequestContext } from '../request-context.ts';
import { createCounts } from './counts.ts';
import { callerKey, type OpenStream } from './open-streams.ts';
import { openSubscription, readRequest, type SubscriptionParts } from './open-subscription.ts';

/** What the WebSocket side needs of the gateway. */
export interface SocketParts extends SubscriptionParts {
  shell: ApolloServer<RequestContext>;
  authenticate: Authenticate;
  bars: TokenBars;
  errorForClient: ErrorForClient;
  allowedOrigins: ReadonlySet<string>;
  addressOf: AddressOf;
  rates: RateLimits;
  documents: RegisteredDocuments;
  clock: Clock;
  ids: IdSource;
  logger: Logger;
}

export interface GraphQLSockets {
  /** Takes over an upgrade request for the GraphQL path. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * Closes every socket with 1001, once what its ended streams (open-streams.ts) had to say has left; a client that does not
   * answer within the grace period is cut off.
   */
  close(graceMillis: number): Promise<void>;
  /** Sockets open now. */
  readonly size: number;
}

interface Connection {
  request: IncomingMessage;
  socket: WebSocket;
  caller: Caller | null;
  /** Under whom it is counted: its network address, until it is known who calls. */
  owner: string;
  /** Queries and mutations on their way; a client may have given up on them, the work is still being done. */
  running: number;
}

const INIT_WAIT_MILLIS = 3_000;
const PING_MILLIS = 12_000;
/** Unread by a client, beyond which it is not heard. */
const UNREAD_BYTES = 64 * 1024;
/** After the streams were told (they have timers of their own), so that the reason arrives before the close. */
const CLOSE_AFTER_TOKEN_MILLIS = 250;
const LONGEST_TIMER = 2 ** 31 - 1;

/** Makes the WebSocket side of the gateway. */
export function createSockets(parts: SocketParts): GraphQLSockets {
  const { limits, logger } = parts;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.frameBytes, handleProtocols });

  const owned = createCounts();
  const share = Math.ceil(limits.streamsPerCaller / limits.gateways);
  /** Counts a socket under its caller from now on, unless that has too many. */
  function passTo(connection: Connection, caller: Caller): boolean {
    const owner = `caller ${callerKey(caller)}`;
    if (owned.of(owner) >= share) return false;
    owned.add(connection.owner, -1);
    connection.owner = owner;
    owned.add(owner, 1);
    return true;
  }

  const protocol = makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: INIT_WAIT_MILLIS,
    async onConnect({ connectionParams, extra }) {
      const given = connectionParams?.authorization ?? connectionParams?.Authorization;
      const authorization = typeof given === 'string' ? given : extra.request.headers.authorization;
      const verdict = await parts.authenticate(authorization, {
        requestId: parts.ids(),
        address: parts.addressOf(extra.request),
      });
      if (verdict.ok && verdict.caller !== null && !passTo(extra, verdict.caller)) {
        extra.socket.close(1013, 'Too many sockets are open');
        return false;
      }
      if (verdict.ok) {
        extra.caller = verdict.caller;
        closeWithToken(extra, parts.clock, parts.bars);
        return true;
      }
      if (verdict.cause) logger.error({ err: verdict.cause }, 'tokens cannot be verified');
      extra.socket.close(verdict.status === 503 ? 1013 : 4401, verdict.message);
      return false;
    },
    async onSubscribe(context, id, sent) {
      const { extra } = context;
      // Counted before the first wait: the operations that come meanwhile are not before this one.
      const open = Math.max(Object.keys(context.subscriptions).length, extra.running + 1);
      const rate = await parts.rates.ofCaller(extra.caller, parts.addressOf(extra.request));
      if (!rate.allowed) return [new GraphQLError(rate.message, { extensions: { code: 'TOO_MANY_REQUESTS' } })];
      if (open > limits.operationsPerSocket) return [tooManyOperations(limits.operationsPerSocket)];
      const query = documentOf(parts.documents, { documentId: undefined, extensions: undefined, ...sent });
      if (query instanceof GraphQLError) return [query];
      const payload = { ...sent, query: query ?? '' };
      const requestId = parts.ids();
      const operation: SocketOperation = {
        caller: extra.caller && { ...extra.caller, requestId },
        requestId,
        id,
        connection: extra,
        payload,
      };
      const read = readRequest(parts, paramsOf(payload), operation);
      if (read.kind === 'refused') return read.errors;
      if (read.kind === 'single') return singleArgs(parts, payload, operation);
      const args: ExecutionArgs = { schema: parts.executor.publicSchema, document: read.sent.document };
      return { ...args, ...paramsArgs(payload), contextValue: { ...operation, sent: read.sent } };
    },
    async execute({ contextValue }) {
      const { payload, connection, ...context } = contextValue as SocketOperation;
      connection.running += 1;
      try {
        const { query, variables, operationName } = paramsOf(payload);
        const response = await parts.shell.executeOperation(
          { query, variables: { ...variables }, ...(operationName === undefined ? {} : { operationName }) },
          { contextValue: context },
        );
        if (response.body.kind !== 'single') throw new Error('Broken promise: the shell answers in one piece');
        return response.body.singleResult as unknown as ExecutionResult;
      } finally {
        connection.running -= 1;
      }
    },
    async subscribe({ contextValue }) {
      const { sent, caller, requestId, id, connection } = contextValue as SocketOperation;
      if (!sent) throw new Error('Broken promise: a subscription was read before it is opened');
      const stream = await openSubscription(parts, sent, { caller, requestId });
      if ('errors' in stream) return { errors: [...stream.errors] };
      return withoutMarks(stream, (cursor) => {
        const ping = JSON.stringify({ type: 'ping', payload: { id, cursor } });
        return sendInTime(connection.socket, ping, limits.stallMillis);
      });
    },
    onNext(_context, _id, _payload, args, result): FormattedExecutionResult {
      return forClient(parts, result, (args.contextValue as SocketOperation).requestId);
    },
    onError: (_context, _id, _payload, errors) => errors.map((error) => parts.errorForClient(error)),
  });

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const connection: Connection = { request, socket, caller: null, owner: addressOwner(request), running: 0 };
    owned.add(connection.owner, 1);
    const stopPings = keepAlive(socket);
    socket.on('error', (error) => logger.debug({ err: error }, 'a socket failed'));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => sendInTime(socket, text, limits.stallMillis),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) =>
          socket.on('message', (data) => {
            take(String(data)).catch((error: unknown) => {
              if (isServersMessage(error)) return socket.close(4400, 'Invalid message received');
              logger.error({ err: error }, 'fault on a socket');
              socket.close(4500, 'Internal server error');
            });
          }),
      },
      connection,
    );
    socket.once('close', (code, reason) => {
      stopPings();
      owned.add(connection.owner, -1);
      void closed(code, String(reason));
    });
  });

  function addressOwner(request: IncomingMessage): string {
    return `address ${networkOf(parts.addressOf(request))}`;
  }

  return {
    get size() {
      return sockets.clients.size;
    },
    upgrade(request, socket, head) {
      if (!isAllowedOrigin(request, parts.allowedOrigins)) return refuseUpgrade(socket, '403 Forbidden');
      if (sockets.clients.size >= limits.streams) return refuseUpgrade(socket, '503 Service Unavailable');
      if (owned.of(addressOwner(request)) >= limits.socketsPerNobody)
        return refuseUpgrade(socket, '429 Too Many Requests');
      sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
    },
    async close(graceMillis) {
      // One turn of the event loop: the last events of the streams are written before the close frame.
      await new Promise((resolve) => setImmediate(resolve));
      for (const socket of sockets.clients) socket.close(1001, 'Going away');
      const cut = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, graceMillis);
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
      clearTimeout(cut);
    },
  };
}

interface SocketOperation extends RequestContext {
  /** As the client named it. */
  id: string;
  connection: Connection;
  payload: SubscribePayload;
  /** Set for a subscription. */
  sent?: Parameters<typeof openSubscription>[1];
}

/** The stream without its marks; each is told, and has left, before what comes after it is asked for. */
function withoutMarks(stream: OpenStream, tell: (cursor: string) => Promise<void>): OpenStream {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      for (;;) {
        const event = await stream.next();
        const mark = event.done ? null : cursorOfMark(event.value);
        if (mark === null) return event;
        await tell(mark);
      }
    },
    async return() {
      await stream.return?.();
      return { done: true, value: undefined };
    },
  };
}

function paramsOf(payload: SubscribePayload) {
  return {
    query: payload.query,
    operationName: payload.operationName || undefined,
    variables: payload.variables ?? {},
  };
}

function paramsArgs(payload: SubscribePayload): Pick<ExecutionArgs, 'operationName' | 'variableValues'> {
  return { operationName: payload.operationName || null, variableValues: payload.variables ?? {} };
}

/** graphql-ws looks at the document to tell `execute` from `subscribe`; the text was found valid a moment ago. */
function singleArgs(parts: SocketParts, payload: SubscribePayload, operation: SocketOperation): ExecutionArgs {
  const read = parts.readOperation(paramsOf(payload));
  if ('errors' in read || read.operation.operation === OperationTypeNode.SUBSCRIPTION) {
    throw new Error('Broken promise: the operation was read before');
  }
  return {
    schema: parts.executor.publicSchema,
    document: read.document,
    ...paramsArgs(payload),
    contextValue: operation,
  };
}

function forClient(
  parts: SocketParts,
  result: { data?: ExecutionResult['data'] | undefined; errors?: readonly GraphQLError[] | undefined },
  requestId: string,
): FormattedExecutionResult {
  const data = result.data === undefined ? {} : { data: result.data };
  if (!result.errors) return data;
  // What Apollo Server answered is formatted, and logged, already.
  const errors: readonly (GraphQLError | GraphQLFormattedError)[] = result.errors;
  logFaults(
    parts.logger,
    errors.filter((error) => error instanceof GraphQLError),
    requestId,
  );
  return { ...data, errors: errors.map(parts.errorForClient) };
}

/** `next`, for instance: graphql-ws throws where a client sends what is not its to send. */
function isServersMessage(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Unexpected message of type ');
}

function tooManyOperations(limit: number): GraphQLError {
  return new GraphQLError(`At most ${limit} operations may be open on one socket.`, {
    extensions: { code: 'TOO_MANY_STREAMS' },
  });
}

/** Closes the socket when its token is good no more. */
function closeWithToken({ socket, caller }: Connection, clock: Clock, bars: TokenBars): void {
  if (!caller) return;
  let timer: NodeJS.Timeout;
  const watch = (): void => {
    const left = caller.expiresAt.getTime() + CLOSE_AFTER_TOKEN_MILLIS - clock().getTime();
    if (left <= 0) socket.close(4403, 'The token has expired');
    else timer = setTimeout(watch, Math.min(left, LONGEST_TIMER)).unref();
  };
  watch();
  const watchNoMore = bars.watch(caller, () => {
    clearTimeout(timer);
    timer = setTimeout(() => socket.close(4403, 'The token is no longer good'), CLOSE_AFTER_TOKEN_MILLIS).unref();
  });
  socket.once('close', () => {
    clearTimeout(timer);
    watchNoMore();
  });
}

/** Cuts a connection that does not answer a ping before the next one is due. One that is not heard is cut for what it does not read. */
function keepAlive(socket: WebSocket): () => void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (socket.isPaused) return;
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, PING_MILLIS).unref();
  return () => clearInterval(timer);
}

/**
 * Resolves when the text has left for the network; a client that keeps it waiting longer than `millis` is cut off, and one that leaves too much
 * waiting is not heard until it has read.
 */
function sendInTime(socket: WebSocket, text: string, millis: number): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    const stalled = setTimeout(() => socket.terminate(), millis);
    socket.send(text, () => {
      clearTimeout(stalled);
      if (socket.isPaused && socket.bufferedAmount <= UNREAD_BYTES) socket.resume();
      resolve();
    });
    if (socket.bufferedAmount > UNREAD_BYTES) socket.pause();
  });
}
