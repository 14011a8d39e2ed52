/** Members that are one person, that belong together, and that want to be asked: through the whole product, on real wallets. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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
  tally,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let shop: PartnerByApi;
let other: PartnerByApi;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('belonging');
  shop = await api.partner(programme, 'shop');
  other = await api.partner(programme, 'other');
}, 60_000);
afterAll(() => product.close());
afterEach(() => expectBooksBalanced(product.database.url));

const buy = async (memberId: string, amount: string, at = shop): Promise<string> => {
  const reply = await api.mutate(
    at.token,
    'recordPurchase',
    { storeId: at.storeId, memberId, amount: eur(amount) },
    'transaction { id }',
  );
  expect(outcomeOf(reply)).toBe('OK');
  return (reply.transaction as { id: string }).id;
};
const redeem = (memberId: string, points: number, more: object = {}, at = other) =>
  api.mutate(at.token, 'redeemPoints', { storeId: at.storeId, memberId, points, ...more }, 'transaction { id }');
const available = async (id: string): Promise<number> => {
  const { data } = await api.ask(programme.operator, 'query($id: ID!) { member(id: $id) { wallet { available } } }', {
    id,
  });
  const member = data?.member as { wallet: { available: number } } | undefined;
  return member?.wallet.available ?? Number.NaN;
};
/** What lots say of a member: what can be spent of which funder until when. */
const openLots = (memberId: string) =>
  product.database.sql`
    SELECT lot_id, funder_id, available, pending, held, expires_on, reserve_minor, reserve_refundable_minor, service_refundable_minor
    FROM ledger.lot WHERE member_id = ${memberId} AND open ORDER BY lot_id`.then((rows) => [...rows]);
const card = async (member: MemberByApi) => {
  const value = `BELONG${member.id.slice(-8)}`.toUpperCase();
  await api.mutate(programme.operator, 'addMemberIdentity', { memberId: member.id, identity: { kind: 'CARD', value } });
  return { kind: 'CARD', value };
};

describe('merging', () => {
  const merge = (survivorId: string, duplicateId: string) =>
    api.mutate(programme.operator, 'mergeMembers', { survivorId, duplicateId }, 'mergeId member { id }');
  const unmerge = (mergeId: unknown) =>
    api.mutate(programme.operator, 'unmergeMembers', { mergeId }, 'member { id status }');

  it('brings points and keys over, what comes later too, and undone everything is as it was', async () => {
    const [anna, annie] = [await api.member(programme), await api.member(programme)];
    const identity = await card(annie);
    await buy(anna.id, '100.00');
    await buy(annie.id, '70.00');
    await buy(annie.id, '30.00', other);
    const before = [await openLots(anna.id), await openLots(annie.id)];

    const merged = await merge(anna.id, annie.id);
    expect(outcomeOf(merged)).toBe('OK');
    expect([await available(anna.id), await available(annie.id)]).toEqual([200, 0]);
    const byCard = await api.mutate(
      shop.token,
      'recordPurchase',
      { storeId: shop.storeId, identity, amount: eur('1.00') },
      'wallet { available }',
    );
    expect(byCard.wallet).toEqual({ available: 201 });
    expect(outcomeOf(await redeem(annie.id, 1))).toBe('MEMBER_INACTIVE');

    const undone = await unmerge(merged.mergeId);
    expect(undone.member).toEqual({ id: annie.id, status: 'ACTIVE' });
    const after = [await openLots(anna.id), await openLots(annie.id)];
    // But for the purchase by the card, which was the survivor's then.
    expect([after[0]?.slice(0, before[0]?.length), after[1]]).toEqual(before);
    expect([await available(anna.id), await available(annie.id)]).toEqual([101, 100]);
    const again = await api.mutate(
      shop.token,
      'recordPurchase',
      { storeId: shop.storeId, identity, amount: eur('1.00') },
      'wallet { available }',
    );
    expect(again.wallet).toEqual({ available: 101 });
    expect(outcomeOf(await unmerge(merged.mergeId))).toBe('MERGE_STATE');
  });

  it('what was spent of it cannot be undone, and nothing changes then', async () => {
    const [anna, annie] = [await api.member(programme), await api.member(programme)];
    await buy(annie.id, '50.00');
    const { mergeId } = await merge(anna.id, annie.id);
    expect(outcomeOf(await redeem(anna.id, 20))).toBe('OK');
    expect(outcomeOf(await unmerge(mergeId))).toBe('MERGE_STATE');
    expect([await available(anna.id), await available(annie.id)]).toEqual([30, 0]);
  });

  it('a purchase of the duplicate is returned after it, and the points are taken from where they are', async () => {
    const [anna, annie] = [await api.member(programme), await api.member(programme)];
    const purchaseId = await buy(annie.id, '50.00');
    await merge(anna.id, annie.id);
    const back = await api.mutate(
      shop.token,
      'recordReturn',
      { storeId: shop.storeId, purchaseId, amount: eur('50.00') },
      'clawedBack',
    );
    expect(back.clawedBack).toBe(50);
    expect([await available(anna.id), await available(annie.id)]).toEqual([0, 0]);
  });

  it('circles, chains, strangers and oneself are refused', async () => {
    const [a, b, c] = [await api.member(programme), await api.member(programme), await api.member(programme)];
    expect(outcomeOf(await merge(a.id, a.id))).toBe('MERGE_STATE');
    expect(outcomeOf(await merge(a.id, b.id))).toBe('OK');
    expect(outcomeOf(await merge(b.id, a.id))).toBe('MERGE_STATE');
    expect(outcomeOf(await merge(c.id, b.id))).toBe('MERGE_STATE');
    expect(outcomeOf(await merge(c.id, a.id))).toBe('MERGE_STATE');
    expect(outcomeOf(await merge(a.id, '018f0000-0000-7000-8000-000000000000'))).toBe('MEMBER_UNKNOWN');
    expect(outcomeOf(await api.mutate(shop.token, 'mergeMembers', { survivorId: a.id, duplicateId: c.id }))).toBe(
      'NOT_ALLOWED',
    );
    expect(
      outcomeOf(await api.mutate(programme.operator, 'changeMemberStatus', { memberId: b.id, status: 'ACTIVE' })),
    ).toBe('MERGE_STATE');
  });

  it('of ten merges at once, to and fro, one is done', async () => {
    const [a, b] = [await api.member(programme), await api.member(programme)];
    await buy(a.id, '10.00');
    await buy(b.id, '20.00');
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? merge(a.id, b.id) : merge(b.id, a.id))),
    );
    expect(tally(replies)).toEqual({ OK: 1, MERGE_STATE: 9 });
    expect((await available(a.id)) + (await available(b.id))).toBe(30);
  });
});

