// What time does to points: pending ones fall due, holds run out, lots lapse. A sweep finds the members concerned page by page and has the
// engine decide each one under its lock, like everything else. Two sweeps at once, or one that was cut off and runs again, do no harm:
// what is done is no longer due.
import type { Sql } from '../../../db/client.ts';
import type { Clock } from '../../shared/clock.ts';
import { addDays, businessDate } from '../domain/business-calendar.ts';
import type { Actor, LedgerRequest } from '../domain/requests.ts';
import { readDueMembers, readSweptProgrammes } from '../store/sweep/read-due-members.ts';
import type { PostingEngine } from './posting-engine.ts';

const PAGE = 500;
const SYSTEM: Actor = { role: 'system', partnerId: null, storeIds: [], memberId: null, subject: 'sweep' };
const NO_HASH = new Uint8Array(32);

export interface SweepServices {
  readonly sql: Sql;
  readonly engine: PostingEngine;
  readonly clock: Clock;
  /** What else is to be gone on with in a programme: postings that were decided and not made. */
  readonly goOn?: (programmeId: string) => Promise<void>;
}

export interface Swept {
  readonly members: bigint;
  readonly expired: bigint;
  readonly confirmed: bigint;
  readonly holds: bigint;
}

/** Sweeps a programme. `asOf` is the last day that lapses: never later than yesterday in the programme's time zone, and that when null. */
export async function sweepProgramme(
  { sql, engine, clock }: SweepServices,
  programmeId: string,
  asOf: string | null,
): Promise<Swept> {
  const done = { members: 0n, expired: 0n, confirmed: 0n, holds: 0n };
  const reference = await engine.reference(programmeId);
  if (reference === null) return done;
  const now = clock();
  const yesterday = addDays(businessDate(now, reference.programme.timeZone), -1);
  const day = asOf === null || asOf > yesterday ? yesterday : asOf;
  for (let after: string | null = null; ; ) {
    const members: string[] = await readDueMembers(sql, programmeId, day, now, after, PAGE);
    const replies = await engine.submitAll(members.map((memberId) => lapse(programmeId, memberId, day)));
    for (const reply of replies) {
      const swept = reply.ok ? reply.record.details.sweep : undefined;
      if (swept === undefined) continue;
      done.members += BigInt(swept.members);
      done.expired += BigInt(swept.expired);
      done.confirmed += BigInt(swept.confirmed);
      done.holds += BigInt(swept.holds);
    }
    if (members.length < PAGE) return done;
    after = members.at(-1) ?? null;
  }
}

function lapse(programmeId: string, memberId: string, asOf: string): LedgerRequest {
  return {
    programmeId,
    keySpace: 'system',
    // No key is kept for it: see decisions/lapse.ts.
    key: `sweep:${memberId}`,
    hash: NO_HASH,
    actor: SYSTEM,
    instruction: { kind: 'LAPSE', memberId, asOf },
  };
}

/** Sweeps every programme now and then, one after the other. Returns how to stop it; stopping waits for the sweep under way. */
export function startSweeping(
  services: SweepServices,
  everyMillis: number,
  onFault: (fault: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let running: Promise<void> | null = null;
  const sweepAll = async (): Promise<void> => {
    try {
      for (const programmeId of await readSweptProgrammes(services.sql)) {
        if (stopped) return;
        await sweepProgramme(services, programmeId, null);
        await services.goOn?.(programmeId);
      }
    } catch (fault) {
      onFault(fault);
    }
  };
  const timer = setInterval(() => {
    running ??= sweepAll().finally(() => {
      running = null;
    });
  }, everyMillis);
  timer.unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await running;
  };
}
