// Two gateways and two ledgers, each a process, each killed with SIGKILL while thousands of events are told: `npm run kill-replicas --
// --events 1000000` does the same for as long as wanted.
import { expect, it } from 'vitest';
import { followUnderKills } from '../../scripts/torture/follow-under-kills.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { createTestDatabase } from '../support/database.ts';

it('every follower hears exactly the events of the ledger, in order, whichever process is killed', async () => {
  const database = await createTestDatabase();
  try {
    const report = await followUnderKills(database.url, { events: 2_000, kills: 4, followers: 12, seed: 7 });
    expect(report.wrong).toEqual([]);
    expect(report.events).toBeGreaterThanOrEqual(2_000);
    // Each member's events once at the member, once at the partner.
    expect(report.heard).toBe(2 * report.events);
    expect(Object.values(report.killed)).toEqual([1, 1, 1, 1]);
    // Those that were killed had followers, and these came back.
    expect(report.resumed).toBeGreaterThanOrEqual(12);
    await expectBooksBalanced(database.url);
  } finally {
    await database.close();
  }
}, 600_000);
