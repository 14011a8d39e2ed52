import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { resumeEntries } from '../../subgraphs/rewards/commands/draws.ts';
import { entriesHashOf, winningNumbers } from '../../subgraphs/rewards/domain/draw.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { expectBooksBalanced } from '../support/books.ts';
import type { TestPartner } from '../support/coalition.ts';
import { codesOf, openRewardsWorld, type RewardsCoalition, type RewardsWorld } from '../support/rewards-world.ts';
import type { Answer } from '../support/subgraph-client.ts';

const NOON = new Date('2026-03-01T12:00:00Z');
const LATER = new Date('2026-03-02T12:00:00Z');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
let world: RewardsWorld;
let coalition: RewardsCoalition;
let cafe: TestPartner;

beforeAll(async () => {
  world = await openRewardsWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.now = NOON;
  world.dieAt = null;
  coalition = await world.coalition();
  cafe = await coalition.partner('cafe');
});
afterEach(() => expectBooksBalanced(world.ledgerDatabase));

const command = (caller: Caller, name: string, input: Record<string, unknown>, fields: string): Promise<Answer> =>
  world.client.command(caller, name, { idempotencyKey: v7(), ...input }, fields);
const makeDraw = async (more: Record<string, unknown> = {}): Promise<Answer> => {
  const input = {
    name: 'Spring',
    prize: 'A bicycle',
    opensAt: NOON.toISOString(),
    closesAt: LATER.toISOString(),
    ...more,
  };
  const reply = await command(coalition.operator, 'createDraw', input, 'draw { id seedCommitment seed entriesHash }');
  expect(reply.userErrors).toEqual([]);
  return reply.draw;
};
const enter = (drawId: string, memberId: string, more: Record<string, unknown> = {}) =>
  command(coalition.as(memberId), 'enterDraw', { drawId, ...more }, 'entry { id number word }');
const end = (name: string, drawId: string, caller: Caller = coalition.operator) =>
  command(
    caller,
    name,
    { drawId },
    'draw { state seed entriesHash winningEntries { number place member { id } } proof }',
  );

/** What the independent script says of a proof. */
function verify(proof: unknown): { status: number | null; output: string } {
  const file = join(mkdtempSync(join(tmpdir(), 'draw-')), 'proof.json');
  writeFileSync(file, JSON.stringify({ data: { draw: { proof } } }));
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/verify-draw.ts', file], { encoding: 'utf8' });
  return { status: run.status, output: run.stdout + run.stderr };
}

