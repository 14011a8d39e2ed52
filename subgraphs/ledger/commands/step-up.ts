/**
 * Large redemptions need the member's word. A member says above how many points it wants to be asked (in members); its own app confirms, for
 * a store or any, so many points at most, for five minutes; the till then redeems with the confirmation, once.
 *
 * A confirmation is bound to the key of the redemption that used it, in a transaction of its own before the posting: the same command sent again
 * finds it its own, another one finds it used. A redemption that is then refused keeps it: ask for another. The refusals made here are not
 * remembered under the redemption's key, so that it may come again with a confirmation; what was answered before is answered again whatever the
 * limit is now. Subgraphs have seen to it that they act on the member's own word (an order of a reward that it placed itself) and are not asked; where
 * they bring one of a till's, it is checked.
 */
import { type Caller, isInProgramme, isMember, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { LedgerDeps } from '../context.ts';
import { insertConfirmation, readConfirmAbove, useConfirmation, wasAnswered } from '../store/confirmations.ts';
import { readMember, readPoints } from './read-input.ts';

const CONFIRMATION_LIVES_MILLIS = 5 * 60_000;

export interface ConfirmRedemption {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly points: bigint;
  readonly storeId?: string | null | undefined;
}

/** The member's word for one redemption. Refusals in the published order: NOT_ALLOWED (anybody else), INVALID_INPUT, INVALID_POINTS, IDEMPOTENCY_KEY_REUSED. */
export async function confirmRedemption(
  deps: LedgerDeps,
  caller: Caller,
  input: ConfirmRedemption,
): Promise<Outcome<{ confirmationId: string }>> {
  if (!isInProgramme(caller) || !isMember(caller, input.memberId)) {
    return refused(refuse('NOT_ALLOWED', 'Only the member itself confirms.', ['input', 'memberId']));
  }
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const points = readPoints(input.points, check, ['input', 'points']);
  const storeId = input.storeId?.toLowerCase() ?? null;
  check.require(storeId === null || isId(storeId), 'INVALID_INPUT', 'This is no id of a store.', ['input', 'storeId']);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);
  const { programmeId } = caller;
  const memberId = input.memberId.toLowerCase();
  const at = deps.clock();
  const { outcome } = await rememberCommand(
    deps.database,
    'ledger',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'confirmRedemption',
      body: { memberId, points, storeId },
      at,
    },
    async ({ sql }) => {
      const confirmationId = deps.ids();
      const expiresAt = new Date(at.getTime() + CONFIRMATION_LIVES_MILLIS);
      await insertConfirmation(sql, {
        confirmationId,
        programmeId,
        memberId,
        points,
        storeId,
        confirmedAt: at,
        expiresAt,
      });
      return accepted({ confirmationId });
    },
  );
  return outcome;
}

export interface ConfirmedSpend {
  readonly idempotencyKey: string;
  readonly storeId: string;
  readonly memberId?: string | null | undefined;
  readonly identity?: { readonly kind: string; readonly value: string } | null | undefined;
  readonly points: bigint;
  readonly confirmationId?: string | null | undefined;
}

/** CONFIRMATION_REQUIRED, CONFIRMATION_UNKNOWN, or null when the redemption may go on to be decided. */
export async function requireConfirmation(
  deps: LedgerDeps,
  caller: Caller,
  input: ConfirmedSpend,
): Promise<Refusal | null> {
  if (!isInProgramme(caller)) return null;
  if (caller.clientId.startsWith('subgraph:') && input.confirmationId == null) return null;
  const check = createInputCheck();
  const ref = readMember(input, check, ['input']);
  // What is malformed is refused by the command itself, and remembered.
  if (check.first() !== null) return null;
  const { sql } = deps.database;
  const { programmeId } = caller;
  const asked = 'memberId' in ref ? ref : { kind: ref.kind, lookup: deps.identityLookup(programmeId, ref) };
  const member = await readConfirmAbove(sql, programmeId, asked);
  const { confirmationId = null } = input;
  const needed = member !== null && member.confirmAbove !== null && input.points > member.confirmAbove;
  if (!needed || member === null) return null;
  const keySpace = keySpaceOf(caller);
  if (await wasAnswered(sql, programmeId, keySpace, input.idempotencyKey)) return null;
  if (confirmationId === null) {
    return refuse('CONFIRMATION_REQUIRED', 'The member wants to confirm what spends this many points.', [
      'input',
      'points',
    ]);
  }
  if (!isId(confirmationId)) {
    return refuse('CONFIRMATION_UNKNOWN', 'No such confirmation.', ['input', 'confirmationId']);
  }
  return useConfirmation(sql, {
    confirmationId: confirmationId.toLowerCase(),
    programmeId,
    memberId: member.memberId,
    storeId: input.storeId.toLowerCase(),
    points: input.points,
    usedBy: `${keySpace} ${input.idempotencyKey}`,
    at: deps.clock(),
  });
}
