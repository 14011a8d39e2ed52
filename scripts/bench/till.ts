/**
 * What a till sees: single `recordPurchase` mutations over HTTP, authenticated, through the gateway with all its limits, beside a
 * plain double entry in SQL that does none of it. Gateway, subgraphs and the tills' clients share this one process and its core.
 *
 * | figure                     | A                                         | B                                      |
 * |----------------------------|-------------------------------------------|----------------------------------------|
 * | ratioPurchaseToPlain16     | recordPurchase over HTTP, 16 in flight    | plain-double-entry.ts, 16 in flight    |
 * | ratioPurchaseToPlain64     | the same, 64 in flight                    | the same, 64 in flight                 |
 */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { openDatabase } from '../../db/client.ts';
import { serve } from '../../gateway/serve.ts';
import { hashSecret, makeClientSecret } from '../../subgraphs/serving/secrets.ts';
import { type ApiCaller, openApi } from '../api.ts';
import { type LoadCoalition, type LoadPartner, writeCoalition } from '../load/coalition.ts';
import { mutate } from '../replay/mutate.ts';
import type { Bench } from './bench.ts';
import type { BenchDatabase, BenchServer } from './bench-server.ts';
import { type Contender, compareInTurn, median, ratePerSecond, rounded } from './measure.ts';
import { createPlainLedger, postPlainPurchase } from './plain-double-entry.ts';

const PARTNERS = 4;
const IN_FLIGHT = [16, 64] as const;

export const till: Bench = {
  name: 'till',
  what: 'single purchases over HTTP through the gateway beside a plain double entry',
  async run({ quick, server: start, tell }) {
    const server = await start();
    const members = quick ? 2_000 : 20_000;
    const rounds = { rounds: 3, seconds: quick ? 2 : 8 };
    const figures: Record<string, number> = {};
    tell('making a coalition and the plain double entry');
    const tills = await openTills(server, members);
    try {
      for (const inFlight of IN_FLIGHT) {
        tell(`${inFlight} in flight, in turn`);
        const plain = await openPlain(server, inFlight, members);
        const { rates } = await compareInTurn([tills.contender(inFlight), plain.contender], rounds);
        await plain.close();
        const [ours = [], theirs = []] = rates;
        figures[`ratioPurchaseToPlain${inFlight}`] = rounded(
          median(ours.map((rate, at) => rate / (theirs[at] ?? 1))),
          2,
        );
        figures[`purchases${inFlight}PerSecond`] = rounded(median(ours));
        figures[`plain${inFlight}PerSecond`] = rounded(median(theirs));
      }
      return figures;
    } finally {
      await tills.close();
    }
  },
};

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
  const api = openApi(served.url, Math.max(...IN_FLIGHT));
  const apps: ApiCaller[] = [];
  for (const partner of coalition.partners) apps.push(api.as(await credentialsOf(owner, coalition, partner)));
  let sold = 0;
  const sell = async (): Promise<void> => {
    const number = sold;
    sold += 1;
    const partner = coalition.partners[number % PARTNERS] as LoadPartner;
    const reply = await mutate(
      apps[number % PARTNERS] as ApiCaller,
      'recordPurchase',
      {
        idempotencyKey: `receipt-${number}`,
        storeId: partner.storeId,
        memberId: coalition.memberIds[(number * 7919) % members],
        amount: { amount: '12.34', currency: 'EUR' },
      },
      'transaction { id points }',
    );
    if (!reply.ok) throw new Error(`A purchase was refused: ${reply.refusal.code}`);
  };
  return {
    contender: (inFlight) => ({ name: 'tills', rate: (seconds) => ratePerSecond(sell, inFlight, seconds) }),
    async close() {
      api.close();
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
