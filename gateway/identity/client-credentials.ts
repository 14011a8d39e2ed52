/**
 * The OAuth2 client credentials grant (RFC 6749, 4.4): a client id and secret for an access token.
 *
 * Credentials come by HTTP Basic or in the form body, never both. Whether a client is unknown, revoked or the secret is
 * wrong, the answer and the time it takes are the same. Failures are counted per client and address, and per address.
 * Checking a secret costs a worker thread some 30 ms and 16 MiB; only a few are checked at once, the rest wait their turn.
 */
import type { Database } from '../../db/client.ts';
import { type CallerRole, scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { looksLikeClientSecret, verifySecret } from '../../subgraphs/serving/secrets.ts';
import { isWellFormed } from '../../subgraphs/serving/text.ts';
import type { Clock } from '../../subgraphs/shared/clock.ts';
import { createFailureLimit } from './failure-limit.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** An answer of the token endpoint: its status, headers and JSON body. */
export interface TokenAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** Answers one token request: the form body, the `Authorization` header and the address it came from. */
export type GrantToken = (request: {
  form: URLSearchParams;
  authorization: string | undefined;
  address: string;
}) => Promise<TokenAnswer>;

interface ApiClientRow {
  client_id: string;
  programme_id: string | null;
  role: 'PARTNER' | 'OPERATOR' | 'PLATFORM' | 'MEMBER_ISSUER';
  partner_id: string | null;
  store_ids: string[] | null;
  scopes: string[];
  person: string | null;
  secret_hash: string;
}

const FAILURES_PER_CLIENT = 10;
const FAILURES_PER_ADDRESS = 50;
const CHECKS_AT_ONCE = 2;
const CHECKS_WAITING = 100;

/** The grant over the clients in `platform.api_client`; tokens live for `tokenSeconds`. */
export function createClientCredentialsGrant(
  database: Database,
  issuer: TokenIssuer,
  { clock, tokenSeconds }: { clock: Clock; tokenSeconds: number },
): GrantToken {
  const perClient = createFailureLimit(clock, FAILURES_PER_CLIENT);
  const perAddress = createFailureLimit(clock, FAILURES_PER_ADDRESS);
  const inTurn = createQueue(CHECKS_AT_ONCE, CHECKS_WAITING);

  async function findClient(clientId: string): Promise<ApiClientRow | null> {
    // What PostgreSQL cannot hold (NUL) is nobody's id.
    if (!isWellFormed(clientId)) return null;
    const rows = await database.sql<ApiClientRow[]>`
      SELECT client_id, programme_id, role, partner_id, store_ids, scopes, person, secret_hash
      FROM platform.api_client WHERE client_id = ${clientId} AND revoked_at IS NULL`;
    return rows[0] ?? null;
  }

  return async ({ form, authorization, address }) => {
    const repeated = ['grant_type', 'scope', 'client_id', 'client_secret'].find((name) => form.getAll(name).length > 1);
    if (repeated) return refuse(400, 'invalid_request', `${repeated} was given more than once.`);
    const grantType = form.get('grant_type');
    if (!grantType) return refuse(400, 'invalid_request', 'grant_type is missing.');
    if (grantType !== 'client_credentials') {
      return refuse(400, 'unsupported_grant_type', 'Only client_credentials is supported.');
    }
    const credentials = readCredentials(form, authorization);
    if (typeof credentials === 'string') return refuse(400, 'invalid_request', credentials);
    if (credentials === null) return unknownClient();

    const { clientId, secret } = credentials;
    const key = `${address} ${clientId}`;
    const wait = Math.max(perClient.waitFor(key), perAddress.waitFor(address));
    if (wait > 0) return slowDown(wait);

    const client = await findClient(clientId);
    const known = looksLikeClientSecret(secret)
      ? await inTurn(() => verifySecret(secret, client?.secret_hash ?? null))
      : false;
    if (known === 'full') return slowDown(1);
    if (!known || !client) {
      perClient.failed(key);
      perAddress.failed(address);
      return unknownClient();
    }
    const role = callerRole(client.role);
    if (!role) return refuse(400, 'unauthorized_client', 'This client may not use the client credentials grant.');

    const mayHave = client.scopes.filter((scope) => scopesOfRole(role).includes(scope));
    const wanted = form.get('scope')?.split(' ').filter(Boolean) ?? [];
    const tooMuch = wanted.find((scope) => !mayHave.includes(scope));
    if (tooMuch !== undefined) return refuse(400, 'invalid_scope', 'The client was not given every scope asked for.');

    const scopes = wanted.length > 0 ? [...new Set(wanted)] : mayHave;
    const { accessToken } = await issuer.issue(
      {
        subject: client.client_id,
        clientId: client.client_id,
        role,
        programmeId: client.programme_id,
        partnerId: client.partner_id,
        storeIds: client.store_ids ?? [],
        memberId: null,
        person: client.person,
        scopes,
      },
      tokenSeconds,
    );
    return {
      status: 200,
      headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
      body: { access_token: accessToken, token_type: 'Bearer', expires_in: tokenSeconds, scope: scopes.join(' ') },
    };
  };
}

/** The role that a client's tokens carry; null for one that gets no token here. */
function callerRole(role: ApiClientRow['role']): CallerRole | null {
  switch (role) {
    case 'PARTNER':
      return 'partner';
    case 'OPERATOR':
      return 'operator';
    case 'PLATFORM':
      return 'platform';
    case 'MEMBER_ISSUER':
      return null;
  }
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

function refuse(status: number, error: string, description: string): TokenAnswer {
  return { status, headers: { 'cache-control': 'no-store' }, body: { error, error_description: description } };
}

function unknownClient(): TokenAnswer {
  const answer = refuse(401, 'invalid_client', 'Unknown client, or wrong secret.');
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic realm="token"' } };
}

function slowDown(seconds: number): TokenAnswer {
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
