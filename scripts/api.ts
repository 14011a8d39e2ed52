/**
 * The product's API as its own scripts use it: over HTTP, with OAuth2 client credentials, as any partner's app would.
 *
 * A request that did not come through (connection lost, 502 to 504, TRY_AGAIN is the caller's) is sent again with the same body: every
 * mutation is idempotent under its key, so sending twice is safe. One that came too often (429) is sent again when the server says
 * (`Retry-After`), unless that is later than anybody would wait. Tokens are fetched when needed and before they end.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A caller of the API with a token that is renewed by itself. */
export interface ApiCaller {
  /**
   * Runs an operation and gives its data.
   * @throws ApiError for GraphQL errors, for an answer that is no GraphQL, and when the server stays unreachable
   */
  ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
}

export interface Api {
  /** Where GraphQL is, ending in `/graphql`. */
  readonly url: string;
  /** Acts with client credentials. */
  as(credentials: Credentials): ApiCaller;
  /** Acts with a token that somebody else gave. */
  withToken(token: string): ApiCaller;
  /** Fetches a token for client credentials. */
  token(credentials: Credentials): Promise<{ accessToken: string; expiresInSeconds: number }>;
  close(): void;
}

/** What went wrong, in one sentence; `code` is the first GraphQL error's, or UNREACHABLE, REFUSED_CREDENTIALS, NOT_GRAPHQL. */
export class ApiError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
  }
}

const ATTEMPTS = 6;
const FIRST_PAUSE_MILLIS = 100;
/** Rate limits are of a minute: who is told to wait for longer is told something else. */
const LONGEST_WAIT_SECONDS = 90;
const TIMEOUT_MILLIS = 60_000;
const RENEW_BEFORE_MILLIS = 30_000;

interface Answer {
  readonly status: number;
  readonly text: string;
  /** Of `Retry-After`; null without one, or one that is a date. */
  readonly retryAfterSeconds: number | null;
}

/**
 * Opens the API at a URL, with or without `/graphql`. `connections` bounds how many requests are on the wire at once.
 * @param pause waits for milliseconds
 */
export function openApi(
  givenUrl: string,
  connections = 64,
  pause: (millis: number) => Promise<unknown> = (millis) => delay(millis),
): Api {
  const url = new URL(givenUrl);
  if (!url.pathname.endsWith('/graphql')) url.pathname = `${url.pathname.replace(/\/$/, '')}/graphql`;
  const secure = url.protocol === 'https:';
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: connections });

  const post = (target: URL, body: string, headers: Record<string, string>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const request = (secure ? httpsRequest : httpRequest)(
        target,
        {
          method: 'POST',
          agent,
          timeout: TIMEOUT_MILLIS,
          headers: { ...headers, accept: 'application/json', 'content-length': Buffer.byteLength(body) },
        },
        (response: IncomingMessage) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text: Buffer.concat(chunks).toString('utf8'),
              retryAfterSeconds: secondsOf(response.headers['retry-after']),
            }),
          );
        },
      );
      request.on('timeout', () => request.destroy(new Error('no answer in time')));
      request.on('error', reject);
      request.end(body);
    });

  const persist = async (target: URL, body: string, headers: Record<string, string>): Promise<Answer> => {
    let why = '';
    let asked = 0;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      if (attempt > 1) await pause(Math.max(FIRST_PAUSE_MILLIS * 2 ** (attempt - 1), asked * 1_000));
      asked = 0;
      try {
        const answer = await post(target, body, headers);
        asked = answer.retryAfterSeconds ?? 0;
        const passing = answer.status === 429 || (answer.status >= 502 && answer.status <= 504);
        // The last refusal has its own words.
        const last = answer.status === 429 && attempt === ATTEMPTS;
        if (!passing || last || asked > LONGEST_WAIT_SECONDS) return answer;
        why = `it answers with status ${answer.status}`;
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
      }
    }
    throw new ApiError('UNREACHABLE', `The server at ${url.origin} cannot be reached: ${why}.`);
  };

  const ask = async <Data>(token: string, query: string, variables: Record<string, unknown>): Promise<Data> => {
    const { status, text } = await persist(url, JSON.stringify({ query, variables }), {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    });
    const answer = readJson(text) as {
      data?: Data | null;
      errors?: { message: string; extensions?: { code?: string } }[];
    };
    const [error] = answer?.errors ?? [];
    if (error) throw new ApiError(error.extensions?.code ?? 'GRAPHQL_ERROR', error.message);
    if (!answer?.data) throw new ApiError('NOT_GRAPHQL', `${url} does not answer GraphQL (status ${status}).`);
    return answer.data;
  };

  const fetchToken = async ({
    clientId,
    clientSecret,
  }: Credentials): Promise<{ accessToken: string; expiresInSeconds: number }> => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const { status, text } = await persist(new URL('/oauth/token', url), form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    const answer = readJson(text) as { access_token?: string; expires_in?: number; error?: string } | null;
    if (status === 200 && answer?.access_token) {
      return { accessToken: answer.access_token, expiresInSeconds: answer.expires_in ?? 300 };
    }
    throw new ApiError(
      'REFUSED_CREDENTIALS',
      `The server refuses the credentials of client ${clientId} (${answer?.error ?? `status ${status}`}).`,
    );
  };

  return {
    url: url.toString(),
    token: fetchToken,
    withToken: (token) => ({ ask: (query, variables = {}) => ask(token, query, variables) }),
    as(credentials) {
      let current: Promise<{ accessToken: string; until: number }> | null = null;
      const renew = async (): Promise<{ accessToken: string; until: number }> => {
        const { accessToken, expiresInSeconds } = await fetchToken(credentials);
        return { accessToken, until: Date.now() + expiresInSeconds * 1000 - RENEW_BEFORE_MILLIS };
      };
      const tokenNow = async (): Promise<string> => {
        current ??= renew();
        let held = await current.catch((error: unknown) => {
          current = null;
          throw error;
        });
        if (Date.now() >= held.until) {
          current = renew();
          held = await current;
        }
        return held.accessToken;
      };
      return { ask: async (query, variables = {}) => ask(await tokenNow(), query, variables) };
    },
    close: () => agent.destroy(),
  };
}

function secondsOf(header: string | undefined): number | null {
  return /^\d{1,9}$/.test(header ?? '') ? Number(header) : null;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
