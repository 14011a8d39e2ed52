/**
 * A till takes points of a member and, what the member is short of, of its household.
 *
 * noted   the redemption and its draw, under the household's lock, with the member's limit
 *         -> the ledger moves each giver's part -> the ledger spends the points at the store -> done
 * refused the parts go back to those who gave them, their own lots, and count towards no limit
 *
 * Each step has a key made of the redemption's or the draw's id, so that a crash between is gone on after (`resumeRedemptions`), and the same request
 * sent again goes on, too. Of two tills at once each finds what the other left: who is short then is refused.
 *
 * Of more points than the member wants to spend unasked, its confirmation goes along and is used up by the ledger (ledger/commands/step-up.ts), where it is
 * checked once and for all; a refusal for want of one is not remembered, so that the same request may come again with it.
 */
import { type Caller, isInProgramme, keySpaceOf, type ProgrammeCaller } from '../../serving/caller.ts';
import { isRemembered } from '../../serving/idempotency.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { identityLookup } from '../../serving/personal-data.ts';
import type { IdentityKind } from '../../shared/identity-value.ts';
import { isId } from '../../shared/ids.ts';
import { isPositivePoints, MAX_POINTS } from '../../shared/points.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import {
  answerRedemption,
  type HouseholdRedemptionRow,
  insertRedemption,
  readAskedRedemptions,
  readRedemption,
} from '../store/household-redemptions.ts';
import { readDraw } from '../store/households.ts';
import { readMemberByIdentity, readMembers } from '../store/members.ts';
import { doDraw, noteDraw, poolOf, undoDraw } from './household-draws.ts';
import { aboutMember } from './member-command.ts';
import { checkTill } from './memberships.ts';
import { readIdentity } from './read-identity.ts';

const REQUEST = 'household';
const SHORT = refuse('INSUFFICIENT_POINTS', 'The household has fewer points.', ['input', 'points']);

export interface RedeemWithHousehold {
  readonly idempotencyKey: string;
  readonly memberId?: string | null | undefined;
  readonly identity?: { readonly kind: IdentityKind; readonly value: string } | null | undefined;
  readonly storeId: string;
  readonly points: bigint;
  readonly reference?: string | null | undefined;
  readonly confirmationId?: string | null | undefined;
}

export interface HouseholdRedemption {
  readonly memberId: string;
  readonly transactionId: string;
  /** Points of the others. */
  readonly drawn: bigint;
}

/**
 * Spends points at a store, drawing from the household what the member is short of. Refusals in the published order: those of a member's command, INVALID_POINTS,
 * CONFIRMATION_REQUIRED (the member wants to be asked for so many), STORE_UNKNOWN, of the draw HOUSEHOLD_UNKNOWN, LIMIT_EXCEEDED and INSUFFICIENT_POINTS,
 * then the ledger's, CONFIRMATION_UNKNOWN among them.
 */
export async function redeemWithHousehold(
  deps: MembersDeps,
  caller: Caller,
  input: RedeemWithHousehold,
): Promise<Outcome<HouseholdRedemption>> {
  const { points } = input;
  const storeId = input.storeId.toLowerCase();
  const check = createInputCheck();
  const reference = input.reference == null ? null : check.text(input.reference, ['input', 'reference'], { max: 100 });
  check.require(isPositivePoints(points), 'INVALID_POINTS', `Points are 1 to ${MAX_POINTS}.`, ['input', 'points']);
  const confirmationId = input.confirmationId?.toLowerCase() ?? null;
  const isConfirmation = confirmationId === null || isId(confirmationId);
  check.require(isConfirmation, 'CONFIRMATION_UNKNOWN', 'No such confirmation.', ['input', 'confirmationId']);
  const named = await findNamed(deps, caller, input, check);
  const sound = check.first() === null && isInProgramme(caller) && isId(named.memberId);
  if (sound && (await lacksConfirmation(deps, caller, { ...input, memberId: named.memberId }))) return refused(ASK);
  const has = sound ? await fundsOf(deps, caller.programmeId, named.memberId) : NOTHING;
  const outcome = await aboutMember<{ memberId: string; redemptionId: string }>(
    deps,
    caller,
    {
      name: 'redeemWithHousehold',
      idempotencyKey: input.idempotencyKey,
      ...named,
      body: { ...named.body, storeId, points, reference, confirmationId },
      who: ['operator', 'partner'],
      check,
    },
    async (work) => {
      const { tx, member, at } = work;
      const { programmeId, memberId } = member;
      const wrongTill = await checkTill(work, storeId);
      if (wrongTill !== null) return refused(wrongTill);
      const short = points - has.own;
      const draw = short > 0n ? await noteDraw(deps, work, has.pool, short) : null;
      if (draw !== null && typeof draw !== 'string') return refused(draw);
      const redemptionId = deps.ids();
      await insertRedemption(tx.sql, {
        ...{
          redemptionId,
          programmeId,
          memberId,
          storeId,
          points,
          reference,
          drawId: draw,
          confirmationId,
          askedAt: at,
        },
      });
      return accepted({ memberId, redemptionId });
    },
  );
  return outcome.ok ? doRedemption(deps, outcome.result.redemptionId) : outcome;
}

