/**
 * What a till sees: single `recordPurchase` mutations over HTTP, authenticated, through the gateway with all its limits, beside a
 * plain double entry in SQL that does none of it. Gateway and subgraphs share this process, the tills' clients have another (clients.ts); the plain
 * one's statements are made and sent in this process, as ours are.
 *
 * | figure                     | A                                         | B                                      |
 * |----------------------------|-------------------------------------------|----------------------------------------|
 * | ratioPurchaseToPlain16     | recordPurchase over HTTP, 16 in flight    | plain-double-entry.ts, 16 in flight    |
 * | ratioPurchaseToPlain64     | the same, 64 in flight                    | the same, 64 in flight                 |
 *
 * `...CpuMicros` is what one purchase takes of this process's CPU time, whatever runs in it counted in.
 */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { openDatabase } from '../../db/client.ts';
import { serve } from '../../gateway/serve.ts';
import { hashSecret, makeClientSecret } from '../../subgraphs/serving/secrets.ts';
import { openApi } from '../api.ts';
import { type LoadCoalition, type LoadPartner, writeCoalition } from '../load/coalition.ts';
import { mutationDocument } from '../replay/mutate.ts';
import type { Bench } from './bench.ts';
import type { BenchDatabase, BenchServer } from './bench-server.ts';
import { startClients } from './clients.ts';
import { type Contender, compareInTurn, costed, median, type Rounds, ratePerSecond, rounded } from './measure.ts';
import { createPlainLedger, postPlainPurchase } from './plain-double-entry.ts';

const PARTNERS = 4;
const IN_FLIGHT = [16, 64] as const;
const TILLS = 'tills';

export const till: Bench = {
  name: 'till',
  what: 'single purchases over HTTP through the gateway beside a plain double entry',
  async run({ quick, server: start, tell }) {
    const server = await start();
    const members = quick ? 2_000 : 20_000;
    const rounds = { rounds: 3, seconds: quick ? 2 : 8, warmSeconds: quick ? 3 : 8 };
    const figures: Record<string, number> = {};
    tell('making a coalition and the plain double entry');
    const tills = await openTills(server, members);
    try {
      for (const inFlight of IN_FLIGHT) {
        tell(`${inFlight} in flight, in turn`);
        const plain = await openPlain(server, inFlight, members);
        const { ratio, ...rest } = await comparePurchases(tills.contender(inFlight), plain.contender, rounds);
        await plain.close();
        figures[`ratioPurchaseToPlain${inFlight}`] = ratio;
        for (const [name, value] of Object.entries(rest)) figures[`${name}${inFlight}`] = value;
      }
      return figures;
    } finally {
      await tills.close();
    }
  },
};

/** Purchases of ours beside plain ones, in turn: the ratio is the median of the rounds', the rest medians. */
export async function comparePurchases(
  ours: Contender,
  plain: Contender,
  rounds: Rounds,
): Promise<Record<'ratio' | 'purchasesPerSecond' | 'plainPerSecond' | 'purchaseCpuMicros' | 'plainCpuMicros', number>> {
  const [purchase, yardstick] = [costed(ours), costed(plain)];
  const { rates, medians } = await compareInTurn([purchase, yardstick], rounds);
  const [sold = [], posted = []] = rates;
  const [purchasesPerSecond = 0, plainPerSecond = 0] = medians;
  return {
    ratio: rounded(median(sold.map((rate, round) => rate / (posted[round] ?? 1))), 2),
    purchasesPerSecond: rounded(purchasesPerSecond),
    plainPerSecond: rounded(plainPerSecond),
    purchaseCpuMicros: rounded(purchase.cpuMicros(rounds.rounds)),
    plainCpuMicros: rounded(yardstick.cpuMicros(rounds.rounds)),
  };
}

/** A product of its own whose partners' apps sell one thing after the other, each in a mutation of its own. */
export async function openTills(
  server: BenchServer,
  members: number,
): Promise<{ contender(inFlight: number): Contender; close(): Promise<void> }> {
  const owner = await server.createLedger('tills');
  const coalition = await writeCoalition(owner.sql, { partners: PARTNERS, members });
  const served = await serve({
    databaseUrl: owner.url,
    port: 0,
    host: '127.0.0.1',
    production: true,
    logger: pino({ level: 'error' }, pino.destination(2)),
  });
  const api = openApi(served.url);
  const tokens: string[] = [];
  for (const partner of coalition.partners) {
    tokens.push((await api.token(await credentialsOf(owner, coalition, partner))).accessToken);
  }
  api.close();
  const query = mutationDocument('recordPurchase', 'transaction { id points }');
  const clients = startClients();
  clients.learn({
    name: TILLS,
    url: api.url,
    requests: Array.from({ length: members }, (_, number) => ({
      token: tokens[number % PARTNERS] as string,
      body: JSON.stringify({
        query,
        variables: {
          input: {
            idempotencyKey: 'receipt-$NUMBER',
            storeId: (coalition.partners[number % PARTNERS] as LoadPartner).storeId,
            memberId: coalition.memberIds[(number * 7919) % members],
            amount: { amount: '12.34', currency: 'EUR' },
          },
        },
      }),
      answer: '"points":12},"userErrors":[]',
    })),
  });
  return {
    contender: (inFlight) => clients.contender(TILLS, inFlight),
    async close() {
      await clients.stop();
      await served.close();
    },
  };
}

/** Credentials of an app of a partner, written by the owner. */
export async function credentialsOf(
  owner: BenchDatabase,
  coalition: LoadCoalition,
  partner: LoadPartner,
  scopes: readonly string[] = ['ledger:write', 'ledger:read'],
) {
  const made = { clientId: randomUUID(), clientSecret: makeClientSecret() };
  await owner.sql`
    INSERT INTO platform.api_client (client_id, programme_id, role, partner_id, name, scopes, secret_hash, created_at)
    VALUES (${made.clientId}, ${coalition.programmeId}, 'PARTNER', ${partner.partnerId}, 'till', ${[...scopes]},
      ${await hashSecret(made.clientSecret)}, now())`;
  return made;
}

/** The yardstick with as many connections as it has purchases in flight. */
export async function openPlain(
  server: BenchServer,
  inFlight: number,
  members: number,
): Promise<{ contender: Contender; close(): Promise<void> }> {
  const owner = await server.createDatabase(`plain_${inFlight}`);
  await createPlainLedger(owner.sql, PARTNERS, members);
  const pool = openDatabase({ url: owner.url, max: inFlight, applicationName: 'loyalty-bench-plain' });
  let posted = 0;
  const post = (): Promise<void> => {
    const number = posted;
    posted += 1;
    return postPlainPurchase(pool.sql, {
      key: `receipt-${number}`,
      transferId: randomUUID(),
      partner: 1 + (number % PARTNERS),
      member: 1 + ((number * 7919) % members),
      points: 12n,
    });
  };
  return {
    contender: { name: 'plain', rate: (seconds) => ratePerSecond(post, inFlight, seconds) },
    close: () => pool.close(1),
  };
}
