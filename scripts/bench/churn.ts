/**
 * Streams that are opened and left, for as long as told: `npm run bench -- streams --churn-seconds 3600`.
 *
 * Some members follow all the time and come back when their tokens end; others come and leave, over SSE and WebSocket in turn, before anything is
 * told, while it is, or by breaking the connection. Purchases go on meanwhile. The rate is moderate: what is measured is what stays behind.
 *
 * | figure                                     | what                                                                                  |
 * |--------------------------------------------|---------------------------------------------------------------------------------------|
 * | churnedStreams, churnEvents                | opened and left; events that were told                                                |
 * | heapBeforeMiB, heapAfterMiB                | the process's heap without streams, garbage collected, after a warm-up and in the end |
 * | rssBeforeMiB, rssAfterMiB                  | its resident memory at the same moments                                               |
 * | heapSlopeKiBPerHour, rssSlopeKiBPerHour    | the straight line through all samples of the run, streams open                        |
 * | openStreamsAfter, listenersAfter           | streams and subscribers of the feed left in the end                                   |
 * | resourcesBefore, resourcesAfter            | sockets, timers and the like that the event loop waits for                            |
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openApi } from '../api.ts';
import { writeCoalition } from '../load/coalition.ts';
import { followStream } from '../load/follow-stream.ts';
import { memberTokens } from '../load/member-tokens.ts';
import { seededRandom } from '../load/random.ts';
import type { BenchContext, Figures } from './bench.ts';
import type { BenchServer } from './bench-server.ts';
import { followBySocket } from './follow-by-socket.ts';
import { rounded } from './measure.ts';
import { startProduct } from './streams-product.ts';
import type { Usage } from './streams-server.ts';
import { credentialsOf } from './till.ts';

const MEMBERS = 1_000;
const STANDING = 200;
const OPENED_PER_SECOND = 20;
const SOLD_PER_SECOND = 5;
const MOST_AT_ONCE = 200;
const WARM_UP_MILLIS = 60_000;
const SAMPLE_MILLIS = 15_000;
/** Tokens of members end after a quarter of an hour; some streams are to see that. */
const TOKEN_MILLIS = 12 * 60_000;
const FOLLOW =
  'subscription ($member: ID!, $after: String) { pointsUpdated(memberId: $member, after: $after) { cursor wallet { available } } }';
const BUY = 'mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { userErrors { code } } }';

