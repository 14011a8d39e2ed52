/** How much one request may ask for. Every figure can be set (`readLimits`, the options of `serve`); these are the defaults. */
export interface Limits {
  /** Bytes of a request body, after which it is no longer read. A batch of 1,000 purchases takes about half a megabyte. */
  bodyBytes: number;
  /** Characters of a GraphQL document. Data belongs into variables. */
  documentCharacters: number;
  /** Lexical tokens of a document, counted while parsing. */
  tokens: number;
  /** Fields below one another, fragments flattened. */
  depth: number;
  /** Aliases in an operation, `__typename` included. */
  aliases: number;
  /** Directives in an operation. */
  directives: number;
  /** Cost of an operation by `@cost` and `@listSize` (operation-cost.ts). */
  cost: number;
  /** Milliseconds until a query or mutation is answered with `REQUEST_TIMEOUT`. */
  operationMillis: number;
  /** Milliseconds until a request must have arrived whole. */
  requestMillis: number;
  /** Operations open at once on one WebSocket. */
  operationsPerSocket: number;
  /** Bytes of one WebSocket frame from a client. */
  frameBytes: number;
  /** Streams open at once in this process, SSE and WebSocket subscriptions together. */
  streams: number;
  /** Streams open at once for one caller (client and member) at all gateways together, SSE and WebSocket alike. */
  streamsPerCaller: number;
  /** Sockets open at once, of a network address, that have not shown a token. Those that have are counted with their caller's streams' limit. */
  socketsPerNobody: number;
  /** Milliseconds that a client may take to read what was sent before its stream is ended. */
  stallMillis: number;
  /** Milliseconds between signs of life on a quiet stream. */
  heartbeatMillis: number;
  /** Parsed and validated documents kept. */
  documentsKept: number;
  /** Milliseconds that a committed event may wait for its place in the feed before `/ready` says no. */
  outboxLagMillis: number;
  /** Gateways that share the load: each allows its share of a caller's streams above and of the requests below. */
  gateways: number;
  /** Requests in a minute (rate-limits.ts): of a network address. */
  requestsPerAddress: number;
  /** Of an address without a token, or with one that is no good. */
  requestsPerNobody: number;
  /** Of a partner's or the operator's client. */
  requestsPerClient: number;
  /** Of one member through one client. */
  requestsPerMember: number;
}

/** The limits that hold unless the options say otherwise. */
export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 2 * 1024 * 1024,
  documentCharacters: 20_000,
  tokens: 2_000,
  depth: 15,
  aliases: 50,
  directives: 50,
  cost: 12_000,
  operationMillis: 30_000,
  requestMillis: 30_000,
  operationsPerSocket: 50,
  frameBytes: 256 * 1024,
  streams: 20_000,
  streamsPerCaller: 1_000,
  socketsPerNobody: 1_000,
  stallMillis: 30_000,
  heartbeatMillis: 12_000,
  documentsKept: 1_000,
  outboxLagMillis: 60_000,
  gateways: 1,
  requestsPerAddress: 300_000,
  requestsPerNobody: 6_000,
  requestsPerClient: 300_000,
  requestsPerMember: 6_000,
};

/**
 * Reads limits as configured: `cost=20000,depth=10`, names as above, whole numbers above 0.
 * @throws the end of a sentence when the text cannot be used
 */
export function readLimits(text: string): Partial<Limits> {
  const limits: Partial<Limits> = {};
  for (const part of text.split(',')) {
    const [, name, figure] = /^\s*(\w+)\s*=\s*([1-9]\d{0,9})\s*$/.exec(part) ?? [];
    if (name === undefined || !isLimit(name)) {
      throw new Error(
        `must read name=number,... with whole numbers above 0 for ${Object.keys(DEFAULT_LIMITS).join(', ')}`,
      );
    }
    if (name in limits) throw new Error(`gives ${name} more than once`);
    limits[name] = Number(figure);
  }
  return limits;
}

function isLimit(name: string): name is keyof Limits {
  return Object.hasOwn(DEFAULT_LIMITS, name);
}