it('who buys for the first time, at whichever partner, joins and collects in one request; the second time it collects', async () => {
  const identity = { kind: 'PHONE', value: '+491715550199' };
  const buying = (at: PartnerByApi) =>
    api.ask(
      at.token,
      `mutation ($who: EnrolMemberInput!, $what: RecordPurchaseInput!) {
        enrolMember(input: $who) { member { enrolledThrough } userErrors { code } }
        recordPurchase(input: $what) { wallet { available } userErrors { code } } }`,
      {
        who: { idempotencyKey: api.key(), identities: [identity], through: 'PURCHASE' },
        what: { idempotencyKey: api.key(), storeId: at.storeId, identity, amount: eur('12.00') },
      },
    );
  expect((await buying(shop)).data).toEqual({
    enrolMember: { member: { enrolledThrough: 'PURCHASE' }, userErrors: [] },
    recordPurchase: { wallet: { available: 12 }, userErrors: [] },
  });
  expect((await buying(other)).data).toEqual({
    enrolMember: { member: null, userErrors: [{ code: 'IDENTITY_TAKEN' }] },
    recordPurchase: { wallet: { available: 24 }, userErrors: [] },
  });
});

describe('households', () => {
  const family = async (limit?: number) => {
    const [head, child] = [await api.member(programme), await api.member(programme)];
    await api.mutate(head.token, 'makeHousehold', { memberId: head.id, name: 'خانواده' });
    const joined = await api.mutate(programme.operator, 'joinHousehold', {
      memberId: child.id,
      headId: head.id,
      role: 'CHILD',
      monthlyLimit: limit,
    });
    expect(outcomeOf(joined)).toBe('OK');
    return [head, child] as const;
  };
  const draw = (member: MemberByApi, points: number) =>
    api.mutate(member.token, 'drawFromHousehold', { memberId: member.id, points }, 'drawn');

  it('whoever is short draws from the others up to its limit, and leaves with its own', async () => {
    const [head, child] = await family(50);
    await buy(head.id, '100.00');
    await buy(child.id, '5.00');
    expect((await draw(child, 40)).drawn).toBe(40);
    expect(outcomeOf(await redeem(child.id, 45))).toBe('OK');
    expect(outcomeOf(await draw(child, 11))).toBe('LIMIT_EXCEEDED');
    expect(outcomeOf(await draw(head, 1))).toBe('INSUFFICIENT_POINTS');
    expect(outcomeOf(await api.mutate(head.token, 'leaveHousehold', { memberId: head.id }))).toBe('HOUSEHOLD_STATE');
    expect(outcomeOf(await api.mutate(child.token, 'leaveHousehold', { memberId: child.id }))).toBe('OK');
    expect(outcomeOf(await draw(child, 1))).toBe('HOUSEHOLD_UNKNOWN');
    expect([await available(head.id), await available(child.id)]).toEqual([60, 0]);
  });

  it('twenty draws at once never pass the limit, and lose no point', async () => {
    const [head, child] = await family(50);
    await buy(head.id, '200.00');
    const replies = await Promise.all(Array.from({ length: 20 }, () => draw(child, 10)));
    expect(tally(replies)).toEqual({ OK: 5, LIMIT_EXCEEDED: 15 });
    expect([await available(head.id), await available(child.id)]).toEqual([150, 50]);
  });

  const together = (memberId: string | undefined, points: number, more: Fields = {}, at = other) =>
    api.mutate(
      at.token,
      'redeemWithHousehold',
      { storeId: at.storeId, memberId, points, ...more },
      'drawn transaction { id kind points member { id } }',
    );
  it('a till takes what a member is short of from its household, up to its limit; lots keep their issuer', async () => {
    const [head, child] = await family(50);
    await buy(head.id, '100.00');
    await buy(child.id, '5.00', other);
    const key = api.key();
    const done = await together(child.id, 45, { idempotencyKey: key });
    expect(done).toMatchObject({
      ...{ userErrors: [], drawn: 40 },
      transaction: { kind: 'REDEMPTION', points: -45, member: { id: child.id } },
    });
    expect(await together(child.id, 45, { idempotencyKey: key })).toEqual(done);
    expect(await together(child.id, 46, { idempotencyKey: key })).toMatchObject({
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
    expect([await available(head.id), await available(child.id)]).toEqual([60, 0]);
    expect(outcomeOf(await together(child.id, 11))).toBe('LIMIT_EXCEEDED');
    expect((await together(child.id, 10)).drawn).toBe(10);
    expect(outcomeOf(await together(child.id, 1))).toBe('LIMIT_EXCEEDED');
    expect((await together(head.id, 10)).drawn).toBe(0);
    const { id: transactionId } = done.transaction as { id: string };
    const { data } = await api.ask(
      programme.operator,
      `{ transaction(id: "${transactionId}") { funding { points funder { code } } } }`,
    );
    const { funding } = data!.transaction as { funding: { points: number; funder: { code: string } }[] };
    expect(Object.fromEntries(funding.map(({ points, funder }) => [funder.code, points]))).toEqual({
      shop: 40,
      other: 5,
    });
  });

  it('refused by the ledger, what was drawn goes back as it was, and counts towards no limit', async () => {
    const [head, child] = await family(50);
    await buy(head.id, '100.00');
    const before = await openLots(head.id);
    await api.mutate(programme.operator, 'changeMemberStatus', { memberId: child.id, status: 'SUSPENDED' });
    expect(outcomeOf(await together(child.id, 40))).toBe('MEMBER_INACTIVE');
    await api.mutate(programme.operator, 'changeMemberStatus', { memberId: child.id, status: 'ACTIVE' });
    const tight = await api.partner(programme, 'issues-only', { roles: ['ISSUER'] });
    expect(outcomeOf(await together(child.id, 40, {}, tight))).toBe('ROLE_NOT_GRANTED');
    expect([await available(head.id), await available(child.id)]).toEqual([100, 0]);
    expect(await openLots(head.id)).toEqual(before);
    expect((await together(child.id, 50)).drawn).toBe(50);
  });

  it('two tills at once spend what there is once, and never more than the limit', async () => {
    const [head, child] = await family(50);
    await buy(head.id, '60.00');
    const limited = await Promise.all(Array.from({ length: 12 }, () => together(child.id, 10)));
    expect(tally(limited)).toEqual({ OK: 5, LIMIT_EXCEEDED: 7 });
    expect([await available(head.id), await available(child.id)]).toEqual([10, 0]);

    const [mother, adult] = await family(1_000);
    await buy(mother.id, '100.00');
    await buy(adult.id, '20.00');
    const both = tally(await Promise.all([together(adult.id, 70), together(adult.id, 70)]));
    expect(both.OK).toBe(1);
    expect((await available(mother.id)) + (await available(adult.id))).toBe(50);
  });

  it('a closed member gives nothing and takes nothing, who left gives nothing; tills act for their own stores, as far as the member lets them', async () => {
    const [head, child] = await family(500);
    const [gone, left] = [await api.member(programme), await api.member(programme)];
    for (const one of [gone, left]) {
      expect(
        outcomeOf(
          await api.mutate(programme.operator, 'joinHousehold', { memberId: one.id, headId: head.id, role: 'ADULT' }),
        ),
      ).toBe('OK');
      await buy(one.id, '100.00');
    }
    await buy(head.id, '30.00');
    await api.mutate(programme.operator, 'changeMemberStatus', { memberId: gone.id, status: 'CLOSED' });
    await api.mutate(left.token, 'leaveHousehold', { memberId: left.id });
    expect(outcomeOf(await together(child.id, 31))).toBe('INSUFFICIENT_POINTS');
    expect(outcomeOf(await together(gone.id, 1))).toBe('MEMBER_INACTIVE');
    expect(outcomeOf(await together(left.id, 101))).toBe('HOUSEHOLD_UNKNOWN');
    expect(outcomeOf(await together(left.id, 100))).toBe('OK');
    expect(outcomeOf(await together(child.id, 5, { storeId: shop.storeId }))).toBe('STORE_UNKNOWN');
    expect(outcomeOf(await together(child.id, 5, { storeId: 'x' }))).toBe('STORE_UNKNOWN');
    expect(outcomeOf(await together(child.id, 0))).toBe('INVALID_POINTS');
    expect(outcomeOf(await together(child.id, -5))).toBe('INVALID_POINTS');
    expect(outcomeOf(await together(api.key(), 5))).toBe('MEMBER_UNKNOWN');
    expect(outcomeOf(await together(child.id, 5, {}, { ...other, token: child.token }))).toBe('ERROR FORBIDDEN');
    await api.mutate(child.token, 'setConfirmationLimit', { memberId: child.id, confirmAbove: 20 });
    expect(outcomeOf(await together(child.id, 21))).toBe('CONFIRMATION_REQUIRED');
    expect((await together(child.id, 20)).drawn).toBe(20);
  });

  it('above what the member wants to spend unasked its confirmation is used up once; without it nothing is drawn and the request may come again', async () => {
    const [head, child] = await family(500);
    await buy(head.id, '100.00');
    await buy(child.id, '10.00');
    await api.mutate(child.token, 'setConfirmationLimit', { memberId: child.id, confirmAbove: 20 });
    const confirm = async (member: MemberByApi, points: number, storeId?: string) =>
      (await api.mutate(member.token, 'confirmRedemption', { memberId: member.id, points, storeId }, 'confirmationId'))
        .confirmationId as string;
    const key = api.key();
    expect(outcomeOf(await together(child.id, 30, { idempotencyKey: key }))).toBe('CONFIRMATION_REQUIRED');
    const [tooFew, elsewhere, notMine] = [
      await confirm(child, 29),
      await confirm(child, 30, shop.storeId),
      await confirm(head, 30),
    ];
    for (const confirmationId of [tooFew, elsewhere, notMine, api.key()])
      expect(outcomeOf(await together(child.id, 30, { confirmationId }))).toBe('CONFIRMATION_UNKNOWN');
    expect([await available(head.id), await available(child.id)]).toEqual([100, 10]);
    const confirmationId = await confirm(child, 30, other.storeId);
    const done = await together(child.id, 30, { idempotencyKey: key, confirmationId });
    expect(done.drawn).toBe(20);
    expect(await together(child.id, 30, { idempotencyKey: key, confirmationId })).toEqual(done);
    expect(outcomeOf(await together(child.id, 30, { confirmationId }))).toBe('CONFIRMATION_UNKNOWN');
    expect([await available(head.id), await available(child.id)]).toEqual([80, 0]);
  });

  it('tills know a card or a phone: by it the same points are spent, once for a key', async () => {
    const [head, child] = await family(500);
    await buy(head.id, '100.00');
    const identity = await card(child);
    const byCard = (more: Fields) => together(undefined, 5, { identity, ...more });
    const key = api.key();
    const done = await byCard({ idempotencyKey: key });
    expect(done).toMatchObject({ drawn: 5, transaction: { member: { id: child.id } } });
    expect(
      await byCard({ idempotencyKey: key, identity: { kind: 'CARD', value: ` ${identity.value.toLowerCase()}` } }),
    ).toEqual(done);
    expect(outcomeOf(await byCard({ idempotencyKey: key, points: 6 }))).toBe('IDEMPOTENCY_KEY_REUSED');
    const unknown = await byCard({ identity: { kind: 'CARD', value: 'NOBODYHASTHIS' } });
    expect(unknown.userErrors).toMatchObject([{ code: 'MEMBER_UNKNOWN', field: ['input', 'identity'] }]);
    expect(outcomeOf(await byCard({ memberId: child.id }))).toBe('INVALID_INPUT');
    expect(outcomeOf(await byCard({ identity: null }))).toBe('INVALID_INPUT');
    const noPhone = await byCard({ identity: { kind: 'PHONE', value: '12' } });
    expect(noPhone.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'identity', 'value'] }]);
    await api.mutate(child.token, 'setConfirmationLimit', { memberId: child.id, confirmAbove: 4 });
    expect(outcomeOf(await byCard({}))).toBe('CONFIRMATION_REQUIRED');
    expect(await available(head.id)).toBe(95);
  });

  it('who leaves gives back what it drew and did not spend, the same lots; nobody grows rich by leaving', async () => {
    const [head, child] = await family(500);
    await buy(head.id, '70.00');
    const lots = await openLots(head.id);
    expect((await draw(child, 70)).drawn).toBe(70);
    const left = { idempotencyKey: api.key(), memberId: child.id };
    for (let time = 0; time < 2; time += 1)
      expect(outcomeOf(await api.mutate(child.token, 'leaveHousehold', left))).toBe('OK');
    expect([await available(head.id), await available(child.id)]).toEqual([70, 0]);
    expect(await openLots(head.id)).toEqual(lots);
    // The last one closes the door.
    expect(outcomeOf(await api.mutate(head.token, 'leaveHousehold', { memberId: head.id }))).toBe('OK');
    const empty = await product.database.sql`
      SELECT 1 FROM members.household
      WHERE NOT EXISTS (SELECT FROM members.household_member AS one WHERE one.household_id = household.household_id)`;
    expect(empty).toHaveLength(0);
  });

  it('of what was drawn in parts, the part of which something was spent stays, and no more', async () => {
    const [head, child] = await family(500);
    await buy(head.id, '100.00');
    for (const points of [30, 20, 50]) expect((await draw(child, points)).drawn).toBe(points);
    expect(outcomeOf(await redeem(child.id, 15))).toBe('OK');
    await api.mutate(child.token, 'leaveHousehold', { memberId: child.id });
    const [hers, its] = [await available(head.id), await available(child.id)];
    expect(hers + its).toBe(85);
    // What is left of the part that was spent from: of 20, 30 or 50.
    expect([5, 15, 35]).toContain(its);
  });

  it('a partner brings together only whom both let know who they are', async () => {
    const [head, late] = [await api.member(programme), await api.member(programme)];
    await api.mutate(head.token, 'makeHousehold', { memberId: head.id, name: 'Ours' });
    const join = async () =>
      outcomeOf(await api.mutate(shop.token, 'joinHousehold', { memberId: late.id, headId: head.id }));
    const say = ({ id, token }: MemberByApi) =>
      api.mutate(token, 'recordConsent', {
        ...{ memberId: id, consents: [{ partnerId: shop.id, purpose: 'PROFILE', granted: true, wording: 'v1' }] },
      });
    expect(await join()).toBe('CONSENT_MISSING');
    await say(late);
    expect(await join()).toBe('CONSENT_MISSING');
    await say(head);
    expect(await join()).toBe('OK');
  });

  it('a child without a limit draws nothing; a household of a closed member takes nobody; nobody is in two', async () => {
    const [head, child] = await family();
    await buy(head.id, '10.00');
    expect(outcomeOf(await draw(child, 1))).toBe('LIMIT_EXCEEDED');
    expect(outcomeOf(await api.mutate(child.token, 'makeHousehold', { memberId: child.id, name: 'Mine' }))).toBe(
      'HOUSEHOLD_STATE',
    );
    await api.mutate(programme.operator, 'changeMemberStatus', { memberId: head.id, status: 'CLOSED' });
    const late = await api.member(programme);
    const join = (headId: string) => api.mutate(programme.operator, 'joinHousehold', { memberId: late.id, headId });
    expect(outcomeOf(await join(head.id))).toBe('MEMBER_INACTIVE');
    expect(outcomeOf(await join(child.id))).toBe('HOUSEHOLD_UNKNOWN');
  });
});

