// A redemption that draws from a household, where the process dies between two steps: it comes to one end, and the points are somewhere once.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { goOn } from '../../subgraphs/members/commands/go-on.ts';
import type { LedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import { accepted, type Outcome, refuse, refused } from '../../subgraphs/shared/refusal.ts';
import {
  type MembersUnderTest,
  membersUnderTest,
  operator,
  PARTNER,
  PROGRAMME,
} from '../support/members-under-test.ts';

const STORE = '018f0000-0000-7000-8000-0000000000c1';
type Answer = Outcome<{ transactionId: string }>;

/** What members have, and what the ledger answered under its keys: asked again, it answers again. */
let has: Map<string, bigint>;
let answers: Map<string, Answer>;
/** Knocks that are still answered; the one after is cut off before the ledger hears of it, or after it has done it. */
let knocks: number;
let cut: 'before' | 'after';
let refusing: boolean;

function once(key: string, work: () => Answer): Promise<Answer> {
  knocks -= 1;
  if (knocks < 0 && cut === 'before') return Promise.reject(new Error('cut'));
  const answer = answers.get(key) ?? work();
  answers.set(key, answer);
  return knocks < 0 ? Promise.reject(new Error('cut')) : Promise.resolve(answer);
}
const move = (from: string | null, to: string | null, points: bigint, key: string): Answer => {
  if (from !== null && (has.get(from) ?? 0n) < points) return refused(refuse('INSUFFICIENT_POINTS', 'Too few.'));
  if (from !== null) has.set(from, (has.get(from) ?? 0n) - points);
  if (to !== null) has.set(to, (has.get(to) ?? 0n) + points);
  return accepted({ transactionId: `018f0000-0000-7000-9000-${Buffer.from(key).toString('hex').slice(-12)}` });
};
const transfers = new Map<string, { from: string; to: string; points: bigint }>();
const ledger = {
  wallet: async ({ memberId }: { memberId: string }) => ({ available: has.get(memberId) ?? 0n, arrears: 0n }),
  transfer: (asked: { idempotencyKey: string; fromMemberId: string; toMemberId: string; points: bigint }) =>
    once(asked.idempotencyKey, () => {
      const answer = move(asked.fromMemberId, asked.toMemberId, asked.points, asked.idempotencyKey);
      if (answer.ok)
        transfers.set(answer.result.transactionId, {
          from: asked.toMemberId,
          to: asked.fromMemberId,
          points: asked.points,
        });
      return answer;
    }),
  reverse: (asked: { idempotencyKey: string; transactionId: string }) =>
    once(asked.idempotencyKey, () => {
      const { from, to, points } = transfers.get(asked.transactionId)!;
      return move(from, to, points, asked.idempotencyKey);
    }),
  redeem: (asked: { idempotencyKey: string; memberId: string; points: bigint }) =>
    once(asked.idempotencyKey, () =>
      refusing
        ? refused(refuse('NET_DEBIT_CAP_EXCEEDED', 'No room.'))
        : move(asked.memberId, null, asked.points, asked.idempotencyKey),
    ),
} as unknown as LedgerDoor;

let members: MembersUnderTest;
beforeAll(async () => {
  members = await membersUnderTest(new Date('2026-03-10T12:00:00Z'), ledger);
  const { sql } = members.test;
  await sql`
    INSERT INTO partners.store (store_id, programme_id, partner_id, code, name, added_at)
    VALUES (${STORE}, ${PROGRAMME}, ${PARTNER}, 's', 'S', now())`;
});
afterAll(() => members.close());
beforeEach(() => {
  has = new Map();
  answers = new Map();
  knocks = Number.POSITIVE_INFINITY;
  refusing = false;
});

const family = async (limit: number): Promise<[string, string, string]> => {
  const [head, other, child] = [await members.enrolled(), await members.enrolled(), await members.enrolled()];
  await members.command(operator, 'makeHousehold', { memberId: head, name: 'Home' }, 'member { id }');
  const join = (memberId: string, more: object) =>
    members.command(operator, 'joinHousehold', { memberId, headId: head, ...more }, 'member { id }');
  expect((await join(other, { role: 'ADULT' })).userErrors).toEqual([]);
  expect((await join(child, { role: 'CHILD', monthlyLimit: limit })).userErrors).toEqual([]);
  has.set(head, 30n).set(other, 50n).set(child, 10n);
  return [head, other, child];
};
const redeem = (memberId: string, points: number, idempotencyKey: string) =>
  members
    .command(
      operator,
      'redeemWithHousehold',
      { memberId, storeId: STORE, points, idempotencyKey },
      'drawn transaction { id }',
    )
    .catch(() => 'cut' as const);
const later = () => goOn({ ...members.deps, clock: () => new Date(members.clock.now.getTime() + 120_000) });

/** Knocks of a redemption: two parts and the redemption; and when it is refused the parts asked for again, and given back. */
const STEPS = { done: 3, refused: 7 } as const;

for (const end of ['done', 'refused'] as const)
  for (const where of ['before', 'after'] as const)
    it.each(Array.from({ length: STEPS[end] }, (_, at) => at))(
      `${end}: cut off ${where} the ledger at knock %i, it is gone on with and comes to the same end`,
      async (at) => {
        const [head, other, child] = await family(60);
        refusing = end === 'refused';
        cut = where;
        knocks = at;
        expect(await redeem(child, 60, `${end} ${where} ${at}`)).toBe('cut');
        knocks = Number.POSITIVE_INFINITY;
        if (at % 2 === 0) await later();
        const reply = await redeem(child, 60, `${end} ${where} ${at}`);
        const left = [head, other, child].map((one) => has.get(one));
        if (end === 'done') {
          expect(reply).toMatchObject({ drawn: 50, userErrors: [] });
          expect(left).toEqual([0n, 30n, 0n]);
          expect(await redeem(child, 11, `more ${where} ${at}`)).toMatchObject({
            userErrors: [{ code: 'LIMIT_EXCEEDED' }],
          });
        } else {
          expect(reply).toMatchObject({ transaction: null, userErrors: [{ code: 'NET_DEBIT_CAP_EXCEEDED' }] });
          expect(left).toEqual([30n, 50n, 10n]);
          refusing = false;
          expect(await redeem(child, 70, `again ${where} ${at}`)).toMatchObject({ drawn: 60, userErrors: [] });
        }
      },
    );

/** Knocks of leaving: two parts that are asked for again, each given back. */
for (const where of ['before', 'after'] as const)
  it.each([0, 1, 2, 3])(
    `leaving, cut off ${where} the ledger at knock %i, what was drawn is given back all the same, once`,
    async (at) => {
      const [head, other, child] = await family(60);
      const drawn = await members.command(operator, 'drawFromHousehold', { memberId: child, points: 40 }, 'drawn');
      expect([drawn.drawn, has.get(child)]).toEqual([40, 50n]);
      cut = where;
      knocks = at;
      const leaving = { memberId: child, idempotencyKey: `leave ${where} ${at}` };
      const leave = () => members.command(operator, 'leaveHousehold', leaving, 'member { household { name } }');
      expect(await leave().catch(() => 'cut')).toBe('cut');
      knocks = Number.POSITIVE_INFINITY;
      if (at % 2 === 0) await later();
      else expect(await leave()).toMatchObject({ member: { household: null }, userErrors: [] });
      for (let time = 0; time < 2; time += 1) {
        expect([head, other, child].map((one) => has.get(one))).toEqual([30n, 50n, 10n]);
        await later();
      }
    },
  );

it('what another till spent of a draw meanwhile stays spent, and counts', async () => {
  const [head, other, child] = await family(60);
  const { redeem: spend } = ledger;
  const meanwhile = {
    ...ledger,
    redeem: (asked: Parameters<LedgerDoor['redeem']>[0]) => {
      has.set(child, 25n);
      return spend(asked);
    },
  } as LedgerDoor;
  Object.assign(members.deps, { ledger: meanwhile });
  expect(await redeem(child, 60, 'meanwhile')).toMatchObject({ userErrors: [{ code: 'INSUFFICIENT_POINTS' }] });
  Object.assign(members.deps, { ledger });
  // 30 of the head and 20 of the other came over; 25 are left, so that one part alone can go back.
  const left = [head, other, child].map((one) => Number(has.get(one)));
  expect(left).toEqual([0, 50, 5]);
  expect(await redeem(child, 36, 'then')).toMatchObject({ userErrors: [{ code: 'LIMIT_EXCEEDED' }] });
  expect(await redeem(child, 35, 'then less')).toMatchObject({ drawn: 30, userErrors: [] });
});
