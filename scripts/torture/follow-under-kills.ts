/**
 * Members and partners follow what happens while it happens, and the processes that tell them are killed one after the other. In the end every
 * one of them must have heard exactly the events of the ledger, in the ledger's order, each with what the ledger says of it.
 *
 * Sellers send batches of purchases to any gateway and send them again, under the same keys, until they are answered. Followers keep the
 * cursor of the last event or heartbeat, and when their stream ends, however it ends, subscribe with it at another gateway. Kills are spread
 * over the events, and sellers wait for followers that are far behind: a long run is one of kills under those who listen, neither one of
 * restarts nor one of a backlog that is read in the end.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase, type Sql } from '../../db/client.ts';
import { cursorOf } from '../../subgraphs/ledger/events/event-feed.ts';
import { type Api, openApi } from '../api.ts';
import { credentialsOf } from '../bench/till.ts';
import { type LoadPartner, writeCoalition } from '../load/coalition.ts';
import { followStream } from '../load/follow-stream.ts';
import { memberTokens } from '../load/member-tokens.ts';
import { seededRandom } from '../load/random.ts';
import { startReplicas } from './replicas.ts';

export interface FollowedKills {
  /** Events of purchases at least. */
  readonly events: number;
  /** Processes killed at least; each once before any twice. */
  readonly kills: number;
  /** Members that follow their own points. */
  readonly followers: number;
  readonly seed: number;
  readonly pairs?: number;
  /** Ends after so long with as many events and kills as there were until then; 0 is never. */
  readonly seconds?: number;
  readonly tell?: (sentence: string) => void;
}

export interface FollowedReport {
  readonly events: number;
  readonly heard: number;
  /** From the first purchase until the last event was heard. */
  readonly seconds: number;
  /** How often a follower came back. */
  readonly resumed: number;
  readonly killed: Readonly<Record<string, number>>;
  /** What is not as it must be. */
  readonly wrong: readonly string[];
}

/** Each sells, one batch after the other, and follows its own tills: a stream tells its events one after the other, too. */
const PARTNERS = 4;
const BATCH = 50;
/** Events that the slowest of the sellers' followers may be behind before more are made. */
const FAR_BEHIND = 5_000;
const PATIENCE_MILLIS = 120_000;
/** One in so many members reads the transaction of each event; the others, and partners, hear what is in the event itself. */
const READS_EVERY = 5;
const READING_MEMBER = `subscription ($who: ID!, $after: String) {
  followed: pointsUpdated(memberId: $who, after: $after) { cursor of: transaction { id } } }`;
const OF_MEMBER = `subscription ($who: ID!, $after: String) {
  followed: walletUpdated(memberId: $who, after: $after) { cursor of: member { id } } }`;
const OF_PARTNER = `subscription ($who: ID!, $after: String) {
  followed: partnerActivity(partnerId: $who, after: $after) { cursor of: member { id } } }`;
const SELL =
  'mutation ($input: RecordPurchasesInput!) { recordPurchases(input: $input) { results { userErrors { code } } userErrors { code } } }';

