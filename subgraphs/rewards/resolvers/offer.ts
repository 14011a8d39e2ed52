import { mayActForWholePartner } from '../../serving/caller.ts';
import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import { activateOffer, createOffer, showOffers } from '../commands/offers.ts';
import type { RewardsContext } from '../context.ts';
import { type Arm, LEAST_MEMBERS, standingsOfPerson, upliftOf } from '../domain/offer.ts';
import type {
  MemberOfferResolvers,
  MutationResolvers,
  OfferArmResolvers,
  OfferReportResolvers,
  OfferResolvers,
  QueryResolvers,
} from '../generated.ts';
import {
  type ArmRow,
  type OfferMemberRow,
  type OfferRow,
  readActivated,
  readArms,
  readOffers,
  readStandingsIn,
} from '../store/offers.ts';
import { fundingFields } from './funding.ts';
import { moneyOf, visibleHere } from './visible.ts';

export interface MemberOfferView {
  readonly offer: OfferRow;
  readonly row: OfferMemberRow;
}

export interface OfferArmView {
  readonly programmeId: string;
  readonly row: ArmRow;
}

export interface OfferReportView {
  readonly offer: OfferRow;
  readonly arms: readonly ArmRow[];
}

async function viewOf({ reads, loaders }: RewardsContext, memberId: string, offerId: string): Promise<MemberOfferView> {
  const [offer] = await readOffers(reads.sql, [offerId]);
  const rows = await readStandingsIn(reads.sql, offerId, await loaders.persons.load(memberId));
  const [row] = standingsOfPerson(rows, memberId);
  assert(offer !== undefined && row !== undefined, 'an offer that was shown exists');
  return { offer, row };
}

/** Offers that a member activated and that still run, the newest first. */
export async function activatedOffersOf(
  { reads, deps, loaders }: RewardsContext,
  programmeId: string,
  memberId: string,
): Promise<MemberOfferView[]> {
  const activated = await readActivated(reads.sql, await loaders.persons.load(memberId), deps.clock());
  const rows = standingsOfPerson(activated, memberId);
  const offers = new Map(
    (
      await readOffers(
        reads.sql,
        rows.map((row) => row.offer_id),
      )
    ).map((offer) => [offer.offer_id, offer]),
  );
  return rows.flatMap((row) => {
    const offer = offers.get(row.offer_id);
    return offer?.programme_id === programmeId ? [{ offer, row }] : [];
  });
}

export const offerQueries: QueryResolvers = {
  async offerReport(_root, { offerId }, context) {
    const caller = requireCaller(context);
    const { sql } = context.reads;
    const [offer] = isId(offerId) ? await readOffers(sql, [offerId.toLowerCase()]) : [];
    const may =
      offer?.programme_id === caller.programmeId &&
      offer !== undefined &&
      mayActForWholePartner(caller, offer.partner_id);
    return may ? { offer, arms: await readArms(sql, offer.offer_id) } : null;
  },
};

export const offerMutations: MutationResolvers = {
  createOffer: async (_root, { input }, context) =>
    toPayload(
      await createOffer(context.deps, requireCaller(context), input),
      async ({ offerId }) => ({ offer: (await readOffers(context.reads.sql, [offerId]))[0] ?? null }),
      { offer: null },
    ),
  showOffers: async (_root, { input }, context) =>
    toPayload(
      await showOffers(context.deps, requireCaller(context), input),
      async ({ memberId, offerIds }) => ({
        offers: await Promise.all(offerIds.map((offerId) => viewOf(context, memberId, offerId))),
      }),
      { offers: null },
    ),
  activateOffer: async (_root, { input }, context) =>
    toPayload(
      await activateOffer(context.deps, requireCaller(context), input),
      async ({ memberId, offerId }) => ({ offer: await viewOf(context, memberId, offerId) }),
      { offer: null },
    ),
};

export const Offer: OfferResolvers = {
  __resolveReference: async ({ id }, context) =>
    visibleHere(context, id, async (ids) => (await readOffers(context.reads.sql, ids))[0]),
  id: ({ offer_id }) => offer_id,
  ...fundingFields(({ offer_id }) => offer_id),
  partner: ({ partner_id }) => ({ __typename: 'Partner', id: partner_id }),
  minAmount: ({ programme_id, min_minor }, _, context) => moneyOf(context, programme_id, min_minor),
  startsAt: ({ starts_at }) => starts_at,
  endsAt: ({ ends_at }) => ends_at,
};

export const MemberOffer: MemberOfferResolvers = {
  reason: ({ row }) => row.reason,
  activatedAt: ({ row }) => row.activated_at,
};

/** An arm that is large enough to be spoken of. */
function shownArm({ offer, arms }: OfferReportView, arm: ArmRow['arm']): OfferArmView | null {
  const row = arms.find((one) => one.arm === arm);
  return row === undefined || row.members < LEAST_MEMBERS ? null : { programmeId: offer.programme_id, row };
}

function uplift({ arms }: OfferReportView) {
  const armOf = (name: ArmRow['arm']): Arm => {
    const row = arms.find(({ arm }) => arm === name);
    return { members: row?.members ?? 0, buyers: row?.buyers ?? 0, spendMinor: row?.spend_minor ?? 0n };
  };
  return upliftOf(armOf('OFFERED'), armOf('HELD_OUT'));
}

export const OfferReport: OfferReportResolvers = {
  offered: (report) => shownArm(report, 'OFFERED'),
  heldOut: (report) => shownArm(report, 'HELD_OUT'),
  conversionUplift: (report) => uplift(report)?.conversionBasisPoints ?? null,
  spendUplift: (report, _, context) =>
    moneyOf(context, report.offer.programme_id, uplift(report)?.spendPerMemberMinor ?? null),
};

export const OfferArm: OfferArmResolvers = {
  members: ({ row }) => row.members,
  buyers: ({ row }) => row.buyers,
  activated: ({ row }) => row.activated,
  used: ({ row }) => row.used,
  async spend({ programmeId, row }, _, context) {
    const money = await moneyOf(context, programmeId, row.spend_minor);
    assert(money !== null, 'what an arm spent is an amount');
    return money;
  },
};
