/** Statements through the API: signed at the close and when the review is over, verified offline, each partner's own; keys that change. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { parseStrictJson } from '../../subgraphs/ledger/domain/canonical-json.ts';
import { readKeys, verifyDocument, verifyJsonLines } from '../../subgraphs/ledger/domain/verify-statement.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';
import { sha256 } from '../support/sha256.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let acme: PartnerByApi;
let best: PartnerByApi;
let memberId: string;
/** The business clock: moved by hand. */
let now = Date.parse('2026-03-02T10:00:00Z');

beforeAll(async () => {
  product = await deployProduct('in-process', { clock: () => new Date(now), tokenClock: systemClock, sweepEvery: 0 });
  api = apiAt(product.url, product.platform);
  programme = await api.programme('coal', { disputeBusinessDays: 3, valueBusinessDays: 5, levyPerWindow: 100 });
  acme = await api.partner(programme, 'ACME');
  best = await api.partner(programme, 'BEST', { fundingModel: 'ISSUER_PAYS_ON_REDEMPTION' });
  memberId = (await api.member(programme)).id;
});
afterEach(() => expectBooksBalanced(product.database.url));
afterAll(() => product.close());

async function must(token: string, name: string, input: Fields, selection?: string): Promise<Fields> {
  const reply = await api.mutate(token, name, input, selection);
  expect([name, outcomeOf(reply)]).toEqual([name, 'OK']);
  return reply;
}

async function buy(partner: PartnerByApi, amount: string, reference: string): Promise<string> {
  const input = { storeId: partner.storeId, memberId, amount: eur(amount), reference };
  const { transaction } = await must(partner.token, 'recordPurchase', input, 'transaction { id }');
  return (transaction as { id: string }).id;
}

async function openWindow(): Promise<string> {
  return (await query<{ id: string }>(programme.operator, 'settlementWindow { id }')).id;
}

/** The review of a window, over its last day for disputes. */
async function finalise(windowId: string): Promise<void> {
  await must(programme.operator, 'beginReview', { windowId });
  now += 10 * 86_400_000;
  await api.agree(programme, windowId, 'FINALISE');
}

async function query<Result>(token: string, selection: string): Promise<Result> {
  const answer = await api.ask(token, `{ result: ${selection} }`);
  expect(answer.errors).toBeUndefined();
  return answer.data?.result as Result;
}

async function pinnedKeys() {
  const { jwks } = await query<{ jwks: string }>(acme.token, 'settlementKeys { jwks }');
  const keys = readKeys(jwks);
  if (!keys.ok) throw new Error(keys.problem);
  return keys.keys;
}

/** The file of a statement, part by part, as a partner's app fetches it. */
async function fileOf(partner: PartnerByApi, windowId: string, format = 'JSON_LINES', kind = 'FINAL'): Promise<string> {
  let text = '';
  for (let after: number | null = 0; after !== null; ) {
    const read: { file: { text: string; next: number | null } } = await query(
      partner.token,
      `statement(windowId: "${windowId}", kind: ${kind}) { file(format: ${format}, after: ${after}) { text next } }`,
    );
    text += read.file.text;
    after = read.file.next;
  }
  return text;
}

let first: string;
let second: string;
let bought: string;

it('a closed window has an advice for each partner at once, and each sees its own', async () => {
  bought = await buy(acme, '120.00', 'A-1');
  await buy(best, '80.00', 'B-1');
  await must(best.token, 'redeemPoints', { storeId: best.storeId, memberId, points: 50, reference: 'B-2' });
  first = await openWindow();
  expect(await query(acme.token, `statement(windowId: "${first}") { id }`)).toBeNull();
  await must(programme.operator, 'closeSettlementWindow', { windowId: first, label: '2026-01' });

  const mine = await query<Fields>(
    acme.token,
    `statement(windowId: "${first}") { kind lineCount previousDigest partner { id } opening { minorUnits } net { minorUnits } components { component total { minorUnits } }
      lines(first: 50) { edges { node { seq component partnerRef amount { minorUnits } } } } }`,
  );
  expect(mine).toMatchObject({ kind: 'ADVICE', lineCount: 2, previousDigest: null, partner: { id: acme.id } });
  const lines = (mine.lines as { edges: { node: Fields }[] }).edges.map(({ node }) => node);
  expect(lines.map((line) => [line.seq, line.component, line.partnerRef])).toEqual([
    [0, 'ISSUANCE', 'A-1'],
    [1, 'LEVY', null],
  ]);
  const net = lines.reduce((sum, line) => sum + (line.amount as { minorUnits: number }).minorUnits, 0);
  expect((mine.net as { minorUnits: number }).minorUnits).toBe(net);

  expect(await query(acme.token, `statement(windowId: "${first}", partnerId: "${best.id}") { id }`)).toBeNull();
  expect(await query(acme.limited, `statement(windowId: "${first}") { id }`)).toBeNull();
  const seen = `settlementWindow(id: "${first}") { statements { partner { id } } }`;
  expect(await query(acme.token, seen)).toEqual({ statements: [{ partner: { id: acme.id } }] });
  expect((await query<{ statements: unknown[] }>(programme.operator, seen)).statements).toHaveLength(2);
});

