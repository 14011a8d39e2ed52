/**
 * Who holds a data folder. PostgreSQL writes `postmaster.pid` while it runs; the file outlives a killed server.
 *
 * A lock of a process that is gone is no obstacle: PostgreSQL takes it over and recovers. A lock of a living database is
 * respected. A lock whose number now belongs to some other program is stale, but only a person can know that no
 * machine sharing the folder holds it, so it is named and left.
 */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type LockState =
  | { readonly kind: 'free' }
  | { readonly kind: 'left-behind'; readonly pid: number }
  | { readonly kind: 'in-use'; readonly pid: number }
  | { readonly kind: 'stale'; readonly pid: number; readonly program: string }
  | { readonly kind: 'unreadable' };

export async function readLock(clusterFolder: string): Promise<LockState> {
  const text = await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return { kind: 'free' };
  const pid = Number.parseInt(text, 10);
  if (!Number.isSafeInteger(pid) || pid <= 0) return { kind: 'unreadable' };
  if (!isAlive(pid)) return { kind: 'left-behind', pid };
  const program = programOf(pid);
  return program.endsWith('postgres') ? { kind: 'in-use', pid } : { kind: 'stale', pid, program };
}

/** Whether the lock says that the server with this process id has finished starting and takes connections. */
export async function isReady(clusterFolder: string, pid: number): Promise<boolean> {
  const text = await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function programOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return 'postgres'; // No ps to ask: take the lock for a living one.
  }
}