/** @param databaseUrl the owner's URL of a migrated, empty database */
export async function followUnderKills(databaseUrl: string, options: FollowedKills): Promise<FollowedReport> {
  const { seed, pairs = 2, seconds: most = 0, tell = () => {} } = options;
  const owner = openDatabase({ url: databaseUrl, max: 2, statementTimeout: 0 });
  const coalition = await writeCoalition(owner.sql, { partners: PARTNERS, members: options.followers });
  const apps = await Promise.all(
    coalition.partners.map(async (partner) => ({
      partner,
      credentials: await credentialsOf({ url: databaseUrl, sql: owner.sql }, coalition, partner),
    })),
  );
  const replicas = await startReplicas(databaseUrl, pairs);
  const tokens = memberTokens(databaseUrl, coalition.programmeId, apps[0]?.credentials.clientId ?? '');
  const apis = new Map(replicas.gateways.map((url) => [url, openApi(url, PARTNERS * 2, impatiently)]));
  const killed: Record<string, number> = Object.fromEntries(replicas.names.map((name) => [name, 0]));
  const followers: Follower[] = [];
  const follow = (query: string, who: string, freshToken: (gateway: string) => Promise<string>): Follower => {
    const one = follower(replicas.gateways, query, who, freshToken, followers.length);
    followers.push(one);
    return one;
  };
  try {
    const ofPartners = apps.map(({ partner, credentials }) =>
      follow(OF_PARTNER, partner.partnerId, async (gateway) => {
        const { accessToken } = await (apis.get(gateway) as Api).token(credentials);
        return accessToken;
      }),
    );
    for (const [index, memberId] of coalition.memberIds.entries())
      follow(index % READS_EVERY === 0 ? READING_MEMBER : OF_MEMBER, memberId, () => tokens.of(memberId));
    await Promise.all(followers.map(({ begun }) => begun));
    tell(`${followers.length} follow; ${replicas.names.join(', ')} are killed one after the other`);

    const began = performance.now();
    const sold = counter();
    let enough = false;
    const sell = async (partner: LoadPartner, index: number): Promise<void> => {
      const random = seededRandom(seed * 1_000 + index);
      const credentials = apps[index]?.credentials as (typeof apps)[number]['credentials'];
      const own = ofPartners[index] as Follower;
      const gateways = [...apis.values()].map((api) => api.as(credentials));
      for (let batch = 0; !enough; batch += 1) {
        await own.until(batch * BATCH - FAR_BEHIND);
        const purchases = Array.from({ length: BATCH }, (_, place) => ({
          idempotencyKey: `${index} ${batch} ${place}`,
          storeId: partner.storeId,
          memberId: random.pick(coalition.memberIds),
          amount: { amount: '3.00', currency: 'EUR' },
        }));
        for (let answered = false; !answered; ) {
          try {
            const { recordPurchases } = await random.pick(gateways).ask<{
              recordPurchases: { results: { userErrors: { code: string }[] }[]; userErrors: { code: string }[] };
            }>(SELL, { input: { purchases } });
            const refused = [recordPurchases, ...recordPurchases.results].flatMap(({ userErrors }) => userErrors);
            answered = refused.length === 0;
            if (refused.some(({ code }) => code !== 'TRY_AGAIN')) throw new Refused(JSON.stringify(refused));
          } catch (error) {
            // It died, or its ledger did: the same again, under the same keys.
            if (error instanceof Refused) throw error;
            await delay(50);
          }
        }
        sold.add(BATCH);
      }
    };
    const killer = async (): Promise<void> => {
      const random = seededRandom(seed);
      const between = options.events / options.kills;
      const timeIsUp = most === 0 ? new Promise<never>(() => {}) : delay(most * 1000, 'time is up', { ref: false });
      for (let kills = 0; kills < options.kills; kills += 1) {
        if ((await Promise.race([sold.reaches(kills * between), timeIsUp])) === 'time is up') break;
        await delay(random.below(300));
        const least = Math.min(...Object.values(killed));
        const name = random.pick(replicas.names.filter((each) => killed[each] === least));
        await replicas.kill(name);
        killed[name] = (killed[name] ?? 0) + 1;
        tell(`${name} was killed: ${kills + 1}, ${sold.count} events, ${secondsSince(began)} s`);
      }
      await Promise.race([sold.reaches(options.events), timeIsUp]);
      enough = true;
    };
    await Promise.race([Promise.all([killer(), ...coalition.partners.map(sell)]), replicas.failed]);

    tell(`${sold.count} events; waiting for the last of them`);
    const wrong = await notTold(owner.sql, sold.count);
    const expected = await countsOfLedger(owner.sql);
    for (const one of followers) await one.until(expected.get(one.who) ?? 0);
    const seconds = secondsSince(began);
    wrong.push(...(await differences(owner.sql, followers)));
    return {
      events: sold.count,
      heard: followers.reduce((sum, { heard }) => sum + heard.length, 0),
      seconds,
      resumed: followers.reduce((sum, one) => sum + one.resumed(), 0),
      killed,
      wrong,
    };
  } finally {
    for (const one of followers) one.leave();
    for (const api of apis.values()) api.close();
    await replicas.stop();
    await tokens.close();
    await owner.close();
  }
}

/** The seller asked for something that is refused: a mistake of this program. */
class Refused extends Error {}

/** Who meets a gateway that was killed does not wait for it: there is another. */
const impatiently = (): Promise<unknown> => delay(20);

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 1000);
}

/** A count that grows, and that can be waited for. */
function counter() {
  let count = 0;
  let onGrowth = (): void => {};
  let growth = new Promise<void>((resolve) => {
    onGrowth = resolve;
  });
  return {
    get count() {
      return count;
    },
    add(more: number): void {
      count += more;
      onGrowth();
      growth = new Promise((resolve) => {
        onGrowth = resolve;
      });
    },
    async reaches(least: number): Promise<void> {
      while (count < least) await growth;
    },
  };
}

interface Follower {
  readonly who: string;
  /** What it asks to be told. */
  readonly query: string;
  /** `<cursor> <what it is of>` of the events, as they came. */
  readonly heard: string[];
  /** Resolves when the first stream has said where it begins. */
  readonly begun: Promise<void>;
  resumed(): number;
  /** Resolves when so many were heard, or nothing more came for a long time. */
  until(count: number): Promise<void>;
  leave(): void;
}

