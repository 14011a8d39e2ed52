import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, openApi } from '../../scripts/api.ts';
import { type Demo, prepareDemo } from '../../scripts/demo.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let demo: Demo;
let folder: string;
let operations: Map<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'readme-'));
  product = await deployProduct('in-process', { production: false });
  api = openApi(product.url);
  const made = await prepareDemo(api, product.platform, folder, false);
  if (made === null) throw new Error('There is no demo.');
  demo = made;
  const readme = await readFile('README.md', 'utf8');
  const blocks = [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const paste = (text: string) => text.replaceAll('STORE_ID', demo.storeId).replaceAll('MEMBER_ID', demo.memberId);
  operations = new Map(blocks.map((text) => [text.match(/^(query|mutation|subscription)/)?.[0] ?? '', paste(text)]));
});

afterAll(async () => {
  await expectBooksBalanced(product.database.url);
  api.close();
  await product.close();
  await rm(folder, { recursive: true });
});

const pasted = (kind: string): string => {
  const operation = operations.get(kind);
  if (operation === undefined) throw new Error(`The README shows no ${kind}.`);
  return operation;
};

test('the query of the README shows what the member has and why', async () => {
  const { me } = await api.withToken(demo.memberToken).ask<{
    me: {
      displayName: string;
      wallet: { available: number };
      transactions: { edges: { node: { explanation: { sentence: string } } }[] };
    };
  }>(pasted('query'));
  expect(me.displayName).toBe('Anna Weber');
  // 12.40 and 9.80 at a point a euro, 58.90 at two.
  expect(me.wallet.available).toBe(12 + 117 + 9);
  expect(me.transactions.edges).toHaveLength(3);
  for (const { node } of me.transactions.edges) expect(node.explanation.sentence).toMatch(/ earned \d+ points/);
});

test('the mutation of the README gives points, once however often it is sent, and the subscription tells of it', async () => {
  // The answer begins when the subscription is open, so nothing after it can be missed.
  const stream = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${demo.memberToken}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    },
    body: JSON.stringify({ query: pasted('subscription') }),
  });
  const events = readEvents(stream);

  const partner = api.withToken(demo.partnerToken);
  const sell = () => partner.ask<{ recordPurchase: unknown }>(pasted('mutation'));
  const sold = await sell();
  expect(sold.recordPurchase).toMatchObject({
    transaction: { points: 23 },
    wallet: { available: 161 },
    userErrors: [],
  });
  expect(await sell()).toEqual(sold);

  const { value } = await events.next();
  expect(value?.data.pointsUpdated).toMatchObject({
    member: { displayName: 'Anna Weber' },
    partner: { name: 'Bäckerei Sonne' },
    transaction: { kind: 'PURCHASE', points: 23 },
    wallet: { available: 161 },
  });
  await events.return(undefined);
});

/** The results of a stream of server-sent events. */
async function* readEvents(response: Response): AsyncGenerator<{ data: { pointsUpdated: unknown } }> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const data = message.match(/^event: next\ndata: (.*)$/m)?.[1];
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}