describe('a draw', () => {
  test('is committed to, entered, closed, drawn, and checked by a script of its own, which finds what is forged', async () => {
    const draw = await makeDraw({ winners: 2, prizePoints: 500 });
    expect(draw).toMatchObject({ seed: null, entriesHash: null });
    const members = await coalition.members(9);
    await Promise.all(members.map((who, n) => enter(draw.id, who, { word: `word: ${n}` })));
    world.now = LATER;
    const closed = (await end('closeDraw', draw.id)).draw;
    expect(closed).toMatchObject({ state: 'CLOSED', seed: null, winningEntries: [], proof: { seed: null } });
    const drawn = (await end('drawWinners', draw.id)).draw;
    expect(sha256(drawn.seed)).toBe(draw.seedCommitment);
    expect(drawn.entriesHash).toBe(closed.entriesHash);
    expect(drawn.winningEntries.map(({ place }: Answer) => place)).toEqual([1, 2]);
    for (const { member } of drawn.winningEntries) expect(await coalition.available(member.id)).toBe(500);

    const { proof } = drawn;
    expect(verify(proof)).toMatchObject({ status: 0, output: expect.stringContaining('The draw is as it says.') });
    const forged = { ...proof, winningNumbers: [...proof.winningNumbers].reverse() };
    expect(verify(forged).status).toBe(3);
    expect(verify({ ...proof, seed: proof.seedCommitment }).output).toContain('not the one that was committed to');
    expect(verify({ ...proof, entries: proof.entries.slice(1) }).output).toContain('not the ones that were hashed');
    expect(verify({}).status).toBe(1);

    const [loser] = members.filter((who) => !drawn.winningEntries.some(({ member }: Answer) => member.id === who));
    const seen = await world.client.ask(
      coalition.as(loser!),
      `{ draw(id: "${draw.id}") { winningEntries { member { id } } mine { number } } }`,
    );
    expect(seen.draw).toEqual({
      winningEntries: [{ member: null }, { member: null }],
      mine: [{ number: expect.any(Number) }],
    });
  });

  test('that costs points takes them with the entry, and neither from whoever cannot pay', async () => {
    const draw = await makeDraw({ pricePoints: 30, storeId: cafe.storeId, maxPerMember: 5 });
    const [rich, poor] = await coalition.members(2);
    await coalition.buy(rich!, cafe, 100);
    expect((await enter(draw.id, rich!)).entry.number).toBe(1);
    expect(codesOf(await enter(draw.id, poor!))).toEqual(['INSUFFICIENT_POINTS']);
    expect(await coalition.available(rich!)).toBe(70);

    // More than the member wants to spend unasked: the operator cannot say it in its place.
    await world.database.sql`UPDATE members.member SET confirm_above = 29 WHERE member_id = ${rich!}`;
    const inItsPlace = { idempotencyKey: v7(), drawId: draw.id, memberId: rich };
    expect(codesOf(await world.client.command(coalition.operator, 'enterDraw', inItsPlace, 'entry { id }'))).toEqual([
      'CONFIRMATION_REQUIRED',
    ]);

    world.dieAt = 'captured';
    await expect(enter(draw.id, rich!)).rejects.toThrow();
    world.dieAt = null;
    await Promise.all([resumeEntries(world.deps, LATER), resumeEntries(world.deps, LATER)]);
    world.now = LATER;
    const { draw: closed } = await end('closeDraw', draw.id);
    expect(closed.proof.entries.map(([number]: [number]) => number)).toEqual([1, 2]);
    expect(await coalition.available(rich!)).toBe(40);
  });

  test('has its stages in order, for the operator only, and each member so many entries', async () => {
    const draw = await makeDraw({ opensAt: LATER.toISOString(), closesAt: '2026-03-03T12:00:00Z' });
    const [who] = await coalition.members(1);
    expect(codesOf(await enter(draw.id, who!))).toEqual(['DRAW_STATE']);
    world.now = LATER;
    const replies = await Promise.all(Array.from({ length: 5 }, () => enter(draw.id, who!)));
    expect(replies.flatMap(codesOf)).toEqual(Array(4).fill('LIMIT_EXCEEDED'));
    expect(codesOf(await end('closeDraw', draw.id))).toEqual(['DRAW_STATE']);
    expect(codesOf(await end('drawWinners', draw.id))).toEqual(['DRAW_STATE']);
    world.now = new Date('2026-03-03T12:00:00Z');
    expect(codesOf(await enter(draw.id, who!))).toEqual(['DRAW_STATE']);
    const asMember = { ...coalition.as(who!), scopes: ['rewards:write'] };
    expect(codesOf(await end('closeDraw', draw.id, asMember))).toEqual(['NOT_ALLOWED']);
    expect(codesOf(await end('closeDraw', draw.id))).toEqual([]);
    expect(codesOf(await end('closeDraw', draw.id))).toEqual(['DRAW_STATE']);
    expect(codesOf(await end('drawWinners', draw.id))).toEqual([]);
    expect(codesOf(await end('drawWinners', draw.id))).toEqual(['DRAW_STATE']);
    expect(codesOf(await end('drawWinners', v7()))).toEqual(['DRAW_UNKNOWN']);
  });

  test('without entries has no winner', async () => {
    const draw = await makeDraw();
    world.now = LATER;
    await end('closeDraw', draw.id);
    const { draw: drawn } = await end('drawWinners', draw.id);
    expect(drawn.winningEntries).toEqual([]);
    expect(verify(drawn.proof).status).toBe(0);
  });
});

test('every entry can win, no number wins twice, and a changed word changes the hash', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 50 }),
      fc.uuid(),
      (entries, winners, seed) => {
        const won = winningNumbers({ seed, entriesHash: 'h', entries, winners }, sha256);
        expect(new Set(won).size).toBe(Math.min(entries, winners));
        expect(won.every((number) => number >= 1 && number <= entries)).toBe(true);
      },
    ),
  );
  const one = [{ number: 1, entryId: 'a', word: 'x' }];
  expect(entriesHashOf(one, sha256)).not.toBe(entriesHashOf([{ ...one[0]!, word: 'y' }], sha256));
  const counts = Array<number>(5).fill(0);
  for (let n = 0; n < 5000; n += 1)
    counts[winningNumbers({ seed: `s${n}`, entriesHash: 'h', entries: 5, winners: 1 }, sha256)[0]! - 1]! += 1;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
