/**
 * Gives the points that were earned otherwise than at a till. What earns them writes an award in its own transaction; the ledger is asked
 * afterwards, under the award's own key, so that a crash in between costs nobody anything and gives nobody twice. A refusal (a closed member, a
 * funder at its cap) ends the award with its reason.
 */
import type { RewardsDeps } from '../context.ts';
import { type AwardRow, endAward, readPendingAwards } from '../store/awards.ts';

const PAGE = 64;

/**
 * Gives what waits, of one reason where it is named. Throws when the ledger cannot be asked: it waits on then.
 * @returns how many came to an end
 */
export async function giveAwards(deps: RewardsDeps, reasonId: string | null = null): Promise<number> {
  let given = 0;
  for (;;) {
    const awards = await readPendingAwards(deps.database.sql, { reasonId, limit: PAGE });
    await Promise.all(awards.map((award) => giveAward(deps, award)));
    given += awards.length;
    if (awards.length < PAGE) return given;
  }
}

async function giveAward(deps: RewardsDeps, award: AwardRow): Promise<void> {
  const outcome = await deps.ledger.grant({
    programmeId: award.programme_id,
    memberId: award.member_id,
    points: award.points,
    component: award.component,
    funding: award.funding,
    expiresOn: award.expires_on,
    reference: award.award_id,
    idempotencyKey: `award:${award.award_id}`,
    requestId: `award:${award.award_id}`,
  });
  await deps.reached?.('granted');
  await endAward(
    deps.database.sql,
    award.award_id,
    outcome.ok
      ? { transactionId: outcome.result.transactionId, refusal: null }
      : { transactionId: null, refusal: { code: outcome.refusal.code, message: outcome.refusal.message } },
  );
}
