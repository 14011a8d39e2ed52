/**
 * Random requests, valid and not, over the whole schema by every kind of caller: none is answered with a fault of ours, and no answer says what is
 * behind it. FUZZ_REQUESTS=2000 and FUZZ_SEED=7 draw more and others; a failure prints seed, number and request.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { publicSchemaOf } from '../../gateway/supergraph.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { apiAt } from '../support/coalition-by-api.ts';
import { type DeployedProduct, type DeploymentKind, deployProduct } from '../support/deploy-product.ts';
import { seededRandom } from '../support/random-federation/seeded-random.ts';
import { randomRequest } from '../support/random-request.ts';

const SEED = Number(process.env.FUZZ_SEED ?? 20_261_126);
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 150);
/** What only our own inside has: stacks, SQL, files, drivers. */
const INSIDE =
  /\bat [\w.<>]+ \(|node_modules|\.ts:\d|PostgresError|drizzle|\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b.*\b(ledger|members|partners|rewards|platform)\.|violates|relation "|syntax error at|invalid input syntax|ECONN/;

describe.each<DeploymentKind>(['in-process', 'split'])('%s', (kind) => {
  let product: DeployedProduct;
  let callers: [name: string, token: string | null][];
  let known: string[];
  beforeAll(async () => {
    product = await deployProduct(kind);
    const api = apiAt(product.url, product.platform);
    const programme = await api.programme('fuzzed');
    const partner = await api.partner(programme, 'shop');
    const rival = await api.partner(programme, 'rival');
    const member = await api.member(programme);
    const bought = { storeId: partner.storeId, memberId: member.id, amount: { amount: '50.00', currency: 'EUR' } };
    const { transaction } = await api.mutate(partner.token, 'recordPurchase', bought, 'transaction { id }');
    const { data } = await api.ask(programme.operator, '{ settlementWindow { id } }');
    callers = [
      ['nobody', null],
      ['operator', programme.operator],
      ['partner', partner.token],
      ['rival', rival.token],
      ['member', member.token],
    ];
    known = [
      ...[programme.id, partner.id, partner.storeId, rival.id, rival.storeId, member.id],
      ...[(transaction as { id: string }).id, (data as { settlementWindow: { id: string } }).settlementWindow.id],
      ...['', 'x', '00000000-0000-0000-0000-000000000000', '018f0000-0000-7000-8000-0000000000FF'],
    ];
  });
  afterAll(() => product.close());
  afterEach(() => expectBooksBalanced(product.database.url));

  it(`answers ${REQUESTS} random requests without a fault and without showing its inside`, async () => {
    const schema = publicSchemaOf(await readFile('schema/supergraph.graphql', 'utf8'));
    const random = seededRandom(SEED);
    const codes = new Map<string, number>();
    let withData = 0;
    for (let number = 0; number < REQUESTS; number += 1) {
      const [name, token] = random.pick(callers);
      const request = randomRequest(schema, random, known);
      const response = await fetch(`${product.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(request),
      });
      const text = await response.text();
      const told = `seed ${SEED}, request ${number} by ${name}: ${JSON.stringify(request)}\n${response.status} ${text}`;
      const answer = JSON.parse(text) as {
        data?: object | null;
        errors?: { message: string; extensions?: { code?: string } }[];
      };
      const errors = answer.errors ?? [];
      expect(response.status, told).toBeLessThan(500);
      for (const { extensions } of errors)
        codes.set(extensions?.code ?? 'none', (codes.get(extensions?.code ?? 'none') ?? 0) + 1);
      expect(
        errors.filter(({ extensions }) => (extensions?.code ?? 'INTERNAL').startsWith('INTERNAL')),
        told,
      ).toEqual([]);
      // What a caller sent comes back in words of the parser; what is ours never does.
      expect(
        errors.map(({ message }) => message).filter((message) => INSIDE.test(message)),
        told,
      ).toEqual([]);
      if (answer.data) withData += 1;
    }
    // The requests are not all refused at the door.
    expect(withData).toBeGreaterThan(REQUESTS / 10);
    expect(codes.size).toBeGreaterThan(3);
    expect(product.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  }, 300_000);
});
