/**
 * Token exchange (RFC 8693): a partner's own front end knows its customer by a token of the partner's own issuer; the partner's client
 * exchanges it for a member's token of ours.
 *
 *     POST /oauth/token                                          (the client authenticates as for its own tokens)
 *     grant_type=urn:ietf:params:oauth:grant-type:token-exchange
 *     subject_token=<the front end's JWT>&subject_token_type=urn:ietf:params:oauth:token-type:jwt
 *
 * | the token that comes                     | the token that goes                                              |
 * |------------------------------------------|------------------------------------------------------------------|
 * | of an issuer configured for this partner | a quarter of an hour, never longer than what it was exchanged for |
 * | `sub` is the partner's own number of its | for the member that has it as an EXTERNAL identity and that the   |
 * | customer                                 | partner enrolled, or that told the partner who it is              |
 * |                                          | of this partner: it shows what happened at this partner's tills,  |
 * |                                          | ends with the partner's and the client's standing, and can        |
 * |                                          | neither give points away nor change the member's own settings     |
 *
 * Every other customer is told alike (`invalid_grant`): whether somebody is a member is not to be found out by trying.
 */
import type { Database } from '../../db/client.ts';
import { type Caller, scopesOfRole } from '../../subgraphs/serving/caller.ts';
import type { Clock } from '../../subgraphs/shared/clock.ts';
import { createClaimsVerifier, type TokenTrust } from '../authentication/token-verifier.ts';
import { type AuthenticateClient, refuse } from './client-authentication.ts';
import { type ExternalIssuer, trustIn } from './external-issuers.ts';
import type { GrantToken } from './grants.ts';
import type { TokenIssuer } from './token-issuer.ts';

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const JWT_TYPES = ['urn:ietf:params:oauth:token-type:jwt', 'urn:ietf:params:oauth:token-type:id_token'];

/** What the index of members' keys knows a partner's own number of a customer by. */
export type CustomerLookup = (programmeId: string, customer: string) => string;

/** What a member may do through a partner's front end: not pass points on, nor what only the member itself may. */
export const FRONT_END_SCOPES = scopesOfRole('member').filter(
  (scope) => !['ledger:transfer', 'members:self'].includes(scope),
);

/** The grant to partners' clients that may ask for members' tokens. */
export function createTokenExchange(
  database: Database,
  authenticateClient: AuthenticateClient,
  issuer: TokenIssuer,
  options: {
    readonly frontEnds: readonly ExternalIssuer[];
    readonly audience: string;
    readonly clock: Clock;
    readonly tokenSeconds: number;
    readonly customerLookup?: CustomerLookup;
  },
): GrantToken {
  const { clock, customerLookup } = options;
  const trusts = new Map<string, TokenTrust[]>();
  for (const frontEnd of options.frontEnds) {
    if (frontEnd.partnerId === undefined) continue;
    trusts.set(frontEnd.partnerId, [...(trusts.get(frontEnd.partnerId) ?? []), trustIn(frontEnd, options.audience)]);
  }
  const verifiers = new Map([...trusts].map(([partnerId, own]) => [partnerId, createClaimsVerifier(own, clock)]));

  /** The member that has the number, and has to do with the partner. */
  async function findMember(programmeId: string, partnerId: string, customer: string): Promise<string | null> {
    if (customerLookup === undefined) return null;
    const [row] = await database.sql<{ memberId: string }[]>`
      SELECT member_id AS "memberId"
      FROM members.customer_of(${programmeId}, ${partnerId}, ${customerLookup(programmeId, customer)})`;
    return row?.memberId ?? null;
  }

  return async (request) => {
    const { form } = request;
    const client = await authenticateClient(request);
    if ('status' in client) return client;
    const { client_id: clientId, programme_id: programmeId, partner_id: partnerId } = client;
    if (
      client.role !== 'PARTNER' ||
      programmeId === null ||
      partnerId === null ||
      !client.scopes.includes('members:token')
    ) {
      return refuse(
        400,
        'unauthorized_client',
        "Tokens are exchanged by partners' clients with the scope members:token.",
      );
    }
    const token = form.get('subject_token');
    if (!token) return refuse(400, 'invalid_request', 'subject_token is missing.');
    if (!JWT_TYPES.includes(form.get('subject_token_type') ?? '')) {
      return refuse(400, 'invalid_request', `subject_token_type must be ${JWT_TYPES.join(' or ')}.`);
    }
    if (form.get('actor_token') !== null) return refuse(400, 'invalid_request', 'The actor is the client itself.');
    if ((form.get('requested_token_type') ?? ACCESS_TOKEN) !== ACCESS_TOKEN) {
      return refuse(400, 'invalid_request', `requested_token_type can be ${ACCESS_TOKEN}.`);
    }
    const wanted = form.get('scope')?.split(' ').filter(Boolean) ?? [];
    if (wanted.some((scope) => !FRONT_END_SCOPES.includes(scope))) {
      return refuse(400, 'invalid_scope', 'A front end of a partner is not given every scope asked for.');
    }

    const verify = verifiers.get(partnerId.toLowerCase());
    const verdict = (await verify?.(token)) ?? {
      kind: 'invalid',
      reason: 'This partner has no issuer for its front ends.',
    };
    if (verdict.kind === 'unavailable') {
      const answer = refuse(503, 'temporarily_unavailable', 'The token cannot be verified at the moment: try again.');
      return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
    }
    if (verdict.kind === 'invalid') return refuse(400, 'invalid_grant', verdict.reason);
    const { sub: customer = '', exp = 0 } = verdict.claims;
    const memberId = await findMember(programmeId, partnerId, customer.normalize('NFC'));
    if (memberId === null) return refuse(400, 'invalid_grant', 'No member of this partner has this subject.');

    const left = Math.floor(exp - clock().getTime() / 1000);
    const seconds = Math.min(options.tokenSeconds, left);
    if (seconds < 1) return refuse(400, 'invalid_grant', 'The token has expired.');
    const scopes = wanted.length > 0 ? [...new Set(wanted)] : FRONT_END_SCOPES;
    const { accessToken } = await issuer.issue(
      {
        ...{
          subject: memberId,
          clientId,
          role: 'member',
          programmeId,
          memberId,
          partnerId: null,
          storeIds: [],
          person: null,
        },
        ...{ scopes, frontEndOf: partnerId.toLowerCase() },
      } satisfies Omit<Caller, 'expiresAt' | 'requestId'>,
      seconds,
    );
    return {
      status: 200,
      headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
      body: {
        ...{ access_token: accessToken, issued_token_type: ACCESS_TOKEN, token_type: 'Bearer' },
        ...{ expires_in: seconds, scope: scopes.join(' ') },
      },
    };
  };
}