it('what the review appends follows the advice, and the final statement proves that nothing else changed', async () => {
  await must(programme.operator, 'openDispute', { transactionId: bought, raisedById: acme.id, reason: 'not ours' });
  await finalise(first);
  const statement = await query<Fields>(
    acme.token,
    `statement(windowId: "${first}") { kind lineCount advice { lineCount } consistencyProof { from to path } }`,
  );
  expect(statement).toMatchObject({
    kind: 'FINAL',
    lineCount: 3,
    advice: { lineCount: 2 },
    consistencyProof: { from: 2, to: 3 },
  });
  const verified = await verifyJsonLines(sha256, await pinnedKeys(), (await fileOf(acme, first)).split('\n'));
  expect(verified.sentence).toMatch(
    /^The statement of ACME for window W1 of coal: 3 lines, .*it only appends to the advice of 2 lines\.$/,
  );
  expect(verified.outcome).toBe('VERIFIED');
  const advice = await verifyJsonLines(
    sha256,
    await pinnedKeys(),
    (await fileOf(acme, first, 'JSON_LINES', 'ADVICE')).split('\n'),
  );
  expect(advice.outcome).toBe('VERIFIED');
});

it('each line proves itself, and the next statement follows this one', async () => {
  await buy(acme, '10.00', 'A-2');
  second = await openWindow();
  await must(programme.operator, 'closeSettlementWindow', { windowId: second });
  await finalise(second);
  const keys = await pinnedKeys();
  for (const [windowId, count] of [
    [first, 3],
    [second, 2],
  ] as const) {
    for (let seq = 0; seq < count; seq += 1) {
      const line = await query<{ document: string; inclusionProof: { treeSize: number; leafIndex: number } }>(
        acme.token,
        `statementLine(windowId: "${windowId}", seq: ${seq}) { document inclusionProof { treeSize leafIndex } }`,
      );
      expect(line.inclusionProof).toEqual({ treeSize: count, leafIndex: seq });
      const document = parseStrictJson(line.document);
      if (!document.ok) throw new Error(document.problem);
      expect((await verifyDocument(sha256, keys, document.value)).outcome).toBe('VERIFIED');
    }
  }
  expect(await query(acme.token, `statementLine(windowId: "${first}", seq: 3) { seq }`)).toBeNull();
  expect(await query(acme.token, `statementLine(windowId: "${first}", seq: -1) { seq }`)).toBeNull();
  const [before, after] = await Promise.all(
    [first, second].map((windowId) =>
      query<Fields>(acme.token, `statement(windowId: "${windowId}") { headerDigest previousDigest }`),
    ),
  );
  expect(after?.previousDigest).toBe(before?.headerDigest);
  const { sentence } = await verifyJsonLines(sha256, keys, (await fileOf(acme, second)).split('\n'));
  expect(sentence).toContain('it follows the statement of window W1');
});

it('a journal row that was changed by hand is noticed by every way of reading it', async () => {
  const broken = await product.database.sql<{ amounts: bigint[] }[]>`
    SELECT amounts FROM ledger.journal WHERE transaction_id = ${bought} AND entry = 1`;
  const change = (by: bigint) => product.database.sql`
    UPDATE ledger.journal SET amounts[1] = amounts[1] + ${by}, amounts[2] = amounts[2] - ${by} WHERE transaction_id = ${bought} AND entry = 1`;
  expect(broken).toHaveLength(1);
  await change(100n);
  try {
    const keys = await pinnedKeys();
    const whole = await verifyJsonLines(sha256, keys, (await fileOf(acme, first)).split('\n'));
    expect([whole.outcome, whole.sentence]).toEqual([
      'WRONG',
      expect.stringContaining('At least one line was changed'),
    ]);
    const line = await query<{ document: string }>(
      acme.token,
      `statementLine(windowId: "${first}", seq: 0) { document }`,
    );
    const document = parseStrictJson(line.document);
    if (!document.ok) throw new Error(document.problem);
    expect((await verifyDocument(sha256, keys, document.value)).sentence).toContain(
      'The proof does not lead from the line with seq 0',
    );
  } finally {
    await change(-100n);
  }
});

