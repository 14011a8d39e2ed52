/**
 * Members and a partner follow what happens while it happens, and the processes that tell them are killed one after the other. In the end every
 * one of them must have heard exactly the events of the ledger, in the ledger's order.
 *
 * Sellers send batches of purchases to any gateway and send them again, under the same keys, until they are answered. Followers keep the
 * cursor of the last event or heartbeat, and when their stream ends, however it ends, subscribe with it at another gateway.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase, type Sql } from '../../db/client.ts';
import { openApi } from '../api.ts';
import { credentialsOf } from '../bench/till.ts';
import { writeCoalition } from '../load/coalition.ts';
import { followStream } from '../load/follow-stream.ts';
import { type MemberTokens, memberTokens } from '../load/member-tokens.ts';
import { seededRandom } from '../load/random.ts';
import { startReplicas } from './replicas.ts';

export interface FollowedKills {
  /** Events of purchases at least. */
  readonly events: number;
  /** Processes killed at least; each once before any twice. */
  readonly kills: number;
  readonly followers: number;
  readonly seed: number;
  readonly pairs?: number;
  readonly tell?: (sentence: string) => void;
}

export interface FollowedReport {
  readonly events: number;
  readonly heard: number;
  /** How often a follower came back. */
  readonly resumed: number;
  readonly killed: Readonly<Record<string, number>>;
  /** What is not as it must be. */
  readonly wrong: readonly string[];
}

const BATCH = 50;
const SELLERS = 2;
const PATIENCE_MILLIS = 120_000;
const OF_MEMBER = `subscription ($who: ID!, $after: String) {
  followed: pointsUpdated(memberId: $who, after: $after) { cursor transaction { id } } }`;
const OF_PARTNER = `subscription ($who: ID!, $after: String) {
  followed: partnerActivity(partnerId: $who, after: $after) { cursor transaction { id } } }`;
const SELL =
  'mutation ($input: RecordPurchasesInput!) { recordPurchases(input: $input) { results { userErrors { code } } userErrors { code } } }';

