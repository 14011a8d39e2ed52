/**
 * Two members that are one person become one, and can be told apart again for a while.
 *
 * merge    the duplicate is MERGED (its keys find the survivor at once, nothing is posted on it any more)
 *          -> all that it has moves over by a transfer of the ledger as it stands: lots with their origin, price and expiry, pending points, what is held by the
 *          holds themselves, what it owes -> done
 * later    what still comes into its wallet (a refund of what it had spent, a return) goes on to the survivor as soon as the feed tells of it: `forwardMerged`
 * unmerge  the transfers are reversed, the last first, as long as nothing of them was spent -> the duplicate is itself again, keys and history with it
 *
 * What it has beside points comes along without being moved, so undoing gives it back by itself: consents (members.consent_standing), segments, its tier,
 * paid memberships, what it began in missions and offers. Where one answer must stand in the survivor's row (the limit above which it is asked, its place in a household, its tier), it
 * is worked out anew from what both have.
 *
 * Each step is done once under a key of its own, so that a crash between two is gone on after. History stays with the member that it happened to, and is
 * told with the survivor's (../../serving/persons.ts).
 * A merged member is not merged on, and a member that others were merged into is not merged away: there are no chains, and so no circles.
 */
import type { Transaction } from '../../../db/client.ts';
import { type Caller, isOperator, keySpaceOf, type ProgrammeCaller } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import type { TierStanding } from '../domain/tiers.ts';
import { givePlaceBack, takePlace } from '../store/households.ts';
import { decideConfirmationLimit, lockMember } from '../store/members.ts';
import {
  addMergeTransfer,
  finishMerge,
  insertMerge,
  lockMerge,
  readMerge,
  readMergedInto,
  readUnfinishedMerges,
  undoMerge,
} from '../store/merges.ts';
import { readProgramme } from '../store/programmes.ts';
import { lockMemberStatuses } from '../store/status-lock.ts';
import { lockLadder, readLadder, readMemberTiers } from '../store/tiers.ts';
import { decideMembers } from '../tiers/decide-members.ts';
import { dayIn } from '../tiers/programme-day.ts';

const REVERSIBLE_DAYS = 90;
const DAY_MILLIS = 86_400_000;
const REQUEST = 'merge';

export interface MergeMembers {
  readonly idempotencyKey: string;
  readonly survivorId: string;
  readonly duplicateId: string;
}

/**
 * Merges the duplicate into the survivor. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN,
 * MEMBER_INACTIVE, MERGE_STATE (itself, merged already, or others were merged into it).
 */
