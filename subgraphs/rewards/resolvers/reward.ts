import type { Reward as RewardRow } from '../../../db/tables/rewards.ts';
import { isOffered, priceFor, startFor } from '../domain/availability.ts';
import { translationFor } from '../domain/localised-text.ts';
import type { RewardResolvers } from '../generated.ts';
import { moneyOf, visibleReward } from './visible.ts';

const translated = (reward: RewardRow, locale: string | null | undefined) =>
  translationFor(reward.translations, locale ?? null);

export const Reward: RewardResolvers = {
  __resolveReference: ({ id }, context) => visibleReward(context, id),
  id: ({ rewardId }) => rewardId,
  name: (reward, { locale }) => translated(reward, locale)?.name ?? reward.name,
  description: (reward, { locale }) => translated(reward, locale)?.description ?? reward.description,
  terms: (reward, { locale }) => translated(reward, locale)?.terms ?? reward.terms,
  locales: ({ translations }) => translations.map(({ locale }) => locale),
  pictures: ({ pictures }) => [...pictures],
  partner: ({ partnerId }) => ({ __typename: 'Partner', id: partnerId }),
  tierTerms: async ({ programmeId, tierTerms }, _, context) =>
    Promise.all(
      tierTerms.map(async ({ tier, points, moneyMinor, availableFrom }) => ({
        tier,
        points: points === null ? null : BigInt(points),
        money: await moneyOf(context, programmeId, moneyMinor === null ? null : BigInt(moneyMinor)),
        availableFrom: availableFrom === null ? null : new Date(availableFrom),
      })),
    ),
  async mine(reward, _, context) {
    const mine = await context.loaders.callersStanding();
    if (mine === null) return null;
    const { at, day, standing } = mine;
    const { programmeId } = reward;
    const { points, moneyMinor } = priceFor(reward, standing.tier);
    return {
      points,
      money: await moneyOf(context, programmeId, moneyMinor),
      availableFrom: startFor(reward, standing),
      offered: isOffered(reward, at, day, standing),
    };
  },
  money: ({ programmeId, moneyMinor }, _, context) => moneyOf(context, programmeId, moneyMinor),
  honouredAt: ({ honouredAt }) => honouredAt.map((id) => ({ __typename: 'Store' as const, id })),
  minSpend: ({ programmeId, minSpendMinor }, _, context) => moneyOf(context, programmeId, minSpendMinor),
  discount: ({ programmeId, discountMinor }, _, context) => moneyOf(context, programmeId, discountMinor),
};