/** @param databaseUrl the owner's URL of a migrated, empty database */
export async function followUnderKills(databaseUrl: string, options: FollowedKills): Promise<FollowedReport> {
  const { seed, pairs = 2, tell = () => {} } = options;
  const owner = openDatabase({ url: databaseUrl, max: 2, statementTimeout: 0 });
  const coalition = await writeCoalition(owner.sql, { partners: 1, members: options.followers });
  const partner = coalition.partners[0];
  if (partner === undefined) throw new Error('Broken promise: the coalition has a partner');
  const credentials = await credentialsOf({ url: databaseUrl, sql: owner.sql }, coalition, partner);
  const replicas = await startReplicas(databaseUrl, pairs);
  const tokens = memberTokens(databaseUrl, coalition.programmeId, credentials.clientId);
  const killed: Record<string, number> = Object.fromEntries(replicas.names.map((name) => [name, 0]));
  const followers: Follower[] = [];
  try {
    const till = openApi(replicas.gateways[0] as string);
    const partnerToken = async (): Promise<string> => (await till.token(credentials)).accessToken;
    for (const memberId of coalition.memberIds)
      followers.push(follower(replicas.gateways, OF_MEMBER, memberId, () => tokens.of(memberId), followers.length));
    followers.push(follower(replicas.gateways, OF_PARTNER, partner.partnerId, partnerToken, followers.length));
    await Promise.all(followers.map(({ begun }) => begun));
    tell(`${followers.length} follow; ${replicas.names.join(', ')} are killed one after the other`);

    let sold = 0;
    let enough = false;
    const sell = async (seller: number): Promise<void> => {
      const random = seededRandom(seed * 1_000 + seller);
      const apis = replicas.gateways.map((url) => openApi(url).as(credentials));
      for (let batch = 0; !enough; batch += 1) {
        const purchases = Array.from({ length: BATCH }, (_, index) => ({
          idempotencyKey: `${seller} ${batch} ${index}`,
          storeId: partner.storeId,
          memberId: random.pick(coalition.memberIds),
          amount: { amount: '3.00', currency: 'EUR' },
        }));
        for (let answered = false; !answered; ) {
          try {
            const { recordPurchases } = await random.pick(apis).ask<{
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
        sold += BATCH;
      }
    };
    const killer = async (): Promise<void> => {
      const random = seededRandom(seed);
      for (let kills = 0; kills < options.kills || sold < options.events; kills += 1) {
        const least = Math.min(...Object.values(killed));
        const name = random.pick(replicas.names.filter((each) => killed[each] === least));
        await delay(random.below(300));
        await replicas.kill(name);
        killed[name] = (killed[name] ?? 0) + 1;
        tell(`${name} was killed, ${sold} events`);
      }
      enough = true;
    };
    await Promise.all([killer(), ...Array.from({ length: SELLERS }, (_, seller) => sell(seller))]);

    const wrong: string[] = [];
    const events = await eventsOfLedger(owner.sql);
    if (events.length !== sold) wrong.push(`${events.length} events were written for ${sold} purchases`);
    tell(`${events.length} events; waiting for the last of them`);
    for (const one of followers) {
      const expected = events.filter(({ who }) => who.includes(one.who)).map(({ transactionId }) => transactionId);
      await one.until(expected.length);
      wrong.push(...differences(one, expected));
    }
    return {
      events: events.length,
      heard: followers.reduce((sum, { heard }) => sum + heard.length, 0),
      resumed: followers.reduce((sum, one) => sum + one.resumed(), 0),
      killed,
      wrong,
    };
  } finally {
    for (const one of followers) one.leave();
    await replicas.stop();
    await tokens.close();
    await owner.close();
  }
}

/** The seller asked for something that is refused: a mistake of this program. */
class Refused extends Error {}

interface Follower {
  readonly who: string;
  /** Transactions of the events, as they came. */
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
  freshToken: MemberTokens['of'] | (() => Promise<string>),
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
    const token = await freshToken(who).catch(() => null);
    if (over) return;
    if (token === null) return again();
    leave = followStream(
      gateway,
      token,
      { query, variables: { who, after } },
      {
        result(text) {
          const { data } = JSON.parse(text) as {
            data?: { followed: { cursor: string; transaction: { id: string } } | null };
          };
          // What ends a stream has no data; the end follows.
          if (!data?.followed) return;
          after = data.followed.cursor;
          heard.push(data.followed.transaction.id);
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
    heard,
    begun,
    resumed: () => attempts - 1,
    async until(count) {
      while (heard.length < count) {
        const before = heard.length;
        const more = new Promise<void>((resolve) => {
          onHeard = resolve;
        });
        await Promise.race([more, delay(PATIENCE_MILLIS, undefined, { ref: false })]);
        if (heard.length === before) return;
      }
    },
    leave() {
      over = true;
      leave();
    },
  };
}

interface LedgerEvent {
  readonly transactionId: string;
  /** The member and the partner that it concerns. */
  readonly who: readonly string[];
}

/** What the ledger says happened, in its order. */
async function eventsOfLedger(sql: Sql): Promise<LedgerEvent[]> {
  const rows = await sql<{ transactionId: string; memberId: string; partnerId: string }[]>`
    SELECT event ->> 'transactionId' AS "transactionId", event ->> 'memberId' AS "memberId", event ->> 'partnerId' AS "partnerId"
    FROM ledger.outbox, jsonb_array_elements(events) WITH ORDINALITY AS e (event, place)
    WHERE event ->> 'type' = 'POINTS_CHANGED' ORDER BY position, place`;
  const posted = await sql<{ id: string }[]>`SELECT transaction_id AS id FROM ledger.transaction WHERE status = 'OK'`;
  const told = new Set(rows.map(({ transactionId }) => transactionId));
  const untold = posted.filter(({ id }) => !told.has(id));
  if (untold.length > 0 || told.size !== posted.length)
    throw new Error(
      `${posted.length} transactions were posted and ${told.size} told; untold: ${JSON.stringify(untold)}`,
    );
  return rows.map(({ transactionId, memberId, partnerId }) => ({ transactionId, who: [memberId, partnerId] }));
}

function differences({ who, heard }: Follower, expected: readonly string[]): string[] {
  if (heard.length === expected.length && heard.every((id, index) => id === expected[index])) return [];
  const first = expected.findIndex((id, index) => id !== heard[index]);
  return [
    `${who} heard ${heard.length} events of ${expected.length}, ${new Set(heard).size} different ones; the first difference is at ${first}`,
  ];
}
