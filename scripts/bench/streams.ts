/**
 * Many followers of one process. Every member has an open stream of its own; purchases are made for some, and each must arrive at the right
 * member's stream and at no other.
 *
 * | figure                | what                                                                                                      |
 * |-----------------------|-----------------------------------------------------------------------------------------------------------|
 * | subscriptions         | SSE subscriptions open at once, each of a member of its own                                               |
 * | subscriptionsRssMiB   | resident memory of the whole product's process then, gateway and subgraphs, garbage collected              |
 * | idleRssMiB            | the same before the first subscription                                                                     |
 * | fanoutCpuMillis       | what a purchase and its event take of that process's CPU time                                              |
 * | fanoutP99Millis       | from the answer to a purchase to its event at the member's stream; 0 where the event came first            |
 * | purchaseToEventP99Millis | the same from the moment that the purchase was sent                                                    |
 * | soakStreams           | streams opened and left again, SSE and WebSocket in turn                                                  |
 * | soakLeftOpen          | streams still open after that                                                                             |
 * | soakHeapGrowthKiB     | what the heap of the process grew by, garbage collected before and after                                  |
 *
 * The product has a process of its own; the clients share this one.
 */
import { openApi } from '../api.ts';
import { type LoadCoalition, writeCoalition } from '../load/coalition.ts';
import { followStream } from '../load/follow-stream.ts';
import { memberTokens } from '../load/member-tokens.ts';
import type { Bench, BenchContext } from './bench.ts';
import type { BenchDatabase, BenchServer } from './bench-server.ts';
import { churnFor } from './churn.ts';
import { followBySocket } from './follow-by-socket.ts';
import { percentile, rounded } from './measure.ts';
import { type Product, startProduct } from './streams-product.ts';
import { credentialsOf } from './till.ts';

const OPENING_AT_ONCE = 64;
const BUYING_AT_ONCE = 4;
const FOLLOW = 'subscription ($member: ID!) { pointsUpdated(memberId: $member) { cursor wallet { available } } }';
const BUY =
  'mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { transaction { id } userErrors { code } } }';

export const followers: Bench = {
  name: 'streams',
  what: 'many followers of one process: memory, delay, churn; the last part of `gateway` alone',
  run: async (context) =>
    context.churnSeconds === null
      ? streams(await context.server(), context)
      : churnFor(context.churnSeconds, await context.server(), context),
};

/** Opens the streams, sells, churns. */
export async function streams(server: BenchServer, { quick, tell }: BenchContext): Promise<Record<string, number>> {
  const members = quick ? 2_000 : 10_000;
  const owner = await server.createLedger('streams');
  const coalition = await writeCoalition(owner.sql, { partners: 1, members });
  tell(`the product in a process of its own, tokens of ${members} members`);
  const product = await startProduct(owner.url);
  try {
    const issuer = memberTokens(owner.url, coalition.programmeId, 'bench');
    const tokens: string[] = [];
    for (const memberId of coalition.memberIds) tokens.push(await issuer.of(memberId));
    await issuer.close();
    const idle = await product.usage();
    tell(`${members} subscriptions over SSE`);
    const followers = await inTurns(members, OPENING_AT_ONCE, (index) =>
      follow(product.url, coalition.memberIds[index] as string, tokens[index] as string),
    );
    const full = await product.usage();
    if (full.openStreams !== members) throw new Error(`${full.openStreams} streams are open, not ${members}`);
    const delays = await fanOut(product, owner, coalition, followers, quick ? 400 : 4_000, tell);
    for (const follower of followers) follower.leave();
    await product.until((usage) => usage.openStreams === 0);

    const rounds = quick ? 2_000 : 10_000;
    tell(`${rounds} streams opened and left`);
    const churn = (times: number) =>
      inTurns(times, OPENING_AT_ONCE, async (index) => {
        const [member, token] = [coalition.memberIds[index % members] as string, tokens[index % members] as string];
        if (index % 2 === 0) (await follow(product.url, member, token)).leave();
        else await followBySocket(product.url, FOLLOW, member, token);
      });
    // What a process keeps for good it has after these.
    await churn(rounds);
    const before = await product.until((usage) => usage.openStreams === 0);
    await churn(rounds);
    const after = await product.until((usage) => usage.openStreams === 0);
    return {
      subscriptions: members,
      subscriptionsRssMiB: rounded(full.rssBytes / 2 ** 20),
      idleRssMiB: rounded(idle.rssBytes / 2 ** 20),
      ...delays,
      soakStreams: rounds,
      soakLeftOpen: after.openStreams,
      soakHeapGrowthKiB: rounded((after.heapBytes - before.heapBytes) / 1024),
    };
  } finally {
    await product.stop();
  }
}

