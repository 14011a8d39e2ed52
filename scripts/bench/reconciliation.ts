/**
 * A partner's file of 100,000 records against the ledger (part of the bench `settlement`): reading the file, matching, writing the breaks, by the
 * product's own command. One record in a thousand differs.
 */
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { openDatabase } from '../../db/client.ts';
import { reconcileFile } from '../../subgraphs/ledger/commands/reconcile.ts';
import type { LedgerDeps } from '../../subgraphs/ledger/context.ts';
import { partnerFileCsv } from '../../subgraphs/ledger/domain/files/write-partner-file.ts';
import { createPostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import type { ProgrammeCaller } from '../../subgraphs/serving/caller.ts';
import { writeCoalition } from '../load/coalition.ts';
import type { BenchContext, Figures } from './bench.ts';
import type { BenchServer } from './bench-server.ts';
import { rounded } from './measure.ts';

const DIFFERS_EVERY = 1_000;

/** Writes so many purchases of one partner into a closed window and reconciles the partner's file of them. */
export async function reconcileLargeFile(
  { tell }: BenchContext,
  server: BenchServer,
  records: number,
): Promise<Figures> {
  const owner = await server.createLedger('reconciled');
  const coalition = await writeCoalition(owner.sql, { partners: 1, members: 1 });
  const { programmeId } = coalition;
  const partner = coalition.partners[0]!;
  const windowId = v7();
  tell(`writing ${records} purchases and the partner's file of them`);
  await owner.sql`
    INSERT INTO ledger.settlement_window (programme_id, window_id, number, label, state, opened_at, closed_at, operator_net_minor)
    VALUES (${programmeId}, ${windowId}, 1, 'W', 'CLOSED', now() - interval '1 day', now(), 0)`;
  const at = new Date(Math.floor(Date.now() / 1_000) * 1_000);
  await owner.sql`
    INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash, member_id,
                                    partner_id, points, amount_minor, currency, occurred_at, recorded_at, reference, details)
    SELECT uuidv7(), ${programmeId}, ${windowId}, 'PURCHASE', 'OK', 'bench', 'key ' || n, '\\x00', ${coalition.memberIds[0]!},
           ${partner.partnerId}, 10 + n % 90, (10 + n % 90) * 100, 'EUR', ${at}, ${at}, 'R' || n, '{}'
    FROM generate_series(1, ${records}::int) AS n`;
  await owner.sql`
    INSERT INTO ledger.window_slot (window_id, lane, transactions, first_id, last_id)
    SELECT window_id, 0, count(*), min(transaction_id::text)::uuid, max(transaction_id::text)::uuid
    FROM ledger.transaction WHERE window_id IS NOT NULL GROUP BY window_id`;
  await owner.sql`ANALYZE ledger.transaction`;
  const lines = Array.from({ length: records }, (_, index) => {
    const n = index + 1;
    const points = BigInt(10 + (n % 90) + (n % DIFFERS_EVERY === 0 ? 1 : 0));
    const amount = { minor: BigInt(10 + (n % 90)) * 100n, currency: 'EUR' };
    return { line: n, partnerRef: `R${n}`, type: 'EARN', points, amount, businessAt: at };
  });
  const text = [...partnerFileCsv({ partner: partner.partnerId, window: 'W' }, lines)].join('');

  const database = openDatabase({ url: owner.url, role: 'ledger', max: 4, applicationName: 'loyalty-bench' });
  const clock = (): Date => new Date();
  const engine = createPostingEngine({ sql: database.sql, clock });
  const deps = { database, clock, ids: v7, reference: engine.reference } as unknown as LedgerDeps;
  const caller = {
    role: 'operator',
    programmeId,
    partnerId: null,
    storeIds: [],
    subject: 'bench',
    clientId: 'bench',
  } as unknown as ProgrammeCaller;
  tell('reconciling');
  const startedAt = performance.now();
  const { outcome, problem } = await reconcileFile(deps, caller, {
    idempotencyKey: randomUUID(),
    windowId,
    partnerId: partner.partnerId,
    format: 'CSV',
    text,
    tolerancePoints: 0n,
    toleranceMinor: 0n,
    toleranceSeconds: 300,
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  if (!outcome.ok) throw new Error(problem?.sentence ?? outcome.refusal.message);
  const [row] = await owner.sql<{ breaks: number }[]>`SELECT breaks FROM ledger.reconciliation`;
  if (row?.breaks !== Math.floor(records / DIFFERS_EVERY)) throw new Error(`${row?.breaks} breaks were found.`);
  await engine.stop();
  await database.close(1);
  return { reconcileHundredThousandSeconds: rounded(seconds, 2), reconciledRecords: records };
}