export async function churnFor(seconds: number, server: BenchServer, { tell }: BenchContext): Promise<Figures> {
  const owner = await server.createLedger('churn');
  const coalition = await writeCoalition(owner.sql, { partners: 1, members: MEMBERS });
  const partner = coalition.partners[0];
  if (partner === undefined) throw new Error('Broken promise: the coalition has a partner');
  const product = await startProduct(owner.url);
  const issuer = memberTokens(owner.url, coalition.programmeId, 'bench');
  const api = openApi(product.url);
  const till = api.as(await credentialsOf(owner, coalition, partner));
  const random = seededRandom(1);
  const tokens = new Map<string, { token: Promise<string>; until: number }>();
  const tokenOf = (member: string): Promise<string> => {
    const held = tokens.get(member);
    if (held !== undefined && performance.now() < held.until) return held.token;
    const token = issuer.of(member);
    tokens.set(member, { token, until: performance.now() + TOKEN_MILLIS });
    return token;
  };
  let churned = 0;
  let events = 0;
  let faults = 0;
  let sold = 0;

  /** Follows over SSE and leaves after a while, or at once. */
  async function comeAndLeave(member: string, stayMillis: number): Promise<void> {
    const token = await tokenOf(member);
    await new Promise<void>((resolve) => {
      const leave = followStream(
        product.url,
        token,
        { query: FOLLOW, variables: { member } },
        {
          result: () => {
            events += 1;
          },
          cursor: () => {},
          end: () => resolve(),
        },
      );
      setTimeout(leave, stayMillis);
    });
  }
  const churnOne = async (): Promise<void> => {
    const member = random.pick(coalition.memberIds);
    try {
      if (random.below(2) === 0) await comeAndLeave(member, random.below(2_000));
      else await followBySocket(product.url, FOLLOW, member, await tokenOf(member));
    } catch {
      faults += 1;
    }
    churned += 1;
  };
  let over = false;
  const standing = coalition.memberIds.slice(0, STANDING).map((member) => {
    let leave = (): void => {};
    let after: string | null = null;
    const attempt = async (): Promise<void> => {
      const token = await tokenOf(member);
      if (over) return;
      leave = followStream(
        product.url,
        token,
        { query: FOLLOW, variables: { member, after } },
        {
          result(text) {
            events += 1;
            after =
              (JSON.parse(text) as { data?: { pointsUpdated: { cursor: string } } }).data?.pointsUpdated.cursor ??
              after;
          },
          cursor(cursor) {
            after = cursor;
          },
          end: () => over || setTimeout(() => void attempt(), 500),
        },
      );
    };
    void attempt();
    return () => leave();
  });
  const buy = async (): Promise<void> => {
    sold += 1;
    await till
      .ask(BUY, {
        input: {
          idempotencyKey: `churn ${sold}`,
          storeId: partner.storeId,
          memberId: random.pick(coalition.memberIds),
          amount: { amount: '3.00', currency: 'EUR' },
        },
      })
      .catch(() => {
        faults += 1;
      });
  };

  const underWay = new Set<Promise<void>>();
  const every = (perSecond: number, work: () => Promise<void>): NodeJS.Timeout =>
    setInterval(() => {
      // On a machine that is busy with other things they come more slowly.
      if (underWay.size >= MOST_AT_ONCE) return;
      const one: Promise<void> = work().finally(() => underWay.delete(one));
      underWay.add(one);
    }, 1_000 / perSecond);
  const run = async (millis: number, sample: (usage: Usage, at: number) => void): Promise<void> => {
    const began = performance.now();
    const timers = [every(OPENED_PER_SECOND, churnOne), every(SOLD_PER_SECOND, buy)];
    for (let left = millis; left > 0; left = began + millis - performance.now()) {
      await delay(Math.min(SAMPLE_MILLIS, left));
      const at = performance.now() - began;
      sample(await product.usage(), at);
    }
    for (const timer of timers) clearInterval(timer);
    await Promise.all(underWay);
  };
  /** What is there when only the standing streams are. */
  const atRest = (): Promise<Usage> => product.until(({ openStreams }) => openStreams <= STANDING);

  try {
    tell(`${STANDING} follow, ${OPENED_PER_SECOND} a second come and leave; warming up`);
    await run(Math.min(WARM_UP_MILLIS, seconds * 250), () => {});
    const before = await atRest();
    [churned, events, faults] = [0, 0, 0];
    const samples: { at: number; usage: Usage }[] = [];
    await run(seconds * 1_000, (usage, at) => {
      samples.push({ at, usage });
      if (samples.length % 20 === 0)
        tell(`${churned} came and left, heap ${mib(usage.heapBytes)} MiB, resident ${mib(usage.rssBytes)} MiB`);
    });
    const after = await atRest();
    over = true;
    for (const leave of standing) leave();
    const empty = await product.until(({ openStreams, listeners }) => openStreams === 0 && listeners === 0);
    const slope = (of: (usage: Usage) => number): number =>
      rounded((slopeOf(samples.map(({ at, usage }) => [at, of(usage)] as const)) * 3_600_000) / 1024);
    return {
      churnSeconds: seconds,
      churnedStreams: churned,
      churnEvents: events,
      churnPurchases: sold,
      churnFaults: faults,
      heapBeforeMiB: mib(before.heapBytes),
      heapAfterMiB: mib(after.heapBytes),
      rssBeforeMiB: mib(before.rssBytes),
      rssAfterMiB: mib(after.rssBytes),
      heapSlopeKiBPerHour: slope(({ heapBytes }) => heapBytes),
      rssSlopeKiBPerHour: slope(({ rssBytes }) => rssBytes),
      openStreamsAfter: empty.openStreams,
      listenersAfter: empty.listeners,
      resourcesBefore: before.resources,
      resourcesAfter: after.resources,
    };
  } finally {
    over = true;
    for (const leave of standing) leave();
    api.close();
    await issuer.close();
    await product.stop();
  }
}

function mib(bytes: number): number {
  return rounded(bytes / 2 ** 20, 1);
}

/** Of the straight line that fits points best by least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}
