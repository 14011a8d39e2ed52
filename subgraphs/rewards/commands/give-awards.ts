/**
 * Gives the points that were earned otherwise than at a till. What earns them writes an award in its own transaction; the ledger is asked
 * afterwards, under the award's own key, so that a crash in between costs nobody anything and gives nobody twice. What a member earned that was merged
 * into another since is given to that one, under a key of its own, for the first one's refusal is remembered. A refusal (a closed member, a funder at its
 * cap) ends the award with its reason.
 */
import type { RewardsDeps } from '../context.ts';
import { type AwardEnd, type AwardRow, endAwards, readPendingAwards } from '../store/awards.ts';
import { readSurvivor } from '../store/members.ts';

const PAGE = 64;

/**
 * Gives what waits, of one reason where it is named. Throws when the ledger cannot be asked: it waits on then.
 * @returns how many came to an end
 */
export async function giveAwards(deps: RewardsDeps, reasonId: string | null = null): Promise<number> {
  let given = 0;
  for (;;) {
    const awards = await readPendingAwards(deps.database.sql, { reasonId, limit: PAGE });
    const settled = await Promise.allSettled(awards.map((award) => giveAward(deps, award)));
    await endAwards(
      deps.database.sql,
      settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
    );
    const failed = settled.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    given += awards.length;
    if (awards.length < PAGE) return given;
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
  return outcome.ok
    ? { awardId: award.award_id, transactionId: outcome.result.transactionId, refusal: null }
    : {
        awardId: award.award_id,
        transactionId: null,
        refusal: { code: outcome.refusal.code, message: outcome.refusal.message },
      };
}