it('a revoked key leaves no statement behind: the same header, signed by another', async () => {
  const revoke = (input: Fields, token = programme.operator) =>
    api.mutate(token, 'revokeSettlementKey', input, 'keys { keys { id revokedAt revokedBecause } jwks }');
  const statement = () =>
    query<{ keyId: string; header: string; headerDigest: string }>(
      acme.token,
      `statement(windowId: "${first}") { keyId header headerDigest }`,
    );
  now += 1_000;
  const before = await statement();
  expect(outcomeOf(await revoke({ keyId: before.keyId, reason: 'x' }, acme.token))).toBe('ERROR FORBIDDEN');
  expect(outcomeOf(await revoke({ keyId: 'nobody’s', reason: 'x' }))).toBe('SETTLEMENT_KEY_UNKNOWN');
  expect(outcomeOf(await revoke({ keyId: before.keyId, reason: '' }))).toBe('INVALID_INPUT');
  const input = { idempotencyKey: 'revoke', keyId: before.keyId, reason: 'laptop lost' };
  const revoked = await revoke(input);
  expect(await revoke(input)).toEqual(revoked);
  expect((revoked.keys as { keys: Fields[] }).keys).toContainEqual({
    id: before.keyId,
    revokedAt: expect.any(String),
    revokedBecause: 'laptop lost',
  });
  const after = await statement();
  expect(after).toEqual({ ...before, keyId: expect.not.stringMatching(before.keyId) });
  const keys = await pinnedKeys();
  expect(keys.map((key) => key.kid)).not.toContain(before.keyId);
  for (const windowId of [first, second])
    expect((await verifyJsonLines(sha256, keys, (await fileOf(acme, windowId)).split('\n'))).outcome).toBe('VERIFIED');
  const [kept] = await product.database.sql`
    SELECT FROM ledger.statement_key WHERE key_id = ${before.keyId} AND sealed_private IS NOT NULL`;
  expect(kept).toBeUndefined();
});

it('a new key signs from then on, and what the old one signed stays good', async () => {
  const before = await query<{ keyId: string }>(acme.token, `statement(windowId: "${second}") { keyId }`);
  now += 1_000;
  await must(programme.operator, 'rotateSettlementKey', {});
  await buy(acme, '30.00', 'A-3');
  const third = await openWindow();
  await must(programme.operator, 'closeSettlementWindow', { windowId: third });
  const after = await query<{ keyId: string }>(acme.token, `statement(windowId: "${third}") { keyId }`);
  expect(after.keyId).not.toBe(before.keyId);
  const file = await fileOf(acme, third, 'JSON_LINES', 'ADVICE');
  const { outcome, sentence } = await verifyJsonLines(sha256, await pinnedKeys(), file.split('\n'));
  expect([outcome, sentence]).toEqual(['VERIFIED', expect.stringContaining('it follows the statement of window W2')]);
});

it('a window that is aborted is stated again: everything is carried forward, and the next statement brings it in', async () => {
  const aborted = await openWindow();
  await buy(acme, '70.00', 'A-4');
  await must(programme.operator, 'closeSettlementWindow', { windowId: aborted });
  const before = await query<{ edges: { node: { id: string; state: string } }[] }>(
    programme.operator,
    'settlementWindows(first: 3) { edges { node { id state } } }',
  );
  for (const { node } of before.edges.toReversed()) if (node.state === 'CLOSED') await finalise(node.id);
  const statement = (windowId: string) =>
    query<{ action: string; headerDigest: string; merkleRoot: string; net: { minorUnits: number } }>(
      acme.token,
      `statement(windowId: "${windowId}") { action headerDigest merkleRoot net { minorUnits } }`,
    );
  const paid = await statement(aborted);
  expect(paid.action).toBe('COLLECT_FROM_PARTNER');
  await api.agree(programme, aborted, 'SUSPEND');
  await api.agree(programme, aborted, 'ABORT');
  const carried = await statement(aborted);
  expect(carried).toEqual({
    ...paid,
    action: 'CARRY_FORWARD',
    headerDigest: expect.not.stringMatching(paid.headerDigest),
  });

  const next = await openWindow();
  await buy(acme, '5.00', 'A-5');
  await must(programme.operator, 'closeSettlementWindow', { windowId: next });
  await finalise(next);
  const { outcome, sentence } = await verifyJsonLines(
    sha256,
    await pinnedKeys(),
    (await fileOf(acme, next)).split('\n'),
    { previous: JSON.parse((await fileOf(acme, aborted, 'ENVELOPE')).trim()).jws as string },
  );
  expect([outcome, sentence]).toEqual(['VERIFIED', expect.stringContaining('it follows the statement of window W4')]);
  expect(sentence).toContain(`opening ${(carried.net.minorUnits / 100).toFixed(2)} EUR`);
});