/** Whom the till means: by its id, or by what it has of the member, such as its card. */
async function findNamed(deps: MembersDeps, caller: Caller, input: RedeemWithHousehold, check: InputCheck) {
  const { memberId, identity } = input;
  const one = (memberId == null) !== (identity == null);
  check.require(one, 'INVALID_INPUT', 'Give one of `memberId` and `identity`.', ['input', 'memberId']);
  if (!one || identity == null)
    return { memberId: memberId?.toLowerCase() ?? '', memberAt: 'memberId', body: {} } as const;
  const reading = readIdentity(identity, ['input', 'identity']);
  if (!reading.ok) {
    const { code, message, field } = reading.refusal;
    check.require(false, code, message, field ?? undefined);
  }
  if (!reading.ok || !isInProgramme(caller)) return { memberId: '', memberAt: 'identity', body: {} } as const;
  const { kind } = reading.result;
  const lookup = identityLookup(deps.personalData, caller.programmeId, reading.result);
  const member = await readMemberByIdentity(deps.database.db, caller.programmeId, kind, lookup);
  return { memberId: member?.memberId ?? '', memberAt: 'identity', body: { kind, lookup } } as const;
}

const ASK = refuse('CONFIRMATION_REQUIRED', 'The member wants to confirm what spends this many points.', [
  'input',
  'points',
]);

/** Whether the member wants to be asked for so many points and has not said yes; not for what was answered before. */
async function lacksConfirmation(
  { database }: MembersDeps,
  caller: ProgrammeCaller,
  { memberId, points, confirmationId, idempotencyKey }: RedeemWithHousehold & { readonly memberId: string },
): Promise<boolean> {
  if (confirmationId != null) return false;
  const [member] = await readMembers(database.sql, caller.programmeId, [memberId]);
  const above = member?.confirmAbove ?? null;
  if (above === null || points <= above || member?.status !== 'ACTIVE') return false;
  return !(await isRemembered(database, 'members', keySpaceOf(caller), idempotencyKey.normalize('NFC')));
}

/** Goes on with redemptions that a crash left on their way. */
export async function resumeRedemptions(deps: MembersDeps, before: Date): Promise<void> {
  for (const redemptionId of await readAskedRedemptions(deps.database.sql, before))
    await doRedemption(deps, redemptionId);
}

const NOTHING = { own: 0n, pool: [] } as const;

async function fundsOf(deps: MembersDeps, programmeId: string, memberId: string) {
  const pool = await poolOf(deps, programmeId, memberId);
  try {
    const { available } = await deps.ledger.wallet({ programmeId, memberId, requestId: REQUEST });
    return { own: available, pool };
  } catch (error) {
    // A member that the ledger does not know is refused as unknown, in its turn.
    deps.logger.debug({ err: error }, 'no wallet was read before a redemption');
    return NOTHING;
  }
}

async function doRedemption(deps: MembersDeps, redemptionId: string): Promise<Outcome<HouseholdRedemption>> {
  const { sql } = deps.database;
  const asked = await readRedemption(sql, redemptionId);
  if (asked === null) throw new Error('Broken promise: a redemption that is gone on with was noted');
  if (asked.state === 'ASKED') {
    const refusal = await spend(deps, asked);
    if (refusal !== null) {
      if (asked.drawId !== null) await undoDraw(deps, asked.drawId);
      await answerRedemption(sql, redemptionId, { refusal });
    }
  }
  const { memberId, drawId, transactionId, refusal } = (await readRedemption(sql, redemptionId)) ?? asked;
  if (refusal !== null) return refused(refusal);
  if (transactionId === null) throw new Error('Broken promise: a redemption comes to its end');
  const drawn = drawId === null ? 0n : ((await readDraw(sql, drawId))?.drawn ?? 0n);
  return accepted({ memberId, transactionId, drawn });
}

/** Draws and spends; null when it is done, else why not. */
async function spend(deps: MembersDeps, asked: HouseholdRedemptionRow): Promise<Refusal | null> {
  const { sql } = deps.database;
  const { redemptionId, programmeId, memberId, storeId, points, reference, drawId, confirmationId } = asked;
  if (drawId !== null) {
    await doDraw(deps, drawId);
    const draw = await readDraw(sql, drawId);
    if (draw === null || draw.drawn < draw.asked) return SHORT;
  }
  const spent = await deps.ledger.redeem({
    ...{ programmeId, memberId, storeId, points, confirmationId, requestId: REQUEST },
    idempotencyKey: `household-redemption:${redemptionId}`,
    reference: reference ?? redemptionId,
  });
  if (!spent.ok) return spent.refusal;
  await answerRedemption(sql, redemptionId, spent.result);
  return null;
}