function follower(
  gateways: readonly string[],
  query: string,
  who: string,
  freshToken: (gateway: string) => Promise<string>,
  number: number,
): Follower {
  const heard: string[] = [];
  let after: string | null = null;
  let attempts = 0;
  let over = false;
  let leave = (): void => {};
  let begin = (): void => {};
  let onHeard = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  async function attempt(): Promise<void> {
    const gateway = gateways[(number + attempts) % gateways.length] as string;
    attempts += 1;
    const token = await freshToken(gateway).catch(() => null);
    if (over) return;
    if (token === null) return again();
    leave = followStream(
      gateway,
      token,
      { query, variables: { who, after } },
      {
        result(text) {
          const { data } = JSON.parse(text) as { data?: { followed: { cursor: string; of: { id: string } } | null } };
          // What ends a stream has no data; the end follows.
          if (!data?.followed) return;
          after = data.followed.cursor;
          heard.push(`${after} ${data.followed.of.id}`);
          onHeard();
        },
        cursor(cursor) {
          after = cursor;
          begin();
        },
        end: again,
      },
    );
  }
  function again(): void {
    if (!over) setTimeout(() => void attempt(), 100);
  }
  void attempt();

  return {
    who,
    query,
    heard,
    begun,
    resumed: () => attempts - 1,
    async until(count) {
      while (heard.length < count) {
        const before = heard.length;
        await new Promise<void>((resolve) => {
          const patience = setTimeout(resolve, PATIENCE_MILLIS);
          onHeard = () => {
            clearTimeout(patience);
            resolve();
          };
        });
        if (heard.length === before) return;
      }
    },
    leave() {
      over = true;
      leave();
    },
  };
}

/** What was posted and not told, told and not posted, or is not what was sold. */
async function notTold(sql: Sql, sold: number): Promise<string[]> {
  const [counted] = await sql<{ posted: number; told: number; both: number }[]>`
    WITH told AS (
      SELECT DISTINCT (event ->> 'transactionId')::uuid AS id FROM ledger.outbox, jsonb_array_elements(events) AS event
      WHERE event ->> 'type' = 'POINTS_CHANGED'),
    posted AS (SELECT transaction_id AS id FROM ledger.transaction WHERE status = 'OK')
    SELECT (SELECT count(*) FROM posted)::int AS posted, (SELECT count(*) FROM told)::int AS told,
      (SELECT count(*) FROM posted JOIN told USING (id))::int AS both`;
  if (counted?.posted === sold && counted.told === sold && counted.both === sold) return [];
  return [`${sold} were sold: ${JSON.stringify(counted)} of them were posted and told`];
}

/** How many events concern each member and each partner. */
async function countsOfLedger(sql: Sql): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ who: string; events: number }[]>`
    SELECT who, count(*)::int AS events
    FROM ledger.outbox, jsonb_array_elements(events) AS event, unnest(ARRAY[event ->> 'memberId', event ->> 'partnerId']) AS who
    WHERE event ->> 'type' = 'POINTS_CHANGED' GROUP BY who`;
  return new Map(rows.map(({ who, events }) => [who, events]));
}

/** Goes through the ledger's events in its order, and through what each follower heard beside them. */
async function differences(sql: Sql, followers: readonly Follower[]): Promise<string[]> {
  const at = new Map(followers.map(({ who }) => [who, 0]));
  const byWho = new Map(followers.map((one) => [one.who, one]));
  const wrong = new Map<string, string>();
  const compare = (
    who: string,
    cursor: string,
    { memberId, transactionId }: Record<'memberId' | 'transactionId', string>,
  ): void => {
    const place = at.get(who) ?? 0;
    at.set(who, place + 1);
    const one = byWho.get(who);
    const expected = `${cursor} ${one?.query === READING_MEMBER ? transactionId : memberId}`;
    const heard = one?.heard[place];
    if (heard !== expected && !wrong.has(who)) wrong.set(who, `${who} heard ${heard} for ${expected} at ${place}`);
  };
  const events = sql<{ position: bigint; place: number; transactionId: string; memberId: string; partnerId: string }[]>`
    SELECT position, (place - 1)::int AS place, event ->> 'transactionId' AS "transactionId", event ->> 'memberId' AS "memberId",
      event ->> 'partnerId' AS "partnerId"
    FROM ledger.outbox, jsonb_array_elements(events) WITH ORDINALITY AS e (event, place)
    WHERE event ->> 'type' = 'POINTS_CHANGED' ORDER BY position, place`.cursor(10_000);
  for await (const page of events) {
    for (const { position, place, memberId, partnerId, ...told } of page) {
      const cursor = cursorOf({ position, index: place });
      for (const who of [memberId, partnerId]) compare(who, cursor, { memberId, ...told });
    }
  }
  for (const { who, heard } of followers) {
    const expected = at.get(who) ?? 0;
    if (heard.length !== expected && !wrong.has(who))
      wrong.set(who, `${who} heard ${heard.length} events of ${expected}`);
  }
  return [...wrong.values()];
}