export async function mergeMembers(
  deps: MembersDeps,
  caller: Caller,
  input: MergeMembers,
): Promise<Outcome<{ memberId: string; mergeId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'The operator merges members.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);
  const { programmeId } = caller;
  const [survivorId, duplicateId] = [input.survivorId.toLowerCase(), input.duplicateId.toLowerCase()];
  const at = deps.clock();
  const { outcome } = await rememberCommand<{ memberId: string; mergeId: string }>(
    deps.database,
    'members',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'mergeMembers',
      body: { survivorId, duplicateId },
      at,
    },
    async ({ db, sql }) => {
      await lockMemberStatuses(db, programmeId);
      for (const memberId of [survivorId, duplicateId].sort())
        if (isId(memberId)) await lockMember(db, programmeId, memberId);
      const survivor = isId(survivorId) ? await lockMember(db, programmeId, survivorId) : null;
      if (survivor === null) return refused(refuse('MEMBER_UNKNOWN', 'No such member.', ['input', 'survivorId']));
      const duplicate = isId(duplicateId) ? await lockMember(db, programmeId, duplicateId) : null;
      if (duplicate === null) return refused(refuse('MEMBER_UNKNOWN', 'No such member.', ['input', 'duplicateId']));
      const state = (why: string, field: string) => refused(refuse('MERGE_STATE', why, ['input', field]));
      if (survivorId === duplicateId) return state('A member is not merged with itself.', 'duplicateId');
      if (duplicate.status === 'MERGED') return state('It was merged already.', 'duplicateId');
      if (survivor.status === 'MERGED') return state('It was merged itself.', 'survivorId');
      if (survivor.status !== 'ACTIVE')
        return refused(refuse('MEMBER_INACTIVE', 'It is not active.', ['input', 'survivorId']));
      if (duplicate.status === 'CLOSED')
        return refused(refuse('MEMBER_INACTIVE', 'It is closed.', ['input', 'duplicateId']));
      if ((await readMergedInto(sql, duplicateId)).length > 0)
        return state('Others were merged into it: merge the other way round.', 'duplicateId');
      const mergeId = deps.ids();
      // The ladder before the standing, as whoever decides tiers.
      await lockLadder(sql, programmeId, 'shared');
      const tier = (await readMemberTiers(sql, [survivorId], true)).get(survivorId);
      await insertMerge(sql, {
        mergeId,
        programmeId,
        survivorId,
        duplicateId,
        statusBefore: duplicate.status,
        state: 'MERGING',
        transfers: [],
        mergedAt: at,
        reversibleUntil: new Date(at.getTime() + REVERSIBLE_DAYS * DAY_MILLIS),
        undoneAt: null,
        tierBefore: tier === undefined ? null : standingOf(tier),
        householdId: await takePlace(sql, duplicateId, survivorId),
      });
      await decideConfirmationLimit(sql, survivorId);
      await decideTiers(deps, { db, sql }, programmeId, [survivorId], at);
      return accepted({ memberId: survivorId, mergeId });
    },
  );
  if (outcome.ok) {
    const { mergeId } = outcome.result;
    await alone(deps, mergeId, () => forward(deps, programmeId, mergeId));
  }
  return outcome;
}

export interface UnmergeMembers {
  readonly idempotencyKey: string;
  readonly mergeId: string;
}

/**
 * Undoes a merge. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MERGE_STATE (unknown, undone already, erased, too
 * long ago, or points that came over were spent).
 */
export async function unmergeMembers(
  deps: MembersDeps,
  caller: Caller,
  input: UnmergeMembers,
): Promise<Outcome<{ memberId: string; mergeId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'The operator undoes merges.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);
  const mergeId = input.mergeId.toLowerCase();
  const at = deps.clock();
  const work = () => undo(deps, caller, { key, mergeId, at });
  return isId(mergeId) ? alone(deps, mergeId, work) : work();
}

async function undo(
  deps: MembersDeps,
  caller: ProgrammeCaller,
  { key, mergeId, at }: { readonly key: string; readonly mergeId: string; readonly at: Date },
): Promise<Outcome<{ memberId: string; mergeId: string }>> {
  const { programmeId, requestId } = caller;
  const merge = isId(mergeId) ? await readMerge(deps.database.sql, programmeId, mergeId) : null;
  let spent = false;
  if (merge !== null && merge.state !== 'UNDONE' && at < merge.reversibleUntil) {
    // Before the command: its locks would keep the ledger from posting.
    for (const [index, transactionId] of [...merge.transfers].reverse().entries()) {
      const reversed = await deps.ledger.reverse({
        programmeId,
        requestId,
        idempotencyKey: `unmerge:${transactionId}:${at.toISOString()}`,
        transactionId,
        reason: 'The merge of two members was undone.',
      });
      if (reversed.ok || reversed.refusal.code === 'TRANSACTION_NOT_REVERSIBLE') continue;
      spent = true;
      // What was taken back already goes over again.
      if (index > 0) await forward(deps, programmeId, mergeId);
      break;
    }
  }
  const { outcome } = await rememberCommand<{ memberId: string; mergeId: string }>(
    deps.database,
    'members',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command: 'unmergeMembers', body: { mergeId }, at },
    async ({ db, sql }) => {
      await lockMemberStatuses(db, programmeId);
      const locked = merge === null ? null : await lockMerge(sql, mergeId);
      const state = (why: string) => refused(refuse('MERGE_STATE', why, ['input', 'mergeId']));
      if (locked === null) return state('There is no such merge.');
      if (locked.state === 'UNDONE') return state('It was undone already.');
      const duplicate = await lockMember(db, programmeId, locked.duplicateId);
      if (duplicate?.status !== 'MERGED') return state('The member was erased.');
      if (at >= locked.reversibleUntil) return state('It is too long ago.');
      if (spent) return state('Points that came over were spent.');
      const { survivorId, duplicateId, householdId, tierBefore } = locked;
      await lockMember(db, programmeId, survivorId);
      await undoMerge(sql, locked, at);
      if (householdId !== null) await givePlaceBack(sql, householdId, survivorId, duplicateId);
      await decideConfirmationLimit(sql, survivorId);
      await decideTiers(
        deps,
        { db, sql },
        programmeId,
        [survivorId, duplicateId],
        at,
        new Map([[survivorId, tierBefore]]),
      );
      return accepted({ memberId: duplicateId, mergeId });
    },
  );
  return outcome;
}

