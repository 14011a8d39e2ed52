/**
 * Who is this client? Its id and secret, by HTTP Basic or in the form body, never both (RFC 6749, 2.3.1), for every endpoint of the
 * issuer that asks for them.
 *
 * Whether a client is unknown, revoked or the secret is wrong, the answer and the time it takes are the same. Failures are counted per
 * client and network address, and per network address, over all gateways (failure-limit.ts). Checking a secret costs a worker thread some 30 ms and 16 MiB; only a few are checked at once,
 * the rest wait their turn.
 */
import type { Database } from '../../db/client.ts';
import { looksLikeClientSecret, verifySecret } from '../../subgraphs/serving/secrets.ts';
import { isWellFormed } from '../../subgraphs/serving/text.ts';
import type { Clock } from '../../subgraphs/shared/clock.ts';
import { networkOf } from '../http/client-address.ts';
import { createFailureLimit } from './failure-limit.ts';

/** What a client sent: the form body, the `Authorization` header and the address it came from. */
export interface ClientRequest {
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
  readonly address: string;
}

/** An answer of one of the issuer's endpoints: its status, headers and JSON body. */
export interface IssuerAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
}

/** A client as it is kept. */
export interface ApiClient {
  readonly client_id: string;
  readonly programme_id: string | null;
  readonly role: 'PARTNER' | 'OPERATOR' | 'PLATFORM' | 'MEMBER_ISSUER';
  readonly partner_id: string | null;
  readonly store_ids: string[] | null;
  readonly scopes: string[];
  readonly person: string | null;
}

/** The client, or the answer that refuses it. */
export type AuthenticateClient = (request: ClientRequest) => Promise<ApiClient | IssuerAnswer>;

const FAILURES_PER_CLIENT = 10;
const FAILURES_PER_ADDRESS = 50;
const CHECKS_AT_ONCE = 2;
const CHECKS_WAITING = 100;

/** Authenticates the clients in `platform.api_client`. One for all endpoints: failures count wherever they happen. */
export function createClientAuthentication(database: Database, clock: Clock): AuthenticateClient {
  const failures = createFailureLimit(database, clock);
  const inTurn = createQueue(CHECKS_AT_ONCE, CHECKS_WAITING);

  async function findClient(clientId: string): Promise<(ApiClient & { readonly secret_hash: string }) | null> {
    // What PostgreSQL cannot hold (NUL) is nobody's id.
    if (!isWellFormed(clientId)) return null;
    const rows = await database.sql<(ApiClient & { readonly secret_hash: string })[]>`
      SELECT client_id, programme_id, role, partner_id, store_ids, scopes, person, secret_hash
      FROM platform.api_client WHERE client_id = ${clientId} AND revoked_at IS NULL`;
    return rows[0] ?? null;
  }

  return async ({ form, authorization, address }) => {
    const credentials = readCredentials(form, authorization);
    if (typeof credentials === 'string') return refuse(400, 'invalid_request', credentials);
    if (credentials === null) return unknownClient();

    const { clientId, secret } = credentials;
    const network = networkOf(address);
    const counts = [
      { key: `${network} ${clientId}`, allowed: FAILURES_PER_CLIENT },
      { key: network, allowed: FAILURES_PER_ADDRESS },
    ];
    // Looked at and counted in one turn: guesses sent all at once are no way around.
    const answer = await inTurn(async () => {
      const wait = await failures.waitFor(counts);
      if (wait > 0) return slowDown(wait);
      const client = await findClient(clientId);
      const known = looksLikeClientSecret(secret) && (await verifySecret(secret, client?.secret_hash ?? null));
      if (known && client) return client;
      await failures.failed(counts);
      return unknownClient();
    });
    return answer === 'full' ? slowDown(1) : answer;
  };
}

/** Names the first of these parameters that was sent more than once (RFC 6749, 3.1: none may be). */
export function refuseRepeated(form: URLSearchParams, names: readonly string[]): IssuerAnswer | null {
  const repeated = names.find((name) => form.getAll(name).length > 1);
  return repeated === undefined ? null : refuse(400, 'invalid_request', `${repeated} was given more than once.`);
}

/** A refusal in the shape of RFC 6749, 5.2. */
export function refuse(status: number, error: string, description: string): IssuerAnswer {
  return { status, headers: { 'cache-control': 'no-store' }, body: { error, error_description: description } };
}

/** Client id and secret; null when there are none or they cannot be read; a sentence when the request breaks the rules. */
function readCredentials(
  form: URLSearchParams,
  authorization: string | undefined,
): { clientId: string; secret: string } | null | string {
  const inBody = form.get('client_secret') !== null;
  if (authorization === undefined) {
    const clientId = form.get('client_id');
    return clientId && inBody ? { clientId, secret: form.get('client_secret') ?? '' } : null;
  }
  if (inBody) return 'Give the credentials in one way, not two.';
  const basic = /^Basic +([\w+/-]+=*)$/i.exec(authorization);
  if (!basic) return null;
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic[1] as string, 'base64').toString('utf8')) ?? [];
  if (!id || secret === undefined) return null;
  try {
    return { clientId: decodeFormPart(id), secret: decodeFormPart(secret) };
  } catch {
    return null;
  }
}

/** RFC 6749, 2.3.1: id and secret are form-encoded before they go into the Basic header. */
const decodeFormPart = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

function unknownClient(): IssuerAnswer {
  const answer = refuse(401, 'invalid_client', 'Unknown client, or wrong secret.');
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic realm="token"' } };
}

function slowDown(seconds: number): IssuerAnswer {
  const answer = refuse(429, 'slow_down', 'Too many attempts. Wait, then try again.');
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
}

/** Runs so many at once and lets so many wait; beyond that the answer is `full`. */
function createQueue(atOnce: number, waitingAtMost: number): <T>(work: () => Promise<T>) => Promise<T | 'full'> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= waitingAtMost) return 'full';
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
