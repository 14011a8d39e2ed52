/**
 * Four eyes: whoever proposes cannot approve, and only a person can (settlement.md 7).
 *
 * Persons are counted, not credentials: one person with two clients is one. A service account may propose, in its own name, and
 * never approves. Who is a person says the issuer of the token (`person`, gateway/authentication/claims.ts).
 */
import { type Refusal, refuse } from './refusal.ts';

/** Who acts: the credentials, and the person who holds them; null for a service account. */
export interface Acting {
  readonly subject: string;
  readonly person: string | null;
}

/** The name to write down for a proposal: the person's, else that of the service account. */
export function proposerOf(acting: Acting): string {
  return acting.person ?? acting.subject;
}

/** FOUR_EYES when this caller may not approve what `proposedBy` (from `proposerOf`) proposed, else null. */
export function refuseApproval(proposedBy: string, acting: Acting): Refusal | null {
  if (acting.person === null) {
    return refuse('FOUR_EYES', 'A person approves, never a service account: use the credentials of a person.');
  }
  return acting.person === proposedBy ? refuse('FOUR_EYES', 'The one who proposed cannot approve.') : null;
}