/** Sends on what came into the wallets of merged members, and what a crash left on its way. */
export async function forwardMerged(deps: MembersDeps): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const merges = await readUnfinishedMerges(deps.database.sql, after);
    for (const { programmeId, mergeId } of merges)
      await alone(deps, mergeId, () => forward(deps, programmeId, mergeId));
    const last = merges.at(-1);
    if (last === undefined) return;
    after = last.mergeId;
  }
}

/** What the person did counts for its tier at once. `from` are standings to go back to. */
async function decideTiers(
  { ids }: MembersDeps,
  tx: Transaction,
  programmeId: string,
  memberIds: readonly string[],
  at: Date,
  from?: ReadonlyMap<string, TierStanding | null>,
): Promise<void> {
  await lockLadder(tx.sql, programmeId, 'shared');
  const ladder = await readLadder(tx.sql, programmeId);
  if (ladder === null) return;
  const today = dayIn((await readProgramme(tx.sql, programmeId))?.timeZone ?? 'UTC', at);
  await decideMembers(tx, ids, ladder, [...memberIds].sort(), today, new Map(), from);
}

const standingOf = ({ tier, since, until, source }: TierStanding): TierStanding => ({ tier, since, until, source });

/**
 * One after the other for a merge: what its undoing takes back comes into the duplicate's wallet, and must not be sent on before the duplicate is
 * itself again. The ledger needs nothing that is locked here.
 */
function alone<Done>({ database }: MembersDeps, mergeId: string, work: () => Promise<Done>): Promise<Done> {
  return database.withTransaction(async ({ sql }) => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`merge ${mergeId}`}, 0))`;
    return work();
  });
}

/** Moves what the duplicate has to the survivor; again and again the same, and nothing when there is nothing. */
async function forward(deps: MembersDeps, programmeId: string, mergeId: string): Promise<void> {
  const { sql } = deps.database;
  const merge = await readMerge(sql, programmeId, mergeId);
  if (merge === null || merge.state === 'UNDONE') return;
  const { duplicateId, survivorId } = merge;
  const wallet = await deps.ledger.wallet({ programmeId, memberId: duplicateId, requestId: REQUEST });
  const { available, held, pending, arrears, qualifying } = wallet;
  const has = [available, held, pending, arrears, qualifying];
  if (has.some((points) => points !== 0n)) {
    const moved = await deps.ledger.transfer({
      programmeId,
      requestId: REQUEST,
      // The number of the transfer, and what it finds: who knocks twice, knows it once.
      idempotencyKey: `merge:${mergeId}:${merge.transfers.length}:${has.join(':')}`,
      fromMemberId: duplicateId,
      toMemberId: survivorId,
      points: null,
    });
    if (moved.ok) await addMergeTransfer(sql, mergeId, moved.result.transactionId);
    else deps.logger.info({ mergeId, refusal: moved.refusal }, 'points of a merged member stay where they are for now');
  }
  await finishMerge(sql, merge);
}
