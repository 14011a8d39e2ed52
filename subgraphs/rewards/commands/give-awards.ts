/**
 * Gives the points that were earned otherwise than at a till. What earns them writes an award in its own transaction; the ledger is asked
 * afterwards, under the award's own key, so that a crash in between costs nobody anything and gives nobody twice. What a member earned that was merged
 * into another since is given to that one, under a key of its own, for the first one's refusal is remembered. A refusal (a closed member, a funder at its
 * cap) ends the award with its reason. What a return undid is taken back the same way, under one more key of the award.
 */
import { assert } from '../../shared/assert.ts';
import type { Outcome } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import {
  type AwardEnd,
  type AwardRow,
  endAwards,
  endTakingBack,
  readPendingAwards,
  readToTakeBack,
} from '../store/awards.ts';
import { readSurvivor } from '../store/members.ts';

const PAGE = 64;

/**
 * Gives what waits, of one reason where it is named. Throws when the ledger cannot be asked: it waits on then.
 * @returns how many came to an end
 */
export async function giveAwards(deps: RewardsDeps, reasonId: string | null = null): Promise<number> {
  const { sql } = deps.database;
  return drain(
    () => readPendingAwards(sql, { reasonId, limit: PAGE }),
    (award) => giveAward(deps, award),
    (ends) => endAwards(sql, ends),
  );
}

/** Takes back what is to be taken back, as `giveAwards` gives. What was spent meanwhile the member owes, as of a purchase that came back. */
export async function takeBackAwards(deps: RewardsDeps): Promise<number> {
  const { sql } = deps.database;
  return drain(
    () => readToTakeBack(sql, PAGE),
    (award) => takeBack(deps, award),
    (ends) => endTakingBack(sql, ends),
  );
}

async function drain(
  read: () => Promise<AwardRow[]>,
  end: (award: AwardRow) => Promise<AwardEnd>,
  write: (ends: readonly AwardEnd[]) => Promise<void>,
): Promise<number> {
  let ended = 0;
  for (;;) {
    const awards = await read();
    const settled = await Promise.allSettled(awards.map(end));
    await write(settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
    const failed = settled.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    ended += awards.length;
    if (awards.length < PAGE) return ended;
  }
}

async function giveAward(deps: RewardsDeps, award: AwardRow): Promise<AwardEnd> {
  const grantTo = (memberId: string, key: string) =>
    deps.ledger.grant({
      programmeId: award.programme_id,
      memberId,
      points: award.points,
      component: award.component,
      funding: award.funding,
      expiresOn: award.expires_on,
      reference: award.award_id,
      idempotencyKey: key,
      requestId: key,
    });
  const key = `award:${award.award_id}`;
  let outcome = await grantTo(award.member_id, key);
  if (!outcome.ok && outcome.refusal.code === 'MEMBER_INACTIVE') {
    const survivorId = await readSurvivor(deps.database.sql, award.member_id);
    if (survivorId !== null) outcome = await grantTo(survivorId, `${key}:${survivorId}`);
  }
  await deps.reached?.('granted');
  return endOf(award, outcome);
}

async function takeBack(deps: RewardsDeps, award: AwardRow): Promise<AwardEnd> {
  const { award_id: awardId, programme_id: programmeId, transaction_id: grantId } = award;
  assert(grantId !== null, 'an award that is taken back was given');
  const key = `award:${awardId}:back`;
  const outcome = await deps.ledger.takeBackGrant({
    ...{ programmeId, grantId, reference: awardId, idempotencyKey: key, requestId: key },
  });
  await deps.reached?.('taken-back');
  return endOf(award, outcome);
}

function endOf({ award_id: awardId }: AwardRow, outcome: Outcome<{ readonly transactionId: string }>): AwardEnd {
  if (outcome.ok) return { awardId, transactionId: outcome.result.transactionId, refusal: null };
  const { code, message } = outcome.refusal;
  return { awardId, transactionId: null, refusal: { code, message } };
}
