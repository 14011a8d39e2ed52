/**
 * Who is calling, and what that caller may do.
 *
 * The gateway verifies the token once and forwards this; a subgraph refuses anyone else. Two questions are kept apart:
 * scopes say *what* (`@requiresScopes`, checked before a resolver runs), the role with its programme, partner, store and
 * member ids says *whose*, checked by the commands and resolvers through the functions below. Ids of another programme are
 * unknown, never forbidden: a caller cannot find out that they exist.
 *
 * | role     | whose                                                                                  |
 * |----------|----------------------------------------------------------------------------------------|
 * | platform | makes programmes; sees nothing inside them                                             |
 * | operator | everything of its programme                                                            |
 * | partner  | its own partner, or only some of its stores; members of the programme as partners may  |
 * | member   | itself                                                                                 |
 */
import { unreachable } from '../shared/assert.ts';

export type CallerRole = 'platform' | 'operator' | 'partner' | 'member';

/** By what a token is recognised when it is to be good no more. */
export interface TokenMark {
  /** `jti`; null where the issuer gives none. */
  readonly id: string | null;
  /** `iat` in milliseconds since 1970; null where the issuer does not say. */
  readonly issuedAt: number | null;
}

export interface Caller {
  /** `sub` of the token. */
  readonly subject: string;
  readonly clientId: string;
  readonly role: CallerRole;
  /** Null for the platform only. */
  readonly programmeId: string | null;
  /** Set for a partner, null for others. */
  readonly partnerId: string | null;
  /** Stores a partner's client is limited to; empty is all of the partner. */
  readonly storeIds: readonly string[];
  /** Set for a member, null for others. */
  readonly memberId: string | null;
  /**
   * The human being who acts, as the issuer names them (compared as text, in lower case): the same for every client and session of
   * theirs. Null for service accounts. What needs two persons counts these (shared/four-eyes.ts).
   */
  readonly person: string | null;
  /**
   * Partner through whose own front end a member acts, when the partner's client exchanged its token: it sees what happened at that partner's
   * tills. Left out for a member that acts for itself, and for everybody else.
   */
  readonly frontEndOf?: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
  /** The token that says all this; left out where there is none, as for a subgraph that acts in its own name. */
  readonly token?: TokenMark;
  readonly requestId: string;
  /** Network address that the request came from; left out where there is none, as for a subgraph that acts in its own name. */
  readonly address?: string;
}

const OPERATOR_SCOPES = [
  'audit:read',
  'persons:write',
  'partners:read',
  'partners:write',
  'stores:write',
  'terms:write',
  'promotions:join',
  'members:read',
  'members:write',
  'members:token',
  'ledger:read',
  'ledger:write',
  'ledger:award',
  'ledger:transfer',
  'ledger:adjust',
  'ledger:fees',
  'settlement:read',
  'settlement:write',
  'settlement:break-glass',
  'disputes:write',
  'settlement:reconcile',
  'webhooks:write',
  'rewards:read',
  'rewards:write',
  'rewards:order',
] as const;

const PARTNER_SCOPES = [
  'partners:read',
  'stores:write',
  'terms:write',
  'promotions:join',
  'members:read',
  'members:write',
  'members:token',
  'ledger:read',
  'ledger:write',
  'settlement:read',
  'disputes:write',
  'settlement:reconcile',
  'webhooks:write',
  'rewards:read',
  'rewards:write',
  'rewards:order',
] as const;

const MEMBER_SCOPES = [
  'partners:read',
  'promotions:join',
  'members:read',
  'members:self',
  'ledger:read',
  'ledger:transfer',
  'rewards:read',
  'rewards:order',
] as const;

/** The scopes that a role may have at most. A token carries these or fewer. */
export function scopesOfRole(role: CallerRole): readonly string[] {
  switch (role) {
    case 'platform':
      return ['platform:write'];
    case 'operator':
      return OPERATOR_SCOPES;
    case 'partner':
      return PARTNER_SCOPES;
    case 'member':
      return MEMBER_SCOPES;
    default:
      return unreachable(role);
  }
}

/** Whether every scope of at least one of the alternatives is held (`@requiresScopes(scopes: [[all of], ...])`). */
export function hasScopes(caller: Caller, alternatives: readonly (readonly string[])[]): boolean {
  return alternatives.some((all) => all.every((scope) => caller.scopes.includes(scope)));
}

/** A caller inside a programme: everyone but the platform. */
export type ProgrammeCaller = Caller & { readonly programmeId: string };

/** Whether the caller acts inside a programme at all. */
export function isInProgramme(caller: Caller): caller is ProgrammeCaller {
  return caller.role !== 'platform' && caller.programmeId !== null;
}

/** Whether the caller is the operator of a programme. */
export function isOperator(caller: Caller): caller is ProgrammeCaller {
  return caller.role === 'operator' && caller.programmeId !== null;
}

/** Whether the caller may act for this partner of its own programme: the operator for any, a partner for itself. */
export function mayActForPartner(caller: Caller, partnerId: string): boolean {
  return isOperator(caller) || (caller.role === 'partner' && sameId(caller.partnerId, partnerId));
}

/**
 * Whether the caller may act at this store of this partner: as `mayActForPartner`, and a client that is limited to some stores
 * only at those. That the store belongs to the partner is for the look-up to say.
 */
export function mayActAtStore(caller: Caller, partnerId: string, storeId: string): boolean {
  if (!mayActForPartner(caller, partnerId)) return false;
  return isOperator(caller) || caller.storeIds.length === 0 || caller.storeIds.some((id) => sameId(id, storeId));
}

/** Whether the caller may act on the whole of this partner, not just on some stores. */
export function mayActForWholePartner(caller: Caller, partnerId: string): boolean {
  return mayActForPartner(caller, partnerId) && (isOperator(caller) || caller.storeIds.length === 0);
}

/** Whether the caller is this member. */
export function isMember(caller: Caller, memberId: string): boolean {
  return caller.role === 'member' && sameId(caller.memberId, memberId);
}

/**
 * Whether the caller may act on this member of its own programme: the operator and partners on any (that the member is of the
 * programme is for the look-up to say), a member on itself only.
 */
export function mayActForMember(caller: Caller, memberId: string): boolean {
  if (!isInProgramme(caller)) return false;
  return caller.role === 'member' ? isMember(caller, memberId) : true;
}

/**
 * Whose idempotency keys these are. A client's own; members that share one front end's client each have their own, so that
 * one member's key can never answer with another's result.
 */
export function keySpaceOf(caller: Caller): string {
  return caller.role === 'member' ? `member:${caller.memberId}` : caller.clientId;
}

/** Ids are UUIDs: case does not count. */
function sameId(left: string | null, right: string): boolean {
  return left !== null && left.toLowerCase() === right.toLowerCase();
}