describe('step-up', () => {
  const careful = async (confirmAbove: number) => {
    const member = await api.member(programme);
    await buy(member.id, '500.00');
    await api.mutate(member.token, 'setConfirmationLimit', { memberId: member.id, confirmAbove });
    return member;
  };
  const confirm = async (member: MemberByApi, points: number, storeId?: string) =>
    (
      await api.mutate(
        member.token,
        'confirmRedemption',
        { memberId: member.id, points, storeId },
        'confirmationId expiresAt',
      )
    ).confirmationId as string;

  it('above the limit nothing is spent without the member’s word; below it as ever', async () => {
    const member = await careful(100);
    expect(outcomeOf(await redeem(member.id, 100))).toBe('OK');
    const key = api.key();
    expect(outcomeOf(await redeem(member.id, 101, { idempotencyKey: key }))).toBe('CONFIRMATION_REQUIRED');
    const hold = { storeId: other.storeId, memberId: member.id, points: 101 };
    expect(outcomeOf(await api.mutate(other.token, 'authoriseRedemption', hold))).toBe('CONFIRMATION_REQUIRED');
    const confirmationId = await confirm(member, 150);
    // The same key may come again: a refusal for want of a confirmation is not remembered.
    const done = await redeem(member.id, 101, { idempotencyKey: key, confirmationId });
    expect(outcomeOf(done)).toBe('OK');
    expect(await redeem(member.id, 101, { idempotencyKey: key, confirmationId })).toEqual(done);
    expect(outcomeOf(await redeem(member.id, 101, { confirmationId }))).toBe('CONFIRMATION_UNKNOWN');
    expect(await available(member.id)).toBe(299);
  });

  it('a confirmation is for its member, store and points, and good once among twenty tills', async () => {
    const member = await careful(0);
    const stranger = await careful(0);
    const confirmationId = await confirm(member, 10, other.storeId);
    expect(outcomeOf(await redeem(stranger.id, 10, { confirmationId }))).toBe('CONFIRMATION_UNKNOWN');
    expect(outcomeOf(await redeem(member.id, 10, { confirmationId }, shop))).toBe('CONFIRMATION_UNKNOWN');
    expect(outcomeOf(await redeem(member.id, 11, { confirmationId }))).toBe('CONFIRMATION_UNKNOWN');
    expect(outcomeOf(await redeem(member.id, 10, { confirmationId: 'x' }))).toBe('CONFIRMATION_UNKNOWN');
    const replies = await Promise.all(Array.from({ length: 20 }, () => redeem(member.id, 10, { confirmationId })));
    expect(tally(replies)).toEqual({ CONFIRMATION_UNKNOWN: 19, OK: 1 });
    expect(await available(member.id)).toBe(490);
  });

  it('an old one is worth nothing, and nobody but the member confirms or lowers the wall', async () => {
    const member = await careful(0);
    const confirmationId = await confirm(member, 10);
    await product.database.sql`
      UPDATE ledger.confirmation SET confirmed_at = now() - interval '1 hour', expires_at = now() - interval '1 minute'
      WHERE confirmation_id = ${confirmationId}`;
    expect(outcomeOf(await redeem(member.id, 10, { confirmationId }))).toBe('CONFIRMATION_UNKNOWN');
    for (const token of [shop.token, programme.operator]) {
      expect(outcomeOf(await api.mutate(token, 'setConfirmationLimit', { memberId: member.id }))).toBe(
        'ERROR FORBIDDEN',
      );
    }
    const another = await api.member(programme);
    expect(outcomeOf(await api.mutate(another.token, 'confirmRedemption', { memberId: member.id, points: 10 }))).toBe(
      'NOT_ALLOWED',
    );
    expect(
      outcomeOf(await api.mutate(programme.operator, 'confirmRedemption', { memberId: member.id, points: 10 })),
    ).toBe('NOT_ALLOWED');
  });

  it('holds by a card, too', async () => {
    const member = await careful(0);
    const identity = await card(member);
    const ask = (more: object) =>
      api.mutate(other.token, 'authoriseRedemption', { storeId: other.storeId, identity, points: 10, ...more });
    expect(outcomeOf(await ask({}))).toBe('CONFIRMATION_REQUIRED');
    expect(outcomeOf(await ask({ confirmationId: await confirm(member, 10) }))).toBe('OK');
  });
});
