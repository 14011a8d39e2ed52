/**
 * What a member has beside points and history comes along with a merge, and is as it was when that is undone: progress in missions, badges, offers, consents,
 * segments, its tier, its place in a household, the limit above which it is asked, its paid membership.
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  type MemberByApi,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

const RUNS = { startsAt: '2026-01-01T00:00:00Z', endsAt: '2399-01-01T00:00:00Z' };
const SOON = { timeout: 20_000 };

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let shop: PartnerByApi;
let other: PartnerByApi;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('things');
  shop = await api.partner(programme, 'shop');
  other = await api.partner(programme, 'other');
  const tiers = [
    { code: 'BASE', rank: 0, name: 'Base', threshold: 0 },
    { code: 'GOLD', rank: 1, name: 'Gold', threshold: 1_000_000 },
  ];
  await done(programme.operator, 'publishTierLadder', { tiers });
}, 60_000);
afterAll(() => product.close());
afterEach(() => expectBooksBalanced(product.database.url));

async function done(token: string, name: string, input: Fields, selection = ''): Promise<Fields> {
  const reply = await api.mutate(token, name, input, selection);
  expect([name, outcomeOf(reply)]).toEqual([name, 'OK']);
  return reply;
}
const buy = (memberId: string, amount: string, at = shop) =>
  done(at.token, 'recordPurchase', { storeId: at.storeId, memberId, amount: eur(amount) });
const merge = async (survivor: MemberByApi, duplicate: MemberByApi): Promise<string> => {
  const pair = { survivorId: survivor.id, duplicateId: duplicate.id };
  return (await done(programme.operator, 'mergeMembers', pair, 'mergeId')).mergeId as string;
};
const unmerge = (mergeId: string) => done(programme.operator, 'unmergeMembers', { mergeId });
const say = (token: string, memberId: string, purpose: string, granted: boolean, partnerId = shop.id) =>
  done(token, 'recordConsent', { memberId, consents: [{ partnerId, purpose, granted, wording: 'v1' }] });

const THINGS = `query ($id: ID!) { member(id: $id) {
  displayName confirmAbove tags household { name members { memberId role } } membership { id }
  consents { purpose granted partner { id } } tier { tier { code } source until }
  missions { mission { name } value levelsReached missing collected } badges { badge { name } }
  activatedOffers { offer { name } } } }`;
const thingsOf = async (memberId: string, token = programme.operator): Promise<Fields> =>
  (await api.ask(token, THINGS, { id: memberId })).data?.member as Fields;

it('all that a member has is the survivor’s while the merge lasts, and each has its own again when it is undone', async () => {
  const [anna, annie, child] = [await api.member(programme), await api.member(programme), await api.member(programme)];
  const badge = await done(programme.operator, 'createBadge', { name: 'Early bird' }, 'badge { badgeId: id }');
  const mission = (name: string, goal: Fields, targets: number[], more: Fields = {}) =>
    done(programme.operator, 'createMission', {
      ...{ name, goal, levels: targets.map((target) => ({ name: `${target}`, target, points: 7 })), ...RUNS, ...more },
    });
  await mission('five times', { kind: 'COUNT' }, [5]);
  await mission('everywhere', { kind: 'COLLECT', collect: 'PARTNER' }, [2]);
  await mission('once', { kind: 'COUNT', partnerIds: [other.id] }, [1], badge.badge as Fields);
  await done(shop.token, 'createOffer', { name: 'Come back', points: 50, holdOutBasisPoints: 0, ...RUNS });
  const shares = [{ partnerId: shop.id, basisPoints: 10_000 }];
  const club = { code: 'CLUB', name: 'Club', periodMonths: 12, price: eur('10.00'), refundRule: 'NONE', shares };
  const { plan } = await done(programme.operator, 'createMembershipPlan', club, 'plan { planId: id }');

  // What Annie has, Anna has none of.
  for (const at of [shop, shop, other]) await buy(annie.id, '1.00', at);
  for (const at of [shop, shop]) await buy(anna.id, '1.00', at);
  await done(programme.operator, 'tagMember', { memberId: annie.id, add: ['vip'] });
  await done(programme.operator, 'tagMember', { memberId: anna.id, add: ['press'] });
  await done(programme.operator, 'inviteToTier', { memberId: annie.id, tier: 'GOLD', until: '2398-12-31' });
  await done(programme.operator, 'joinMembership', { memberId: annie.id, ...(plan as Fields) });
  await done(annie.token, 'setConfirmationLimit', { memberId: annie.id, confirmAbove: 40 });
  await done(annie.token, 'makeHousehold', { memberId: annie.id, name: 'Lane 7' });
  const household = { memberId: child.id, headId: annie.id, role: 'CHILD' };
  await done(programme.operator, 'joinHousehold', household);
  await say(annie.token, annie.id, 'MARKETING', true);
  const { offers } = await done(annie.token, 'showOffers', { memberId: annie.id }, 'offers { offer { offerId: id } }');
  const { offer } = (offers as { offer: Fields }[])[0]!;
  await done(annie.token, 'activateOffer', { memberId: annie.id, ...offer });
  const followed = async (id: string) => ((await thingsOf(id)).missions as Fields[]).map(({ value }) => value);
  await expect.poll(() => followed(annie.id), SOON).toEqual([3, 2, 1]);
  await expect.poll(() => followed(anna.id), SOON).toEqual([2, 1, 0]);

  const before = [await thingsOf(anna.id), await thingsOf(annie.id)];
  const mergeId = await merge(anna, annie);
  expect(await thingsOf(anna.id, anna.token)).toEqual({
    displayName: null,
    confirmAbove: 40,
    tags: ['press', 'vip'],
    household: {
      name: 'Lane 7',
      members: [
        { memberId: anna.id, role: 'HEAD' },
        { memberId: child.id, role: 'CHILD' },
      ],
    },
    membership: before[1]!.membership,
    consents: [{ purpose: 'MARKETING', granted: true, partner: { id: shop.id } }],
    tier: { tier: { code: 'GOLD' }, source: 'INVITATION', until: '2398-12-31' },
    missions: [
      // Reached together by the next purchase.
      { mission: { name: 'five times' }, value: 5, levelsReached: 0, missing: 0, collected: [] },
      {
        ...{ mission: { name: 'everywhere' }, value: 2, levelsReached: 1, missing: null },
        collected: [shop.id, other.id].sort(),
      },
      { mission: { name: 'once' }, value: 1, levelsReached: 1, missing: null, collected: [] },
    ],
    badges: [{ badge: { name: 'Early bird' } }],
    activatedOffers: [{ offer: { name: 'Come back' } }],
  });
  await unmerge(mergeId);
  expect([await thingsOf(anna.id), await thingsOf(annie.id)]).toEqual(before);

  // Once more, and the survivor goes on with it.
  const again = await merge(anna, annie);
  const hidden = (await api.mutate(anna.token, 'showOffers', { memberId: anna.id }, 'offers { reason }')).offers;
  expect(hidden).toEqual([]);
  await buy(anna.id, '10.00');
  const available = async () => {
    const { data } = await api.ask(anna.token, '{ me { wallet { available } } }');
    return (data!.me as { wallet: { available: number } }).wallet.available;
  };
  // Three and two euros, then ten, ‘five times’ by it, the offer, and twice seven that Annie had reached herself.
  await expect.poll(available, SOON).toBe(3 + 2 + 10 + 7 + 50 + 14);
  const [five, everywhere] = (await thingsOf(anna.id)).missions as Fields[];
  expect([five, everywhere]).toMatchObject([
    { value: 6, levelsReached: 1 },
    { value: 2, levelsReached: 1 },
  ]);
  expect((await thingsOf(anna.id)).activatedOffers).toEqual([]);
  await unmerge(again);
  const [mine, hers] = [await thingsOf(anna.id), await thingsOf(annie.id)];
  expect((mine.missions as Fields[]).map(({ value }) => value)).toEqual([3, 1, 0]);
  expect(hers).toEqual({ ...before[1], activatedOffers: [] });
}, 90_000);

it.each([
  // What Anna and Annie said before, what Anna says after the merge; whether the shop then knows who they are.
  { anna: null, annie: true, later: null, known: true },
  { anna: null, annie: false, later: null, known: false },
  { anna: true, annie: false, later: null, known: false },
  { anna: false, annie: true, later: null, known: false },
  { anna: true, annie: true, later: null, known: true },
  { anna: true, annie: false, later: true, known: true },
  { anna: null, annie: true, later: false, known: false },
])('a merge widens no consent: $anna and $annie, then $later', async ({ anna: first, annie: second, later, known }) => {
  const named = async (displayName: string, said: boolean | null): Promise<MemberByApi> => {
    const member = await api.member(programme);
    await done(member.token, 'updateMemberProfile', { memberId: member.id, displayName });
    if (said !== null) await say(member.token, member.id, 'PROFILE', said);
    return member;
  };
  const [anna, annie] = [await named('Anna', first), await named('Annie', second)];
  // Said once more before the merge, later than Annie: that is no answer to what she said.
  if (first !== null) await say(anna.token, anna.id, 'PROFILE', first);
  const seen = async () => [
    (await thingsOf(anna.id, shop.token)).displayName,
    (await thingsOf(annie.id, shop.token)).displayName,
  ];
  const before = await seen();
  expect(before).toEqual([first === true ? 'Anna' : null, second === true ? 'Annie' : null]);
  const mergeId = await merge(anna, annie);
  if (later !== null) await say(anna.token, anna.id, 'PROFILE', later);
  // By the old number, too: nobody can take back there what was said.
  expect(await seen()).toEqual(known ? ['Anna', 'Annie'] : [null, null]);
  const keys = await api.ask(shop.token, 'query ($id: ID!) { member(id: $id) { identities { id } } }', { id: anna.id });
  expect((keys.data!.member as { identities: unknown[] }).identities).toHaveLength(known ? 2 : 0);
  const profile = await api.mutate(shop.token, 'updateMemberProfile', { memberId: anna.id, preferredHour: 9 });
  expect(outcomeOf(profile)).toBe(known ? 'OK' : 'CONSENT_MISSING');
  await unmerge(mergeId);
  const own = later === null ? first : later;
  expect(await seen()).toEqual([own === true ? 'Anna' : null, second === true ? 'Annie' : null]);
});

it.each([
  { anna: null, annie: 30, merged: 30, says: undefined, after: 30 },
  { anna: 50, annie: 30, merged: 30, says: undefined, after: 30 },
  { anna: 20, annie: 30, merged: 20, says: undefined, after: 20 },
  { anna: 20, annie: null, merged: 20, says: undefined, after: 20 },
  // What the survivor says itself from then on counts alone.
  { anna: null, annie: 30, merged: 30, says: 90, after: 90 },
  { anna: 20, annie: 30, merged: 20, says: null, after: null },
])('the lower limit of $anna and $annie asks for the person, until it says $says', async (row) => {
  const [anna, annie] = [await api.member(programme), await api.member(programme)];
  const limit = ({ id, token }: MemberByApi, confirmAbove: number | null) =>
    done(token, 'setConfirmationLimit', { memberId: id, confirmAbove });
  if (row.anna !== null) await limit(anna, row.anna);
  if (row.annie !== null) await limit(annie, row.annie);
  const mergeId = await merge(anna, annie);
  const limitOf = async ({ id }: MemberByApi) => (await thingsOf(id)).confirmAbove;
  expect(await limitOf(anna)).toBe(row.merged);
  if (row.says !== undefined) await limit(anna, row.says);
  expect(await limitOf(anna)).toBe(row.after);
  await unmerge(mergeId);
  expect([await limitOf(anna), await limitOf(annie)]).toEqual([
    row.says === undefined ? row.anna : row.says,
    row.annie,
  ]);
});

it('a survivor that is in a household stays there, and what it was invited to meanwhile stays when the merge is undone', async () => {
  const [anna, annie] = [await api.member(programme), await api.member(programme)];
  for (const [member, name] of [
    [anna, 'Hers'],
    [annie, 'The other'],
  ] as const)
    await done(member.token, 'makeHousehold', { memberId: member.id, name });
  const mergeId = await merge(anna, annie);
  const nameOf = async ({ id }: MemberByApi) => ((await thingsOf(id)).household as Fields).name;
  expect(await nameOf(anna)).toBe('Hers');
  await done(programme.operator, 'inviteToTier', { memberId: anna.id, tier: 'GOLD' });
  await done(programme.operator, 'tagMember', { memberId: anna.id, remove: ['none'] });
  await unmerge(mergeId);
  expect([await nameOf(anna), await nameOf(annie)]).toEqual(['Hers', 'The other']);
  expect((await thingsOf(anna.id)).tier).toMatchObject({ tier: { code: 'GOLD' }, source: 'INVITATION' });
});

it('a limit for each member is the person’s', async () => {
  const [anna, annie] = [await api.member(programme), await api.member(programme)];
  const cup = { storeId: shop.storeId, name: 'cup', points: 1, perMemberLimit: 1 };
  const { reward } = await done(shop.token, 'createReward', cup, 'reward { rewardId: id }');
  for (const { id } of [anna, annie]) await buy(id, '5.00');
  const order = async ({ token }: MemberByApi) => outcomeOf(await api.mutate(token, 'orderReward', reward as Fields));
  expect(await order(annie)).toBe('OK');
  const mergeId = await merge(anna, annie);
  expect(await order(anna)).toBe('LIMIT_EXCEEDED');
  await unmerge(mergeId);
  expect(await order(anna)).toBe('OK');
});
