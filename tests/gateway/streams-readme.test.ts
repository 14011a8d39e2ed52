/** The page on streams, run: each of its clients follows a member's points over a link that is cut again and again. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type CutLink, openCutLink } from '../support/cut-link.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

/** What the page's files hold. */
interface Update {
  cursor: string;
  wallet: { available: number };
}
type Subscribe = (variables: object, heard: object) => () => void;
type Follow = (
  subscribe: Subscribe,
  memberId: string,
  after: string | null,
  on: { update(update: Update): void; keep(cursor: string): void; refused(code: string): void },
) => () => void;
type Connect = (url: string, freshToken: () => Promise<string>) => Subscribe;

const FOLDER = fileURLToPath(new URL('../../node_modules/.streams-readme/', import.meta.url));
const CLIENTS = {
  'with-graphql-ws': 'withGraphqlWs',
  'with-graphql-sse': 'withGraphqlSse',
  'with-urql': 'withUrql',
  'with-apollo-client': 'withApolloClient',
} as const;

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let shop: PartnerByApi;
let link: CutLink;
let follow: Follow;

beforeAll(async () => {
  const page = await readFile(new URL('../../gateway/streams/README.md', import.meta.url), 'utf8');
  await mkdir(FOLDER, { recursive: true });
  for (const [, name = '', code = ''] of page.matchAll(/```ts\n\/\/ ([\w-]+)\.ts\n([\s\S]*?)```/g)) {
    const { outputText } = transpileModule(code.replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.mjs'"), {
      compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext },
    });
    await writeFile(`${FOLDER}${name}.mjs`, outputText);
  }
  follow = ((await import(`${FOLDER}follow.mjs`)) as { follow: Follow }).follow;
  // What a browser has, and Node 20 has not.
  Object.assign(globalThis, { WebSocket });
  product = await deployProduct('in-process', { markEvery: 50 });
  api = apiAt(product.url, product.platform);
  programme = await api.programme('coalition');
  shop = await api.partner(programme, 'acme');
  link = await openCutLink(`${product.url}/graphql`);
}, 60_000);
afterAll(async () => {
  await link.close();
  await expectBooksBalanced(product.database.url);
  await product.close();
  await rm(FOLDER, { recursive: true });
});

const buy = async (memberId: string): Promise<void> => {
  const bought = await api.mutate(shop.token, 'recordPurchase', {
    storeId: shop.storeId,
    memberId,
    amount: eur('1.00'),
  });
  expect(outcomeOf(bought)).toBe('OK');
};

describe.each(Object.entries(CLIENTS))('%s', (file, name) => {
  async function open(member: { id: string; token: string }, after: string | null) {
    const connect = ((await import(`${FOLDER}${file}.mjs`)) as Record<string, Connect>)[name] as Connect;
    const seen: number[] = [];
    const kept: string[] = [];
    const refused: string[] = [];
    const leave = follow(
      connect(link.url, async () => member.token),
      member.id,
      after,
      {
        update: ({ wallet }) => void seen.push(wallet.available),
        keep: (cursor) => void kept.push(cursor),
        refused: (code) => void refused.push(code),
      },
    );
    return { seen, kept, refused, leave };
  }

  test('every event arrives once and in order, however often the connection is cut', async () => {
    const member = await api.member(programme);
    const one = await open(member, null);
    await expect.poll(() => one.kept.length, { timeout: 5_000 }).toBeGreaterThan(0);
    const total = 24;
    let cuts = 0;
    for (let bought = 1; bought <= total; bought += 1) {
      await buy(member.id);
      if (bought % 4 === 0) cuts += link.cut() > 0 ? 1 : 0;
    }
    await expect.poll(() => one.seen.length, { timeout: 15_000 }).toBe(total);
    expect(one.seen).toEqual(Array.from({ length: total }, (_, step) => step + 1));
    expect(cuts).toBeGreaterThan(0);
    expect(one.refused).toEqual([]);
    one.leave();
  }, 40_000);

  test('a quiet subscriber’s cursor is kept young by heartbeats, and continues', async () => {
    const [member, other] = [await api.member(programme), await api.member(programme)];
    const one = await open(member, null);
    await expect.poll(() => one.kept.length, { timeout: 5_000 }).toBeGreaterThan(0);
    const first = one.kept[0] as string;
    await buy(other.id);
    await expect.poll(() => one.kept.at(-1), { timeout: 5_000 }).not.toBe(first);
    one.leave();
    await buy(member.id);
    const again = await open(member, one.kept.at(-1) as string);
    await expect.poll(() => again.seen, { timeout: 5_000 }).toEqual([1]);
    again.leave();
  }, 20_000);

  test('what will not get better is told, and not tried again', async () => {
    const [member, other] = [await api.member(programme), await api.member(programme)];
    const one = await open({ id: other.id, token: member.token }, null);
    await expect.poll(() => one.refused, { timeout: 5_000 }).toEqual(['FORBIDDEN']);
    const two = await open(member, 'no cursor');
    await expect.poll(() => two.refused, { timeout: 5_000 }).toEqual(['BAD_USER_INPUT']);
  });
});
