/** Caps and budgets hold whoever posts: three processes with the same database, one of them killed in between, and what was not answered sent again. */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { NoAnswer, type PostingProcesses, startPostingProcesses } from '../../scripts/torture/posting-processes.ts';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { LedgerRequest } from '../../subgraphs/ledger/domain/requests.ts';
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

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let acme: PartnerByApi;
let processes: PostingProcesses;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('processes');
  acme = await api.partner(programme, 'acme');
  processes = await startPostingProcesses(product.database.url, 3, 20_000);
});
afterEach(() => expectBooksBalanced(product.database.url));
afterAll(async () => {
  processes.stop();
  await product.close();
});

const must = async (token: string, name: string, input: Fields, selection = ''): Promise<Fields> => {
  const reply = await api.mutate(token, name, input, selection);
  expect([name, outcomeOf(reply), reply.userErrors]).toEqual([name, 'OK', []]);
  return reply;
};
const publish = async (code: string, more: Fields): Promise<void> => {
  const rule = { kind: 'PROMOTION', name: code, validFrom: '2020-01-01T00:00:00Z', ...more };
  const { version } = await must(programme.operator, 'draftRule', { code, rule }, 'version { id }');
  const { id: ruleVersionId } = version as { id: string };
  await must(acme.token, 'approveRule', { ruleVersionId });
  await must(programme.operator, 'publishRule', { ruleVersionId });
};
const purchase = (memberId: string, key: string): LedgerRequest => ({
  programmeId: programme.id,
  keySpace: 'processes',
  key,
  hash: createHash('sha256').update(key).digest(),
  actor: { role: 'operator', partnerId: null, storeIds: [], memberId: null, subject: 'processes' },
  instruction: {
    kind: 'PURCHASE',
    storeId: acme.storeId,
    member: { memberId },
    amountMinor: 100n,
    currency: 'EUR',
    occurredAt: null,
    lines: [],
    pendingUntil: null,
    pendingUntilConfirmed: false,
    reference: null,
  },
});

it('a budget, a cap of a member and one of a household are given to the last point and not one more', async () => {
  const shares = (first: number) => ({
    fundingSplit: [{ partner: 'acme', basisPoints: first }, { basisPoints: 10_000 - first }],
  });
  const award = { type: 'FIXED', points: 7 };
  await publish('budgeted', {
    award,
    ...shares(3_333),
    budget: { points: 500, money: [{ partner: 'acme', amount: eur('1.00') }] },
  });
  await publish('capped', { award, ...shares(5_000), caps: [{ per: 'DAY', points: 40, onExceed: 'TRUNCATE' }] });
  await publish('shared', {
    award,
    ...shares(5_000),
    caps: [{ per: 'PERIOD', of: 'HOUSEHOLD', points: 100, onExceed: 'TRUNCATE' }],
  });
  const members = await Promise.all(Array.from({ length: 8 }, () => api.member(programme)));
  const [head, ...others] = members.map(({ id }) => id);
  await must(programme.operator, 'makeHousehold', { memberId: head, name: 'Home' });
  for (const memberId of others.slice(0, 3))
    await must(programme.operator, 'joinHousehold', { memberId, headId: head });

  const requests = Array.from({ length: 240 }, (_, at) => purchase(members[at % members.length]!.id, `p${at}`));
  const ask = async (request: LedgerRequest, at: number): Promise<Reply> => {
    try {
      return await processes.ask(at % 3, request);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return ask(request, at + 1);
    }
  };
  let answered = 0;
  let killing: Promise<void> | null = null;
  const replies = await Promise.all(
    requests.map(async (request, at) => {
      const reply = await ask(request, at);
      answered += 1;
      if (answered >= 40) killing ??= processes.kill(1);
      return reply;
    }),
  );
  expect(replies.filter(({ ok }) => !ok)).toEqual([]);
  await killing;
  const { sql } = product.database;
  const given = await sql<{ code: string; points: bigint; money: bigint | null }[]>`
    SELECT split_part(split_part(component, ':', 2), '/', 1) AS code, sum(points)::bigint AS points FROM ledger.lot
    WHERE component LIKE 'CAMPAIGN:%' GROUP BY 1 ORDER BY 1`;
  const points = Object.fromEntries(given.map((row) => [row.code, row.points]));
  // acme's third of 7 is 2 points at a cent: its euro pays for 50 purchases, and then the promotion is over.
  const [spent] = await sql<{ points: bigint; money: bigint }[]>`
    SELECT sum(points)::bigint AS points, sum(money_minor) FILTER (WHERE funder <> 'OP')::bigint AS money FROM ledger.promotion_budget`;
  expect([spent, points.budgeted]).toEqual([{ points: 350n, money: 100n }, 350n]);
  expect(points.capped).toBe(8n * 40n);
  // The household's cap, and 30 purchases of 7 of each of the others, who stand alone.
  expect(points.shared).toBe(100n + 4n * 100n);
  const over = await sql`SELECT FROM ledger.rule_counter WHERE points > 100`;
  expect(over).toHaveLength(0);
  expect(processes.fallen).toEqual([]);
});
