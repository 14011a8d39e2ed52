/**
 * The claims of our access tokens, to and from a caller. An external issuer is set up to put the same ones in.
 *
 * | claim          | caller                                                             |
 * |----------------|--------------------------------------------------------------------|
 * | `sub`          | subject                                                            |
 * | `client_id`    | client; `azp`, then `sub`, where an issuer leaves it out           |
 * | `scope`        | scopes, separated by spaces; what the role may not have is dropped |
 * | `role`         | `platform`, `operator`, `partner` or `member`                      |
 * | `programme_id` | programme; for all roles but the platform                          |
 * | `partner_id`   | partner; for a partner                                             |
 * | `store_ids`    | stores a partner's client is limited to; left out for all          |
 * | `member_id`    | member; for a member                                               |
 * | `front_end_of` | partner through whose front end a member acts (identity/token-exchange.ts) |
 * | `person`       | the human being who acts; left out for a service account           |
| `jti`, `iat`   | which token it is: by them it can be revoked (token-bars.ts)        |
 *
 * A token whose claims do not fit its role is no token: half an identity must not pass for a smaller one.
 */
import { z } from 'zod';
import { type Caller, scopesOfRole } from '../../subgraphs/serving/caller.ts';

const id = z.uuid().transform((value) => value.toLowerCase());
const anyone = z.object({
  sub: z.string().min(1).max(200),
  exp: z.number(),
  iat: z.number().optional(),
  jti: z.string().min(1).max(200).optional(),
  client_id: z.string().min(1).max(200).optional(),
  azp: z.string().min(1).max(200).optional(),
  scope: z.string().max(4_000).default(''),
  person: z.string().trim().toLowerCase().min(1).max(200).optional(),
});
const claimsShape = z.discriminatedUnion('role', [
  anyone.extend({ role: z.literal('platform') }),
  anyone.extend({ role: z.literal('operator'), programme_id: id }),
  anyone.extend({
    role: z.literal('partner'),
    programme_id: id,
    partner_id: id,
    store_ids: z.array(id).min(1).max(10_000).optional(),
  }),
  anyone.extend({ role: z.literal('member'), programme_id: id, member_id: id, front_end_of: id.optional() }),
]);

/** A caller as a token says it: all but the request. */
export type Identity = Omit<Caller, 'requestId'>;

/** The caller that verified claims speak of, or null when they do not fit together. */
export function identityOf(claims: unknown): Identity | null {
  const parsed = claimsShape.safeParse(claims);
  if (!parsed.success) return null;
  const token = parsed.data;
  const person = token.role === 'member' ? null : (token.person ?? null);
  const granted = new Set(scopesOfRole(token.role));
  // Who may make persons is none: nobody approves what they proposed themselves in another name.
  if (person !== null) granted.delete('persons:write');
  return {
    subject: token.sub,
    clientId: token.client_id ?? token.azp ?? token.sub,
    role: token.role,
    programmeId: token.role === 'platform' ? null : token.programme_id,
    partnerId: token.role === 'partner' ? token.partner_id : null,
    storeIds: token.role === 'partner' ? (token.store_ids ?? []) : [],
    memberId: token.role === 'member' ? token.member_id : null,
    person,
    ...(token.role === 'member' && token.front_end_of !== undefined ? { frontEndOf: token.front_end_of } : {}),
    scopes: token.scope.split(' ').filter((scope) => granted.has(scope)),
    expiresAt: new Date(token.exp * 1000),
    token: { id: token.jti ?? null, issuedAt: token.iat === undefined ? null : token.iat * 1000 },
  };
}

/** The claims of a token for this caller, without those that the issuer sets itself (`iss`, `aud`, `iat`, `exp`, `jti`). */
export function claimsOf(identity: Omit<Identity, 'expiresAt' | 'token'>): Record<string, unknown> {
  return {
    sub: identity.subject,
    client_id: identity.clientId,
    role: identity.role,
    scope: identity.scopes.join(' '),
    ...(identity.programmeId === null ? {} : { programme_id: identity.programmeId }),
    ...(identity.partnerId === null ? {} : { partner_id: identity.partnerId }),
    ...(identity.storeIds.length === 0 ? {} : { store_ids: identity.storeIds }),
    ...(identity.memberId === null ? {} : { member_id: identity.memberId }),
    ...(identity.person === null ? {} : { person: identity.person }),
    ...(identity.frontEndOf === undefined ? {} : { front_end_of: identity.frontEndOf }),
  };
}
