import type { Reward } from '../../../db/tables/rewards.ts';
import { type Caller, isInProgramme, isOperator, keySpaceOf, mayActAtStore } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { CODE, DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { isPositivePoints, MAX_POINTS } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { searchable } from '../domain/localised-text.ts';
import type { CreateRewardInput } from '../generated.ts';
import { tierExists } from '../store/members.ts';
import { readProgramme } from '../store/programmes.ts';
import { insertReward } from '../store/rewards.ts';
import { countStores, partnerExists, readStore } from '../store/stores.ts';
import { PICTURE_URL } from './missions.ts';
import { requireGregorian } from './once.ts';
import { readProgrammeMoney } from './read-money.ts';

const TEXT = { max: 2_000, min: 0 } as const;
const TERMS = { max: 10_000, min: 0 } as const;
const LOCALE = {
  max: 35,
  pattern: { test: /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, words: 'is no BCP 47 language tag' },
};
const MOST = { translations: 30, pictures: 20, tiers: 20, days: 400, stores: 1_000 } as const;
const MAX_COUNT = 1_000_000;

/**
 * Puts a reward into the catalogue. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, INVALID_POINTS, INVALID_AMOUNT,
 * UNKNOWN_CURRENCY, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, STORE_UNKNOWN, CURRENCY_NOT_ACCEPTED,
 * TIER_UNKNOWN.
 */
export async function createReward(
  deps: RewardsDeps,
  caller: Caller,
  input: CreateRewardInput,
): Promise<Outcome<{ rewardId: string }>> {
  if (!isInProgramme(caller) || caller.role === 'member') {
    return refused(refuse('NOT_ALLOWED', 'Only the operator and partners put rewards into the catalogue.'));
  }
  const partnerId = input.partnerId?.toLowerCase() ?? caller.partnerId;
  const storeId = input.storeId.toLowerCase();
  if (!isOperator(caller) && (partnerId === null || !mayActAtStore(caller, partnerId, storeId))) {
    return refused(refuse('NOT_ALLOWED', 'A partner adds rewards for its own stores only.', ['input', 'partnerId']));
  }
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  check.require(partnerId !== null, 'INVALID_INPUT', '`partnerId` is missing.', ['input', 'partnerId']);
  const facts = readReward(input, check);
  const malformed = check.first();
  if (malformed !== null || partnerId === null) return refused(malformed ?? refuse('INVALID_INPUT', 'No partner.'));
  const currencies = [
    input.money,
    input.minSpend,
    input.discount,
    ...input.tierTerms.map(({ money }) => money),
  ].flatMap((money) => money?.currency ?? []);
  const at = deps.clock();
  const { outcome } = await rememberCommand(
    deps.database,
    'rewards',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'createReward',
      body: { partnerId, storeId, ...facts, currencies },
      at,
    },
    async ({ sql, db }) => {
      if (!isId(partnerId) || !(await partnerExists(sql, caller.programmeId, partnerId))) {
        return refused(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerId']));
      }
      const store = isId(storeId) ? await readStore(sql, caller.programmeId, storeId) : null;
      if (store?.partner_id !== partnerId) {
        return refused(refuse('STORE_UNKNOWN', 'No such store of this partner.', ['input', 'storeId']));
      }
      const { honouredAt } = facts;
      const known = honouredAt.every(isId) ? await countStores(sql, caller.programmeId, partnerId, honouredAt) : -1;
      if (known !== honouredAt.length) {
        return refused(refuse('STORE_UNKNOWN', 'No such store of this partner.', ['input', 'honouredAtStoreIds']));
      }
      const programme = await readProgramme(deps.database.sql, caller.programmeId, sql);
      if (programme === null || currencies.some((currency) => currency !== programme.currency)) {
        return refused(refuse('CURRENCY_NOT_ACCEPTED', 'Money of a reward is in the programme currency.', ['input']));
      }
      for (const { tier } of facts.tierTerms)
        if (!(await tierExists(sql, caller.programmeId, tier)))
          return refused(refuse('TIER_UNKNOWN', 'No such tier in this programme.', ['input', 'tierTerms']));
      const rewardId = deps.ids();
      const { programmeId } = caller;
      await insertReward(db, { ...facts, rewardId, programmeId, partnerId, storeId, withdrawnAt: null, createdAt: at });
      return accepted({ rewardId });
    },
  );
  return outcome;
}

type RewardFacts = Omit<Reward, 'rewardId' | 'programmeId' | 'partnerId' | 'storeId' | 'withdrawnAt' | 'createdAt'>;

function readReward(input: CreateRewardInput, check: InputCheck): RewardFacts {
  const optional = (value: string | null | undefined, field: string[], limits: { max: number; min: number }) =>
    check.text(value ?? '', field, limits) || null;
  const count = (value: number | null | undefined, least: number, field: string): number | null => {
    const fits = value == null || (value >= least && value <= MAX_COUNT);
    check.require(fits, 'INVALID_INPUT', `\`${field}\` is from ${least} to ${MAX_COUNT}.`, ['input', field]);
    return value ?? null;
  };
  const atMost = (list: readonly unknown[], most: number, field: string): void =>
    check.require(list.length <= most, 'INVALID_INPUT', `At most ${most} of \`${field}\`.`, ['input', field]);

  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const description = optional(input.description, ['input', 'description'], TEXT);
  check.require(isPositivePoints(input.points), 'INVALID_POINTS', 'A reward costs at least one point.', [
    'input',
    'points',
  ]);
  const stock = input.stock ?? null;
  const countable = stock === null || (stock >= 0n && stock <= MAX_POINTS);
  check.require(countable, 'INVALID_INPUT', '`stock` cannot be negative.', ['input', 'stock']);
  atMost(input.translations, MOST.translations, 'translations');
  atMost(input.pictures, MOST.pictures, 'pictures');
  atMost(input.blackoutDays, MOST.days, 'blackoutDays');
  atMost(input.honouredAtStoreIds, MOST.stores, 'honouredAtStoreIds');
  const translations = input.translations.slice(0, MOST.translations).map((given, index) => {
    const at = ['input', 'translations', String(index)];
    return {
      locale: check.text(given.locale, [...at, 'locale'], LOCALE),
      name: check.text(given.name, [...at, 'name'], DISPLAY_NAME),
      description: optional(given.description, [...at, 'description'], TEXT),
      terms: optional(given.terms, [...at, 'terms'], TERMS),
    };
  });
  const languages = new Set(translations.map(({ locale }) => locale.toLowerCase()));
  check.require(languages.size === translations.length, 'INVALID_INPUT', 'Each language has its texts once.', [
    'input',
    'translations',
  ]);
  const pictures = input.pictures.slice(0, MOST.pictures).map((given, index) => ({
    url: check.text(given.url, ['input', 'pictures', String(index), 'url'], PICTURE_URL),
    alt: check.text(given.alt, ['input', 'pictures', String(index), 'alt'], { max: 500 }),
  }));
  const availableFrom = input.availableFrom ?? null;
  const availableUntil = input.availableUntil ?? null;
  const forward = availableFrom === null || availableUntil === null || availableFrom < availableUntil;
  check.require(forward, 'INVALID_INPUT', '`availableUntil` comes after `availableFrom`.', ['input', 'availableUntil']);
  const gregorian = (when: Date | string | null | undefined, ...field: string[]): void => {
    if (when != null) requireGregorian(check, when, ['input', ...field]);
  };
  gregorian(availableFrom, 'availableFrom');
  gregorian(availableUntil, 'availableUntil');
  for (const [at, day] of input.blackoutDays.entries()) gregorian(day, 'blackoutDays', String(at));
  for (const [at, terms] of input.tierTerms.entries())
    gregorian(terms.availableFrom, 'tierTerms', String(at), 'availableFrom');
  const moneyMinor = readProgrammeMoney(input.money, check, ['input', 'money']);
  const minSpendMinor = readProgrammeMoney(input.minSpend, check, ['input', 'minSpend']);
  const discountMinor = readProgrammeMoney(input.discount, check, ['input', 'discount']);
  const discountBasisPoints = count(input.discountBasisPoints, 1, 'discountBasisPoints');
  const oneDiscount = (discountMinor === null || discountBasisPoints === null) && (discountBasisPoints ?? 0) <= 10_000;
  check.require(oneDiscount, 'INVALID_INPUT', 'Give one discount: an amount, or at most 10,000 basis points.', [
    'input',
    'discountBasisPoints',
  ]);
  atMost(input.tierTerms, MOST.tiers, 'tierTerms');
  const tierTerms = input.tierTerms.slice(0, MOST.tiers).map((given, index) => {
    const at = ['input', 'tierTerms', String(index)];
    const priced = given.points == null || isPositivePoints(given.points);
    check.require(priced, 'INVALID_POINTS', 'A reward costs at least one point.', [...at, 'points']);
    return {
      tier: check.text(given.tier, [...at, 'tier'], CODE),
      points: given.points?.toString() ?? null,
      moneyMinor: readProgrammeMoney(given.money, check, [...at, 'money'])?.toString() ?? null,
      availableFrom: given.availableFrom?.toISOString() ?? null,
    };
  });
  const once = new Set(tierTerms.map(({ tier }) => tier)).size === tierTerms.length;
  check.require(once, 'INVALID_INPUT', 'Each tier has its terms once.', ['input', 'tierTerms']);
  const nothing = input.kind === 'CHARITY' ? 'NOTHING' : 'VOUCHER';
  return {
    kind: input.kind,
    fulfilment: input.fulfilment ?? nothing,
    name,
    description,
    terms: optional(input.terms, ['input', 'terms'], TERMS),
    translations,
    pictures,
    points: input.points,
    moneyMinor,
    tierTerms,
    stock,
    perMemberLimit: count(input.perMemberLimit, 1, 'perMemberLimit'),
    limitPeriod: input.limitPeriod,
    availableFrom,
    availableUntil,
    blackoutDays: [...new Set(input.blackoutDays)].sort(),
    honouredAt: [...new Set(input.honouredAtStoreIds.map((id) => id.toLowerCase()))].sort(),
    voucherDays: count(input.voucherDays, 1, 'voucherDays'),
    voucherUses: count(input.voucherUses, 1, 'voucherUses') ?? 1,
    transferable: input.transferable,
    minSpendMinor,
    discountMinor,
    discountBasisPoints,
    cancellableDays: count(input.cancellableDays, 0, 'cancellableDays'),
    searchText: searchable(
      [name, description, ...translations.flatMap((one) => [one.name, one.description])].join('\n'),
    ),
  };
}
