/**
 * Follows the ledger's feed (../../serving/feed-follower.ts): what a purchase means for missions, leaderboards, referrals, surveys and offers is
 * written exactly once; then the points that were earned are given. Awards that wait after a crash are given by whoever comes next.
 */
import { followFeedPage, keepFollowing } from '../../serving/feed-follower.ts';
import { giveAwards, takeBackAwards } from '../commands/give-awards.ts';
import type { RewardsDeps } from '../context.ts';
import { dayIn } from '../domain/programme-day.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { type FactRow, readFacts } from '../store/feed.ts';
import { readProgramme } from '../store/programmes.ts';
import { FOLLOWERS } from './followers.ts';

/** Does what the next page of the feed asks for: batches that were done; null when somebody else is following. */
export function followPage(deps: RewardsDeps): Promise<number | null> {
  return followFeedPage(deps.database, { schema: 'rewards', name: 'rewards' }, async (tx, after, upTo) => {
    const facts: PurchaseFact[] = [];
    for (const row of await readFacts(tx.sql, after, upTo)) facts.push(await factOf(deps, row));
    if (facts.length > 0) for (const follow of FOLLOWERS) await follow(deps, tx, facts);
  });
}

/** Does everything the feed holds now and gives the points of it. */
export async function catchUp(deps: RewardsDeps): Promise<void> {
  while (((await followPage(deps)) ?? 0) > 0);
  await settleAwards(deps);
}

/** Follows until it is stopped. */
export function startFeedFollower(deps: RewardsDeps): Promise<{ stop(): Promise<void> }> {
  return keepFollowing(
    deps.database.sql,
    deps.logger,
    async () => {
      const batches = await followPage(deps);
      // After each page, and not when there is none left: under load that may be long.
      if (batches !== null && batches > 0) await settleAwards(deps);
      return batches;
    },
    () => settleAwards(deps),
  );
}

/** Gives what was earned, then takes back what a return undid of it. */
async function settleAwards(deps: RewardsDeps): Promise<void> {
  await giveAwards(deps);
  await takeBackAwards(deps);
}

async function factOf(deps: RewardsDeps, row: FactRow): Promise<PurchaseFact> {
  const programme = await readProgramme(deps.database.sql, row.programme_id);
  const magnitude = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
  const bought = (row.lines ?? []).flatMap(({ category, amountMinor }) =>
    category === null ? [] : [{ category, amountMinor: BigInt(amountMinor) }],
  );
  const returns = row.kind === 'RETURN';
  const purchaseMinor = row.purchase_amount_minor;
  const before = returns && purchaseMinor !== null ? purchaseMinor - (row.returned_before_minor ?? 0n) : null;
  const amountMinor = row.amount_minor === null ? (before ?? 0n) : magnitude(row.amount_minor);
  const left = before === null ? null : { before, after: before - amountMinor };
  return {
    transactionId: row.transaction_id,
    programmeId: row.programme_id,
    kind: row.kind,
    memberId: row.member_id,
    partnerId: row.partner_id,
    storeId: row.store_id,
    points: row.points,
    amountMinor,
    currency: row.currency,
    occurredAt: row.occurred_at,
    day: dayIn(programme?.time_zone ?? 'UTC', row.occurred_at),
    purchaseId: row.purchase_id,
    purchaseMinor,
    purchaseRecordedAt: row.purchase_recorded_at,
    left,
    whole: left !== null && left.after <= 0n && (left.before > 0n || purchaseMinor === 0n),
    categories: returns ? givenBack(row) : bought,
    bought: [...new Set(bought.map(({ category }) => category))],
  };
}

/** What came back in each category: of the lines that are named, else of all of them. */
function givenBack({ lines, returned }: FactRow): PurchaseFact['categories'] {
  const back = returned ?? (lines ?? []).map(({ amountMinor }, at) => ({ line: at + 1, amountMinor }));
  return back.flatMap(({ line, amountMinor }) => {
    const category = lines?.[line - 1]?.category ?? null;
    return category === null ? [] : [{ category, amountMinor: BigInt(amountMinor) }];
  });
}
