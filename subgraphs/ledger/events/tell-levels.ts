/**
 * Tells of partners that come near their net debit cap, go beyond it, or come back (settlement 2.8: the soft limit warns).
 *
 * Beside posting and not in it: most caps only warn, and a warning is not worth a lock on every purchase of the partner. A round looks at the
 * capped partners of each programme, whose positions cost the same however long the history is, compares with what was told last, and keeps
 * and tells the difference in one transaction. So each change is told once, by whichever process sees it, in the order in which they were seen;
 * a partner that went over and came back between two rounds is not told of. Rounds follow the feed: nothing happened, nothing is looked at.
 */
import type { Database } from '../../../db/client.ts';
import type { Clock } from '../../shared/clock.ts';
import { levelChanges } from '../domain/exposure-level.ts';
import { readOutboxHead } from '../store/events/read-outbox.ts';
import {
  lockLevels,
  readCaps,
  readProgrammesWithCaps,
  readToldLevels,
  tellLevels,
} from '../store/windows/position-levels.ts';
import { readPositions } from '../store/windows/read-positions.ts';

export interface LevelServices {
  readonly database: Database;
  readonly clock: Clock;
}

/** Tells what is to be told of a programme; how much that was. */
export async function tellLevelsOf({ database, clock }: LevelServices, programmeId: string): Promise<number> {
  return database.withTransaction(async ({ sql }) => {
    if (!(await lockLevels(sql, programmeId))) return 0;
    const at = clock();
    const [caps, told] = [await readCaps(sql, programmeId, at), await readToldLevels(sql, programmeId)];
    const rows = await readPositions(sql, programmeId, [...new Set([...caps.keys(), ...told.keys()])]);
    const positions = new Map(rows.map((row) => [row.partnerId, row.creditsMinor - row.debitsMinor]));
    const changes = levelChanges(positions, caps, told);
    if (changes.length > 0) await tellLevels(sql, programmeId, changes, at);
    return changes.length;
  });
}

/** Contracts change without a posting: a round is made now and then all the same. */
const ROUNDS_WITHOUT_NEWS = 60;

/** Tells until stopped; stopping waits for the round under way. */
export function startTellingLevels(
  services: LevelServices,
  everyMillis: number,
  onFault: (fault: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let running: Promise<void> | null = null;
  let seen = -1n;
  let idle = 0;
  const round = async (): Promise<void> => {
    const { position } = await readOutboxHead(services.database.sql);
    idle += 1;
    if (position === seen && idle < ROUNDS_WITHOUT_NEWS) return;
    for (const programmeId of await readProgrammesWithCaps(services.database.sql)) {
      if (stopped) return;
      // What is wrong with one programme does not keep the others waiting.
      await tellLevelsOf(services, programmeId).catch(onFault);
    }
    seen = position;
    idle = 0;
  };
  const timer = setInterval(() => {
    running ??= round()
      .catch((fault: unknown) => {
        if (!stopped) onFault(fault);
      })
      .finally(() => {
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