interface Follower {
  /** When its events came, as `performance.now()`. */
  readonly arrivals: number[];
  /** Called at every event. */
  onEvent: () => void;
  leave(): void;
}

/** Subscribes over SSE; resolves when the stream says where it begins. */
function follow(url: string, member: string, token: string): Promise<Follower> {
  return new Promise((resolve, reject) => {
    const follower: Follower = { arrivals: [], onEvent: () => {}, leave: () => leave() };
    const leave = followStream(
      url,
      token,
      { query: FOLLOW, variables: { member } },
      {
        result(text) {
          if (text.includes('"errors"')) return reject(new Error(text));
          follower.arrivals.push(performance.now());
          follower.onEvent();
        },
        cursor: () => resolve(follower),
        end: (why) => reject(new Error(`The stream ended: ${why}`)),
      },
    );
  });
}

/** Sells to members here and there, and times how long each hears of it. */
async function fanOut(
  product: Product,
  owner: BenchDatabase,
  coalition: LoadCoalition,
  followers: readonly Follower[],
  purchases: number,
  tell: BenchContext['tell'],
): Promise<Record<string, number>> {
  const partner = coalition.partners[0];
  if (partner === undefined) throw new Error('Broken promise: the coalition has a partner');
  const api = openApi(product.url);
  const till = api.as(await credentialsOf(owner, coalition, partner));
  const fromAnswer: number[] = [];
  const fromSending: number[] = [];
  const buy = async (number: number): Promise<void> => {
    const index = (number * 7919) % followers.length;
    const follower = followers[index] as Follower;
    const heard = follower.arrivals.length;
    const arrived = new Promise<void>((resolve) => {
      follower.onEvent = resolve;
    });
    const sent = performance.now();
    const { recordPurchase } = await till.ask<{ recordPurchase: { userErrors: { code: string }[] } }>(BUY, {
      input: {
        idempotencyKey: `stream ${number}`,
        storeId: partner.storeId,
        memberId: coalition.memberIds[index],
        amount: { amount: '12.34', currency: 'EUR' },
      },
    });
    const answered = performance.now();
    if (recordPurchase.userErrors.length > 0) throw new Error(JSON.stringify(recordPurchase.userErrors));
    await arrived;
    const at = follower.arrivals[heard] ?? Number.NaN;
    fromAnswer.push(Math.max(0, at - answered));
    fromSending.push(at - sent);
  };
  tell(`${purchases} purchases, ${BUYING_AT_ONCE} in flight, each told to one of ${followers.length}`);
  // The first ones warm up what posts and reads.
  const warmUp = Math.ceil(purchases / 10);
  await inTurns(warmUp, BUYING_AT_ONCE, buy);
  fromAnswer.length = 0;
  fromSending.length = 0;
  const before = await product.usage();
  await inTurns(purchases, BUYING_AT_ONCE, (index) => buy(warmUp + index));
  const after = await product.usage();
  api.close();
  const told = followers.reduce((sum, { arrivals }) => sum + arrivals.length, 0);
  if (told !== warmUp + purchases) throw new Error(`${told} events were told of ${warmUp + purchases} purchases`);
  return {
    fanoutCpuMillis: rounded((after.cpuMillis - before.cpuMillis) / purchases, 2),
    fanoutP50Millis: rounded(percentile(fromAnswer, 0.5), 1),
    fanoutP99Millis: rounded(percentile(fromAnswer, 0.99), 1),
    purchaseToEventP99Millis: rounded(percentile(fromSending, 0.99), 1),
  };
}

/** Does something for 0, 1, ... with so many at once; the results in their order. */
async function inTurns<T>(times: number, atOnce: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < times) {
      const index = next;
      next += 1;
      results[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
