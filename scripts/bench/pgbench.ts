/** The plain double entry by pgbench, where the machine has it: a client in C has more of the machine left for the server. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contender } from './measure.ts';

/** The same statements as plain-double-entry.ts `postPlainPurchase`. */
const script = (partners: number, members: number): string => `
\\set partner random(1, ${partners})
\\set member 1000000 + random(1, ${members})
\\set points random(10, 210)
\\set one random(0, 4294967295)
\\set two random(0, 4294967295)
BEGIN;
INSERT INTO plain.idempotency (client_id, key, transfer_id)
  VALUES (:partner, md5(:one || '-' || :two), md5(:one || '+' || :two)::uuid) ON CONFLICT DO NOTHING;
INSERT INTO plain.transfer (transfer_id, debit, credit, points) VALUES (md5(:one || '+' || :two)::uuid, :partner, :member, :points::bigint);
INSERT INTO plain.entry (transfer_id, account_id, points)
  VALUES (md5(:one || '+' || :two)::uuid, :partner, -(:points::bigint)), (md5(:one || '+' || :two)::uuid, :member, :points::bigint);
UPDATE plain.account SET balance = balance + :points WHERE account_id = :member;
UPDATE plain.account SET balance = balance - :points WHERE account_id = :partner;
COMMIT;
`;

/** A contender when `pgbench` is on the PATH, else null. Its rate is what pgbench itself says, connecting left out. */
export async function pgbenchContender(
  url: string,
  clients: number,
  partners: number,
  members: number,
): Promise<Contender | null> {
  const version = await run(['--version']).catch(() => null);
  if (version === null) return null;
  return {
    name: `pgbench, ${clients} clients`,
    async rate(seconds) {
      const folder = await mkdtemp(join(tmpdir(), 'loyalty-pgbench-'));
      try {
        const file = join(folder, 'purchase.sql');
        await writeFile(file, script(partners, members));
        const output = await run([
          ...['--no-vacuum', '--protocol=prepared', `--client=${clients}`, '--jobs=2'],
          ...[`--time=${Math.max(1, Math.round(seconds))}`, `--file=${file}`, url],
        ]);
        // On a busy machine a short run may complete nothing; then it names no rate.
        return Number(/tps = ([\d.]+)/.exec(output)?.[1] ?? 0);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('pgbench', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`pgbench ended with ${code}: ${said}`)),
    );
  });
}
