/**
 * Offers: what each member did at each partner, for segments; what those did whom an offer fits, shown or held out alike, for measuring it; and the
 * points of those who activated it and bought. What comes back is taken off all of that, and so are the points, when the purchase that used the offer would
 * not use it any more with what is left of it: then the offer waits for another one.
 */
import type { Transaction } from '../../../db/client.ts';
import type { RewardsDeps } from '../context.ts';
import { standingsOfPerson } from '../domain/offer.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { insertAwards, type NewAward, takeBackLater, type Undone } from '../store/awards.ts';
import { readMergedInto } from '../store/members.ts';
import {
  addAtPartners,
  addToOffers,
  lockOffersOf,
  type OfferMemberRow,
  type OfferRow,
  readOffers,
  takeFromPartners,
} from '../store/offers.ts';

export async function followOffers(
  deps: RewardsDeps,
  { sql }: Transaction,
  facts: readonly PurchaseFact[],
): Promise<void> {
  const known = facts.filter(({ partnerId, purchaseId }) => partnerId !== null && purchaseId !== null);
  if (known.length === 0) return;
  await addAtPartners(sql, sumAtPartners(known.filter(({ kind }) => kind === 'PURCHASE')));
  await takeFromPartners(sql, sumAtPartners(known.filter(({ kind }) => kind === 'RETURN')));

  const buyers = new Set(known.map(({ memberId }) => memberId));
  const merged = await readMergedInto(sql, [...buyers]);
  const rows = await lockOffersOf(sql, [...buyers, ...[...merged.values()].flat()]);
  if (rows.length === 0) return;
  const standing = standingsOfBuyers(rows, buyers, merged);
  const offers = new Map(
    (await readOffers(sql, [...new Set(standing.map(({ row }) => row.offer_id))])).map((row) => [row.offer_id, row]),
  );
  const awards: NewAward[] = [];
  const undone: Undone[] = [];
  const madeAt = deps.clock();
  const changes = standing.flatMap(({ buyer, row }) => {
    const offer = offers.get(row.offer_id);
    const mine = known.filter(
      (fact) =>
        offer !== undefined &&
        fact.memberId === buyer &&
        fact.partnerId === offer.partner_id &&
        fact.occurredAt >= row.since &&
        fact.occurredAt < offer.ends_at,
    );
    if (offer === undefined || mine.length === 0) return [];
    const { usedBy, uses, givenUpFor } = usageOf(offer, row, mine);
    if (givenUpFor !== null) undone.push({ reasonId: row.offer_id, memberId: row.member_id, returnId: givenUpFor });
    // Where the standing is that of a member that was merged into the buyer, so is the award: it is given to the buyer (../commands/give-awards.ts).
    if (uses)
      awards.push({
        ...{ awardId: deps.ids(), programmeId: offer.programme_id, memberId: row.member_id, points: offer.points },
        ...{ component: `CAMPAIGN:offer-${offer.offer_id}`, funding: offer.funding, reason: 'OFFER' },
        ...{ reasonId: offer.offer_id, madeAt },
      });
    return [
      {
        ...{ offer_id: row.offer_id, member_id: row.member_id, transaction_id: usedBy },
        purchases: mine.reduce((sum, fact) => sum + purchasesOf(fact), 0n).toString(),
        spend_minor: mine.reduce((sum, fact) => sum + spendOf(fact), 0n).toString(),
      },
    ];
  });
  await addToOffers(sql, changes);
  await takeBackLater(sql, undone);
  await insertAwards(sql, awards);
}

/** Which purchase uses an offer after these facts, whether it does so anew, and the return for which one that used it before does not any more. */
function usageOf(
  { min_minor }: OfferRow,
  { activated_at, transaction_id }: OfferMemberRow,
  facts: readonly PurchaseFact[],
) {
  const enough = (minor: bigint): boolean => minor >= (min_minor ?? 0n);
  let usedBy = transaction_id;
  let givenUpFor: string | null = null;
  for (const { kind, occurredAt, amountMinor, transactionId, purchaseId, whole, left } of facts)
    if (kind === 'PURCHASE') {
      if (usedBy === null && activated_at !== null && occurredAt >= activated_at && enough(amountMinor))
        usedBy = transactionId;
    } else if (usedBy === purchaseId && (whole || !enough(left?.after ?? 0n))) {
      if (usedBy === transaction_id) givenUpFor = transactionId;
      usedBy = null;
    }
  return { usedBy, uses: usedBy !== null && usedBy !== transaction_id, givenUpFor };
}

function purchasesOf({ kind, whole }: PurchaseFact): bigint {
  if (kind === 'PURCHASE') return 1n;
  return whole ? -1n : 0n;
}

function spendOf({ kind, amountMinor }: PurchaseFact): bigint {
  return kind === 'PURCHASE' ? amountMinor : -amountMinor;
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

function sumAtPartners(facts: readonly PurchaseFact[]) {
  const sums = new Map<string, { fact: PurchaseFact; purchases: bigint; spend: bigint; lastAt: Date }>();
  for (const fact of facts) {
    const key = `${fact.memberId} ${fact.partnerId}`;
    const sum = sums.get(key) ?? { fact, purchases: 0n, spend: 0n, lastAt: fact.occurredAt };
    sum.purchases += purchasesOf(fact);
    sum.spend += spendOf(fact);
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
