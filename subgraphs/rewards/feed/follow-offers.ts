/**
 * Offers: what each member did at each partner, for segments; what those did whom an offer fits, shown or held out alike, for measuring it; and the
 * points of those who activated it and bought.
 */
import type { Transaction } from '../../../db/client.ts';
import type { RewardsDeps } from '../context.ts';
import { standingsOfPerson } from '../domain/offer.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { insertAwards, type NewAward } from '../store/awards.ts';
import { readMergedInto } from '../store/members.ts';
import { addAtPartners, addToOffers, lockOffersOf, type OfferMemberRow, readOffers } from '../store/offers.ts';

export async function followOffers(
  deps: RewardsDeps,
  { sql }: Transaction,
  facts: readonly PurchaseFact[],
): Promise<void> {
  const purchases = facts.filter(({ kind, partnerId }) => kind === 'PURCHASE' && partnerId !== null);
  if (purchases.length === 0) return;
  await addAtPartners(sql, sumAtPartners(purchases));

  const buyers = new Set(purchases.map(({ memberId }) => memberId));
  const merged = await readMergedInto(sql, [...buyers]);
  const rows = await lockOffersOf(sql, [...buyers, ...[...merged.values()].flat()]);
  if (rows.length === 0) return;
  const standing = standingsOfBuyers(rows, buyers, merged);
  const offers = new Map(
    (await readOffers(sql, [...new Set(standing.map(({ row }) => row.offer_id))])).map((row) => [row.offer_id, row]),
  );
  const awards: NewAward[] = [];
  const madeAt = deps.clock();
  const changes = standing.flatMap(({ buyer, row }) => {
    const offer = offers.get(row.offer_id);
    const bought = purchases.filter(
      (fact) =>
        offer !== undefined &&
        fact.memberId === buyer &&
        fact.partnerId === offer.partner_id &&
        fact.occurredAt >= row.since &&
        fact.occurredAt < offer.ends_at,
    );
    if (offer === undefined || bought.length === 0) return [];
    const { activated_at: activatedAt } = row;
    const earns = (fact: PurchaseFact): boolean =>
      activatedAt !== null && fact.occurredAt >= activatedAt && fact.amountMinor >= (offer.min_minor ?? 0n);
    const using = row.transaction_id === null ? bought.find(earns) : undefined;
    // Where the standing is that of a member that was merged into the buyer, so is the award: it is given to the buyer (../commands/give-awards.ts).
    if (using !== undefined)
      awards.push({
        ...{ awardId: deps.ids(), programmeId: offer.programme_id, memberId: row.member_id, points: offer.points },
        ...{ component: `CAMPAIGN:offer-${offer.offer_id}`, funding: offer.funding, reason: 'OFFER' },
        ...{ reasonId: offer.offer_id, madeAt },
      });
    return [
      {
        ...{ offer_id: row.offer_id, member_id: row.member_id, purchases: String(bought.length) },
        spend_minor: bought.reduce((sum, { amountMinor }) => sum + amountMinor, 0n).toString(),
        transaction_id: using?.transactionId ?? null,
      },
    ];
  });
  await addToOffers(sql, changes);
  await insertAwards(sql, awards);
}

/** Where each buyer stands in each offer, with those that were merged into it; one that bought itself just before stands for itself. */
function standingsOfBuyers(
  rows: readonly OfferMemberRow[],
  buyers: ReadonlySet<string>,
  merged: ReadonlyMap<string, readonly string[]>,
): { readonly buyer: string; readonly row: OfferMemberRow }[] {
  const byMember = new Map<string, OfferMemberRow[]>();
  for (const row of rows) byMember.set(row.member_id, [...(byMember.get(row.member_id) ?? []), row]);
  return [...buyers].flatMap((buyer) => {
    const others = (merged.get(buyer) ?? []).filter((memberId) => !buyers.has(memberId));
    const mine = [buyer, ...others].flatMap((memberId) => byMember.get(memberId) ?? []);
    return standingsOfPerson(mine, buyer).map((row) => ({ buyer, row }));
  });
}

function sumAtPartners(purchases: readonly PurchaseFact[]) {
  const sums = new Map<string, { fact: PurchaseFact; purchases: bigint; spend: bigint; lastAt: Date }>();
  for (const fact of purchases) {
    const key = `${fact.memberId} ${fact.partnerId}`;
    const sum = sums.get(key) ?? { fact, purchases: 0n, spend: 0n, lastAt: fact.occurredAt };
    sum.purchases += 1n;
    sum.spend += fact.amountMinor;
    if (fact.occurredAt > sum.lastAt) sum.lastAt = fact.occurredAt;
    sums.set(key, sum);
  }
  return [...sums.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { fact, purchases: count, spend, lastAt }]) => ({
      ...{ member_id: fact.memberId, partner_id: fact.partnerId as string, programme_id: fact.programmeId },
      ...{ purchases: count.toString(), spend_minor: spend.toString(), last_at: lastAt },
    }));
}
