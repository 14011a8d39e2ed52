/**
 * Who holds a data folder. PostgreSQL writes `postmaster.pid` while it runs; the file outlives a killed server.
 *
 * A lock of a process that is gone is no obstacle: PostgreSQL takes it over and recovers. A dead process that nobody has
 * collected (a container without an init) still looks alive to PostgreSQL, so that lock is removed for it, once no child of
 * the dead server holds its memory. A lock of a living database is respected. A lock whose number now belongs to some
 * other program is stale, but only a person can know what else shares the folder: it is named and left.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type LockState =
  | { readonly kind: 'free' }
  | { readonly kind: 'left-behind'; readonly pid: number }
  | { readonly kind: 'defunct'; readonly pid: number; readonly sharedMemoryId: number | null }
  | { readonly kind: 'in-use'; readonly pid: number }
  | { readonly kind: 'stale'; readonly pid: number; readonly program: string }
  | { readonly kind: 'unreadable' };

export async function readLock(clusterFolder: string): Promise<LockState> {
  const text = await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return { kind: 'free' };
  const pid = Number.parseInt(text, 10);
  if (!Number.isSafeInteger(pid) || pid <= 0) return { kind: 'unreadable' };
  const found = findProcess(pid);
  if (found === 'gone') return { kind: 'left-behind', pid };
  if (found === 'defunct') return { kind: 'defunct', pid, sharedMemoryId: sharedMemoryIn(text) };
  return found.program.startsWith('postgres')
    ? { kind: 'in-use', pid }
    : { kind: 'stale', pid, program: found.program };
}

/** Whether the lock says that the server with this process id has finished starting and takes connections. */
export async function isReady(clusterFolder: string, pid: number): Promise<boolean> {
  const text = await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/** What the operating system knows of a process id. */
export function findProcess(pid: number): 'gone' | 'defunct' | { readonly program: string } {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'gone';
  }
  const [state, program] = stateAndProgram(pid);
  return state.startsWith('Z') ? 'defunct' : { program };
}

function stateAndProgram(pid: number): [state: string, program: string] {
  try {
    const [, program, state] = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    if (program !== undefined && state !== undefined) return [state, program];
  } catch {
    // No /proc: ask ps.
  }
  try {
    const text = execFileSync('ps', ['-o', 'stat=', '-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const [state = '', ...rest] = text.split(/\s+/);
    return [state, rest.join(' ').split('/').at(-1) ?? ''];
  } catch {
    return ['', 'postgres']; // Nobody to ask: take the lock for a living one.
  }
}

/** The seventh line is the key and the id of the System V segment that every process of the server is attached to. */
function sharedMemoryIn(lock: string): number | null {
  const id = Number(lock.split('\n')[6]?.trim().split(/\s+/)[1]);
  return Number.isSafeInteger(id) ? id : null;
}

/** Whether some process is still attached to the segment: a child of a dead server that has not noticed yet. */
export function isAttached(sharedMemoryId: number): boolean {
  try {
    for (const line of readFileSync('/proc/sysvipc/shm', 'utf8').split('\n').slice(1)) {
      const [, id, , , , , attached] = line.trim().split(/\s+/);
      if (Number(id) === sharedMemoryId) return Number(attached) > 0;
    }
  } catch {
    // Not Linux; its init collects the dead.
  }
  return false;
}
